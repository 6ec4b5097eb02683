"""The people of a member's interview log: add, view, edit, change status, undo, delete."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from bot import vault
from bot.clock import Clock
from bot.i18n import _
from bot.models import Contact, Enrollment, new_id
from bot.services import calendars, introductions, moves, statuses
from bot.services.cards import contact_card, contact_name, first_card, interviews_of, own_contact, seal
from bot.services.members import current_enrollment, own_member
from bot.services.waking import wake
from bot.values import (
    CONTACT_LENGTHS,
    Actor,
    ContactCard,
    ContactForm,
    LastMove,
    Outcome,
    Status,
    TooLongError,
    UserError,
    typed,
)

NAME = "contact.name"
"""What a name's digest is for."""

_ENDS_MEETINGS = frozenset({Status.REPLIED, Status.DECLINED, Status.CLOSED})
_TOUCH_AGAIN = timedelta(days=1)


class MeetingNeededError(UserError):
    """A contact counts as met through a meeting that took place, so that it can be debriefed."""

    def __init__(self) -> None:
        super().__init__(_("When did you meet? Open the contact and add the meeting."))


class ContactChangedError(UserError):
    """The contact was edited after the form was opened; ``card`` is what is saved now."""

    def __init__(self, card: ContactCard) -> None:
        super().__init__(
            _(
                "This contact was changed after you opened this form. Nothing was saved now."
                " Open the contact again to see it."
            )
        )
        self.card = card


def prepare(session: Session, _clock: Clock, actor: Actor) -> str:
    """The id of a contact to be added, once the form is submitted. Raises NotEnrolledError."""
    current_enrollment(session, actor)
    return new_id()


def add(session: Session, clock: Clock, actor: Actor, contact_id: str, form: ContactForm) -> ContactCard:
    """Add a contact in any status, under an id made before; the same id again adds nothing.

    Raises NotEnrolledError, and UserError where the name is missing or a text is too long.
    """
    enrollment = current_enrollment(session, actor)
    # Two submits of one form wait for each other here.
    session.execute(select(Enrollment).where(col(Enrollment.id) == enrollment.id).with_for_update())
    if session.get(Contact, contact_id) is not None:
        return get(session, clock, actor, contact_id)
    contact = insert(session, enrollment, contact_id, form, clock.now())
    session.flush()
    return first_card(session, contact, statuses.begin(session, clock, contact))


def insert(
    session: Session, enrollment: Enrollment, contact_id: str, form: ContactForm, now: datetime
) -> Contact:
    """A new contact of this member, not flushed yet; its history is the caller's to begin.

    Raises UserError where the name is missing or a text is too long.
    """
    _check(form)
    contact = Contact(
        id=contact_id,
        team_id=enrollment.team_id,
        cohort_id=enrollment.cohort_id,
        member_id=enrollment.member_id,
        enrollment_id=enrollment.id,
        status=form.status,
        status_at=now,
        name_sealed="",
        name_digest="",
        created_at=now,
    )
    _write(session, contact, form)
    session.add(contact)
    return contact


def twin(
    session: Session, _clock: Clock, actor: Actor, contact_id: str, form: ContactForm
) -> ContactCard | None:
    """The actor's newest other contact of the form's name and organisation, if there is one.

    ``contact_id`` is the id under which the form is to be added. Raises NotEnrolledError.
    """
    alike = identities(session, actor.team_id, form)
    found = session.scalars(
        select(Contact)
        .where(
            col(Contact.member_id) == own_member(session, actor).id,
            col(Contact.name_digest).in_([name for name, _organisation in alike]),
            col(Contact.organisation_digest).is_not_distinct_from(alike[0][1]),
            col(Contact.id) != contact_id,
        )
        .order_by(col(Contact.created_at).desc(), col(Contact.id).desc())
        .limit(1)
    ).first()
    return None if found is None else contact_card(session, found)


def get(session: Session, _clock: Clock, actor: Actor, contact_id: str) -> ContactCard:
    """One of the actor's contacts. Raises GoneError."""
    return contact_card(session, own_contact(session, actor, contact_id))


def edit(
    session: Session, _clock: Clock, actor: Actor, contact_id: str, form: ContactForm, version: int
) -> ContactCard:
    """Change what is written about a contact; its status stays (see :func:`move`).

    Raises GoneError; ContactChangedError where it has another ``version`` now; UserError as :func:`add`.
    """
    contact = own_contact(session, actor, contact_id, lock=True)
    if contact.version != version:
        raise ContactChangedError(contact_card(session, contact))
    _check(form)
    _write(session, contact, form)
    contact.version += 1
    return contact_card(session, contact)


def move(session: Session, clock: Clock, actor: Actor, contact_id: str, status: Status) -> ContactCard:
    """Change a contact's status; the present status again changes nothing.

    Keeping in touch again counts as another touch. A meeting whose time has passed counts as held with
    "met"; planned meetings count as cancelled where the status says there is none any more.
    Raises GoneError; statuses.IllegalMoveError; MeetingNeededError for "met" without a meeting.
    """
    contact = own_contact(session, actor, contact_id, lock=True)
    if contact.status == status:
        with moves.one_move(session, contact):
            _touch(session, clock, contact)
        return contact_card(session, contact)
    was_scheduled = contact.status == Status.SCHEDULED
    with moves.one_move(session, contact):
        statuses.enter(session, clock, contact, status)
        if status is Status.MET:
            _hold_meeting(session, clock, contact)
        elif was_scheduled and status in _ENDS_MEETINGS:
            _cancel_meetings(session, contact)
    return contact_card(session, contact)


def undo(session: Session, clock: Clock, actor: Actor, contact_id: str, move_id: str) -> ContactCard:
    """Undo the last move of a contact, by the id its card gives. Raises GoneError; moves.CannotUndoError."""
    contact = own_contact(session, actor, contact_id, lock=True)
    moves.undo(session, clock, contact, move_id)
    return contact_card(session, contact)


def last_move(session: Session, _clock: Clock, actor: Actor, contact_id: str) -> LastMove | None:
    """The last move of a contact while it can be undone. Raises GoneError."""
    contact = own_contact(session, actor, contact_id)
    return moves.last_move(session, contact, moves.steps_of(session, contact))


def delete(session: Session, clock: Clock, actor: Actor, contact_id: str) -> str:
    """Delete a contact with its meetings, debriefs and history; returns its name. Raises GoneError."""
    contact = own_contact(session, actor, contact_id, lock=True)
    name = contact_name(session, contact)
    introductions.unlink(session, contact)
    session.delete(contact)
    wake(session, contact.member_id, clock.now())
    return name


def _check(form: ContactForm) -> None:
    if typed(form.name) is None:
        raise UserError(_("Please enter a name. A first name is enough."), field="name")
    for name, longest in CONTACT_LENGTHS.items():
        text: str | None = getattr(form, name)
        if text is not None and len(text) > longest:
            raise TooLongError(name, longest, len(text))


def identities(session: Session, team_id: str, form: ContactForm) -> tuple[tuple[str, str | None], ...]:
    """The digests by which a contact is the same person at the same organisation as another.

    More than one while keys are rotated, the newest first; a new row gets that one. The organisation's is
    fixed: published numbers of summaries compare them over the whole term.
    """
    keys = vault.of(session)
    organisation = form.organisation and keys.fixed_digest(team_id, "contact.organisation", form.organisation)
    return tuple((name, organisation) for name in keys.digests(team_id, NAME, form.name))


def _write(session: Session, contact: Contact, form: ContactForm) -> None:
    for name in CONTACT_LENGTHS:
        column = f"{name}_sealed"
        setattr(contact, column, seal(session, contact, column, getattr(form, name)))
    contact.name_digest, contact.organisation_digest = identities(session, contact.team_id, form)[0]
    contact.industry = form.industry
    contact.source = form.source
    contact.introduced = form.introduced
    contact.channel = form.channel
    introductions.link(session, contact, form)


def _touch(session: Session, clock: Clock, contact: Contact) -> None:
    now = clock.now()
    if contact.status == Status.KEEPING_IN_TOUCH and now - contact.status_at >= _TOUCH_AGAIN:
        statuses.note(session, contact, Status.KEEPING_IN_TOUCH, Status.KEEPING_IN_TOUCH, now)
        wake(session, contact.member_id, now)


def _hold_meeting(session: Session, clock: Clock, contact: Contact) -> None:
    past = [
        interview
        for interview in interviews_of(session, contact)
        if interview.outcome is None and interview.starts_at <= clock.now()
    ]
    if not past:
        raise MeetingNeededError
    past[-1].outcome = Outcome.HELD
    past[-1].version += 1


def _cancel_meetings(session: Session, contact: Contact) -> None:
    for interview in interviews_of(session, contact):
        if interview.outcome is None:
            with calendars.following(session, interview):
                interview.outcome = Outcome.CANCELLED
            interview.version += 1
