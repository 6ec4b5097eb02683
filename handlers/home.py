"""The Home tab: published when somebody opens it, and again after whatever changes it."""

from dataclasses import replace

from bot.services import home as service
from bot.values import Actor
from bot.views import home as views
from handlers.interaction import Interaction, Toolbox
from handlers.router import Routes

routes = Routes()


@routes.event("app_home_opened")
async def opened(interaction: Interaction) -> None:
    """Somebody opened the app: on its Home tab, publish Home."""
    if interaction.body["event"].get("tab") == "home":
        interaction.after(refresh)


@routes.action("home.page")
async def turn_page(interaction: Interaction) -> None:
    """Another page of the recent meetings."""
    await _publish(interaction.tools, interaction.actor, page=int(interaction.value))


async def refresh(tools: Toolbox, actor: Actor) -> None:
    """Publish Home as it is now."""
    await _publish(tools, actor, page=1)


async def _publish(tools: Toolbox, actor: Actor, *, page: int) -> None:
    profile = await tools.slack.profile(actor.user_id)
    state = await tools.db.read(replace(actor, is_admin=profile.is_admin), service.state, page)
    view = views.home(tools.library, state)
    await tools.slack.call("views.publish", user_id=actor.user_id, view=view.to_dict())
