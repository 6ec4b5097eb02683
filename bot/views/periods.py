"""The weeks of a summary, as they are typed, chosen and read."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from slack_sdk.models.blocks import ActionsBlock, PlainTextObject, StaticSelectElement

from bot.i18n import _
from bot.values import WHOLE_TERM, CohortSummary, PeriodChoice, UserError, Weeks
from bot.views.blocks import actions, chosen, count_words, options, short_day_words

LATEST = (1, 4)
"""Weeks that can be chosen by their number; every other period by its first and its last week."""

MOST_WEEKS = 100  # the most options Slack takes
_WEEK = timedelta(weeks=1)
_SUNDAY = timedelta(days=6)

_TYPED = re.compile(
    r"(?:^|\s)(?:(?P<last>last\ week)|(?:the\ )?(?:last\ )?(?P<weeks>\d{1,3})\ weeks?|(?P<term>whole\ term)"
    r"|(?P<first>\d{4}-\d\d-\d\d)\s*(?:to|-|–|\s)\s*(?P<until>\d{4}-\d\d-\d\d))$",
    re.IGNORECASE,
)


def split(words: str) -> tuple[str, PeriodChoice]:
    """What was typed after the command: a cohort's name, and the weeks at its end, both optional.

    The weeks are ``last week``, ``last 4 weeks``, ``whole term`` or ``2026-09-07 to 2026-10-04``. Raises
    UserError for a day that no calendar has.
    """
    found = _TYPED.search(words)
    if found is None:
        return words, WHOLE_TERM
    name = words[: found.start()].strip()
    if found["first"]:
        return name, PeriodChoice(first=_day(found["first"]), last=_day(found["until"]))
    if found["term"]:
        return name, WHOLE_TERM
    return name, PeriodChoice(latest=int(found["weeks"] or 1))


def read(value: str) -> tuple[str, PeriodChoice]:
    """The cohort's id and the weeks in the value of an option. Raises UserError."""
    cohort_id, _space, weeks = value.partition(" ")
    first, _space, last = weeks.partition(" ")
    if last:
        return cohort_id, PeriodChoice(first=_day(first), last=_day(last))
    return cohort_id, PeriodChoice(latest=int(first)) if first.isdecimal() else WHOLE_TERM


def value(found: CohortSummary) -> str:
    """The cohort and the weeks that are shown, for :func:`read`."""
    return _value(found, found.period.first_day, found.period.last_day)


def words(weeks: Weeks) -> str:
    """Some weeks: ``Sep 7 to Oct 4``."""
    return _("{first_day} to {last_day}").format(
        first_day=short_day_words(weeks.first_day), last_day=short_day_words(weeks.last_day)
    )


def pickers(found: CohortSummary) -> ActionsBlock:
    """The ways to choose other weeks."""
    shown, term = found.period, found.term
    mondays = [term.first_day + number * _WEEK for number in range(term.count)]
    since = {
        _value(found, monday, shown.last_day): _("From {day}").format(day=_day_words(monday))
        for monday in [monday for monday in mondays if monday <= shown.last_day][-MOST_WEEKS:]
    }
    until = {
        _value(found, shown.first_day, sunday): _("To {day}").format(day=_day_words(sunday))
        for sunday in [monday + _SUNDAY for monday in mondays if monday >= shown.first_day][:MOST_WEEKS]
    }
    present = value(found)
    return actions(
        _picker("summary.period", _("Choose weeks"), _latest(found)),
        _picker("summary.from", _("From"), since, present),
        _picker("summary.to", _("To"), until, present),
    )


def _value(found: CohortSummary, first: date, last: date) -> str:
    return f"{found.cohort_id} {first} {last}"


def _day_words(day: date) -> str:
    """Short enough for a narrow menu: ``Oct 19, 2026``."""
    return _("{day}, {year}").format(day=short_day_words(day), year=day.year)


def _latest(found: CohortSummary) -> dict[str, str]:
    named = {str(count): count_words(count, "Last week", "Last {count} weeks") for count in LATEST}
    return {
        f"{found.cohort_id} {weeks}": label for weeks, label in {**named, "term": _("Whole term")}.items()
    }


def _picker(
    action_id: str, placeholder: str, choices: Mapping[str, str], present: str = ""
) -> StaticSelectElement:
    return StaticSelectElement(
        action_id=action_id,
        placeholder=PlainTextObject(text=placeholder),
        options=options(choices),
        initial_option=next(iter(chosen(choices, [present]) or []), None),
    )


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise UserError(
            _("No calendar has the day “{day}”. Please write it like 2026-09-07.").format(day=typed)
        ) from None
