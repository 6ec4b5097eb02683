"""A person asks to be forgotten: the rows that tell of them are deleted, in one transaction.

Where they did something for others (created a cohort, led it), the row stays and their id goes. What the
cohort's summary published stays too: it is made of five members or more, and moves as by anybody who leaves
(``docs/decisions/0029``). A test compares the lists here with the tables, so that a new one is thought of.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlmodel import Session, col

from bot.clock import Clock
from bot.i18n import _
from bot.models import (
    AuditEntry,
    CodeTry,
    Cohort,
    CohortLead,
    Contact,
    Debrief,
    DebriefDraft,
    Delivery,
    Enrollment,
    HelpRequest,
    ImportDraft,
    InstalledWorkspace,
    Interview,
    Member,
    PracticeAnswer,
    Share,
    StatusChange,
    SummaryToken,
    TenantRow,
    Webhook,
    WorkspaceChoices,
    WorkspaceLead,
)
from bot.services import audit
from bot.services.members import member_of
from bot.values import FORGOTTEN, Actor, AuditAct, OwnData, UserError

Place = tuple[type[TenantRow], str]
"""A table, and the column that tells whose a row is."""

DELETED: tuple[Place, ...] = (
    (Share, "enrollment_id"),
    (HelpRequest, "enrollment_id"),
    (DebriefDraft, "member_id"),
    (Debrief, "member_id"),
    (StatusChange, "member_id"),
    (Interview, "member_id"),
    (Contact, "member_id"),
    (ImportDraft, "member_id"),
    (Delivery, "member_id"),
    (Delivery, "recipient"),
    (Enrollment, "member_id"),
    (Member, "user_id"),
    (PracticeAnswer, "user_id"),
    (CodeTry, "user_id"),
    (SummaryToken, "made_by"),
    (Webhook, "made_by"),
    (CohortLead, "user_id"),
    (WorkspaceLead, "user_id"),
)
"""In this order, since rows point to rows further down."""

UNNAMED: tuple[Place, ...] = (
    (Cohort, "created_by"),
    (AuditEntry, "actor_id"),
    (AuditEntry, "person_id"),
    (WorkspaceLead, "named_by"),
    (WorkspaceChoices, "changed_by"),
    (InstalledWorkspace, "installed_by"),
)
"""Rows that others need, and the column with the id of who did something."""

_BY_MEMBER: Place = (Delivery, "member_id")
"""Deliveries are counted by whom they go to; these are the same."""

_COUNTED: Mapping[type[TenantRow], str] = {
    Contact: "contacts",
    Interview: "meetings",
    Debrief: "debriefs",
    DebriefDraft: "drafts",
    ImportDraft: "drafts",
    Enrollment: "cohorts",
    Delivery: "messages",
    PracticeAnswer: "practice",
    CohortLead: "roles",
    WorkspaceLead: "roles",
}


@dataclass(frozen=True, slots=True)
class _Person:
    actor: Actor
    member_id: str | None
    enrollment_ids: tuple[str, ...]

    def has(self, table: type[TenantRow], column: str) -> ColumnElement[bool]:
        """The condition of a person's rows."""
        columns = table.__table__.c  # type: ignore[attr-defined]
        return and_(columns[column].in_(self._ids(column)), columns.team_id == self.actor.team_id)

    def _ids(self, column: str) -> tuple[str, ...]:
        if column == "enrollment_id":
            return self.enrollment_ids
        if column == "member_id":
            return (self.member_id,) if self.member_id is not None else ()
        return (self.actor.user_id,)


def stored(session: Session, _clock: Clock, actor: Actor) -> OwnData:
    """How much is stored of the actor."""
    person = _person(session, actor)

    sums = dict.fromkeys(_COUNTED.values(), 0)
    for table, column in DELETED:
        if table in _COUNTED and (table, column) != _BY_MEMBER:
            some = select(func.count()).select_from(table).where(person.has(table, column))
            sums[_COUNTED[table]] += session.scalar(some) or 0
    return OwnData(**sums)


def forget(session: Session, clock: Clock, actor: Actor) -> OwnData:
    """Delete all that is stored of the actor, whatever their roles; returns how much that was.

    What is queued for them is not sent. Raises UserError where a running cohort would be without a lead.
    """
    _wait_for_others(session, actor)
    person = _person(session, actor)
    _refuse_the_only_lead(session, actor)
    before = stored(session, clock, actor)
    _hand_over(session, clock, person)
    session.flush()
    for table, column in DELETED:
        session.execute(delete(table).where(person.has(table, column)), execution_options=_UNSYNCED)
    for table, column in UNNAMED:
        _unname(session, person, table, column)
    session.expire_all()
    return before


_UNSYNCED = {"synchronize_session": False}


def _wait_for_others(session: Session, actor: Actor) -> None:
    """Hold the rows that everything else locks first, in the same order; nothing is added from then on."""
    own = select(col(Member.id)).where(
        col(Member.user_id) == actor.user_id, col(Member.team_id) == actor.team_id
    )
    led = select(col(CohortLead.cohort_id)).where(col(CohortLead.user_id) == actor.user_id)
    session.execute(
        select(col(Cohort.id)).where(col(Cohort.id).in_(led)).order_by(col(Cohort.id)).with_for_update()
    )
    for table in (Enrollment, Contact):
        theirs = select(col(table.id)).where(col(table.member_id).in_(own))
        session.execute(theirs.order_by(col(table.id)).with_for_update())
    session.execute(own.with_for_update())


def _person(session: Session, actor: Actor) -> _Person:
    member = member_of(session, actor)
    if member is None:
        return _Person(actor, None, ())
    places = select(col(Enrollment.id)).where(
        col(Enrollment.member_id) == member.id, col(Enrollment.team_id) == actor.team_id
    )
    return _Person(actor, member.id, tuple(session.scalars(places)))


def _refuse_the_only_lead(session: Session, actor: Actor) -> None:
    led = select(col(CohortLead.cohort_id)).where(col(CohortLead.user_id) == actor.user_id)
    others = (
        select(col(CohortLead.cohort_id))
        .where(col(CohortLead.cohort_id).in_(led), col(CohortLead.user_id) != actor.user_id)
        .distinct()
    )
    alone = select(col(Cohort.id)).where(
        col(Cohort.id).in_(led), col(Cohort.id).not_in(others), col(Cohort.ended_at).is_(None)
    )
    if session.scalars(alone).first() is not None:
        raise UserError(
            _(
                "You are the only lead of a cohort that runs now. Please choose who leads it after you, or"
                " end it, with `/infoview cohort`. Then I can forget you."
            )
        )


def _hand_over(session: Session, clock: Clock, person: _Person) -> None:
    """The other leads read in the history of their cohort that there is one lead less."""
    led = select(col(CohortLead.cohort_id)).where(person.has(CohortLead, "user_id"))
    infoview = Actor(person.actor.team_id, "")
    for cohort_id in session.scalars(led).all():
        audit.note(session, clock, infoview, cohort_id, AuditAct.LEAD_REMOVED, person_id=FORGOTTEN)


def _unname(session: Session, person: _Person, table: type[TenantRow], column: str) -> None:
    session.execute(
        update(table).where(person.has(table, column)).values({column: FORGOTTEN}),
        execution_options=_UNSYNCED,
    )
