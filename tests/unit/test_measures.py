"""What follows from a cohort's log: who contributes what, the number of it, and how long that takes."""

from datetime import UTC, datetime, timedelta
from time import thread_time
from typing import Any

import pytest

from bot.services import measures
from bot.services.measures import Contributions, Number
from bot.services.member_log import Cut, MemberLog
from bot.values import Measure
from tests.timing import untraced

START = datetime(2026, 9, 7, tzinfo=UTC)
END = START + timedelta(weeks=4)
CUT = Cut("T1", "c", START, END, END - timedelta(weeks=1), END - timedelta(weeks=2), START)


def log_of(**parts: Any) -> MemberLog:
    """A log in which "a" and "b" are members, with what a test is about."""
    given = {"joined": {"a": START, "b": START + timedelta(days=2)}, **parts}
    given["counts"] = {Measure.CONTACTED: {}, Measure.REPLIED: {}, **parts.get("counts", {})}
    return MemberLog(CUT, **given)


def test_counts_are_of_all_who_did_it_and_states_of_who_is_there() -> None:
    counts = {
        Measure.CONTACTED: {"a": 3, "left": 2},
        Measure.REPLIED: {"b": 2, "left": 1},
        Measure.MET: {"a": 2, "b": 0},
    }
    parts = measures.contributions(log_of(counts=counts))
    assert parts[Measure.CONTACTED] == {"a": 3, "left": 2}
    assert parts[Measure.MET] == {"a": 2}
    assert parts[Measure.WROTE] == {"a": 1}
    assert parts[Measure.GOT_REPLY] == {"b": 1}


def test_days_to_the_first_interview_are_whole_and_begin_at_joining() -> None:
    held = {"a": START + timedelta(days=3, hours=23), "b": START, "left": START}
    parts = measures.contributions(log_of(first_held=held))
    assert parts[Measure.FIRST_INTERVIEW] == {"a": 3, "b": 0}  # b's was before they joined


def test_organisations_and_industries_are_in_one_order() -> None:
    many = {f"o{number}" for number in range(20)}
    parts = measures.contributions(log_of(organisations={"a": many}, industries={"b": many}))
    assert parts[Measure.ORGANISATIONS] == {"a": tuple(sorted(many))}
    assert parts[Measure.INDUSTRIES] == {"b": tuple(sorted(many))}


def test_confidence_is_the_first_and_the_last_of_two_or_more() -> None:
    said = {"a": [2, 3, 5], "b": [1, 4], "c": [3]}
    assert measures.contributions(log_of(confidence=said))[Measure.CONFIDENCE] == {"a": (2, 5), "b": (1, 4)}


FINE = {"wrote": {"a": 1}, "active": frozenset("a")}


@pytest.mark.parametrize(
    ("member", "is_at_risk"),
    [
        pytest.param(FINE, False, id="wrote and was active"),
        pytest.param({**FINE, "active": frozenset(), "active_before": frozenset("a")}, False, id="before"),
        pytest.param({**FINE, "active": frozenset()}, True, id="was not active"),
        pytest.param({**FINE, "wrote": {}}, True, id="never wrote"),
        pytest.param({"joined": {"a": CUT.fortnight_ago}}, True, id="for 14 days"),
        pytest.param({"joined": {"a": CUT.fortnight_ago + timedelta(seconds=1)}}, False, id="not that long"),
        pytest.param({**FINE, "unanswered": {"a": 4}}, False, id="four without a reply"),
        pytest.param({**FINE, "unanswered": {"a": 5}}, True, id="five without a reply"),
        pytest.param({**FINE, "waiting_debriefs": {"a": 1}}, True, id="a debrief waits"),
    ],
)
def test_who_is_at_risk(member: dict[str, Any], is_at_risk: bool) -> None:
    parts = measures.contributions(log_of(**{"joined": {"a": START}, **member}))
    assert parts[Measure.AT_RISK] == ({"a": 1} if is_at_risk else {})


@pytest.mark.parametrize(
    ("measure", "parts", "expected"),
    [
        (Measure.CONTACTED, {"a": 3, "b": 2}, (5, None)),
        (Measure.CONTACTED, {}, (0, None)),
        (Measure.WROTE, {"a": 1, "b": 1, "c": 1}, (3, None)),
        (Measure.ORGANISATIONS, {"a": ("x", "y"), "b": ("y",)}, (2, None)),
        (Measure.INDUSTRIES, {"a": ("x",), "b": ("y",)}, (2, None)),
        (Measure.FIRST_INTERVIEW, {"a": 3, "b": 0, "c": 10}, (3, 3.0)),
        (Measure.FIRST_INTERVIEW, {"a": 3, "b": 0}, (2, 1.5)),
        (Measure.FIRST_INTERVIEW, {}, (0, None)),
        (Measure.CONFIDENCE, {"a": (2, 5), "b": (4, 3)}, (2, 1.0)),
        (Measure.CONFIDENCE, {}, (0, None)),
    ],
)
def test_the_number_that_follows(measure: Measure, parts: Contributions, expected: Number) -> None:
    found = measures.number(measure, parts)
    assert found == expected
    assert isinstance(found[1], float | None)


def taken(members: int) -> float:
    """Seconds for a cohort in which everybody wrote and was active."""
    people = [f"m{number}" for number in range(members)]
    counts = {Measure.CONTACTED: dict.fromkeys(people, 1), Measure.REPLIED: {}}
    active = frozenset(people)
    joined = dict.fromkeys(people, START)
    log = MemberLog(CUT, counts, joined, active=active, active_before=active, wrote=counts[Measure.CONTACTED])
    began = thread_time()
    measures.contributions(log)
    return thread_time() - began


def test_eight_times_the_members_take_about_eight_times_as_long() -> None:
    with untraced():
        small = min(taken(1_000) for _ in range(5))
        large = min(taken(8_000) for _ in range(5))
    assert large < 32 * small
