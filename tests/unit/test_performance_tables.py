"""Each table of what things cost, made of raw data by hand."""

from tests.load.tables import answering, database, nudges, pace, summaries
from tests.load.tables.answering import Answering, Asked, Command, Disk, Memory, Round, Start, Started
from tests.load.tables.nudges import Called, Grown, Planning, Sent, Spent
from tests.load.tables.quantiles import milliseconds, quantiles


def rows(made: str) -> list[str]:
    """A table's lines below its head."""
    return made.splitlines()[2:]


def rounds(*figures: tuple[float, float, float]) -> list[Round]:
    """Each of a hundred requests: the seconds of all, processor seconds of one, milliseconds of any."""
    return [Round(100, seconds, cpu, quantiles([ms])) for seconds, cpu, ms in figures]


def test_quantiles_of_thousands_of_times() -> None:
    assert quantiles([4.0, 1.0, 3.0, 2.0]) == {
        "p0": 1, "p10": 1, "p25": 2, "p50": 3, "p75": 4, "p90": 4, "p95": 4, "p99": 4, "p100": 4,
    }  # fmt: skip
    assert milliseconds(number / 1000 for number in range(1000))["p99"] == 990


def test_answering_compares_with_the_floor_round_by_round() -> None:
    ours = rounds((0.2, 0.002, 1), (0.1, 0.003, 2), (0.4, 0.008, 9))
    floor = rounds((0.1, 0.001, 1), (0.1, 0.001, 1), (0.1, 0.004, 1))
    made = answering.ANSWERING.of(
        Answering(
            asked=[
                Asked("Infoview", "`/infoview tips`", ours, ours, ours),
                Asked("bare Starlette", "`/infoview tips`", floor, floor, floor),
                Asked("Infoview", "Home opened", ours, ours, []),
            ],
            missing=["Bolt for JavaScript was not measured."],
            commands=[Command("the first", None, floor), Command("the last", "the first", ours)],
            memory=[Memory(0, 99.96), Memory(25_000, 1_100)],
            thinking={"a draft checked": milliseconds([0.001, 0.002])},
            started=[
                Started("`infoview web` ready", [Start(900, 800), Start(1_100, 1_000)], [Start(500, 400)] * 2)
            ],
            disk=Disk(2.64, {"large": 30.25, "small": 0.04}),
        )
    )
    asked, missing, commands, memory, thinking, started, disk = made.split("\n\n")
    assert rows(asked) == [
        "| Infoview | `/infoview tips` | 2.00 | 500 | 2.0 | 3.00 | 2.00 |",
        "| bare Starlette | `/infoview tips` | 1.00 | 1,000 | 1.0 | 1.00 | 1.00 |",
        "| Infoview | Home opened | 2.00 | 500 |  | 3.00 | 2.00 |",
    ]
    assert missing == "Bolt for JavaScript was not measured."
    assert rows(commands) == ["| the last, against the first | 500 | 1,000 | 2.00 | 2.00 |"]
    assert rows(memory) == ["| 0 | 100.0 |", "| 25,000 | 1,100.0 |"]
    assert rows(thinking) == ["| a draft checked | 2.00 | 2.00 |"]
    assert rows(started) == ["| `infoview web` ready | 1,000 | 900 | 400 | 2.25 |"]
    assert rows(disk) == [
        "| the wheel | 2.6 |",
        "| installed, 2 packages with Infoview | 30 |",
        "| large | 30.2 |",
        "| small | 0.0 |",
    ]


def test_planning_sending_and_calling() -> None:
    grown = Grown("SQLite", 1_000_000, 709.4, 9.94, [1, 2, 9], [25, 20, 50], [4, 5, 7], [200, 200, 100])
    assert nudges.PLANNING.of(Planning(100, [grown])).splitlines()[0].count("| plan 100, ms |") == 1
    assert rows(nudges.PLANNING.of(Planning(100, [grown]))) == [
        "| SQLite | 1,000,000 | 709 | 9.9 | 2.0 | 25.0 | 4,000 | 5.0 (200) |"
    ]
    sent = [
        Sent(nudges.FLOOR, 2_000, 0.5, [Spent(0.5)]),
        Sent("2 workers", 2_000, 1, [Spent(1, 119.6, 121)] * 2),
    ]
    assert rows(nudges.SENDING.of(sent)) == [
        "| a bare loop that looks up and posts | 4,000 | 0.25 | 1.0 |  |",
        "| 2 workers | 2,000 | 1.00 | 4.0 | 120 / 121, 120 / 121 |",
    ]
    assert rows(nudges.CALL.of(Called([0.1, 0.1, 0.2], [0.11, 0.2, 0.24]))) == ["| 0.100 | 0.200 | 1.20 |"]


def test_the_pace_of_all_seconds_together() -> None:
    looks = [pace.Look(0, 20, 1, 0.1), pace.Look(1, 10, 2, 0.2), pace.Look(98, 0, 0, 0.2)]
    assert rows(pace.PACE.of(pace.Pace(2, 1_000, 100, looks))) == ["| 2 | 1,000 | 100 | 98 | 0.98 | 3 | 60 |"]


def test_writes_and_writers() -> None:
    written = database.Written("SQLite", "debrief", 17, [0.5, 0.1, 0.2], [1, 1, 9], [2, 5, 3])
    assert rows(database.WRITES.of([written])) == [
        "| SQLite | debrief | 17 | 0.20 | 1.00 | 3.00 | 15.0 | 3.0 |"
    ]
    turns, ends = quantiles(range(101)), quantiles([7])
    waited = database.Waited("PostgreSQL", 2, 400, 0, 0.25, turns, ends)
    assert rows(database.WRITERS.of([waited])) == [
        "| PostgreSQL | 2 | 1,600 | 0 | 50.0 | 99.0 | 100.0 | 7.0 |"
    ]


def test_summaries_against_the_bare_statements() -> None:
    counted = summaries.Counted("sqlite", 5_000, 961_100, [10, 20, 10], [30, 20, 25], [1, 2, 1], [680, 12])
    expected = ["| sqlite | 5,000 | 961,100 | 10.0 | 25.0 | 2.50 | 1.0 | 0.10 | 680 |"]
    assert rows(summaries.SUMMARIES.of([counted])) == rows(summaries.LONG.of([counted])) == expected
