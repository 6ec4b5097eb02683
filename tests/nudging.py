"""Members at a moment, for tests of the curriculum: New York, a week in September 2026 without a holiday."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.services.curriculum import Nudge, plan
from bot.services.history import DIGEST, Past
from bot.services.occasions import ContactState, InterviewState, MemberState
from bot.services.quiet import OpenTimes
from bot.services.situation import Situation, Wishes
from bot.values import Status, StepKind

ZONE = "America/New_York"
JOINED = datetime(2026, 9, 1, 14, 0, tzinfo=UTC)
MONDAY = date(2026, 9, 14)
TIMES = OpenTimes(ZONE, date(2026, 9, 1), date(2026, 12, 18))


def at(day: str, wall: str = "10:00", zone: str = ZONE) -> datetime:
    """A moment of the tests' weeks: ``at("tue")``, or ``at("tue+1", "16:00")`` a week later."""
    number = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].index(day[:3])
    when = MONDAY + timedelta(days=number, weeks=int(day[3:] or 0))
    return datetime.combine(when, time.fromisoformat(wall), ZoneInfo(zone)).astimezone(UTC)


def local(moment: datetime | None, zone: str = ZONE) -> str:
    """A moment as the tests write it: ``tue 10:00``, with ``+1`` for the week after."""
    if moment is None:
        return "never"
    there = moment.astimezone(ZoneInfo(zone))
    weeks = (there.date() - MONDAY).days // 7
    return f"{there:%a}".lower() + (f"{weeks:+}" if weeks else "") + f"{there: %H:%M}"


def contact(status: Status, since: datetime, **fields: Any) -> ContactState:
    """A contact in a status since a moment."""
    written = {"contacted_at": since} if status is not Status.PLANNED else {}
    return ContactState("c1", status, since, **{**written, **fields})


def meeting(starts_at: datetime, minutes: int = 25, **fields: Any) -> InterviewState:
    """A meeting, booked long before."""
    times = {"booked_at": JOINED, **fields}
    return InterviewState("i1", starts_at, starts_at + timedelta(minutes=minutes), **times)


def scheduled(starts_at: datetime, minutes: int = 25, **fields: Any) -> ContactState:
    """A contact with a meeting to come, or over and not reported."""
    interview = meeting(starts_at, minutes, **fields)
    return contact(Status.SCHEDULED, JOINED, interviews=(interview,))


def met(starts_at: datetime, minutes: int = 30, **fields: Any) -> ContactState:
    """A contact the member met; nothing of it is done yet."""
    interview = meeting(starts_at, minutes, is_held=True, **fields)
    return contact(Status.MET, interview.ends_at, contacted_at=JOINED, interviews=(interview,))


def situation(
    now: datetime,
    *contacts: ContactState,
    past: Iterable[Past] = (),
    wishes: Wishes | None = None,
    times: OpenTimes | None = TIMES,
    had_contacts: bool = True,
    **fields: Any,
) -> Situation:
    """A member who joined two weeks before, wrote to somebody lately, and had their weekly message."""
    state = MemberState(
        now,
        times.timezone if times else ZONE,
        contacts,
        had_contacts,
        joined_at=fields.pop("joined_at", JOINED),
        wrote_at=fields.pop("wrote_at", now if had_contacts else None),
    )
    # The weekly message came on its day: it takes no place on the days the tests look at.
    chosen = wishes or Wishes(weekday=0)
    return Situation(state, times, chosen, tuple(past), **fields)


def only(made: Situation, kind: StepKind) -> Nudge:
    """The one nudge of this kind."""
    found = [nudge for nudge in plan(made).nudges if nudge.kind == kind]
    assert len(found) == 1, found
    return found[0]


def comes(made: Situation, kind: StepKind) -> str:
    """When the nudge of this kind comes, as :func:`local` writes it; "none" where there is none."""
    found = [nudge for nudge in plan(made).nudges if nudge.kind == kind]
    return local(found[0].at, made.state.timezone) if found else "none"


def sent(kind: StepKind | None, moment: datetime, subject: str = "c1", **fields: Any) -> Past:
    """A nudge that was sent."""
    return Past(kind, subject, fields.pop("occurrence", "1"), moment, **fields)


def weekly(moment: datetime, kind: StepKind | None = None, subject: str = "c1") -> Past:
    """A weekly message that was sent, with the step it carried."""
    return Past(kind, subject, DIGEST, moment, is_weekly=True)


def later(made: Situation, **delta: float) -> Situation:
    """The same member some time later."""
    return replace(made, state=replace(made.state, now=made.state.now + timedelta(**delta)))
