"""``/infoview learned [words]``: the member's own reflections, and who helps them, in windows."""

from bot.i18n import N_
from bot.services import learned as service
from bot.values import LearnedQuery
from bot.views import learned as views
from handlers.interaction import Interaction
from handlers.router import Opening, Routes
from handlers.windows import present

routes = Routes()


# Without a window to open, reflections would stay in the DM, which owners may be able to export.
@routes.command("learned", opens=Opening(N_("See what I learned"), "learned.open"))
@routes.action("learned.open")
async def open_learned(interaction: Interaction) -> None:
    """What the member learned; words after the command are looked for."""
    await _show(interaction, LearnedQuery(words=interaction.words))


@routes.action(views.PAGE)
async def turn_page(interaction: Interaction) -> None:
    """Another page of what was found."""
    await _show(interaction, views.read_query(interaction.view, number=int(interaction.value)))


@routes.action(views.LESSON)
async def choose_lesson(interaction: Interaction) -> None:
    """One subject, or all."""
    await _show(interaction, views.read_query(interaction.view, number=1))


@routes.submission(views.WINDOW)
async def search(interaction: Interaction) -> None:
    """The reflections that fit the words."""
    await _show(interaction, views.read_query(interaction.view, number=1))


@routes.action("learned.people")
async def show_helpers(interaction: Interaction) -> None:
    """Advocates, and who suggested whom."""
    found = await interaction.tools.db.read(interaction.actor, service.helpers)
    await present(interaction, views.helpers_window(found))


async def _show(interaction: Interaction, query: LearnedQuery) -> None:
    found = await interaction.tools.db.read(interaction.actor, service.look, query)
    await present(interaction, views.learned_window(found))
