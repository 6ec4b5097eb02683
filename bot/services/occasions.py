"""What in a member's log calls for a step, now or on a day to come. Pure: no session, no names, no words.

The rules stand in the order of their weight, and their delays are the program's nudges N01 to N13: first what
is tied to a meeting, then a person who waits, then the search for new people. Home and the weekly message
show the first step that is open (:func:`choose`); :mod:`bot.services.curriculum` makes nudges of them.
Closed contacts call for nothing. Days are calendar days in the member's own zone: a week is a week at any
hour.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from bot.clock import local_date
from bot.values import NextStep, Status, StepKind

FOLLOW_UP_DAYS = 7
CLOSE_DAYS = 7
OFFER_BUSINESS_DAYS = 2
AWAITING_BUSINESS_DAYS = 3
OUTREACH_DAYS = 7
KEEP_IN_TOUCH_DAYS = 35
KEEP_IN_TOUCH_AGAIN_DAYS = 91
THANK_YOU_DAYS = 14
DEBRIEF_DAYS = 28
NEXT_STEP_DAYS = 14
DECLINE_DAYS = 7
"""The last five end a reminder: after that many days it would only nag."""

AWAITING = (Status.CONTACTED, Status.FOLLOWED_UP)
_GOING = (Status.PLANNED, Status.REPLIED, Status.SCHEDULED, *AWAITING)


@dataclass(frozen=True, slots=True)
class InterviewState:
    """An interview as the rules see it; its outcome is None or "held"."""

    id: str
    starts_at: datetime
    ends_at: datetime
    is_held: bool = False
    thanked_at: datetime | None = None
    is_debriefed: bool = False
    booked_at: datetime | None = None
    ask_again_at: datetime | None = None  # "Ask me later" was the answer to "How did it go?"


@dataclass(frozen=True, slots=True)
class ContactState:
    """A contact as the rules see it: no names and no words.

    ``touched_at`` is when the member last kept in touch.
    """

    id: str
    status: Status
    status_at: datetime
    contacted_at: datetime | None = None
    touched_at: datetime | None = None
    next_step_due: date | None = None
    interviews: tuple[InterviewState, ...] = ()


@dataclass(frozen=True)
class MemberState:
    """A member's log at the moment ``now``, for the rules. ``had_contacts`` counts closed ones too.

    ``joined_at`` is None where it does not matter; ``wrote_at`` is the last first message to anybody, closed
    contacts included.
    """

    now: datetime
    timezone: str
    contacts: tuple[ContactState, ...] = ()
    had_contacts: bool = False
    joined_at: datetime | None = None
    wrote_at: datetime | None = None

    @cached_property
    def today(self) -> date:
        """The member's calendar day."""
        return self.day_of(self.now)

    def day_of(self, moment: datetime) -> date:
        """The member's calendar day of a moment."""
        return local_date(moment, self.timezone)

    def business_day(self, moment: datetime, count: int) -> date:
        """The last of ``count`` days from Monday to Friday after a moment's day."""
        day = self.day_of(moment)
        while count:
            day += timedelta(days=1)
            count -= day.weekday() < 5
        return day

    def in_status(self, *statuses: Status) -> list[ContactState]:
        """The contacts in these statuses, the one that waits longest first."""
        return [contact for contact in self._by_waiting if contact.status in statuses]

    @cached_property
    def _by_waiting(self) -> list[ContactState]:
        return sorted(self.contacts, key=lambda contact: (contact.status_at, contact.id))

    @cached_property
    def meetings(self) -> list[tuple[ContactState, InterviewState]]:
        """All interviews with their contacts, the first first."""
        found = [(contact, interview) for contact in self.contacts for interview in contact.interviews]
        return sorted(found, key=lambda pair: (pair[1].starts_at, pair[1].id))

    @property
    def last_outreach(self) -> datetime | None:
        """When the member last wrote to a new person."""
        moments = [self.wrote_at, *(contact.contacted_at for contact in self.contacts)]
        return max((moment for moment in moments if moment is not None), default=None)

    @cached_property
    def is_idle(self) -> bool:
        """Whether the member waits for nobody and plans nothing."""
        return not self.in_status(*_GOING)


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something in the log that calls for a step, from one local day to another.

    ``after`` is the moment it begins where days are too coarse. ``counts_from`` is the day of what it reminds
    of, ``happened_at`` its moment where that matters, and ``when`` the interview's time.
    """

    kind: StepKind
    opens: date
    contact_id: str | None = None
    interview_id: str | None = None
    closes: date | None = None
    after: datetime | None = None
    counts_from: date | None = None
    happened_at: datetime | None = None
    when: datetime | None = None

    @property
    def subject(self) -> str:
        """The id of what it is about: the interview, else the contact, else nothing."""
        return self.interview_id or self.contact_id or ""

    def is_open(self, state: MemberState) -> bool:
        """Whether the step may be shown now."""
        return (
            self.opens <= state.today
            and (self.closes is None or state.today <= self.closes)
            and (self.after is None or self.after <= state.now)
        )

    def step(self, state: MemberState) -> NextStep:
        """The step as it is now."""
        days = max((state.today - self.counts_from).days, 0) if self.counts_from is not None else None
        return NextStep(self.kind, self.contact_id, self.interview_id, days=days, when=self.when)


def occasions(state: MemberState) -> Iterator[Occasion]:
    """Everything that calls for a step now or later, by weight; within one rule, the most pressing first."""
    for rule in _RULES:
        yield from rule(state)


def is_shown(occasion: Occasion, state: MemberState) -> bool:
    """Whether Home and the weekly message may show the step now.

    A decline is a step only while nothing else is going.
    """
    return occasion.is_open(state) and (occasion.kind is not StepKind.AFTER_DECLINE or state.is_idle)


def choose(state: MemberState) -> NextStep:
    """The one next step: the first that is open; ALL_DONE when nothing is waiting. Pure."""
    for occasion in occasions(state):
        if is_shown(occasion, state):
            return occasion.step(state)
    return NextStep(StepKind.ALL_DONE)


def _prepare(state: MemberState) -> Iterator[Occasion]:
    for contact, interview in state.meetings:
        if not interview.is_held and interview.starts_at > state.now:
            day_before = state.day_of(interview.starts_at) - timedelta(days=1)
            yield Occasion(StepKind.PREPARE, day_before, contact.id, interview.id, when=interview.starts_at)


def _how_did_it_go(state: MemberState) -> Iterator[Occasion]:
    for contact, interview in reversed(state.meetings):
        if not interview.is_held:
            yield Occasion(
                StepKind.HOW_DID_IT_GO,
                state.day_of(interview.ends_at),
                contact.id,
                interview.id,
                after=interview.ends_at,
                when=interview.starts_at,
            )


def _thank_you(state: MemberState) -> Iterator[Occasion]:
    return _after_meeting(state, StepKind.THANK_YOU, THANK_YOU_DAYS, lambda held: held.thanked_at is not None)


def _debrief(state: MemberState) -> Iterator[Occasion]:
    return _after_meeting(state, StepKind.DEBRIEF, DEBRIEF_DAYS, lambda held: held.is_debriefed)


def _after_meeting(
    state: MemberState, kind: StepKind, days: int, is_done: Callable[[InterviewState], bool]
) -> Iterator[Occasion]:
    for contact, held in reversed(state.meetings):
        if held.is_held and not is_done(held):
            day = state.day_of(held.ends_at)
            yield Occasion(
                kind,
                day,
                contact.id,
                held.id,
                closes=day + timedelta(days=days),
                counts_from=day,
                happened_at=held.ends_at,
                when=held.starts_at,
            )


def _follow_up(state: MemberState) -> Iterator[Occasion]:
    return _silent(state, StepKind.FOLLOW_UP, Status.CONTACTED, FOLLOW_UP_DAYS)


def _close_silent(state: MemberState) -> Iterator[Occasion]:
    return _silent(state, StepKind.CLOSE_SILENT, Status.FOLLOWED_UP, CLOSE_DAYS)


def _silent(state: MemberState, kind: StepKind, status: Status, days: int) -> Iterator[Occasion]:
    for contact in state.in_status(status):
        day = state.day_of(contact.status_at)
        yield Occasion(kind, day + timedelta(days=days), contact.id, counts_from=day)


def _offer_times(state: MemberState) -> Iterator[Occasion]:
    for contact in state.in_status(Status.REPLIED):
        if not any(interview.starts_at > state.now for interview in contact.interviews):
            yield Occasion(
                StepKind.OFFER_TIMES,
                state.business_day(contact.status_at, OFFER_BUSINESS_DAYS),
                contact.id,
                counts_from=state.day_of(contact.status_at),
            )


def _next_step_due(state: MemberState) -> Iterator[Occasion]:
    due = [
        (contact.next_step_due, contact.id) for contact in state.contacts if contact.next_step_due is not None
    ]
    for day, contact_id in sorted(due):
        closes = day + timedelta(days=NEXT_STEP_DAYS)
        yield Occasion(StepKind.NEXT_STEP_DUE, day, contact_id, closes=closes, counts_from=day)


def _after_decline(state: MemberState) -> Iterator[Occasion]:
    for contact in reversed(state.in_status(Status.DECLINED)):
        day = state.day_of(contact.status_at)
        yield Occasion(
            StepKind.AFTER_DECLINE,
            day,
            contact.id,
            closes=day + timedelta(days=DECLINE_DAYS),
            counts_from=day,
            happened_at=contact.status_at,
        )


def _first_person(state: MemberState) -> Iterator[Occasion]:
    if not state.had_contacts:
        joined_at = state.joined_at
        opens = state.day_of(joined_at) if joined_at is not None else date.min
        yield Occasion(StepKind.FIRST_PERSON, opens, happened_at=joined_at)


def _write_first_message(state: MemberState) -> Iterator[Occasion]:
    awaiting = state.in_status(*AWAITING)
    opens = _all_silent(state, awaiting) if awaiting else _outreach_day(state)
    for contact in state.in_status(Status.PLANNED):
        yield Occasion(StepKind.WRITE_FIRST_MESSAGE, opens or date.min, contact.id)


def _add_another_person(state: MemberState) -> Iterator[Occasion]:
    awaiting = state.in_status(*AWAITING)
    if awaiting and awaiting == state.in_status(*_GOING):
        opens = _all_silent(state, awaiting)
        for contact in awaiting:
            day = state.day_of(contact.status_at)
            yield Occasion(StepKind.ADD_ANOTHER_PERSON, opens, contact.id, counts_from=day)


def _next_person(state: MemberState) -> Iterator[Occasion]:
    opens = _outreach_day(state)
    if opens is not None and state.had_contacts and state.is_idle:
        yield Occasion(StepKind.NEXT_PERSON, opens)


def _all_silent(state: MemberState, awaiting: list[ContactState]) -> date:
    return max(state.business_day(contact.status_at, AWAITING_BUSINESS_DAYS) for contact in awaiting)


def _outreach_day(state: MemberState) -> date | None:
    """The first day with a week behind it in which the member wrote to nobody new; None: they never did."""
    last = state.last_outreach
    return state.day_of(last) + timedelta(days=OUTREACH_DAYS) if last is not None else None


def _keep_in_touch(state: MemberState) -> Iterator[Occasion]:
    touched = sorted(
        (_last_touch(contact), contact.id, contact)
        for contact in state.in_status(Status.MET, Status.KEEPING_IN_TOUCH)
    )
    for last_touch, contact_id, contact in touched:
        day = state.day_of(last_touch)
        opens = day + timedelta(days=_quiet_days(contact))
        yield Occasion(StepKind.KEEP_IN_TOUCH, opens, contact_id, counts_from=day)


def _last_touch(contact: ContactState) -> datetime:
    held = [interview for interview in contact.interviews if interview.is_held]
    touches = [
        contact.touched_at,
        *(meeting.ends_at for meeting in held),
        *(meeting.thanked_at for meeting in held),
    ]
    return max([contact.status_at, *(touch for touch in touches if touch is not None)])


def _quiet_days(contact: ContactState) -> int:
    is_again = contact.status is Status.KEEPING_IN_TOUCH
    return KEEP_IN_TOUCH_AGAIN_DAYS if is_again else KEEP_IN_TOUCH_DAYS


_RULES: tuple[Callable[[MemberState], Iterator[Occasion]], ...] = (
    _prepare,
    _how_did_it_go,
    _thank_you,
    _follow_up,
    _offer_times,
    _next_step_due,
    _after_decline,
    _first_person,
    _write_first_message,
    _debrief,
    _close_silent,
    _add_another_person,
    _keep_in_touch,
    _next_person,
)
