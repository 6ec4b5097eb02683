"""What counting a cohort takes, and what a lead's summary takes, as cohorts and tables grow."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from tests.load.page import Part, table


@dataclass(frozen=True, slots=True)
class Counted:
    """One size of a cohort in tables of one size: milliseconds of each round; in ``weeks``, of each week."""

    database: str
    members: int
    interviews: int
    bare: Sequence[float]
    through_infoview: Sequence[float]
    lead: Sequence[float]
    weeks: Sequence[float]


def _summaries(raw: Sequence[Counted]) -> str:
    head = [
        "database",
        "members",
        "interviews in the table",
        "bare SQL of counting a week, ms",
        "the same through Infoview, ms",
        "ratio",
        "a lead's summary, ms",
        "ratio",
        "counting and publishing a week, ms",
    ]
    return table(head, map(_row, raw))


def _row(one: Counted) -> list[str]:
    floor, through, lead = median(one.bare), median(one.through_infoview), median(one.lead)
    return [
        one.database,
        f"{one.members:,}",
        f"{one.interviews:,}",
        f"{floor:,.1f}",
        f"{through:,.1f}",
        f"{through / floor:.2f}",
        f"{lead:,.1f}",
        f"{lead / floor:.2f}",
        f"{max(one.weeks):,.0f}",
    ]


SUMMARIES = Part("summaries", list[Counted], _summaries)
LONG = Part("summaries-long", list[Counted], _summaries)
