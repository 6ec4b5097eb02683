"""Rows of the interview log as their member sees them, and the one check of whose they are.

Whatever comes from a button or a form is found by :func:`own_contact` or :func:`own_interview`. Sealed text
is bound to its table, its column's name and its row: :func:`seal` and :func:`unseal` are the one place that
says how.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from bot import vault
from bot.i18n import N_, _
from bot.models import Contact, Interview, Member, StatusChange, TenantRow
from bot.services import moves
from bot.values import (
    Actor,
    Advocate,
    Channel,
    ContactCard,
    ContactForm,
    Format,
    GoneError,
    Industry,
    InterviewCard,
    Outcome,
    Source,
    Status,
)

CONTACT_GONE = N_(
    "This contact is not in your log any more. Type `/infoview list` to see the people in your log,"
    " or `/infoview log` to add this person again."
)
NAME_DELETED = N_("Name deleted")
INTERVIEW_GONE = N_(
    "This meeting is not in your log any more. Type `/infoview list` to open the contact and add it again."
)


def own_contact(session: Session, actor: Actor, contact_id: str, *, lock: bool = False) -> Contact:
    """The actor's contact; ``lock`` keeps others from changing it in this transaction.

    Raises GoneError where there is none, it is somebody else's, or its name was deleted after its program.
    """
    query = (
        select(Contact)
        .join(Member, col(Member.id) == col(Contact.member_id))
        .where(col(Contact.id) == contact_id, col(Member.user_id) == actor.user_id, is_kept())
    )
    if lock:
        # What this session read before the lock may be out of date.
        query = query.with_for_update(of=Contact).execution_options(populate_existing=True)
    contact = session.scalars(query).one_or_none()
    if contact is None:
        raise GoneError(_(CONTACT_GONE))
    return contact


def own_interview(
    session: Session, actor: Actor, interview_id: str, *, lock: bool = False
) -> tuple[Interview, Contact]:
    """The actor's interview with its contact; ``lock`` as in :func:`own_contact`, on the contact.

    Raises GoneError where there is none, or it is somebody else's.
    """
    contact_id = session.scalars(
        select(col(Interview.contact_id)).where(col(Interview.id) == interview_id)
    ).one_or_none()
    if contact_id is None:
        raise GoneError(_(INTERVIEW_GONE))
    contact = own_contact(session, actor, contact_id, lock=lock)
    interview = session.get(Interview, interview_id, populate_existing=lock)
    if interview is None:
        raise GoneError(_(INTERVIEW_GONE))
    return interview, contact


def interviews_of(session: Session, contact: Contact) -> list[Interview]:
    """The interviews with a contact, the first first."""
    return list(
        session.scalars(
            select(Interview)
            .where(col(Interview.contact_id) == contact.id)
            .order_by(col(Interview.starts_at), col(Interview.id))
        )
    )


def interview_card(session: Session, interview: Interview, contact: Contact) -> InterviewCard:
    """An interview with its contact's name."""
    return InterviewCard(
        id=interview.id,
        contact_id=contact.id,
        contact_name=contact_name(session, contact),
        organisation=unseal(session, contact, "organisation_sealed"),
        starts_at=interview.starts_at,
        timezone=interview.timezone,
        minutes=interview.minutes,
        format=Format(interview.format),
        outcome=Outcome(interview.outcome) if interview.outcome else None,
        thanked_at=interview.thanked_at,
        debriefed_at=interview.debriefed_at,
        version=interview.version,
        location=unseal(session, interview, "place_sealed"),
        calendar_uid=interview.calendar_uid,
        calendar_sequence=interview.calendar_sequence,
        calendar_sent=interview.calendar_sent,
    )


def is_kept() -> ColumnElement[bool]:
    """Whether a contact still has its name: after its program only counts, dates and statuses are kept."""
    return col(Contact.name_sealed) != ""


def contact_name(session: Session, contact: Contact) -> str:
    """The contact's name in the clear, or words that say it was deleted."""
    return unseal(session, contact, "name_sealed") or _(NAME_DELETED)


def contact_form(session: Session, contact: Contact) -> ContactForm:
    """What the member filled in about a contact."""
    return ContactForm(
        name=contact_name(session, contact),
        organisation=unseal(session, contact, "organisation_sealed"),
        role=unseal(session, contact, "role_sealed"),
        profile=unseal(session, contact, "profile_sealed"),
        why=unseal(session, contact, "why_sealed"),
        introduced_by=unseal(session, contact, "introduced_by_sealed"),
        introduced_by_id=contact.introduced_by_id,
        notes=unseal(session, contact, "notes_sealed"),
        industry=Industry(contact.industry) if contact.industry else None,
        source=Source(contact.source) if contact.source else None,
        introduced=contact.introduced,
        channel=Channel(contact.channel) if contact.channel else None,
        status=Status(contact.status),
    )


def contact_card(session: Session, contact: Contact) -> ContactCard:
    """A contact whole, with its history and interviews."""
    return _card(session, contact, moves.steps_of(session, contact), interviews_of(session, contact))


def first_card(session: Session, contact: Contact, step: StatusChange) -> ContactCard:
    """A contact that was added just now by this ``step``: there is no other, and no interview yet."""
    return _card(session, contact, [step], [])


def _card(
    session: Session, contact: Contact, steps: Sequence[StatusChange], interviews: Sequence[Interview]
) -> ContactCard:
    return ContactCard(
        id=contact.id,
        form=contact_form(session, contact),
        status=Status(contact.status),
        status_at=contact.status_at,
        advocate=Advocate(contact.advocate) if contact.advocate else None,
        next_step=unseal(session, contact, "next_step_sealed"),
        next_step_due=contact.next_step_due,
        history=tuple((Status(step.to_status), step.changed_at) for step in steps),
        interviews=tuple(interview_card(session, interview, contact) for interview in interviews),
        version=contact.version,
        last_move=moves.last_move(session, contact, steps),
        timezone=session.get_one(Member, contact.member_id).timezone,
        introducer=_introducer(session, contact),
    )


def _introducer(session: Session, contact: Contact) -> str | None:
    other = session.get(Contact, contact.introduced_by_id) if contact.introduced_by_id else None
    return contact_name(session, other) if other is not None else None


def seal(session: Session, row: TenantRow, column: str, text: str | None) -> str | None:
    """``text`` encrypted for one column of one row (both already have their ids); None stays None."""
    if text is None:
        return None
    return vault.of(session).seal(row.team_id, row.__tablename__, column, row.id, text)  # type: ignore[arg-type]


def unseal(session: Session, row: TenantRow, column: str) -> str | None:
    """The text of one sealed column of a row; None also where it was purged.

    Raises VaultError where it does not belong there.
    """
    sealed: str | None = getattr(row, column)
    if not sealed:
        return None
    return vault.of(session).open(row.team_id, row.__tablename__, column, row.id, sealed)  # type: ignore[arg-type]
