"""Files on their way: to the person who asked, in their own direct message, and a word where it fails."""

from collections.abc import Awaitable, Callable, Sequence

from bot.slack.failures import SlackFailureError
from bot.values import Actor, FailureKind, OutgoingFile
from bot.views.notices import files_not_made, files_not_sent
from handlers.interaction import Toolbox


async def send_files(tools: Toolbox, actor: Actor, comment: str, *files: OutgoingFile) -> tuple[str, ...]:
    """Send files to ``actor``; a failure is told there in words, then raised for the log.

    ``comment`` is mrkdwn. Returns Slack's ids of the files. Raises SlackFailureError.
    """
    try:
        return await tools.slack.send_files(actor.user_id, comment, *files)
    except SlackFailureError as error:
        refused = error.kind in {FailureKind.FILE, FailureKind.WORKSPACE}
        await tools.slack.post(actor.user_id, files_not_sent(refused=refused).payload())
        raise


async def make_and_send(
    tools: Toolbox, actor: Actor, comment: str, make: Callable[[], Awaitable[Sequence[OutgoingFile]]]
) -> tuple[str, ...]:
    """Make files and send them, for what follows an answer that promised them; returns Slack's ids.

    Whatever goes wrong, the person hears of it; then it is raised for the log.
    """
    try:
        files = await make()
    except Exception:
        await tools.slack.post(actor.user_id, files_not_made().payload())
        raise
    return await send_files(tools, actor, comment, *files)
