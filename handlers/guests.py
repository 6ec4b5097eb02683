"""Admins choose whether guest accounts may use Infoview; :mod:`handlers.gate` asks for it."""

from bot.services import guests as service
from bot.views import guests as views
from handlers.interaction import Interaction
from handlers.roles import with_role
from handlers.router import Routes
from handlers.windows import present

routes = Routes()


@routes.action("guests.open")
async def open_form(interaction: Interaction) -> None:
    """The form."""
    welcome = await interaction.tools.db.read(await with_role(interaction), service.desk)
    await present(interaction, views.guests_form(welcome=welcome))


@routes.submission(views.CALLBACK)
async def save(interaction: Interaction) -> None:
    """Save it."""
    welcome = views.read(interaction.view)
    await interaction.tools.db.run(await with_role(interaction), service.choose, welcome=welcome)
    await interaction.update(views.saved(welcome=welcome))
