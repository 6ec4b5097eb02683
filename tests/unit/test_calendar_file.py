"""The calendar file, read back by two libraries that did not write it together."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.calendar import PRODUCT, calendar_file
from bot.values import Format, InterviewCard, MeetingQuestions, Outcome, PrepCard

MADE = datetime(2026, 9, 7, 14, 0, 30, 123456, tzinfo=UTC)
MEETING = InterviewCard(
    id="i" * 32,
    contact_id="c" * 32,
    contact_name="Maya Chen",
    organisation=None,
    starts_at=datetime(2026, 9, 9, 18, 30, tzinfo=UTC),
    timezone="America/New_York",
    minutes=25,
    format=Format.VIRTUAL,
    outcome=None,
    thanked_at=None,
    debriefed_at=None,
    location="https://meet.example/a;b,c",
    calendar_uid="f" * 32,
    calendar_sequence=3,
)
CARD = PrepCard(MEETING, MeetingQuestions(), "America/New_York")

# Unprintable characters never come this far: forms are cleaned of them.
TEXTS = st.text(st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" \n")).map(str.strip)


def made(card: PrepCard = CARD, title: str = "Interview", description: str = "Ask") -> bytes:
    return calendar_file(card, MADE, title, description)


def read_by_vobject(content: bytes) -> Any:
    return vobject.readOne(content.decode()).vevent


def read_by_icalendar(content: bytes) -> Any:
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return event


def at(meeting: InterviewCard) -> PrepCard:
    return replace(CARD, interview=meeting)


def test_both_read_the_same_meeting() -> None:
    content = made(title="Informational interview with Maya Chen", description="a\nb, c; d\\n")
    first, second = read_by_vobject(content), read_by_icalendar(content)
    assert first.uid.value == second["UID"] == "f" * 32 + "@infoview"
    assert first.sequence.value == "3"
    assert second["SEQUENCE"] == 3
    assert first.dtstart.value == second["DTSTART"].dt == MEETING.starts_at
    assert first.dtend.value == second["DTEND"].dt == MEETING.starts_at + timedelta(minutes=25)
    assert first.summary.value == second["SUMMARY"] == "Informational interview with Maya Chen"
    assert first.description.value == second["DESCRIPTION"] == "a\nb, c; d\\n"
    assert first.location.value == second["LOCATION"] == "https://meet.example/a;b,c"
    assert first.status.value == second["STATUS"] == "CONFIRMED"
    assert first.dtstamp.value == second["DTSTAMP"].dt == MADE.replace(microsecond=0)
    assert first.valarm.trigger.value == second.subcomponents[0]["TRIGGER"].dt == timedelta(minutes=-30)
    assert first.valarm.action.value == "DISPLAY"
    assert first.valarm.description.value == "Informational interview with Maya Chen"
    assert first.transp.value == second["TRANSP"] == "OPAQUE"  # the time is taken


def test_a_cancelled_meeting_is_the_same_entry_and_rings_no_bell() -> None:
    content = made(at(replace(MEETING, outcome=Outcome.CANCELLED, calendar_sequence=4)))
    first, second = read_by_vobject(content), read_by_icalendar(content)
    assert (first.uid.value, first.sequence.value) == ("f" * 32 + "@infoview", "4")
    assert first.status.value == second["STATUS"] == "CANCELLED"
    assert first.transp.value == second["TRANSP"] == "TRANSPARENT"  # the time is free again
    assert second.subcomponents == []


def test_a_meeting_without_a_place_has_none() -> None:
    assert "LOCATION" not in read_by_icalendar(made(at(replace(MEETING, location=None))))


def test_it_is_published_for_whoever_opens_it_and_private_in_the_calendar() -> None:
    calendar = icalendar.Calendar.from_ical(made())
    assert (calendar["METHOD"], calendar["VERSION"]) == ("PUBLISH", "2.0")
    assert calendar["PRODID"] == PRODUCT == "-//Infoview//Infoview//EN"
    assert read_by_icalendar(made())["CLASS"] == "PRIVATE"


@pytest.mark.parametrize(
    ("zone", "wall", "ends"),
    [
        ("America/New_York", "2027-03-14T01:50", "03:15 EDT"),  # the clocks go forward meanwhile
        ("America/New_York", "2026-11-01T01:50", "01:15 EST"),  # the clocks go back meanwhile
        ("Europe/Lisbon", "2026-10-25T00:50", "01:15 WEST"),
        ("Asia/Kathmandu", "2026-12-31T23:45", "00:10 +0545"),
        ("Australia/Lord_Howe", "2026-10-04T01:50", "02:45 +11"),
        ("America/St_Johns", "2026-07-01T12:00", "12:25 NDT"),
    ],
)
def test_it_is_the_right_moment_in_every_zone_and_while_the_clocks_change(
    zone: str, wall: str, ends: str
) -> None:
    starts_at = datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    content = made(at(replace(MEETING, starts_at=starts_at, timezone=zone)))
    first, second = read_by_vobject(content), read_by_icalendar(content)
    assert first.dtstart.value == second["DTSTART"].dt == starts_at
    assert f"{second['DTEND'].dt.astimezone(ZoneInfo(zone)):%H:%M %Z}" == ends
    assert first.dtend.value == second["DTEND"].dt


@settings(max_examples=60)
@given(title=TEXTS, description=TEXTS, location=TEXTS)
def test_any_words_come_back_and_no_line_is_too_long(title: str, description: str, location: str) -> None:
    content = made(at(replace(MEETING, location=location or None)), title, description)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert all(line.decode() is not None for line in content.split(b"\r\n"))  # no character is cut in two
    first, second = read_by_vobject(content), read_by_icalendar(content)
    assert first.summary.value == second["SUMMARY"] == title
    assert first.description.value == second["DESCRIPTION"] == description
    assert second.get("LOCATION", "") == location


def test_what_nobody_sees_is_left_out() -> None:
    event = read_by_icalendar(made(at(replace(MEETING, location=" Room\x07 4 ")), " Talk\x07 ", " Ask\x00 "))
    assert (event["SUMMARY"], event["DESCRIPTION"], event["LOCATION"]) == ("Talk", "Ask", "Room 4")
    assert event.subcomponents[0]["DESCRIPTION"] == "Talk"


def test_a_very_long_name_from_right_to_left_with_emoji_comes_back() -> None:
    name = ("אבגדה وسلام 👩🏽‍🚀👨‍👩‍👧‍👦 " * 20).strip()
    content = made(title=name)
    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert read_by_vobject(content).summary.value == read_by_icalendar(content)["SUMMARY"] == name
