"""A member whose log changes by chance, and a worker that plans for them: the curriculum over many weeks."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.services.curriculum import Nudge, plan, weekly_step
from bot.services.history import DIGEST, Past
from bot.services.occasions import ContactState, InterviewState, MemberState
from bot.services.quiet import OpenTimes
from bot.services.situation import Achieved, Situation, Wishes
from bot.values import DeliveryState, Milestone, NextStep, Status

MINUTE = timedelta(minutes=1)


@dataclass
class World:
    """One member, from the moment they join. Acts are methods; an act that does not fit does nothing."""

    now: datetime
    zone: str
    off: frozenset[date]
    wishes: Wishes = field(default_factory=Wishes)
    asleep_until: datetime | None = None
    resumes: date | None = None
    contacts: dict[str, ContactState] = field(default_factory=dict)
    past: list[Past] = field(default_factory=list)
    weeks: set[str] = field(default_factory=set)
    achieved: list[Achieved] = field(default_factory=list)
    digest_at: datetime | None = None
    active_at: datetime | None = None
    wake_at: datetime | None = None
    sent: list[tuple[Nudge, Situation]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.joined_at = self.now
        self.first = self.times.day_of(self.now)
        self._wake()
        self.digest_at = plan(self.situation()).next_digest_at

    @property
    def times(self) -> OpenTimes:
        first = getattr(self, "first", date(2000, 1, 1))
        return OpenTimes(self.zone, first, date(2040, 1, 1), self.off, self.resumes)

    def situation(self) -> Situation:
        people = tuple(c for c in self.contacts.values() if c.status is not Status.CLOSED)
        state = MemberState(self.now, self.zone, people, bool(self.contacts), self.joined_at)
        return Situation(
            state,
            self.times,
            self.wishes,
            tuple(self.past),
            frozenset(self.weeks),
            tuple(self.achieved),
            self.digest_at,
            self.wake_at,
            self.active_at,
        )

    def pass_time(self, delta: timedelta) -> None:
        """Let time pass; the worker plans at each moment that it was told, unless it sleeps."""
        until = self.now + delta
        while self.wake_at is not None and self._next_tick(self.wake_at) <= until:
            self.now = self._next_tick(self.wake_at)
            self._tick()
        self.now = until

    def _next_tick(self, at: datetime) -> datetime:
        return max(at, self.now, self.asleep_until or at)

    def _wake(self) -> None:
        if self.wake_at is None or self.wake_at > self.now:
            self.wake_at = self.now

    def _tick(self) -> None:
        made = self.situation()
        self._mark_answers()
        found = plan(made)
        for nudge in found.due(self.now):
            self._deliver(nudge, made)
        self.digest_at = found.next_digest_at
        self.wake_at = found.wake_at(self.now)
        assert self.wake_at is None or self.wake_at > self.now

    def _deliver(self, nudge: Nudge, made: Situation) -> None:
        step: NextStep | None = nudge.step
        if nudge.kind == DIGEST:
            assert nudge.occurrence not in self.weeks, "two weekly messages in one week"
            self.weeks.add(nudge.occurrence)
            chosen = weekly_step(made)
            step = chosen if isinstance(chosen, NextStep) else None
        is_sent = nudge.at is not None and step is not None
        state = DeliveryState.SENT if is_sent else DeliveryState.SKIPPED
        subject = (step.interview_id or step.contact_id or "") if step else ""
        entry = Past(
            kind=step.kind if step else None,
            subject=nudge.subject if nudge.kind != DIGEST else subject,
            occurrence=nudge.occurrence,
            at=self.now,
            state=state,
            is_weekly=nudge.kind == DIGEST,
        )
        key = (nudge.kind, nudge.subject, nudge.occurrence)
        assert key not in {(old.kind, old.subject, old.occurrence) for old in self.past if not old.is_weekly}
        self.past.append(entry)
        if is_sent:
            self.sent.append((replace(nudge, at=self.now, step=step), made))

    def _mark_answers(self) -> None:
        """As the planner does: who did something within a week answered what came before it."""
        active = self.active_at
        for number, entry in enumerate(self.past):
            if active is not None and entry.answered_at is None and entry.at <= active:
                self.past[number] = entry._replace(answered_at=active)

    # What a member does

    def _act(self, contact: ContactState) -> None:
        self.contacts[contact.id] = contact
        self.active_at = self.now
        self._wake()

    def _first(self, *statuses: Status) -> ContactState | None:
        return next((c for c in self.contacts.values() if c.status in statuses), None)

    def _move(self, before: tuple[Status, ...], after: Status, **fields: object) -> None:
        found = self._first(*before)
        if found is not None:
            self._act(replace(found, status=after, status_at=self.now, **fields))  # type: ignore[arg-type]

    def add(self, status: Status = Status.PLANNED) -> None:
        """A contact may be added in any status."""
        written = None if status is Status.PLANNED else self.now
        if written is not None and not self.achieved:
            self.achieved.append(Achieved(Milestone.FIRST_MESSAGE, self.now))
        self._act(ContactState(f"c{len(self.contacts)}", status, self.now, contacted_at=written))

    def write(self) -> None:
        self._move((Status.PLANNED,), Status.CONTACTED, contacted_at=self.now)

    def book(self, hours: int) -> None:
        """A contact with a meeting at a full hour to come."""
        self.add(Status.REPLIED)
        self.schedule(hours)

    def follow_up(self) -> None:
        self._move((Status.CONTACTED,), Status.FOLLOWED_UP)

    def reply(self) -> None:
        self._move((Status.CONTACTED, Status.FOLLOWED_UP), Status.REPLIED)

    def decline(self) -> None:
        self._move((Status.CONTACTED, Status.REPLIED), Status.DECLINED)

    def schedule(self, hours: int) -> None:
        found = next((c for c in reversed(self.contacts.values()) if c.status is Status.REPLIED), None)
        if found is None:
            return
        starts = (self.now + timedelta(hours=hours)).replace(minute=0, second=0)
        number = len(found.interviews)
        interview = InterviewState(f"{found.id}i{number}", starts, starts + 25 * MINUTE, booked_at=self.now)
        self._move((found.status,), Status.SCHEDULED, interviews=(*found.interviews, interview))

    def _change_meeting(self, *, over: bool, **fields: object) -> None:
        for contact in self.contacts.values():
            for number, interview in enumerate(contact.interviews):
                if (interview.ends_at <= self.now) == over and not interview.is_debriefed:
                    changed = list(contact.interviews)
                    changed[number] = replace(interview, **fields)  # type: ignore[arg-type]
                    self._act(replace(contact, interviews=tuple(changed)))
                    return

    def hold(self) -> None:
        self._change_meeting(over=True, is_held=True)

    def thank(self) -> None:
        self._change_meeting(over=True, is_held=True, thanked_at=self.now)

    def debrief(self) -> None:
        self._change_meeting(over=True, is_held=True, is_debriefed=True)

    def say_later(self) -> None:
        self._change_meeting(over=True, ask_again_at=self.times.awake(self.now + timedelta(hours=3)))

    def plan_step(self, days: int) -> None:
        found = self._first(Status.MET, Status.SCHEDULED, Status.REPLIED)
        if found is not None:
            self._act(replace(found, next_step_due=self.times.day_of(self.now) + timedelta(days=days)))

    def click(self) -> None:
        self.active_at = self.now
        self._wake()

    def pause(self, days: int) -> None:
        self.resumes = self.times.day_of(self.now) + timedelta(days=days)
        self._choose()

    def wish(self, **chosen: object) -> None:
        self.wishes = replace(self.wishes, **chosen)  # type: ignore[arg-type]
        self._choose()

    def _choose(self) -> None:
        self.digest_at = plan(self.situation()).next_digest_at
        self._wake()

    def sleep(self, hours: int) -> None:
        self.asleep_until = self.now + timedelta(hours=hours)
