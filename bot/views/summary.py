"""The cohort summary as leads read it: text first, counts and rates only.

:func:`summary` puts the parts together; a part is a function from the summary to blocks.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from slack_sdk.models.blocks import Block, PlainTextObject, StaticSelectElement

from bot.guidance.markdown import escape
from bot.i18n import N_, _
from bot.values import Cell, CohortCard, CohortSummary, Rate, WeekCounts
from bot.views import labels
from bot.views.attention import attention
from bot.views.bars import bar, percent
from bot.views.blocks import (
    Message,
    actions,
    button,
    confirm,
    context,
    count_words,
    day_words,
    header,
    literal,
    options,
    section,
)

MOST_WEEKS = 30
MOST_CHOICES = 100  # the most options Slack takes
_WEEK = timedelta(days=7)
_NAME_LENGTH = 80

HIDDEN = "–"
WHAT_IS_HIDDEN = N_(
    "“{hidden}” means: fewer than five members are behind this number, or it would tell such a number."
)
WHAT_COUNTS = N_(
    "This is made of counts only. Names, notes, drafts and reflections of members are never part of it. What"
    " members did before they left still counts. Weeks go from Monday to Sunday. The week that is not over"
    " does not count."
)
DEFINITIONS = N_(
    "*Active:* added a step, a meeting or a debrief. *Contacted:* people whom members wrote to. *Replied:* a"
    " “no” is a reply too. *Response rate:* replies from people contacted at least 14 days ago. *After a"
    " follow-up:* replies after a second message that is at least 7 days old. *Met* counts people; *meetings"
    " held* can be more than one with the same person."
)


def summary(found: CohortSummary, led: Sequence[CohortCard]) -> Message:
    """The summary of one cohort; ``led`` are all the lead's cohorts, to choose another one."""
    others = [cohort for cohort in led if cohort.id != found.cohort_id]
    numbers = _numbers(found) if found.weeks else [section(_first_numbers(found))]
    return Message(
        text="\n".join(
            (
                _("Summary of {cohort}").format(cohort=literal(found.cohort_name, _NAME_LENGTH)),
                _headline(found),
            )
        ),
        blocks=(
            header(_("Summary of {cohort}").format(cohort=found.cohort_name)),
            *numbers,
            *_ways(found, led),
            *([actions(_picker(others, _("Choose another cohort")))] if others else []),
        ),
    )


def choose(led: Sequence[CohortCard], typed: str) -> Message:
    """Several cohorts, or none, have what was typed in their name."""
    text = _("Which cohort do you mean with “{typed}”? Choose one of the cohorts you lead.").format(
        typed=escape(typed)
    )
    return Message(text=text, blocks=(section(text), actions(_picker(led, _("Choose a cohort")))))


def _numbers(found: CohortSummary) -> list[Block]:
    return [
        context(
            _("{first_day} to {last_day}, whole weeks").format(
                first_day=day_words(found.first_day), last_day=day_words(found.last_day)
            )
        ),
        section(_headline(found)),
        section(_funnel(found)),
        section(_after_meetings(found)),
        section(_answers(found)),
        section(_week_table(found.weeks)),
        context(f"{_(WHAT_IS_HIDDEN).format(hidden=HIDDEN)} {_(WHAT_COUNTS)}"),
        context(_(DEFINITIONS)),
    ]


def _headline(found: CohortSummary) -> str:
    members = count_words(
        found.members, "*{count} member* in the cohort now", "*{count} members* in the cohort now"
    )
    if not found.weeks:
        return members
    return "\n".join(
        (
            members,
            _("*Active in the last 7 days:* {count}").format(count=_count(found.active_7_days)),
            _("*Active in the last 14 days:* {count}").format(count=_count(found.active_14_days)),
        )
    )


def _ways(found: CohortSummary, led: Sequence[CohortCard]) -> list[Block]:
    """What went well, what needs attention, and the buttons to take the numbers along."""
    notes = attention(found)
    ask = confirm(
        _("Share the short summary?"),
        _(
            "Everybody in the cohort’s channel sees how many people were contacted, replied and met."
            " No names."
        ),
        _("Share"),
    )
    has_channel = any(cohort.id == found.cohort_id and cohort.channel_id for cohort in led)
    share = [button(_("Share to the channel"), "summary.share", found.cohort_id, confirm=ask)]
    return [
        *([section(notes)] if notes else []),
        actions(
            button(_("Send me the picture"), "summary.picture", found.cohort_id),
            button(_("Send me a CSV file"), "summary.csv", found.cohort_id),
            *(share if has_channel else []),
            button(_("Use the numbers elsewhere"), "outside.open", found.cohort_id),
        ),
    ]


def _first_numbers(found: CohortSummary) -> str:
    soon = _("The first week of this cohort is not over yet. The first numbers come on {day}.").format(
        day=day_words(found.first_day + _WEEK)
    )
    return f"{_headline(found)}\n{soon} {_(WHAT_COUNTS)}"


def _funnel(found: CohortSummary) -> str:
    of_contacted = _("{count} of {whole} contacted")
    return "\n".join(
        (
            _("*From the first message to the meeting*"),
            _("*Contacted:* {number}").format(number=_people(found.contacted)),
            _("*Replied:* {number}").format(number=_share(found.replied, of_contacted)),
            _("*Scheduled:* {number}").format(
                number=_share(found.scheduled, _("{count} of {whole} replied"))
            ),
            _("*Met:* {number}").format(number=_share(found.met, _("{count} of {whole} scheduled"))),
        )
    )


def _after_meetings(found: CohortSummary) -> str:
    of_meetings = _("{count} of {whole} meetings")
    of_people = _("{count} of {whole} people met")
    return "\n".join(
        (
            _("*After the meeting*"),
            _("*Meetings held:* {number}").format(number=_count(found.meetings)),
            _("*Debriefed:* {number}").format(number=_share(found.debriefed, of_meetings)),
            _("*Thanked:* {number}").format(number=_share(found.thanked, of_meetings)),
            _("*Keeping in touch:* {number}").format(number=_share(found.kept_in_touch, of_people)),
        )
    )


def _answers(found: CohortSummary) -> str:
    of_older = _("{count} of {whole} contacted 14 days ago or earlier")
    of_followed = _("{count} of {whole} follow-ups")
    return "\n".join(
        (
            _("*Do people answer?*"),
            _("*Response rate:* {number}").format(number=_share(found.response, of_older)),
            _("*After a follow-up:* {number}").format(number=_share(found.follow_up, of_followed)),
        )
    )


def _week_table(weeks: Sequence[WeekCounts]) -> str:
    """The latest weeks in fixed-width text, narrow enough for a phone."""
    first, *names = _("Week of"), _("Wrote"), _("Met"), _("Debriefed")
    lines = ["  ".join((first, *names))]
    for week in weeks[-MOST_WEEKS:]:
        counts = (_count(cell) for cell in (week.outreach, week.meetings, week.debriefs))
        cells = (count.rjust(len(name) + 2) for count, name in zip(counts, names, strict=True))
        lines.append(_week_words(week.starts_on).ljust(len(first)) + "".join(cells))
    title = _("*Week by week*")
    if len(weeks) > MOST_WEEKS:
        title = _("*Week by week* (the latest {count} weeks)").format(count=MOST_WEEKS)
    return "\n".join((title, "```", *lines, "```", _("People written to, meetings held, debriefs of them.")))


def _week_words(monday: date) -> str:
    return _("{month} {day}").format(month=labels.MONTH_SHORT[monday.month - 1], day=f"{monday.day:>2}")


def _count(cell: Cell) -> str:
    return HIDDEN if cell.count is None else str(cell.count)


def _people(cell: Cell) -> str:
    return HIDDEN if cell.count is None else count_words(cell.count, "{count} person", "{count} people")


def _share(rate: Rate, words: str) -> str:
    """The rate in ``words`` (translated, with ``{count}`` and ``{whole}``), in percent and as a bar."""
    if rate.share is None:
        return HIDDEN
    part = words.format(count=rate.count, whole=rate.of)
    return f"{part} ({percent(rate.share)})  {bar(rate.share)}"


def _picker(cohorts: Sequence[CohortCard], placeholder: str) -> StaticSelectElement:
    return StaticSelectElement(
        action_id="summary.pick",
        placeholder=PlainTextObject(text=placeholder),
        options=options({cohort.id: cohort.name for cohort in cohorts[:MOST_CHOICES]}),
    )
