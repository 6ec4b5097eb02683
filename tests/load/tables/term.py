"""A term: what its actions cost, what its tables take, and which statements read more and more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.load.page import Part, table

QUARTERS = 4
LEAST_SHARE = 0.002
"""Statements that read less than this of all pages in the last quarter are not looked at."""

_GROWN = 1.5
"""A statement that reads so many times the pages in the last quarter, each time, has grown."""

_SHOWN = 12


@dataclass(slots=True)
class Cost:
    """Of one kind of action: how often, the CPU seconds of our process, and the statements sent."""

    count: int = 0
    cpu: float = 0
    statements: int = 0

    @property
    def each(self) -> float:
        """CPU milliseconds of one."""
        return self.cpu * 1000 / self.count if self.count else 0


@dataclass(slots=True)
class Week:
    """The seconds by the clock that playing it took, and what each kind of action cost in it."""

    seconds: float = 0
    costs: dict[str, Cost] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Size:
    """A table's rows, and the bytes of it and of its indexes."""

    rows: int
    table: int
    indexes: int


@dataclass(frozen=True, slots=True)
class Statement:
    """How it begins; by quarter of the term, how often it ran, and the pages it read, in memory or not."""

    statement: str
    calls: Sequence[int]
    pages: Sequence[int]

    @property
    def each(self) -> list[float | None]:
        """Pages of one call, by quarter; None where it did not run."""
        by_quarter = zip(self.calls, self.pages, strict=True)
        return [pages / calls if calls else None for calls, pages in by_quarter]

    @property
    def has_grown(self) -> bool:
        """Whether a call reads much more in the last quarter than in the first of the others that has one."""
        *others, now = self.each
        then = next((each for each in others if each is not None), None)
        return then is not None and now is not None and now >= _GROWN * max(then, 1)


@dataclass(frozen=True, slots=True)
class Reading:
    """The pages that all statements read, by quarter, and the statements that read most in the last one."""

    pages: Sequence[int]
    statements: Sequence[Statement]


def _costs(weeks: Sequence[Week]) -> str:
    size = max(len(weeks) // QUARTERS, 1)
    quarters = [slice(first, first + size) for first in range(0, len(weeks), size)][:QUARTERS]
    spans = [f"weeks {quarter.start + 1} to {quarter.stop}, CPU ms" for quarter in quarters]
    totals = {name: _total(weeks, name) for name in sorted({name for week in weeks for name in week.costs})}
    rows = [
        [
            name,
            f"{total.count:,}",
            f"{total.statements / total.count:.1f}",
            *(_ms(_total(weeks[quarter], name)) for quarter in quarters),
        ]
        for name, total in sorted(totals.items(), key=lambda one: -one[1].count)
        if total.count
    ]
    return table(["action", "how often", "statements", *spans], rows)


def _total(weeks: Sequence[Week], name: str) -> Cost:
    """What all of a kind took in some weeks."""
    found = [week.costs[name] for week in weeks if name in week.costs]
    return Cost(
        sum(one.count for one in found),
        sum(one.cpu for one in found),
        sum(one.statements for one in found),
    )


def _ms(cost: Cost) -> str:
    return f"{cost.each:.1f}" if cost.count else ""


def _sizes(quarters: Sequence[Mapping[str, Size]]) -> str:
    early = {name: _mb(size.table + size.indexes) for name, size in quarters[0].items()}
    rows = [
        [name, f"{size.rows:,}", _mb(size.table), _mb(size.indexes), early.get(name, _mb(0))]
        for name, size in list(quarters[-1].items())[:_SHOWN]
    ]
    head = ["table", "rows", "table, MB", "indexes, MB", "both after a quarter of the term, MB"]
    return table(head, rows)


def _mb(size: int) -> str:
    return f"{size / 1e6:.1f}"


def _grown(reading: Reading) -> str:
    rows = [
        [
            f"`{one.statement.replace('|', '/')}`",
            f"{one.pages[-1] / reading.pages[-1]:.1%}",
            " → ".join("–" if each is None else f"{each:,.0f}" for each in one.each),
        ]
        for one in reading.statements
        if one.has_grown
    ]
    head = ["statement", "share of all pages read", "pages a call, by quarter of the term"]
    return table(head, rows[:_SHOWN])


COSTS = Part("term-costs", list[Week], _costs)
SIZES = Part("term-sizes", list[dict[str, Size]], _sizes)
GROWN = Part("term-grown", Reading, _grown)
