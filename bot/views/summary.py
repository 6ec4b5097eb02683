"""The cohort summary as leads read it: text first, counts and rates only.

:func:`summary` puts the parts together; a part is a function from the summary to blocks.
"""

from collections.abc import Sequence
from datetime import timedelta

from slack_sdk.models.blocks import Block, PlainTextObject, StaticSelectElement

from bot.guidance.markdown import escape
from bot.values import Cell, CohortCard, CohortSummary, Rate, WeekCounts
from bot.views.bars import bar, percent
from bot.views.blocks import (
    Message,
    actions,
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
WHAT_IS_HIDDEN = (
    f"“{HIDDEN}” means: fewer than five members are behind this number, or it would tell such a number."
)
WHAT_COUNTS = (
    "This is made of counts only. Names, notes, drafts and reflections of members are never part of it. What"
    " members did before they left still counts. Weeks go from Monday to Sunday. The week that is not over"
    " does not count."
)
DEFINITIONS = (
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
        text=f"Summary of {literal(found.cohort_name, _NAME_LENGTH)}\n{_headline(found)}",
        blocks=(
            header(f"Summary of {found.cohort_name}"),
            *numbers,
            *([actions(_picker(others, "Choose another cohort"))] if others else []),
        ),
    )


def choose(led: Sequence[CohortCard], typed: str) -> Message:
    """Several cohorts, or none, have what was typed in their name."""
    text = f"Which cohort do you mean with “{escape(typed)}”? Choose one of the cohorts you lead."
    return Message(text=text, blocks=(section(text), actions(_picker(led, "Choose a cohort"))))


def _numbers(found: CohortSummary) -> list[Block]:
    return [
        context(f"{day_words(found.first_day)} to {day_words(found.last_day)}, whole weeks"),
        section(_headline(found)),
        section(_funnel(found)),
        section(_after_meetings(found)),
        section(_answers(found)),
        section(_week_table(found.weeks)),
        context(f"{WHAT_IS_HIDDEN} {WHAT_COUNTS}"),
        context(DEFINITIONS),
    ]


def _headline(found: CohortSummary) -> str:
    members = f"*{count_words(found.members, 'member')}* in the cohort now"
    if not found.weeks:
        return members
    return (
        f"{members}\n*Active in the last 7 days:* {_count(found.active_7_days)}"
        f"\n*Active in the last 14 days:* {_count(found.active_14_days)}"
    )


def _first_numbers(found: CohortSummary) -> str:
    return (
        f"{_headline(found)}\nThe first week of this cohort is not over yet. The first numbers come on"
        f" {day_words(found.first_day + _WEEK)}. {WHAT_COUNTS}"
    )


def _funnel(found: CohortSummary) -> str:
    return "\n".join(
        (
            "*From the first message to the meeting*",
            f"*Contacted:* {_people(found.contacted)}",
            f"*Replied:* {_share(found.replied, 'contacted')}",
            f"*Scheduled:* {_share(found.scheduled, 'replied')}",
            f"*Met:* {_share(found.met, 'scheduled')}",
        )
    )


def _after_meetings(found: CohortSummary) -> str:
    return "\n".join(
        (
            "*After the meeting*",
            f"*Meetings held:* {_count(found.meetings)}",
            f"*Debriefed:* {_share(found.debriefed, 'meetings')}",
            f"*Thanked:* {_share(found.thanked, 'meetings')}",
            f"*Keeping in touch:* {_share(found.kept_in_touch, 'people met')}",
        )
    )


def _answers(found: CohortSummary) -> str:
    return "\n".join(
        (
            "*Do people answer?*",
            f"*Response rate:* {_share(found.response, 'contacted 14 days ago or earlier')}",
            f"*After a follow-up:* {_share(found.follow_up, 'follow-ups')}",
        )
    )


def _week_table(weeks: Sequence[WeekCounts]) -> str:
    """The latest weeks in fixed-width text, narrow enough for a phone."""
    lines = ["Week of  Wrote  Met  Debriefed"]
    lines += [
        f"{week.starts_on:%b} {week.starts_on.day:>2}  {_count(week.outreach):>6}"
        f"{_count(week.meetings):>5}{_count(week.debriefs):>11}"
        for week in weeks[-MOST_WEEKS:]
    ]
    title = "*Week by week*"
    if len(weeks) > MOST_WEEKS:
        title += f" (the latest {MOST_WEEKS} weeks)"
    return "\n".join((title, "```", *lines, "```", "People written to, meetings held, debriefs of them."))


def _count(cell: Cell) -> str:
    return HIDDEN if cell.count is None else str(cell.count)


def _people(cell: Cell) -> str:
    return HIDDEN if cell.count is None else count_words(cell.count, "person", "people")


def _share(rate: Rate, whole: str) -> str:
    if rate.share is None:
        return HIDDEN
    return f"{rate.count} of {rate.of} {whole} ({percent(rate.share)})  {bar(rate.share)}"


def _picker(cohorts: Sequence[CohortCard], placeholder: str) -> StaticSelectElement:
    return StaticSelectElement(
        action_id="summary.pick",
        placeholder=PlainTextObject(text=placeholder),
        options=options({cohort.id: cohort.name for cohort in cohorts[:MOST_CHOICES]}),
    )
