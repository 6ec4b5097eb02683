"""The names and texts of a program that is long over: telling the members, then deleting them.

What goes is all that is sealed in the cohort's log, and the digests it could be found by. What stays are
counts, dates, statuses and ticks, so a summary says the same before and after. Both are planned by indexed
dates of the cohort (:mod:`bot.services.retention`) and run in the worker's session over all workspaces; Core
statements there name the workspace themselves.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Column, bindparam, delete, select, update
from sqlmodel import Session, SQLModel, col

from bot.clock import Clock, local_date
from bot.models import (
    Cohort,
    Contact,
    Debrief,
    DebriefDraft,
    Delivery,
    Interview,
    Member,
    StatusChange,
    new_id,
)
from bot.services import audit, cohorts, retention
from bot.services.cards import is_kept
from bot.values import Actor, AuditAct, DeliveryState, PurgeNotice, Reason

KIND = "purge"
"""The kind of delivery that tells a member of the deletion; its subject is the cohort."""

BATCH = 200
"""Members told in one transaction."""

CONTACTS = 1000
"""Contacts in one transaction: SQLite has one writer, and members are waiting for it."""

_CONTACT = SQLModel.metadata.tables["contact"]


def announce(session: Session, clock: Clock) -> bool:
    """Queue the notices for up to ``BATCH`` members of one cohort; whether there was a cohort to look after.

    Call it again until there is none.
    """
    now = clock.now()
    cohort = session.scalars(
        select(Cohort)
        .where(col(Cohort.announce_at) <= now)
        .order_by(col(Cohort.announce_at))
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if cohort is None:
        return False
    retention.leave_time(cohort, now)
    members = _not_told(session, cohort)
    session.add_all(_notice(cohort, member, clock) for member in members)
    if len(members) < BATCH:
        cohort.announce_at = None
    session.flush()
    return True


def prepare(session: Session, delivery: Delivery) -> PurgeNotice | Reason:
    """What to tell a member now, or why there is nothing to tell any more."""
    cohort = session.get(Cohort, delivery.subject)
    member = session.get_one(Member, delivery.member_id)
    if cohort is None or cohort.purge_at is None or _is_planned_anew(cohort, delivery):
        return Reason.NOTHING_WAITING
    log = select(col(Contact.id)).where(*_log_of(cohort), col(Contact.member_id) == member.id)
    if session.scalars(log).first() is None:
        return Reason.NOTHING_WAITING
    return PurgeNotice(cohort.name, local_date(cohort.purge_at, cohort.timezone), member.language)


def purge(session: Session, clock: Clock) -> bool:
    """Delete the names and texts of up to ``CONTACTS`` contacts of one cohort whose time has come.

    Whether there was such a cohort: call it again until there is none. A cohort that nobody ended is ended by
    it.
    """
    cohort = session.scalars(
        select(Cohort)
        .where(col(Cohort.purge_at) <= clock.now(), col(Cohort.announce_at).is_(None))
        .order_by(col(Cohort.purge_at))
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if cohort is None:
        return False
    if cohort.ended_at is None:
        cohorts.close(session, clock, cohort)
    contacts = _next_contacts(session, cohort)
    if contacts:
        _delete_texts(session, contacts)
    else:
        cohort.purge_at = None
        audit.note(session, clock, Actor(cohort.team_id, ""), cohort.id, AuditAct.PURGED)
    session.flush()
    return True


def _not_told(session: Session, cohort: Cohort) -> list[Member]:
    log = select(col(Contact.member_id)).where(*_log_of(cohort))
    told = select(col(Delivery.recipient)).where(
        col(Delivery.team_id) == cohort.team_id,
        col(Delivery.kind) == KIND,
        col(Delivery.subject) == cohort.id,
        col(Delivery.occurrence) == _occurrence(cohort),
    )
    members = (
        select(Member)
        .where(
            col(Member.team_id) == cohort.team_id,
            col(Member.id).in_(log),
            col(Member.user_id).not_in(told),
        )
        .order_by(col(Member.id))
        .limit(BATCH)
    )
    return list(session.scalars(members))


def _notice(cohort: Cohort, member: Member, clock: Clock) -> Delivery:
    assert cohort.announce_at is not None, "the cohort is announced now"
    assert cohort.purge_at is not None, "what is announced is still to come"
    day = local_date(cohort.announce_at, cohort.timezone)
    at = retention.tell_at(day, member.timezone, clock.now())
    return Delivery(
        team_id=cohort.team_id,
        recipient=member.user_id,
        member_id=member.id,
        kind=KIND,
        subject=cohort.id,
        occurrence=_occurrence(cohort),
        state=DeliveryState.QUEUED,
        due_at=at,
        send_after=at,
        expires_at=cohort.purge_at,
    )


def _occurrence(cohort: Cohort) -> str:
    """The day of telling: another one, where the cohort's last day was moved after members were told."""
    assert cohort.announce_at is not None, "the cohort is announced now"
    return f"{local_date(cohort.announce_at, cohort.timezone):%F}"


def _is_planned_anew(cohort: Cohort, delivery: Delivery) -> bool:
    return cohort.announce_at is not None and _occurrence(cohort) != delivery.occurrence


def _log_of(cohort: Cohort) -> tuple[Any, ...]:
    return (col(Contact.cohort_id) == cohort.id, col(Contact.team_id) == cohort.team_id, is_kept())


def _next_contacts(session: Session, cohort: Cohort) -> Mapping[str, str | None]:
    """Some contacts by id, each with the digest of its organisation; an organisation comes as a whole."""
    query = select(col(Contact.id), col(Contact.organisation_digest)).where(*_log_of(cohort))
    found = session.execute(query.where(col(Contact.organisation_digest).is_(None)).limit(CONTACTS)).all()
    if not found:
        found = session.execute(query.order_by(col(Contact.organisation_digest)).limit(CONTACTS)).all()
        if len(found) == CONTACTS:
            last = found[-1].organisation_digest
            whole = [row for row in found if row.organisation_digest != last]
            found = whole or session.execute(query.where(col(Contact.organisation_digest) == last)).all()
    return {row.id: row.organisation_digest for row in found}


def _delete_texts(session: Session, contacts: Mapping[str, str | None]) -> None:
    """Contacts of one organisation stay alike, so that it still counts once; its name leads there no more."""
    meetings = select(col(Interview.id)).where(col(Interview.contact_id).in_(contacts))
    session.execute(delete(DebriefDraft).where(col(DebriefDraft.interview_id).in_(meetings)))
    session.execute(update(Debrief).where(col(Debrief.interview_id).in_(meetings)).values(_emptied(Debrief)))
    session.execute(
        update(Interview).where(col(Interview.contact_id).in_(contacts)).values(_emptied(Interview))
    )
    # What an undo would put back has sealed places of meetings.
    session.execute(
        update(StatusChange).where(col(StatusChange.contact_id).in_(contacts)).values(restores=None)
    )
    nameless = {digest: new_id() for digest in contacts.values() if digest is not None}
    emptied = {**_emptied(Contact), "introduced_by_id": None, "next_step_due": None}
    session.connection().execute(
        update(_CONTACT)
        .where(_CONTACT.c.id == bindparam("row_id"))
        .values(**emptied, organisation_digest=bindparam("alike")),
        [
            {"row_id": contact_id, "alike": nameless[digest] if digest is not None else None}
            for contact_id, digest in contacts.items()
        ],
    )


def _emptied(table: type[SQLModel]) -> dict[str, str | None]:
    """The columns of a table that tell who somebody is or what was written, without it."""
    columns: Iterable[Column[Any]] = table.__table__.c  # type: ignore[attr-defined]
    return {column.name: None if column.nullable else "" for column in columns if _tells(column.name)}


def _tells(name: str) -> bool:
    return name.endswith("_sealed") or (name.endswith("_digest") and name != "organisation_digest")
