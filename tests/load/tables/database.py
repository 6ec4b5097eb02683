"""What a write costs, and how long sixteen writers wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from tests.load.page import Part, table
from tests.load.tables.quantiles import Quantiles


@dataclass(frozen=True, slots=True)
class Written:
    """One kind of write: each transaction's CPU milliseconds by the driver, by Core and by our service."""

    database: str
    what: str
    statements: int
    driver: Sequence[float]
    core: Sequence[float]
    service: Sequence[float]


@dataclass(frozen=True, slots=True)
class Waited:
    """Writers in some processes, all at once: milliseconds from each call to its turn, and to its end."""

    database: str
    processes: int
    writes: int
    errors: int
    seconds: float
    turns: Quantiles
    ends: Quantiles


def _writes(raw: Sequence[Written]) -> str:
    head = [
        "database",
        "what is written",
        "statements",
        "raw driver, CPU ms",
        "Core, CPU ms",
        "our service, CPU ms",
        "against the driver",
        "against Core",
    ]
    return table(head, map(_written, raw), words=2)


def _written(one: Written) -> list[str]:
    floor, middle, own = median(one.driver), median(one.core), median(one.service)
    return [
        one.database,
        one.what,
        str(one.statements),
        *(f"{figure:.2f}" for figure in (floor, middle, own)),
        f"{own / floor:.1f}",
        f"{own / middle:.1f}",
    ]


def _writers(raw: Sequence[Waited]) -> str:
    head = [
        "database",
        "processes",
        "writes a second",
        "errors",
        "wait for the turn, median ms",
        "99 of 100, ms",
        "worst, ms",
        "from call to commit, worst ms",
    ]
    return table(head, map(_waited, raw))


def _waited(one: Waited) -> list[str]:
    times = (one.turns["p50"], one.turns["p99"], one.turns["p100"], one.ends["p100"])
    return [
        one.database,
        str(one.processes),
        f"{one.writes / one.seconds:,.0f}",
        str(one.errors),
        *(f"{time:.1f}" for time in times),
    ]


WRITES = Part("writes", list[Written], _writes)
WRITERS = Part("writers", list[Waited], _writers)
