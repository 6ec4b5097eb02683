"""What stands in docs/performance.md: the raw data of each benchmark, and its tables as functions of them."""

from collections.abc import Sequence
from typing import Any

from tests.load.page import Part
from tests.load.tables import answering, database, nudges, pace, summaries, term

PARTS: Sequence[Part[Any]] = (
    answering.ANSWERING,
    nudges.PLANNING,
    nudges.SENDING,
    nudges.CALL,
    pace.PACE,
    database.WRITES,
    database.WRITERS,
    term.COSTS,
    term.SIZES,
    term.GROWN,
    summaries.SUMMARIES,
    summaries.LONG,
)
