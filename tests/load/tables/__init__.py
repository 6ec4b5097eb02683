"""What stands in docs/performance.md: the raw data of each benchmark, and its tables as functions of them."""

from collections.abc import Sequence
from typing import Any

from tests.load.page import Part
from tests.load.tables import database, pace, summaries, term

PARTS: Sequence[Part[Any]] = (
    database.WRITES,
    database.WRITERS,
    pace.PACE,
    term.COSTS,
    term.SIZES,
    term.GROWN,
    summaries.SUMMARIES,
    summaries.LONG,
)
