"""Files on their way: to the person who asked, in their own direct message, and a word where it fails."""

from bot.slack.failures import SlackFailureError
from bot.values import Actor, FailureKind, OutgoingFile
from bot.views.notices import files_not_sent
from handlers.interaction import Toolbox


async def send_files(tools: Toolbox, actor: Actor, comment: str, *files: OutgoingFile) -> None:
    """Send files to ``actor``; a failure is told there in words, then raised for the log.

    ``comment`` is mrkdwn. Raises SlackFailureError.
    """
    try:
        await tools.slack.send_files(actor.user_id, comment, *files)
    except SlackFailureError as error:
        refused = error.kind in {FailureKind.FILE, FailureKind.WORKSPACE}
        await tools.slack.post(actor.user_id, files_not_sent(refused=refused).payload())
        raise
