"""Planning, moving and preparing a meeting, as a member does it in forms and windows."""

from typing import Any

import pytest

from tests.people import LINH, enrolled
from tests.stage import Json, Person, Stage, words

MEETING: Json = {"day": "2026-09-09", "at": "14:30", "format": "virtual", "minutes": "30", "held": "planned"}


async def linh_of(stage: Stage) -> Person:
    await enrolled(stage.bot.db, LINH)
    return stage.person("U0M01")


async def log(person: Person, **answers: Any) -> Json:
    """Add a contact by the command; returns the window that follows."""
    await person.command("/infoview log")
    assert (await person.submit(name="Maya Chen", **answers))["ok"]
    return await person.view()


async def click(person: Person, action_id: str) -> Json:
    """Use a button of the window on top; returns the window that follows."""
    await person.click(action_id, await person.view())
    return await person.view()


async def test_odd_lengths_are_asked_again_and_may_be_any_number_of_minutes(stage: Stage) -> None:
    linh = await linh_of(stage)
    form = await log(linh, status="scheduled")
    assert form["state"]["values"]["minutes"]["minutes"]["value"] == "25"
    assert "The guide says: “An informational interview generally lasts 20-30 minutes.”" in str(form)
    for minutes in ("0", "4", "481", "9" * 90):
        answer = await linh.submit(**MEETING | {"minutes": minutes})
        assert answer["errors"] == {"minutes": "Please enter a length from 5 to 480 minutes."}
    await linh.submit(**MEETING | {"minutes": "37"})
    assert "37 minutes" in words(await click(linh, "contact.open"))


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (
            "2027-03-14",
            "02:30",
            "does not exist where you are. The meeting is saved at Sun, Mar 14, 2027 at 3:00 AM (EDT)",
        ),
        (
            "2026-11-01",
            "01:30",
            "The meeting is saved at the first one: Sun, Nov 1, 2026 at 1:30 AM (EDT)",
        ),
    ],
)
async def test_where_the_clocks_change_the_moment_taken_is_said(
    stage: Stage, day: str, at: str, expected: str
) -> None:
    linh = await linh_of(stage)
    await log(linh, status="scheduled")
    await linh.submit(**MEETING | {"day": day, "at": at})
    assert expected in words(await linh.view())
    form = await click(linh, "interview.edit")
    assert form["state"]["values"]["day"]["day"]["selected_date"] == day


async def test_where_a_meeting_is_stands_on_the_contact_and_moves_with_it(stage: Stage) -> None:
    linh = await linh_of(stage)
    await log(linh, status="scheduled")
    await linh.submit(**MEETING, location="5 Harbor St <!here>")
    assert "5 Harbor St &lt;!here&gt;" in words(await click(linh, "contact.open"))
    form = await click(linh, "interview.outcome:rescheduled")
    assert form["state"]["values"]["location"]["location"]["value"] == "5 Harbor St <!here>"
