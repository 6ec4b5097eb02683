"""The summary once more, slow and obvious: every row is loaded, and counted in plain Python, week by week.

What each member contributes to a measure is a dictionary; the number follows from it. A week's number is
published when five members contribute something else than whenever it was published before. Members who share
their steps with the lead are not among the five.
"""

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import mean, median
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session, col

from bot.models import Cohort, Contact, Debrief, Enrollment, Interview, StatusChange
from bot.values import LearningGoal

ENOUGH = 5
WEEK, DAY = timedelta(days=7), timedelta(days=1)

Parts = dict[str, Any]
Number = tuple[int | None, float | None]

SHARES_OF = {
    "active_7_days": "members",
    "active_14_days": "members",
    "replied": "contacted",
    "scheduled": "replied",
    "met": "scheduled",
    "kept_in_touch": "met",
    "debriefed": "meetings",
    "debriefed_in_48_hours": "meetings",
    "thanked": "meetings",
    "thanked_in_24_hours": "meetings",
    "response": "contacted",
    "follow_up_yield": "followed_up",
    "wrote": "members",
    "got_reply": "members",
    "first_interview": "members",
    "not_introduced": "introduction_known",
    "at_risk": "members",
    **{f"covered_{goal}": "debriefed" for goal in LearningGoal},
}
AT_THE_END = {"members", "wrote", "got_reply", "first_interview", "organisations", "industries"}
AT_THE_END |= {"confidence", "at_risk", "active_7_days", "active_14_days"}


@dataclass
class Week:
    """One week that is over: what is published at its end, and every member's part of all measures."""

    monday: date
    numbers: dict[str, Number] = field(default_factory=dict)
    parts: dict[str, Parts] = field(default_factory=dict)
    sharing: frozenset[str] = frozenset()

    @property
    def sunday(self) -> date:
        return self.monday + 6 * DAY


class Reference:
    """All weeks of a cohort that are over."""

    def __init__(self, session: Session, cohort: Cohort, now: datetime) -> None:
        self.cohort = cohort
        self.zone = ZoneInfo(cohort.timezone)
        self.contacts = self._all(session, Contact)
        self.interviews = self._all(session, Interview)
        self.debriefs = sorted(self._all(session, Debrief), key=lambda row: (row.created_at, row.id))
        self.places = self._all(session, Enrollment)
        self.changes = [row for row in self._all(session, StatusChange) if row.undone_at is None]
        self.weeks: list[Week] = []
        self.before: dict[str, list[Week]] = {}  # the weeks in which each measure was published
        self.first = monday(cohort.starts_on)
        last_day = min(cohort.ends_on, self.day(cohort.ended_at))
        week = self.first
        while week + WEEK <= self.day(now) and week <= last_day:
            self._publish(Week(week))
            week += WEEK

    def _all(self, session: Session, table: Any) -> list[Any]:
        return list(session.scalars(select(table).where(col(table.cohort_id) == self.cohort.id)))

    def day(self, moment: datetime | None) -> date:
        """The day where the cohort is; the last of all days for what never happened."""
        return date.max if moment is None else moment.astimezone(self.zone).date()

    def _publish(self, week: Week) -> None:
        week.parts = self.parts_at(week.monday + WEEK)
        week.sharing = frozenset(p.member_id for p in self.places if p.shares_steps) & set(
            week.parts["members"]
        )
        ready = {
            name
            for name in week.parts
            if all(
                differing(old.parts.get(name, {}), old.sharing, week.parts[name], week.sharing) >= ENOUGH
                for old in self.before.get(name, [Week(self.first)])
            )
            and name not in AT_ONCE
        }
        if not {"met", "meetings"} <= ready:
            ready -= {"met", "meetings"}
        for name in ready:
            self.before.setdefault(name, []).append(week)
            is_shown = len(set(week.parts[name]) - week.sharing) >= ENOUGH
            week.numbers[name] = number(name, week.parts[name]) if is_shown else (None, None)
        week.numbers["members"] = (len(week.parts["members"]), None)
        self._activity(week)
        self.weeks.append(week)

    def _activity(self, week: Week) -> None:
        """Two weeks' number is hidden where it tells that a hidden week has the four members it can have."""
        seven, fourteen = set(week.parts["active_7_days"]), set(week.parts["active_14_days"])
        before = self._active(week.monday - WEEK, week.monday)
        is_shown = len(seven - week.sharing) >= ENOUGH
        is_before_shown = bool(self.weeks) and shows(self.weeks[-1], "active_7_days")
        only_in = {True: seven, False: before}[is_shown]
        tells = is_shown != is_before_shown and len(fourteen - only_in - week.sharing) == 4
        tells |= not is_shown and not is_before_shown and len(fourteen - week.sharing) == 8
        enough = len(fourteen - week.sharing) >= ENOUGH
        week.numbers["active_7_days"] = (len(seven) if is_shown else None, None)
        week.numbers["active_14_days"] = (len(fourteen) if enough and not tells else None, None)

    def parts_at(self, end: date) -> dict[str, Parts]:
        """What each member contributes to each measure, from what happened before the day ``end``."""
        day, first = self.day, self.first
        here = {p.member_id: p.joined_at for p in self.places if day(p.joined_at) < end <= day(p.left_at)}
        people = [c for c in self.contacts if first <= day(c.contacted_at) < end]
        replied = [c for c in people if day(c.replied_at) < end]
        scheduled = [c for c in replied if day(c.scheduled_at) < end]
        met = [c for c in scheduled if day(c.met_at) < end]
        followed = [c for c in people if day(c.followed_up_at) < end - WEEK]
        answerable = max(
            [w.sunday for w in self.weeks if shows(w, "contacted") and w.sunday < end - 2 * WEEK],
            default=date.min,
        )
        held = [i for i in self.interviews if i.outcome == "held" and first <= day(i.starts_at) < end]
        debriefed = [i for i in held if day(i.debriefed_at) < end]
        thanked = [i for i in held if day(i.thanked_at) < end]
        held_ids = {i.id for i in held}
        debriefs = [d for d in self.debriefs if d.interview_id in held_ids and day(d.created_at) < end]
        return {
            "members": here,
            "active_7_days": dict.fromkeys(self._active(end - WEEK, end), 1),
            "active_14_days": dict.fromkeys(self._active(end - 2 * WEEK, end), 1),
            "contacted": each(people),
            "replied": each(replied),
            "scheduled": each(scheduled),
            "met": each(met),
            "kept_in_touch": each(c for c in met if day(c.kept_in_touch_at) < end),
            "response": each(c for c in replied if day(c.contacted_at) <= answerable),
            "followed_up": each(followed),
            "follow_up_yield": each(c for c in followed if c in replied and c.replied_at >= c.followed_up_at),
            "meetings": each(held),
            "debriefed": each(debriefed),
            "debriefed_in_48_hours": each(i for i in debriefed if after(i, i.debriefed_at) <= 48),
            "thanked": each(thanked),
            "thanked_in_24_hours": each(i for i in thanked if after(i, i.thanked_at) <= 24),
            "wrote": {m: 1 for m in each(people) if m in here},
            "got_reply": {m: 1 for m in each(replied) if m in here},
            "first_interview": {m: days for m, days in self._waited(held, here).items() if m in here},
            "organisations": sets(people, lambda c: c.organisation_digest),
            "industries": sets(people, lambda c: c.industry),
            "introduction_known": each(c for c in people if c.introduced is not None),
            "not_introduced": each(c for c in people if c.introduced is False),
            **{
                f"covered_{goal}": each(d for d in debriefs if getattr(d, f"covered_{goal}"))
                for goal in LearningGoal
            },
            "advocates": each(c for c in people if c.advocate == "yes"),
            "introductions": each(d for d in debriefs for _ in range(d.introductions_received)),
            "referrals": each(d for d in debriefs if d.offered_referral),
            "confidence": pairs(debriefs),
            "at_risk": {m: 1 for m in here if self._is_at_risk(m, day(here[m]), end)},
        }

    def _active(self, since: date, end: date) -> set[str]:
        logged = [(row.member_id, row.changed_at) for row in self.changes]
        logged += [(row.member_id, row.created_at) for row in (*self.interviews, *self.debriefs)]
        return {member for member, moment in logged if since <= self.day(moment) < end}

    def _waited(self, held: list[Any], here: Parts) -> Parts:
        first: dict[str, datetime] = {}
        for interview in sorted(held, key=lambda i: i.starts_at):
            first.setdefault(interview.member_id, interview.starts_at)
        return {m: max(0, (at - here[m]).days) for m, at in first.items() if m in here}

    def _is_at_risk(self, member: str, joined: date, end: date) -> bool:
        day = self.day
        written = [c for c in self.contacts if c.member_id == member and day(c.contacted_at) < end]
        silent = [c for c in written if day(c.contacted_at) < end - 2 * WEEK and not day(c.replied_at) < end]
        held = [i for i in self.interviews if i.member_id == member and i.outcome == "held"]
        no_debrief = [i for i in held if day(i.starts_at) < end - WEEK and not day(i.debriefed_at) < end]
        # A moment at midnight belongs to the day before it here: 14 whole days are over.
        is_new = self.joined_after(member, end - 2 * WEEK)
        quiet = member not in self._active(end - 2 * WEEK, end)
        return (not is_new and (not written or quiet)) or len(silent) >= 5 or bool(no_debrief)

    def joined_after(self, member: str, midnight: date) -> bool:
        """Whether a member joined later than the first moment of a day."""
        (joined,) = (p.joined_at for p in self.places if p.member_id == member)
        local = joined.astimezone(self.zone)
        return bool(local.replace(tzinfo=None) > datetime.combine(midnight, datetime.min.time()))


AT_ONCE = {"members", "active_7_days", "active_14_days"}


def shows(week: Week, name: str) -> bool:
    """Whether the number of a measure was published in a week, and not withdrawn."""
    return week.numbers.get(name, (None, None))[0] is not None


def monday(of: date) -> date:
    return of - of.weekday() * DAY


def differing(before: Parts, shared_then: Set[str], now: Parts, share_now: Set[str]) -> int:
    """How many members' parts differ whom no lead can know, as far as it is certain.

    Whose part is whose is not known, so those that come and those that go are counted apart.
    """
    changed = {member for member in {*before, *now} if before.get(member) != now.get(member)}
    come = {member for member in changed if member in now and member not in share_now}
    go = {member for member in changed if member in before and member not in shared_then}
    known = share_now - {member for member in now if before.get(member) == now[member]}
    return max(len(come), len(go) - len(known))


def each(rows: Iterable[Any]) -> Parts:
    """How many of the rows each member has."""
    found: Parts = {}
    for row in rows:
        found[row.member_id] = found.get(row.member_id, 0) + 1
    return found


def sets(rows: Iterable[Any], value: Callable[[Any], Any]) -> Parts:
    """The different values of each member's rows."""
    found: dict[str, set[Any]] = {}
    for row in rows:
        if value(row) is not None:
            found.setdefault(row.member_id, set()).add(value(row))
    return {member: frozenset(values) for member, values in found.items()}


def pairs(debriefs: Iterable[Any]) -> Parts:
    """The first and the latest confidence of each member who gave it twice."""
    said: dict[str, list[int]] = {}
    for debrief in debriefs:
        if debrief.confidence is not None:
            said.setdefault(debrief.member_id, []).append(debrief.confidence)
    return {member: (given[0], given[-1]) for member, given in said.items() if len(given) >= 2}


def after(interview: Interview, moment: datetime) -> float:
    """Hours from the end of a meeting to a moment."""
    return (moment - interview.starts_at - timedelta(minutes=interview.minutes)).total_seconds() / 3600


def number(name: str, parts: Parts) -> Number:
    """The number of a measure."""
    if name == "first_interview":
        return len(parts), float(median(parts.values()))
    if name == "confidence":
        return len(parts), float(mean(latest - first for first, latest in parts.values()))
    if name in {"organisations", "industries"}:
        return len(frozenset().union(*parts.values())), None
    return (len(parts) if name in AT_THE_END else sum(parts.values())), None
