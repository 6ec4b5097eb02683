"""The summary as JSON and as CSV, with the same names in every language: for programs and spreadsheets.

:func:`figures` and :func:`_weeks` are the only places that know the fields of a summary.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from bot.documents.tables import csv_text
from bot.values import Cell, CohortSummary, Rate

FORMAT_VERSION = 1
COLUMNS = ("cohort", "measure", "first_day", "last_day", "count", "of", "share")
MEASURES = tuple(field.name for field in fields(CohortSummary) if field.type in (Cell, Rate))
WEEKLY = ("outreach", "meetings", "debriefs")

_SUNDAY = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Line:
    """One number and the days it is for; everything is None where the summary hides it."""

    measure: str
    first_day: date
    last_day: date
    count: int | None
    of: int | None = None
    share: float | None = None


def as_json(found: CohortSummary) -> bytes:
    """The summary as a JSON object, as the OpenAPI document describes it."""
    return json.dumps(
        {
            "version": FORMAT_VERSION,
            "cohort": {"id": found.cohort_id, "name": found.cohort_name},
            "first_day": found.first_day.isoformat(),
            "last_day": found.last_day.isoformat(),
            "members": found.members,
            "measures": {line.measure: _figure(line) for line in figures(found)},
            "weeks": [
                {
                    "starts_on": lines[0].first_day.isoformat(),
                    **{line.measure: {"count": line.count} for line in lines},
                }
                for lines in _weeks(found)
            ],
        },
        ensure_ascii=False,
    ).encode("utf-8", "replace")


def as_csv(found: CohortSummary) -> str:
    """The summary as a table with one number a row; what is hidden is an empty cell."""
    members = Line("members", found.first_day, found.last_day, found.members)
    lines = (members, *figures(found), *(line for week in _weeks(found) for line in week))
    return csv_text([COLUMNS, *((found.cohort_name, *_cells(line)) for line in lines)])


def sheet_formula(address: str, token: str) -> str:
    """What a lead puts into a cell of Google Sheets; ``address`` is without its ending."""
    return f'=IMPORTDATA("{address}.csv?token={token}")'


def pull_request(address: str, token: str) -> str:
    """The request that another program makes."""
    return f"GET {address}.json\nAuthorization: Bearer {token}"


def figures(found: CohortSummary) -> Iterator[Line]:
    """The numbers of the whole period, in the summary's order."""
    for measure in MEASURES:
        figure = getattr(found, measure)
        if isinstance(figure, Rate):
            share = None if figure.share is None else round(figure.share, 4)
            yield Line(measure, found.first_day, found.last_day, figure.count, figure.of, share)
        else:
            yield Line(measure, found.first_day, found.last_day, figure.count)


def weeks(found: CohortSummary, measure: str) -> tuple[Line, ...]:
    """One number of all weeks, the first week first."""
    return tuple(line for lines in _weeks(found) for line in lines if line.measure == measure)


def _weeks(found: CohortSummary) -> Iterator[tuple[Line, ...]]:
    for week in found.weeks:
        yield tuple(
            Line(name, week.starts_on, week.starts_on + _SUNDAY, getattr(week, name).count) for name in WEEKLY
        )


def _figure(line: Line) -> Mapping[str, Any]:
    return {"count": line.count, "of": line.of, "share": line.share}


def _cells(line: Line) -> tuple[str, ...]:
    numbers = (line.count, line.of, line.share)
    return (
        line.measure,
        line.first_day.isoformat(),
        line.last_day.isoformat(),
        *("" if number is None else str(number) for number in numbers),
    )
