"""Settings by command and from the nudge itself."""

from datetime import UTC, datetime

from bot.services import settings
from tests.clocks import ManualClock
from tests.people import LINH, enrolled
from tests.scenarios.conftest import both_transports, choose_control
from tests.stage import Stage, words


@both_transports
async def test_a_member_changes_day_and_time(stage: Stage) -> None:
    linh = stage.person("U0M01")
    await enrolled(stage.bot.db, LINH)
    await linh.command("/infoview settings")
    await linh.submit(weekday="3", time="17:30", shares_steps=["shares_steps"])
    assert "Thu, Sep 10, 2026 at 5:30 PM (EDT)" in words(await linh.view())
    saved = await stage.bot.db.read(LINH, settings.read)
    assert saved.next_digest_at == datetime(2026, 9, 10, 21, 30, tzinfo=UTC)
    assert saved.shares_steps


async def test_a_pause_in_the_past_is_told_at_its_field_and_nothing_typed_is_lost(stage: Stage) -> None:
    linh = stage.person("U0M01")
    await enrolled(stage.bot.db, LINH)
    await linh.command("/infoview settings")
    answer = await linh.submit(weekday="3", paused_until="2026-09-06")
    assert "has passed" in answer["errors"]["paused_until"]
    await linh.submit(weekday="3", paused_until="2026-09-21")
    assert "Thu, Sep 24, 2026" in words(await linh.view())


async def test_nudges_are_stopped_from_the_nudge_itself(stage: Stage, clock: ManualClock) -> None:
    linh = stage.person("U0M01")
    await enrolled(stage.bot.db, LINH)
    clock.advance(days=7)
    await stage.tick()
    [nudge] = await linh.messages()
    await choose_control(linh, nudge, "settings")
    await linh.submit(nudges="off")
    assert "You will get no nudges" in words(await linh.view())
    clock.advance(days=7)
    await stage.tick()
    assert len(await linh.messages()) == 1
    assert "stopped" in words(await linh.open_home())


async def test_who_is_in_no_cohort_is_told_how_to_join(stage: Stage) -> None:
    linh = stage.person("U0M01")
    assert "/infoview join" in words(await linh.command("/infoview settings"))


async def test_typed_into_the_dm_a_button_opens_the_settings(stage: Stage) -> None:
    linh = stage.person("U0M01")
    await enrolled(stage.bot.db, LINH)
    answer = await linh.say("settings")
    await linh.click("settings.open", answer)
    assert (await linh.view())["callback_id"] == "settings.submit"
