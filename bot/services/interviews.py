"""The meetings of the interview log: planning, moving, what became of them, thanks, and lists of them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, or_, select
from sqlmodel import Session, col

from bot.clock import Clock, local_date
from bot.i18n import N_, _
from bot.models import Contact, Interview, Member, new_id
from bot.services import calendars, moves, statuses
from bot.services.cards import (
    contact_name,
    interview_card,
    interviews_of,
    is_kept,
    own_contact,
    own_interview,
    seal,
    unseal,
)
from bot.services.members import member_of
from bot.services.paging import turn_to
from bot.services.waking import wake
from bot.values import (
    Actor,
    Format,
    InterviewCard,
    InterviewDesk,
    InterviewForm,
    InterviewPlace,
    Outcome,
    Page,
    Status,
    TooLongError,
    UserError,
)

DEFAULT_MINUTES = 25
"""Within the 20 to 30 minutes of the guide (S13)."""

SHORTEST_MINUTES = 5
LONGEST_MINUTES = 8 * 60
LOCATION_LENGTH = 500
"""The most characters of an address, a phone number or a link."""

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
FURTHEST = timedelta(days=2 * 365)
LIST_SIZE = 5

_MOVED_ALREADY = N_("This meeting was moved already. Open the contact again to see its new time.")
_DID_NOT_HAPPEN = frozenset({Outcome.CANCELLED, Outcome.NO_SHOW})


class StillToComeError(UserError):
    """A meeting that is still to come cannot have taken place."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This time is still to come. Please choose when the meeting took place, or choose"
                " “It is planned”."
            ),
            field="day",
        )


class InterviewChangedError(UserError):
    """The interview was changed after the form was opened; ``card`` is what is saved now."""

    def __init__(self, card: InterviewCard) -> None:
        super().__init__(
            _(
                "This meeting was changed after you opened this form. Nothing was saved now."
                " Open the contact again to see it."
            ),
            field="day",
        )
        self.card = card


def get(session: Session, _clock: Clock, actor: Actor, interview_id: str) -> InterviewCard:
    """One of the actor's interviews. Raises GoneError."""
    return interview_card(session, *own_interview(session, actor, interview_id))


def desk_for_new(
    session: Session, clock: Clock, actor: Actor, contact_id: str, *, held: bool = False
) -> InterviewDesk:
    """What the form of a new interview shows at first. Raises GoneError."""
    contact = own_contact(session, actor, contact_id)
    zone = _zone(session, contact)
    return InterviewDesk(
        place=InterviewPlace(contact.id, new_id(), 0, None, zone),
        contact_name=contact_name(session, contact),
        day=local_date(clock.now(), zone),
        at=None,
        minutes=DEFAULT_MINUTES,
        format=None,
        held=held,
    )


def desk_for_edit(
    session: Session, clock: Clock, actor: Actor, interview_id: str, *, held: bool = False
) -> InterviewDesk:
    """What the form of an interview shows; ``held`` when the member says it took place. Raises GoneError."""
    interview, contact = own_interview(session, actor, interview_id)
    zone = _zone(session, contact)
    local = interview.starts_at.astimezone(ZoneInfo(zone))
    is_early = held and interview.starts_at > clock.now()
    return InterviewDesk(
        place=InterviewPlace(contact.id, interview.id, interview.version, None, zone),
        contact_name=contact_name(session, contact),
        day=local_date(clock.now(), zone) if is_early else local.date(),
        at=local.time(),
        minutes=interview.minutes,
        format=Format(interview.format),
        held=held or interview.outcome == Outcome.HELD,
        location=unseal(session, interview, "place_sealed"),
    )


def desk_for_met(session: Session, clock: Clock, actor: Actor, contact_id: str) -> InterviewDesk:
    """What the form shows when the member says they met: the planned interview, or a new one.

    Raises GoneError.
    """
    contact = own_contact(session, actor, contact_id)
    planned = [interview for interview in interviews_of(session, contact) if interview.outcome is None]
    if planned:
        return desk_for_edit(session, clock, actor, planned[0].id, held=True)
    return desk_for_new(session, clock, actor, contact_id, held=True)


def desk_for_new_time(session: Session, clock: Clock, actor: Actor, interview_id: str) -> InterviewDesk:
    """What the form shows when an interview is moved to another time. Raises GoneError."""
    interview, contact = own_interview(session, actor, interview_id)
    zone = _zone(session, contact)
    return InterviewDesk(
        place=InterviewPlace(contact.id, new_id(), 0, interview.id, zone),
        contact_name=contact_name(session, contact),
        day=max(local_date(interview.starts_at, zone), local_date(clock.now(), zone)),
        at=interview.starts_at.astimezone(ZoneInfo(zone)).time(),
        minutes=interview.minutes,
        format=Format(interview.format),
        held=False,
        location=unseal(session, interview, "place_sealed"),
    )


def plan(
    session: Session,
    clock: Clock,
    actor: Actor,
    contact_id: str,
    interview_id: str,
    form: InterviewForm,
    *,
    held: bool = False,
    replaces: str | None = None,
) -> InterviewCard:
    """Add an interview, planned or already held, under an id made before; the same id again adds nothing.

    The contact moves to "scheduled" or "met". The interview that it ``replaces`` counts as rescheduled; its
    calendar entry and what was prepared for it go on with the new one.
    Raises GoneError, and UserError for a time or a length that cannot be, or a meeting that was moved before.
    """
    contact = own_contact(session, actor, contact_id, lock=True)
    if session.get(Interview, interview_id) is not None:
        return get(session, clock, actor, interview_id)
    _check(form, clock.now(), held=held)
    with moves.one_move(session, contact):
        replaced = _mark_replaced(session, actor, replaces) if replaces is not None else None
        interview = Interview(
            id=interview_id,
            team_id=contact.team_id,
            contact_id=contact.id,
            member_id=contact.member_id,
            cohort_id=contact.cohort_id,
            starts_at=form.starts_at,
            timezone=form.timezone,
            minutes=form.minutes,
            format=form.format,
            outcome=Outcome.HELD if held else None,
            created_at=clock.now(),
        )
        interview.place_sealed = seal(session, interview, "place_sealed", form.location)
        if replaced is not None:
            calendars.take_over(session, replaced, interview)
        session.add(interview)
        session.flush()
        _follow(session, clock, contact, interview)
    return interview_card(session, interview, contact)


def edit(
    session: Session,
    clock: Clock,
    actor: Actor,
    interview_id: str,
    form: InterviewForm,
    version: int,
    *,
    held: bool,
) -> InterviewCard:
    """Change when and how an interview is, and say whether it took place or is (still) planned.

    Raises GoneError; InterviewChangedError where it has another ``version`` now; UserError for a time that
    cannot be, or a debriefed interview that is said not to have taken place.
    """
    interview, contact = own_interview(session, actor, interview_id, lock=True)
    if interview.version != version:
        raise InterviewChangedError(interview_card(session, interview, contact))
    _check(form, clock.now(), held=held)
    with moves.one_move(session, contact), calendars.following(session, interview):
        interview.starts_at = form.starts_at
        interview.timezone = form.timezone
        interview.minutes = form.minutes
        interview.format = form.format
        interview.place_sealed = seal(session, interview, "place_sealed", form.location)
        _set(session, clock, interview, contact, Outcome.HELD if held else None)
    return interview_card(session, interview, contact)


def set_outcome(
    session: Session, clock: Clock, actor: Actor, interview_id: str, outcome: Outcome
) -> InterviewCard:
    """Say what became of an interview; the contact's status follows.

    Raises GoneError; StillToComeError where a future interview is said to be held; UserError for a debriefed
    interview that is said not to have taken place.
    """
    interview, contact = own_interview(session, actor, interview_id, lock=True)
    if interview.outcome == outcome:
        return interview_card(session, interview, contact)
    if interview.outcome == Outcome.RESCHEDULED:
        raise UserError(_(_MOVED_ALREADY))
    if outcome is Outcome.HELD and interview.starts_at > clock.now():
        raise StillToComeError
    with moves.one_move(session, contact), calendars.following(session, interview):
        _set(session, clock, interview, contact, outcome)
    return interview_card(session, interview, contact)


def mark_thanked(session: Session, clock: Clock, actor: Actor, interview_id: str) -> InterviewCard:
    """The member thanked the contact for this meeting; the first time counts.

    Raises GoneError, and UserError where the meeting has not taken place.
    """
    interview, contact = own_interview(session, actor, interview_id, lock=True)
    if interview.outcome != Outcome.HELD:
        raise UserError(_("First record that this meeting took place. Open the contact to do this."))
    interview.thanked_at = interview.thanked_at or clock.now()
    wake(session, contact.member_id, clock.now())
    return interview_card(session, interview, contact)


def delete(session: Session, clock: Clock, actor: Actor, interview_id: str) -> str:
    """Delete an interview with its debrief; the contact keeps its status. Returns the contact's id.

    Raises GoneError.
    """
    interview, contact = own_interview(session, actor, interview_id, lock=True)
    session.delete(interview)
    wake(session, contact.member_id, clock.now())
    return contact.id


def upcoming(session: Session, clock: Clock, actor: Actor) -> tuple[InterviewCard, ...]:
    """The actor's next interviews, the first first; none for somebody who never joined."""
    rows = session.execute(
        select(Interview, Contact)
        .join(Contact, col(Contact.id) == col(Interview.contact_id))
        .where(_of(session, actor), col(Interview.outcome).is_(None), col(Interview.starts_at) > clock.now())
        .order_by(col(Interview.starts_at), col(Interview.id))
        .limit(LIST_SIZE)
    )
    return tuple(interview_card(session, interview, contact) for interview, contact in rows)


def recent(session: Session, clock: Clock, actor: Actor, number: int = 1) -> Page[InterviewCard]:
    """The actor's interviews whose time has passed or whose outcome is known, the latest first.

    One that was moved is left out: the new one stands for it. ``number`` counts from 1.
    """
    wanted = (
        _of(session, actor),
        or_(col(Interview.starts_at) <= clock.now(), col(Interview.outcome).is_not(None)),
        func.coalesce(col(Interview.outcome), "") != Outcome.RESCHEDULED,
    )
    total = session.scalar(select(func.count()).select_from(Interview).where(*wanted)) or 0
    shown, pages = turn_to(number, total, LIST_SIZE)
    rows = session.execute(
        select(Interview, Contact)
        .join(Contact, col(Contact.id) == col(Interview.contact_id))
        .where(*wanted)
        .order_by(col(Interview.starts_at).desc(), col(Interview.id).desc())
        .limit(LIST_SIZE)
        .offset((shown - 1) * LIST_SIZE)
    )
    items = tuple(interview_card(session, interview, contact) for interview, contact in rows)
    return Page(items, shown, pages, total)


def _of(session: Session, actor: Actor) -> ColumnElement[bool]:
    member = member_of(session, actor)
    own_id = member.id if member else ""
    contacts = select(col(Contact.id)).where(col(Contact.member_id) == own_id, is_kept())
    return (col(Interview.member_id) == own_id) & col(Interview.contact_id).in_(contacts)


def _zone(session: Session, contact: Contact) -> str:
    member = session.get_one(Member, contact.member_id)
    return member.timezone


def _check(form: InterviewForm, now: datetime, *, held: bool) -> None:
    if form.starts_at < EARLIEST:
        raise UserError(_("This date is too long ago. Please check the year."), field="day")
    if not SHORTEST_MINUTES <= form.minutes <= LONGEST_MINUTES:
        raise UserError(
            _("Please enter a length from {shortest} to {longest} minutes.").format(
                shortest=SHORTEST_MINUTES, longest=LONGEST_MINUTES
            ),
            field="minutes",
        )
    if form.location is not None and len(form.location) > LOCATION_LENGTH:
        raise TooLongError("location", LOCATION_LENGTH, len(form.location))
    if held and form.starts_at > now:
        raise StillToComeError
    if not held and form.starts_at > now + FURTHEST:
        raise UserError(
            _("This date is more than two years from now. Please check the year."),
            field="day",
        )
    if not held and form.starts_at + timedelta(minutes=form.minutes) <= now:
        raise UserError(
            _("This time has passed. Please choose a later time, or choose “It took place”."), field="day"
        )


def _mark_replaced(session: Session, actor: Actor, interview_id: str) -> Interview:
    interview, _contact = own_interview(session, actor, interview_id, lock=True)
    if interview.outcome == Outcome.HELD:
        raise UserError(
            _("This meeting took place already. To meet again, add another meeting."), field="day"
        )
    if interview.outcome == Outcome.RESCHEDULED:
        raise UserError(_(_MOVED_ALREADY), field="day")
    interview.outcome = Outcome.RESCHEDULED
    interview.version += 1
    return interview


def _set(
    session: Session, clock: Clock, interview: Interview, contact: Contact, outcome: Outcome | None
) -> None:
    before = interview.outcome
    if before == Outcome.HELD and outcome is not Outcome.HELD and interview.debriefed_at is not None:
        raise UserError(
            _(
                "You wrote a debrief of this meeting, so it counts as a meeting that took place."
                " If this is wrong, delete the meeting. This also deletes its debrief."
            ),
            field="held",
        )
    interview.outcome = outcome
    interview.version += 1
    if before == outcome:
        wake(session, contact.member_id, clock.now())
        return
    session.flush()
    if before == Outcome.HELD and not _has_held(session, contact):
        contact.met_at = None
    _follow(session, clock, contact, interview)


def _follow(session: Session, clock: Clock, contact: Contact, interview: Interview) -> None:
    """Let the contact's status follow what became of an interview, and the nudges as well."""
    wake(session, contact.member_id, clock.now())
    open_ones = [other for other in interviews_of(session, contact) if other.outcome is None]
    if interview.outcome == Outcome.HELD:
        statuses.reach_met(session, clock, contact)
        if any(other.starts_at > clock.now() for other in open_ones):
            statuses.reach_scheduled(session, clock, contact)
    elif interview.outcome in _DID_NOT_HAPPEN:
        if not open_ones and (contact.status == Status.SCHEDULED or not _has_held(session, contact)):
            statuses.back_to_replied(session, clock, contact)
    else:
        statuses.reach_scheduled(session, clock, contact)


def _has_held(session: Session, contact: Contact) -> bool:
    return any(interview.outcome == Outcome.HELD for interview in interviews_of(session, contact))
