"""A meeting as a file for the member's calendar (iCalendar, RFC 5545).

Times are in UTC: every calendar reads them, shows them in its own zone, and needs no table of zones for it.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.values import Outcome, PrepCard, clean

if TYPE_CHECKING:
    from icalendar import Alarm

PRODUCT = "-//Infoview//Infoview//EN"
REMINDER = timedelta(minutes=30)
"""How long before the meeting its calendar reminds of it."""


def calendar_file(card: PrepCard, made_at: datetime, title: str, description: str) -> bytes:
    """The meeting as one entry; the same UID with a higher sequence is the same entry, changed.

    ``title`` and ``description`` are plain text, ``made_at`` is the moment of asking. A cancelled meeting is
    an entry that says so. The text of a calendar entry is private: other people see that the time is taken.
    """
    from icalendar import Calendar, Event  # noqa: PLC0415 - needed by who asks for a file, and not before

    meeting = card.interview
    is_off = meeting.outcome is Outcome.CANCELLED
    event = Event()
    event.add("uid", f"{meeting.calendar_uid}@infoview")
    event.add("sequence", meeting.calendar_sequence)
    event.add("dtstamp", made_at)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", card.ends_at)
    event.add("summary", clean(title))
    event.add("description", clean(description))
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if is_off else "OPAQUE")
    event.add("class", "PRIVATE")
    if meeting.location:
        event.add("location", clean(meeting.location))
    if not is_off:
        event.add_component(_alarm(title))
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made


def _alarm(title: str) -> "Alarm":
    from icalendar import Alarm  # noqa: PLC0415 - as above

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -REMINDER)
    alarm.add("description", clean(title))
    return alarm
