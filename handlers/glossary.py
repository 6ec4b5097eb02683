"""``/infoview glossary [term]``: words explained. No database, and no call to Slack beyond the gate's."""

from bot.guidance.entries import Topic
from bot.guidance.library import Library
from bot.i18n import _
from bot.values import GoneError
from bot.views import glossary as views
from handlers.interaction import Interaction
from handlers.router import Routes

routes = Routes()


@routes.command("glossary", at_once=True)
async def glossary(interaction: Interaction) -> None:
    """All terms, or the one whose name was typed, or the closest ones."""
    library = interaction.tools.library
    if not interaction.words:
        await interaction.tell(views.term_list(library))
        return
    term = library.glossary.find(interaction.words)
    if term is not None:
        await interaction.tell(views.term_page(library, term))
        return
    close = library.glossary.closest(interaction.words)
    await interaction.tell(views.unknown_term(interaction.words, close))


@routes.action("glossary.open")
async def show_all(interaction: Interaction) -> None:
    """All terms, in place of what is shown."""
    await interaction.show(views.term_list(interaction.tools.library))


@routes.action("glossary.show")
async def show_term(interaction: Interaction) -> None:
    """One term, in place of what is shown; the value names the topic to go back to, if there is one."""
    library = interaction.tools.library
    term_id, _colon, topic_id = interaction.value.partition(":")
    try:
        term = library.glossary.term(term_id)
    except KeyError:
        raise GoneError(
            _("The glossary has changed since. Type `/infoview glossary` to see all words.")
        ) from None
    await interaction.show(views.term_page(library, term, _topic(library, topic_id)))


def _topic(library: Library, topic_id: str) -> Topic | None:
    return next((topic for topic in library.topics if topic.id == topic_id), None)
