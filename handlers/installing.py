"""A workspace uninstalled Infoview, or took its token away: nothing is sent there any more."""

from bot.services import installations
from bot.values import Actor
from handlers.interaction import WorkspaceEvent
from handlers.router import Routes

routes = Routes()


@routes.workspace_event("app_uninstalled")
async def uninstalled(news: WorkspaceEvent) -> None:
    """Somebody removed the app."""
    await _end(news, "app_uninstalled")


@routes.workspace_event("tokens_revoked")
async def tokens_revoked(news: WorkspaceEvent) -> None:
    """Tokens work no more; only the bot's own matters, we have no other."""
    if (news.event.get("tokens") or {}).get("bot"):
        await _end(news, "tokens_revoked")


async def _end(news: WorkspaceEvent, reason: str) -> None:
    db, by_slack = news.desk.db, Actor(news.team_id, "")
    if not await db.run(by_slack, installations.end, reason, news.at, news.desk.kept):
        # Late news of an installation before the present one, perhaps: the token itself tells.
        await db.run(by_slack, installations.probe_soon)
    await news.desk.gateways.refresh()
