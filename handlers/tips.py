"""``/infoview tips [topic]``: the guide. No database, and no call to Slack beyond the gate's."""

from bot.guidance.entries import Topic
from bot.guidance.markdown import escape
from bot.i18n import _
from bot.values import GoneError
from bot.views import tips as views
from bot.views.blocks import shorten
from bot.views.glossary import explained
from bot.views.notices import notice
from handlers.interaction import Interaction
from handlers.router import ECHO_LIMIT, Routes

routes = Routes()


@routes.command("tips", at_once=True)
async def tips(interaction: Interaction) -> None:
    """All topics, or the one whose name was typed, or the closest ones."""
    library = interaction.tools.library
    if not interaction.words:
        await interaction.tell(views.topic_list(library))
        return
    topic = library.find_topic(interaction.words)
    if topic is not None:
        await interaction.tell(views.topic_page(library, topic))
        return
    close = library.closest_topics(interaction.words)
    typed = escape(shorten(interaction.words, ECHO_LIMIT))
    if len(close) == 1:
        await interaction.tell(views.topic_page(library, close[0]))
    else:
        await interaction.tell(
            notice(
                (
                    _("The guide has no topic called “{typed}”. Is it one of these?")
                    if close
                    else _("The guide has no topic called “{typed}”. Please choose from all topics.")
                ).format(typed=typed),
                *((topic.title, f"tips.show:{topic.id}") for topic in close),
                (_("All topics"), "tips.list"),
            )
        )


@routes.action("tips.list")
async def show_all(interaction: Interaction) -> None:
    """All topics, in place of what is shown."""
    await interaction.show(views.topic_list(interaction.tools.library))


@routes.action("tips.show")
async def show_topic(interaction: Interaction) -> None:
    """One topic, in place of what is shown."""
    await interaction.show(views.topic_page(interaction.tools.library, _chosen(interaction)))


@routes.action("tips.explain")
async def explain_topic(interaction: Interaction) -> None:
    """One topic in plain words below the guide's own, in place of what is shown."""
    await interaction.show(explained(interaction.tools.library, _chosen(interaction)))


def _chosen(interaction: Interaction) -> Topic:
    topic_id = interaction.value or interaction.action["action_id"].partition(":")[2]
    try:
        return interaction.tools.library.topic(topic_id)
    except KeyError:
        raise GoneError(_("The guide has changed since. Type `/infoview tips` to see all topics.")) from None
