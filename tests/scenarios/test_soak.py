"""A short soak; ``make soak`` is the long one."""

from dataclasses import replace
from pathlib import Path

from bot.clock import SystemClock
from tests.databases import make_database, sqlite_url
from tests.soak.judging import judge
from tests.soak.running import TOGETHER, Plan, soak


async def test_while_slack_has_trouble_nothing_is_lost_doubled_or_answered_wrongly(tmp_path: Path) -> None:
    database = make_database(sqlite_url(tmp_path), SystemClock())
    plan = Plan(
        3,
        look_seconds=1,
        members=20,
        requests_a_second=12,
        deliveries_a_minute=200,
        patience_seconds=60,
        hurries=True,
    )
    try:
        course = await soak(database, tmp_path, TOGETHER, plan, lambda _words: None)
    finally:
        database.dispose()
    assert judge(course) == []

    assert sum(look.answered for look in course.looks) > 0
    notices = {name for name in course.ended if name.startswith("soak-")}
    assert notices <= set(course.received) | {n for n in notices if course.ended[n] == "uncertain"}
    assert course.effects["contacts"][0] > 0
    twice = replace(course, received={**course.received, min(notices): 2})
    assert judge(twice) == [f"delivery {min(notices)} ({course.ended[min(notices)]}) was received 2 times"]
