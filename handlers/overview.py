"""``/infoview`` (the one next step) and ``/infoview help``."""

from bot.services import home as service
from bot.views import help as help_view
from bot.views import home as views
from handlers.interaction import Interaction, Kind
from handlers.router import Routes

routes = Routes()


@routes.command("")
@routes.action("step.open")
async def next_step(interaction: Interaction) -> None:
    """What this person can do now."""
    state = await interaction.tools.db.read(interaction.actor, service.state, 1)
    in_dm = interaction.kind is Kind.DIRECT_MESSAGE
    await interaction.tell(views.now(interaction.tools.library, state, in_dm=in_dm))


@routes.command("help", at_once=True)
@routes.action("help.open")
async def show_help(interaction: Interaction) -> None:
    """All commands."""
    await interaction.tell(help_view.overview())
