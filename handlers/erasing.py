"""Admins delete everything that is stored of their workspace."""

from functools import partial

from bot.services import erasing as service
from bot.values import Actor
from bot.views import erasing as views
from handlers.interaction import Interaction, Toolbox
from handlers.roles import with_role
from handlers.router import Routes
from handlers.windows import present

routes = Routes()


@routes.action("erasing.open")
async def ask(interaction: Interaction) -> None:
    """What will go, and whether the admin is sure."""
    data = await interaction.tools.db.read(await with_role(interaction), service.desk)
    await present(interaction, views.erase_form(data, interaction.tools.slack.installation.team_name))


@routes.submission(views.CALLBACK)
async def erase(interaction: Interaction) -> None:
    """Say that it is being done, then do it: a large workspace takes longer than Slack waits."""
    admin = await with_role(interaction)
    await interaction.tools.db.read(admin, service.desk)
    views.read(interaction.view, interaction.tools.slack.installation.team_name)
    await interaction.update(views.working())
    interaction.after(partial(_erase, admin=admin))


async def _erase(tools: Toolbox, actor: Actor, *, admin: Actor) -> None:
    try:
        data = await tools.db.run(admin, service.erase_all)
    except Exception:
        await tools.slack.post(actor.user_id, views.failed().payload())
        raise
    await tools.slack.post(actor.user_id, views.erased(data, tools.slack.installation.team_name).payload())
    await tools.db.scrub()
