"""The numbers of a cohort's week in a lead's direct message, and what stands there after they were ended."""

from datetime import datetime

from bot.guidance.markdown import escape
from bot.i18n import _
from bot.values import CohortSummary, Measure
from bot.views import periods, summary
from bot.views.attention import attention
from bot.views.blocks import Message, actions, button, context, literal, moment_words, section

SHOWN = (Measure.CONTACTED, Measure.REPLIED, Measure.MET, Measure.DEBRIEFED, Measure.AT_RISK)
"""Beside how many members there are and were active."""

_NAME_LENGTH = 80


def digest(found: CohortSummary) -> Message:
    """The headline numbers of the weeks that ``found`` shows, the way to all of them, and the way out."""
    title = _("*{cohort}*: the week in numbers, {days}").format(
        cohort=literal(found.cohort_name, _NAME_LENGTH), days=periods.words(found.period)
    )
    numbers = "\n".join((summary.headline(found), *(summary.line(found, measure) for measure in SHOWN)))
    notes = attention(found)
    return Message(
        text=f"{title}\n{numbers}",
        blocks=(
            section(title),
            section(numbers),
            *([section(notes)] if notes else []),
            actions(
                button(_("Show summary"), "summary.open", found.cohort_id, style="primary"),
                button(_("Stop these messages"), "lead_digest.stop", found.cohort_id),
            ),
            context(_(summary.WHAT_IS_HIDDEN).format(hidden=summary.HIDDEN)),
            context(
                _("You get this every Monday because you chose it. Only counts are in it, and no names.")
            ),
        ),
    )


def started_words(at: datetime | None, timezone: str) -> str:
    """After asking for the numbers; ``at`` is when they come first, None where no week is left."""
    if at is None:
        return _("*Saved.* No week of this cohort is left, so no message is planned.")
    return _("*Saved.* The first message comes on {moment}.").format(moment=moment_words(at, timezone))


def stopped_words(cohort_name: str) -> str:
    """After ending it."""
    return _("You do not get the numbers of *{cohort}* every Monday any more.").format(
        cohort=escape(cohort_name)
    )


def stopped(cohort_name: str) -> Message:
    """The same in place of the message."""
    words = stopped_words(cohort_name)
    again = _("To get them again, type `/infoview cohort` and choose *Manage cohort*.")
    return Message(text=words, blocks=(section(f"{words} {again}"),))
