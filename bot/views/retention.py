"""What a member is told a week before the names and texts of an old program are deleted."""

from bot.guidance.markdown import escape
from bot.i18n import _
from bot.values import PurgeNotice
from bot.views.blocks import Message, actions, button, context, day_words, section


def purge_notice(notice: PurgeNotice) -> Message:
    """The message: what goes, what stays, and how to save it."""
    cohort, day = escape(notice.cohort_name), day_words(notice.purges_on)
    what = _("On {day} Infoview deletes the names and texts in your log of *{cohort}*.").format(
        day=day, cohort=cohort
    )
    return Message(
        text=what,
        blocks=(
            context(_("From your networking program.")),
            section(
                what
                + " "
                + _(
                    "The program is over, and the people you wrote to did not ask to be kept here. Names,"
                    " organizations, notes, messages and debriefs go. Your counts, dates and statuses stay."
                )
            ),
            section(_("Would you like to keep them for yourself? Save them before that day.")),
            actions(button(_("Save my log"), "export.open", style="primary")),
            context(_("You can also type `/infoview export` at any time.")),
        ),
    )
