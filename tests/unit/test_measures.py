"""What follows from a cohort's log takes as long as the cohort is large, and no longer."""

from datetime import UTC, datetime, timedelta
from time import thread_time

from bot.services import measures
from bot.services.member_log import Cut, MemberLog
from bot.values import Measure
from tests.timing import untraced

START = datetime(2026, 9, 7, tzinfo=UTC)
END = START + timedelta(weeks=4)
CUT = Cut("T1", "c", START, END, END - timedelta(weeks=1), END - timedelta(weeks=2), START)


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
