"""The one next step of a member: :func:`choose` is a pure function of their log at a moment.

The order of the rules and their delays are the program's nudges, N01 to N13, for a weekly message and for
Home: first what is tied to a meeting, then a person who waits, then the search for new people. Closed
contacts bring no steps. Days are calendar days in the member's own zone: a week is a week at any hour.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Row, select
from sqlmodel import Session, col

from bot.clock import Clock, local_date
from bot.models import Contact, Interview, Member
from bot.services.cards import contact_name, is_kept, unseal
from bot.services.members import member_of
from bot.values import Actor, NextStep, NotEnrolledError, Outcome, Status, StepKind

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

_AWAITING = frozenset({Status.CONTACTED, Status.FOLLOWED_UP})
_GOING = frozenset({Status.PLANNED, Status.REPLIED, Status.SCHEDULED, *_AWAITING})


@dataclass(frozen=True, slots=True)
class InterviewState:
    """An interview as the rules see it; its outcome is None or "held"."""

    id: str
    starts_at: datetime
    ends_at: datetime
    is_held: bool = False
    thanked_at: datetime | None = None
    is_debriefed: bool = False


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


@dataclass(frozen=True, slots=True)
class MemberState:
    """A member's log at the moment ``now``, for the rules. ``had_contacts`` counts closed ones too."""

    now: datetime
    timezone: str
    contacts: tuple[ContactState, ...] = ()
    had_contacts: bool = False
    today: date = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "today", local_date(self.now, self.timezone))

    def days_since(self, moment: datetime) -> int:
        """Calendar days from a moment to today; never below 0."""
        return max((self.today - local_date(moment, self.timezone)).days, 0)

    def business_days_since(self, moment: datetime) -> int:
        """Mondays to Fridays after a moment's day, today included."""
        weeks, rest = divmod(self.days_since(moment), 7)
        last = [self.today - timedelta(days=ago) for ago in range(rest)]
        return weeks * 5 + sum(day.weekday() < 5 for day in last)

    def in_status(self, *statuses: Status) -> list[ContactState]:
        """The contacts in these statuses, the one that waits longest first."""
        found = [contact for contact in self.contacts if contact.status in statuses]
        return sorted(found, key=lambda contact: (contact.status_at, contact.id))

    def meetings(self) -> Iterator[tuple[ContactState, InterviewState]]:
        """All interviews with their contacts."""
        return ((contact, interview) for contact in self.contacts for interview in contact.interviews)

    def held_within(self, days: int) -> list[tuple[ContactState, InterviewState]]:
        """The interviews held in the last ``days`` days, the latest first."""
        held = [
            (contact, interview)
            for contact, interview in self.meetings()
            if interview.is_held and self.days_since(interview.ends_at) <= days
        ]
        return sorted(held, key=lambda pair: (pair[1].starts_at, pair[1].id), reverse=True)


def next_step(session: Session, clock: Clock, actor: Actor) -> NextStep:
    """The actor's one next step, with the contact's name and the member's own words.

    Raises NotEnrolledError for somebody who never joined a cohort.
    """
    member = member_of(session, actor)
    if member is None:
        raise NotEnrolledError
    step = named(session, choose(member_state(session, clock, member)))
    if step.kind is not StepKind.NEXT_STEP_DUE:
        return step
    return replace(step, step=unseal(session, session.get_one(Contact, step.contact_id), "next_step_sealed"))


def named(session: Session, step: NextStep) -> NextStep:
    """The step with its contact's name in the clear."""
    if step.contact_id is None:
        return step
    return replace(step, contact_name=contact_name(session, session.get_one(Contact, step.contact_id)))


def member_state(session: Session, clock: Clock, member: Member) -> MemberState:
    """What the rules need of a member's log; works in a workspace's session and in the worker's."""
    rows = session.execute(
        select(
            col(Contact.id),
            col(Contact.status),
            col(Contact.status_at),
            col(Contact.contacted_at),
            col(Contact.kept_in_touch_at),
            col(Contact.next_step_due),
        ).where(col(Contact.team_id) == member.team_id, col(Contact.member_id) == member.id, is_kept())
    ).all()
    interviews = _interviews(session, member)
    return MemberState(
        now=clock.now(),
        timezone=member.timezone,
        contacts=tuple(_contact(row, interviews) for row in rows if row.status != Status.CLOSED),
        had_contacts=bool(rows),
    )


def choose(state: MemberState) -> NextStep:
    """The one next step: the first rule that applies; ALL_DONE when nothing is waiting. Pure."""
    for rule in _RULES:
        step = rule(state)
        if step is not None:
            return step
    return NextStep(StepKind.ALL_DONE)


def _prepare(state: MemberState) -> NextStep | None:
    tomorrow = state.today + timedelta(days=1)
    coming = [
        (interview.starts_at, interview.id, contact.id)
        for contact, interview in state.meetings()
        if not interview.is_held
        and interview.starts_at > state.now
        and local_date(interview.starts_at, state.timezone) <= tomorrow
    ]
    if not coming:
        return None
    starts_at, interview_id, contact_id = min(coming)
    return NextStep(StepKind.PREPARE, contact_id, interview_id, when=starts_at)


def _how_did_it_go(state: MemberState) -> NextStep | None:
    over = [
        (interview.starts_at, interview.id, contact.id)
        for contact, interview in state.meetings()
        if not interview.is_held and interview.ends_at <= state.now
    ]
    if not over:
        return None
    starts_at, interview_id, contact_id = max(over)
    return NextStep(StepKind.HOW_DID_IT_GO, contact_id, interview_id, when=starts_at)


def _thank_you(state: MemberState) -> NextStep | None:
    return _after_meeting(state, StepKind.THANK_YOU, THANK_YOU_DAYS, lambda held: held.thanked_at is not None)


def _debrief(state: MemberState) -> NextStep | None:
    return _after_meeting(state, StepKind.DEBRIEF, DEBRIEF_DAYS, lambda held: held.is_debriefed)


def _after_meeting(
    state: MemberState, kind: StepKind, days: int, is_done: Callable[[InterviewState], bool]
) -> NextStep | None:
    for contact, held in state.held_within(days):
        if not is_done(held):
            ago = state.days_since(held.ends_at)
            return NextStep(kind, contact.id, held.id, days=ago, when=held.starts_at)
    return None


def _follow_up(state: MemberState) -> NextStep | None:
    return _silent(state, StepKind.FOLLOW_UP, Status.CONTACTED, FOLLOW_UP_DAYS)


def _close_silent(state: MemberState) -> NextStep | None:
    return _silent(state, StepKind.CLOSE_SILENT, Status.FOLLOWED_UP, CLOSE_DAYS)


def _silent(state: MemberState, kind: StepKind, status: Status, days: int) -> NextStep | None:
    for contact in state.in_status(status)[:1]:
        if state.days_since(contact.status_at) >= days:
            return NextStep(kind, contact.id, days=state.days_since(contact.status_at))
    return None


def _offer_times(state: MemberState) -> NextStep | None:
    for contact in state.in_status(Status.REPLIED):
        is_planned = any(interview.starts_at > state.now for interview in contact.interviews)
        if not is_planned and state.business_days_since(contact.status_at) >= OFFER_BUSINESS_DAYS:
            return NextStep(StepKind.OFFER_TIMES, contact.id, days=state.days_since(contact.status_at))
    return None


def _next_step_due(state: MemberState) -> NextStep | None:
    due = [
        (contact.next_step_due, contact.id)
        for contact in state.contacts
        if contact.next_step_due is not None
        and 0 <= (state.today - contact.next_step_due).days <= NEXT_STEP_DAYS
    ]
    if not due:
        return None
    day, contact_id = min(due)
    return NextStep(StepKind.NEXT_STEP_DUE, contact_id, days=(state.today - day).days)


def _after_decline(state: MemberState) -> NextStep | None:
    if state.in_status(*_GOING):
        return None
    for contact in reversed(state.in_status(Status.DECLINED)):
        if state.days_since(contact.status_at) <= DECLINE_DAYS:
            return NextStep(StepKind.AFTER_DECLINE, contact.id, days=state.days_since(contact.status_at))
    return None


def _first_person(state: MemberState) -> NextStep | None:
    return None if state.had_contacts else NextStep(StepKind.FIRST_PERSON)


def _write_first_message(state: MemberState) -> NextStep | None:
    planned = state.in_status(Status.PLANNED)
    awaiting = state.in_status(*_AWAITING)
    wrote_lately = any(
        contact.contacted_at is not None and state.days_since(contact.contacted_at) < OUTREACH_DAYS
        for contact in state.contacts
    )
    if not planned or (not awaiting and wrote_lately) or not _all_silent(state, awaiting):
        return None
    return NextStep(StepKind.WRITE_FIRST_MESSAGE, planned[0].id)


def _add_another_person(state: MemberState) -> NextStep | None:
    awaiting = state.in_status(*_AWAITING)
    if not awaiting or awaiting != state.in_status(*_GOING) or not _all_silent(state, awaiting):
        return None
    days = state.days_since(awaiting[0].status_at)
    return NextStep(StepKind.ADD_ANOTHER_PERSON, awaiting[0].id, days=days)


def _all_silent(state: MemberState, awaiting: Sequence[ContactState]) -> bool:
    return all(state.business_days_since(contact.status_at) >= AWAITING_BUSINESS_DAYS for contact in awaiting)


def _keep_in_touch(state: MemberState) -> NextStep | None:
    quiet = sorted(
        (_last_touch(contact), contact.id)
        for contact in state.in_status(Status.MET, Status.KEEPING_IN_TOUCH)
        if state.days_since(_last_touch(contact)) >= _quiet_days(contact)
    )
    for last_touch, contact_id in quiet:
        return NextStep(StepKind.KEEP_IN_TOUCH, contact_id, days=state.days_since(last_touch))
    return None


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


_RULES: tuple[Callable[[MemberState], NextStep | None], ...] = (
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
)


def _interviews(session: Session, member: Member) -> dict[str, list[InterviewState]]:
    rows = session.execute(
        select(
            col(Interview.id),
            col(Interview.contact_id),
            col(Interview.starts_at),
            col(Interview.minutes),
            col(Interview.outcome),
            col(Interview.thanked_at),
            col(Interview.debriefed_at),
        ).where(
            col(Interview.team_id) == member.team_id,
            col(Interview.member_id) == member.id,
            col(Interview.outcome).is_(None) | (col(Interview.outcome) == Outcome.HELD),
        )
    )
    found: dict[str, list[InterviewState]] = {}
    for row in rows:
        found.setdefault(row.contact_id, []).append(
            InterviewState(
                id=row.id,
                starts_at=row.starts_at,
                ends_at=row.starts_at + timedelta(minutes=row.minutes),
                is_held=row.outcome is not None,
                thanked_at=row.thanked_at,
                is_debriefed=row.debriefed_at is not None,
            )
        )
    return found


def _contact(
    row: Row[tuple[str, str, datetime, datetime | None, datetime | None, date | None]],
    interviews: dict[str, list[InterviewState]],
) -> ContactState:
    return ContactState(
        id=row.id,
        status=Status(row.status),
        status_at=row.status_at,
        contacted_at=row.contacted_at,
        touched_at=row.kept_in_touch_at,
        next_step_due=row.next_step_due,
        interviews=tuple(interviews.get(row.id, ())),
    )
