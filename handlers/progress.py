"""``/infoview progress``: the member's own counts and goals."""

from bot.services import progress as service
from bot.views import progress as views
from handlers.interaction import Interaction
from handlers.router import Routes

routes = Routes()


@routes.command("progress")
@routes.action("progress.open")
async def show(interaction: Interaction) -> None:
    """The member's own progress; NotEnrolledError for somebody in no running cohort."""
    progress = await interaction.tools.db.read(interaction.actor, service.own_progress)
    await interaction.tell(views.own_progress(progress))
