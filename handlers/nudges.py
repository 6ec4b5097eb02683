"""The "done" button of a next step, in the weekly message, on Home and below ``/infoview``."""

from bot.i18n import _
from bot.services import step_done
from bot.values import GoneError
from bot.views import nudges as views
from handlers import home
from handlers.interaction import Interaction
from handlers.router import Routes

routes = Routes()


@routes.action("step.done")
async def done(interaction: Interaction) -> None:
    """Record what the member did, and put it in place of the button."""
    what = views.parse_done(interaction.value)
    if what is None:
        raise GoneError(_("This button is from an older version. Type `/infoview` to see your next step."))
    step = await interaction.tools.db.run(interaction.actor, step_done.record, *what)
    interaction.after(home.refresh)
    await interaction.mark_done(views.recorded(step))
