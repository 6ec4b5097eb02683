"""The summary as JSON and as CSV, with the same names in every language: for programs and spreadsheets.

:func:`figures` and :func:`_weeks` are the only places that know the fields of a summary.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.documents.tables import csv_text
from bot.values import CohortSummary, Figure, Measure, Weeks

FORMAT_VERSION = 1
COLUMNS = ("cohort", "measure", "first_day", "last_day", "count", "of", "share", "amount")
MEASURES = tuple(measure for measure in Measure if measure is not Measure.MEMBERS)
WEEKLY = ("outreach", "meetings", "debriefs")

_SUNDAY = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Line:
    """One number and the days it is for; the numbers are None where the summary hides it."""

    measure: str
    first_day: date
    last_day: date
    count: int | None
    of: int | None = None
    share: float | None = None
    amount: float | None = None


def as_json(found: CohortSummary) -> bytes:
    """The summary as a JSON object, as the OpenAPI document describes it."""
    return json.dumps(
        {
            "version": FORMAT_VERSION,
            "cohort": {"id": found.cohort_id, "name": found.cohort_name},
            "first_day": found.period.first_day.isoformat(),
            "last_day": found.period.last_day.isoformat(),
            "members": found.members,
            "measures": {line.measure: _figure(line) for line in figures(found)},
            "weeks": [
                {"starts_on": starts_on.isoformat(), **{line.measure: _figure(line) for line in lines}}
                for starts_on, lines in _weeks(found)
            ],
        },
        ensure_ascii=False,
    ).encode("utf-8", "replace")


def as_csv(found: CohortSummary) -> str:
    """The summary as a table with one number a row; what is hidden is an empty cell."""
    members = Line(Measure.MEMBERS, found.period.first_day, found.period.last_day, found.members)
    lines = (members, *figures(found), *(line for _day, week in _weeks(found) for line in week))
    return csv_text([COLUMNS, *((found.cohort_name, *_cells(line)) for line in lines)])


def sheet_formula(address: str, token: str) -> str:
    """What a lead puts into a cell of Google Sheets; ``address`` is without its ending."""
    return f'=IMPORTDATA("{address}.csv?token={token}")'


def pull_request(address: str, token: str) -> str:
    """The request that another program makes."""
    return f"GET {address}.json\nAuthorization: Bearer {token}"


def figures(found: CohortSummary) -> Iterator[Line]:
    """The numbers of the whole period, in the summary's order."""
    return (_line(measure, found.figures[measure], found.period) for measure in MEASURES)


def weeks(found: CohortSummary, measure: str) -> tuple[Line, ...]:
    """One number of all weeks, the first week first."""
    return tuple(line for _day, lines in _weeks(found) for line in lines if line.measure == measure)


def _weeks(found: CohortSummary) -> Iterator[tuple[date, tuple[Line, ...]]]:
    for week in found.weeks:
        own = Weeks(week.starts_on, week.starts_on + _SUNDAY)
        yield week.starts_on, tuple(_line(name, getattr(week, name), own) for name in WEEKLY)


def _line(name: str, figure: Figure, weeks: Weeks) -> Line:
    """A number can be for other days than those it was asked for; then its own ones stand beside it."""
    days = figure.weeks or weeks
    share, amount = (None if one is None else round(one, 4) for one in (figure.share, figure.amount))
    return Line(name, days.first_day, days.last_day, figure.count, figure.of, share, amount)


def _figure(line: Line) -> Mapping[str, Any]:
    return {
        "count": line.count,
        "of": line.of,
        "share": line.share,
        "amount": line.amount,
        "first_day": line.first_day.isoformat(),
        "last_day": line.last_day.isoformat(),
    }


def _cells(line: Line) -> tuple[str, ...]:
    numbers = (line.count, line.of, line.share, line.amount)
    return (
        line.measure,
        line.first_day.isoformat(),
        line.last_day.isoformat(),
        *("" if number is None else str(number) for number in numbers),
    )
