"""What the person is told who added Infoview to a workspace: one message, one thing to do."""

from bot.i18n import _
from bot.values import Welcome
from bot.views.blocks import Message
from bot.views.notices import notice


def welcome(news: Welcome) -> Message:
    """The direct message to who installed it; nobody else gets one."""
    if news.is_back:
        text = _(
            "Infoview is back in your workspace. Cohorts, logs and settings are as they were."
            " What was to be sent while it was away is not sent any more."
        )
        return notice(text, (_("See your cohorts"), "cohort.open"))
    text = _(
        "Infoview is in your workspace now. Nobody gets a message from it before they join a cohort by their"
        " own click.\nNext: create a cohort and post its *Join* button in a channel. Workspace admins can do"
        " this, and the leads they name there."
    )
    return notice(text, (_("Create a cohort"), "cohort.create"))
