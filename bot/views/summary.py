"""The cohort summary as leads read it: text first, counts and rates only.

:func:`summary` puts the parts together; a part is a function from the summary to blocks.
"""

from collections.abc import Sequence
from datetime import date

from slack_sdk.models.blocks import Block, PlainTextObject, StaticSelectElement

from bot.guidance.markdown import escape
from bot.i18n import N_, _
from bot.values import STATES, WHOLES, CohortCard, CohortSummary, Figure, Measure, WeekCounts
from bot.views import labels, measures, periods
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
    short_day_words,
)

MOST_WEEKS = 30
MOST_CHOICES = 100  # the most options Slack takes
_NAME_LENGTH = 80
_WITH_BEFORE = "*"

PICK = "summary.pick"
HIDDEN = "–"
WHAT_IS_HIDDEN = N_(
    "“{hidden}” means: fewer than five members are behind this number. A number also stays as it was until"
    " five members changed it; then its own days stand beside it."
)
WHAT_COUNTS = N_(
    "This is made of counts only. Names, notes, drafts and reflections of members are never part of it. What"
    " members did before they left still counts. Weeks go from Monday to Sunday. The week that is not over"
    " does not count."
)


def summary(found: CohortSummary, led: Sequence[CohortCard]) -> Message:
    """The summary of one cohort; ``led`` are all the lead's cohorts, to choose another one."""
    others = [cohort for cohort in led if cohort.id != found.cohort_id]
    numbers = _numbers(found) if found.period.count else [section(_first_numbers(found))]
    return Message(
        text="\n".join(
            (
                _("Summary of {cohort}").format(cohort=literal(found.cohort_name, _NAME_LENGTH)),
                headline(found),
            )
        ),
        blocks=(
            header(_("Summary of {cohort}").format(cohort=found.cohort_name)),
            *numbers,
            *_ways(found, led),
            *([actions(_picker(others, _("Choose another cohort")))] if others else []),
        ),
    )


def choose(led: Sequence[CohortCard], typed: str, action_id: str = PICK) -> Message:
    """Several cohorts, or none, have what was typed in their name; choosing one is ``action_id``."""
    text = _("Which cohort do you mean with “{typed}”? Choose one of the cohorts you lead.").format(
        typed=escape(typed)
    )
    return Message(text=text, blocks=(section(text), actions(_picker(led, _("Choose a cohort"), action_id))))


def _numbers(found: CohortSummary) -> list[Block]:
    return [
        context(_period(found)),
        section(headline(found)),
        *(section(_group(found, _(title), group)) for title, group in measures.GROUPS),
        section(_week_table(found.weeks)),
        periods.pickers(found),
        context(f"{_(WHAT_IS_HIDDEN).format(hidden=HIDDEN)} {_(WHAT_COUNTS)}"),
        actions(button(_("What the numbers mean"), "summary.define")),
    ]


def _period(found: CohortSummary) -> str:
    shown = _("{first_day} to {last_day}, whole weeks").format(
        first_day=day_words(found.period.first_day), last_day=day_words(found.period.last_day)
    )
    if found.before is None:
        return shown
    change = _("“+” and “−” show the change against the weeks before, {weeks}.").format(
        weeks=periods.words(found.before)
    )
    return f"{shown}. {change}"


def headline(found: CohortSummary) -> str:
    """How many members there are, and how many of them were active."""
    members = count_words(
        found.members, "*{count} member* in the cohort now", "*{count} members* in the cohort now"
    )
    active = measures.ACTIVITY if found.period.count else ()
    return "\n".join((members, *(line(found, measure) for measure in active)))


def _ways(found: CohortSummary, led: Sequence[CohortCard]) -> list[Block]:
    """What went well, what needs attention, and the buttons to take the numbers along."""
    notes = attention(found)
    ask = confirm(
        _("Share the short summary?"),
        _(
            "Everybody in the cohort’s channel sees how many people were contacted, replied and met."
            " No names."
        ),
        _("Share to the channel"),
    )
    has_channel = any(cohort.id == found.cohort_id and cohort.channel_id for cohort in led)
    share = [button(_("Share to the channel"), "summary.share", found.cohort_id, confirm=ask)]
    return [
        *([section(notes)] if notes else []),
        actions(
            button(_("Send me the picture"), "summary.picture", periods.value(found)),
            button(_("Send me a CSV file"), "summary.csv", periods.value(found)),
            *(share if has_channel else []),
            button(_("Use the numbers elsewhere"), "outside.open", found.cohort_id),
        ),
    ]


def _first_numbers(found: CohortSummary) -> str:
    soon = ""
    if found.next_numbers_on is not None:
        soon = _("The first week of this cohort is not over yet. The first numbers come on {day}.").format(
            day=day_words(found.next_numbers_on)
        )
    return f"{headline(found)}\n{soon} {_(WHAT_COUNTS)}"


def _group(found: CohortSummary, title: str, group: Sequence[Measure]) -> str:
    lines = [f"*{title}*"]
    for measure in group:
        lines.append(line(found, measure))
        if measure is Measure.FIRST_INTERVIEW:
            lines.append(_waiting_time(found))
    return "\n".join(lines)


def line(found: CohortSummary, measure: Measure) -> str:
    """One measure: its name, its number, the change, and its own days where they are others."""
    figure = found.figures[measure]
    value = _confidence(figure) if measure is Measure.CONFIDENCE else _value(measure, figure)
    # The change of the days to the first interview stands beside them.
    change = "" if measure is Measure.FIRST_INTERVIEW else _change(found, measure)
    return f"*{measures.name(measure)}:* {value}{change}{_own_days(found, measure)}"


def _value(measure: Measure, figure: Figure) -> str:
    if figure.count is None:
        return HIDDEN
    if measure is Measure.CONTACTED:
        return count_words(figure.count, "{count} person", "{count} people")
    share = figure.share
    if share is None:
        return str(figure.count)
    part = measures.WHOLE[WHOLES[measure]].format(count=figure.count, whole=figure.of)
    return f"{part} ({percent(share)})  {bar(share)}"


def _waiting_time(found: CohortSummary) -> str:
    """The median of days to the first interview, and who had none yet."""
    figure = found.figures[Measure.FIRST_INTERVIEW]
    if figure.count is None or figure.amount is None:
        return _("*Days to the first interview:* {number}").format(number=HIDDEN)
    return _("*Days to the first interview:* {number} (median){change}, {waiting} had none yet").format(
        number=_decimal(figure.amount),
        change=_change(found, Measure.FIRST_INTERVIEW),
        waiting=count_words(max((figure.of or 0) - figure.count, 0), "{count} member", "{count} members"),
    )


def _confidence(figure: Figure) -> str:
    if figure.count is None or figure.amount is None:
        return HIDDEN
    return _("{change} on average, of {members} who answered twice or more").format(
        change=_signed(figure.amount), members=count_words(figure.count, "{count} member", "{count} members")
    )


def _change(found: CohortSummary, measure: Measure) -> str:
    change = found.change(measure)
    return "" if change is None else f"  ({_signed(change)})"


def _signed(number: float) -> str:
    """A change with its sign: ``+3``, ``−0.5``, ``±0``."""
    sign = "+" if number > 0 else "−" if number < 0 else "±"
    return f"{sign}{_decimal(abs(number))}"


def _decimal(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _own_days(found: CohortSummary, measure: Measure) -> str:
    """The days a number is for, where they are not those of the period, or of all weeks up to its end."""
    weeks, shown = found.figures[measure].weeks, found.period
    if weeks is None or weeks == shown or (measure in STATES and weeks.last_day == shown.last_day):
        return ""
    if measure in STATES or weeks.first_day == shown.first_day:
        return "  " + _("_to {day}_").format(day=short_day_words(weeks.last_day))
    return f"  _{periods.words(weeks)}_"


def _week_table(weeks: Sequence[WeekCounts]) -> str:
    """The latest weeks in fixed-width text, narrow enough for a phone."""
    first, *names = _("Week of"), _("Wrote"), _("Met"), _("Debriefed")
    lines = ["  ".join((first, *names))]
    for week in weeks[-MOST_WEEKS:]:
        counts = (_weekly(figure) for figure in (week.outreach, week.meetings, week.debriefs))
        cells = (count.rjust(len(name) + 2) for count, name in zip(counts, names, strict=True))
        lines.append(_week_words(week.starts_on).ljust(len(first)) + "".join(cells))
    title = _("*Week by week*")
    if len(weeks) > MOST_WEEKS:
        title = _("*Week by week* (the latest {count} weeks)").format(count=MOST_WEEKS)
    note = _("People written to, meetings held, debriefs of them. {mark} With the weeks above it.").format(
        mark=_WITH_BEFORE
    )
    return "\n".join((title, "```", *lines, "```", note))


def _weekly(figure: Figure) -> str:
    if figure.count is None or figure.weeks is None:
        return HIDDEN
    return f"{figure.count}{_WITH_BEFORE}" if figure.weeks.count > 1 else str(figure.count)


def _week_words(monday: date) -> str:
    return _("{month} {day}").format(month=labels.MONTH_SHORT[monday.month - 1], day=f"{monday.day:>2}")


def _picker(cohorts: Sequence[CohortCard], placeholder: str, action_id: str = PICK) -> StaticSelectElement:
    return StaticSelectElement(
        action_id=action_id,
        placeholder=PlainTextObject(text=placeholder),
        options=options({cohort.id: cohort.name for cohort in cohorts[:MOST_CHOICES]}),
    )
