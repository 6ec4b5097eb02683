"""A benchmark writes its tables into the page, and beside it the raw data that they can be made of again."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from bot.clock import SystemClock
from tests.load import page
from tests.load.tables import term
from tests.load.tables.term import Cost, Reading, Statement, Week

WEEKS = [
    Week(61.5, {"debrief": Cost(2, 0.0166666666, 33), "member joins": Cost(30, 0.3, 660)}),
    Week(60.25, {"debrief": Cost(4, 0.04, 64), "workspace erased": Cost(0, 0.01, 30)}),
]
COSTS = """\
| action | how often | statements | weeks 1 to 1, CPU ms | weeks 2 to 2, CPU ms |
|---|---:|---:|---:|---:|
| member joins | 30 | 22.0 | 10.0 |  |
| debrief | 6 | 16.2 | 8.3 | 10.0 |"""


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A folder with a page that has two tables."""
    (tmp_path / "performance.md").write_text(
        "Before.\n\n<!-- term-costs: begin -->\n| old |\n<!-- term-costs: end -->\n\nBetween.\n\n"
        "<!-- pace: begin -->\n| other |\n<!-- pace: end -->\n\nAfter.\n",
        encoding="utf-8",
    )
    return tmp_path


def test_a_table_is_written_and_can_be_made_again(docs: Path) -> None:
    before = (docs / "performance.md").read_text("utf-8")
    term.COSTS.write(WEEKS, 'make simulate TERM_SIZE="--weeks 2"', docs)
    assert (docs / "performance.md").read_text("utf-8") == before.replace("| old |", COSTS)
    assert term.COSTS.of(WEEKS) == term.COSTS.again(docs) == page.marked(docs)["term-costs"] == COSTS
    assert page.marked(docs)["pace"] == "| other |"


def test_raw_data_says_when_and_on_what_it_was_measured(docs: Path) -> None:
    begun = SystemClock().now().replace(microsecond=0)
    term.COSTS.write(WEEKS, "make simulate", docs)
    text = (docs / "measurements" / "term-costs.json").read_text("utf-8")
    kept = json.loads(text)
    assert begun <= datetime.fromisoformat(kept["measured_at"]) <= SystemClock().now()
    assert list(kept) == ["measured_at", "python", "cores", "cpu", "command", "data"]
    assert kept["command"] == "make simulate"
    assert kept["data"][0]["costs"]["debrief"] == {"count": 2, "cpu": 0.0166667, "statements": 33}
    assert '\n    "debrief": {"count": 2, "cpu": 0.0166667, "statements": 33},\n' in text


def test_what_a_table_shows_is_no_more_than_its_raw_data(docs: Path) -> None:
    barely = [Week(1, {"debrief": Cost(1, 0.00874999999, 1)})]
    term.COSTS.write(barely, "make simulate", docs)
    assert term.COSTS.of(barely) == term.COSTS.again(docs) == page.marked(docs)["term-costs"]
    assert "| 8.8 |" in term.COSTS.of(barely)  # of the 8.75 that are kept


def test_statements_that_read_more_and_more_are_listed() -> None:
    grows = Statement("SELECT a || b FROM debrief", [10, 0, 20], [40, 0, 120])
    came_later = Statement("SELECT 2", [0, 10, 10], [0, 30, 90])
    steady = Statement("SELECT 3", [10, 10, 10], [40, 45, 59])
    new = Statement("SELECT 4", [0, 0, 1], [0, 0, 500])
    small = Statement("SELECT 5", [10, 10, 10], [1, 1, 14])
    found = term.GROWN.of(Reading([400, 400, 1000], [new, grows, came_later, steady, small]))
    assert found.splitlines()[2:] == [
        "| `SELECT a // b FROM debrief` | 12.0% | 4 → – → 6 |",
        "| `SELECT 2` | 9.0% | – → 3 → 9 |",
    ]


def test_sizes_are_told_of_the_largest_tables_and_of_the_first_quarter() -> None:
    then = {"contact": term.Size(10, 300_000, 100_000)}
    now = {"contact": term.Size(5_000, 2_000_000, 500_000), "debrief": term.Size(9, 1_000_000, 160_000)}
    assert term.SIZES.of([then, now]).splitlines()[2:] == [
        "| contact | 5,000 | 2.0 | 0.5 | 0.4 |",
        "| debrief | 9 | 1.0 | 0.2 | 0.0 |",
    ]
