"""The one next step of a member, with names: what Home shows, and what the rules need to know of a log."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Row, select
from sqlmodel import Session, col

from bot.among import among
from bot.clock import Clock
from bot.models import Contact, Interview, Member
from bot.services.cards import contact_name, is_kept, unseal
from bot.services.members import member_of
from bot.services.occasions import ContactState, InterviewState, MemberState, choose
from bot.services.rows import of_members
from bot.values import Actor, NextStep, NotEnrolledError, Outcome, Status, StepKind


def next_step(session: Session, clock: Clock, actor: Actor) -> NextStep:
    """The actor's one next step, with the contact's name and the member's own words.

    Raises NotEnrolledError for somebody who never joined a cohort.
    """
    member = member_of(session, actor)
    if member is None:
        raise NotEnrolledError
    chosen = choose(member_states(session, clock.now(), [member])[member.id])
    step = named_all(session, [chosen])[chosen]
    if step.kind is not StepKind.NEXT_STEP_DUE:
        return step
    return replace(step, step=unseal(session, session.get_one(Contact, step.contact_id), "next_step_sealed"))


def named_all(session: Session, steps: Collection[NextStep]) -> Mapping[NextStep, NextStep]:
    """Each step with its contact's name in the clear, in one query; any workspaces."""
    ids = {step.contact_id for step in steps if step.contact_id is not None}
    contacts = session.scalars(select(Contact).where(among(col(Contact.id), ids))) if ids else ()
    names = {contact.id: contact_name(session, contact) for contact in contacts}
    return {
        step: replace(step, contact_name=names[step.contact_id]) if step.contact_id is not None else step
        for step in steps
    }


def member_states(session: Session, now: datetime, members: Collection[Member]) -> Mapping[str, MemberState]:
    """What the rules need of the members' logs, by member id, in two queries; any workspaces."""
    keys = [(member.team_id, member.id) for member in members]
    interviews = _interviews(session, keys)
    rows: dict[str, list[_ContactRow]] = {member.id: [] for member in members}
    for row in session.execute(
        select(
            col(Contact.id),
            col(Contact.member_id),
            col(Contact.status),
            col(Contact.status_at),
            col(Contact.contacted_at),
            col(Contact.kept_in_touch_at),
            col(Contact.next_step_due),
        ).where(of_members(Contact, keys), is_kept())
    ):
        rows[row.member_id].append(row)
    return {member.id: _state(member, now, rows[member.id], interviews) for member in members}


_ContactRow = Row[tuple[str, str, str, datetime, datetime | None, datetime | None, object]]


def _state(
    member: Member, now: datetime, rows: list[_ContactRow], interviews: Mapping[str, list[InterviewState]]
) -> MemberState:
    wrote = [row.contacted_at for row in rows if row.contacted_at is not None]
    return MemberState(
        now=now,
        timezone=member.timezone,
        contacts=tuple(_contact(row, interviews) for row in rows if row.status != Status.CLOSED),
        had_contacts=bool(rows),
        joined_at=member.created_at,
        wrote_at=max(wrote, default=None),
    )


def _contact(row: _ContactRow, interviews: Mapping[str, list[InterviewState]]) -> ContactState:
    return ContactState(
        id=row.id,
        status=Status(row.status),
        status_at=row.status_at,
        contacted_at=row.contacted_at,
        touched_at=row.kept_in_touch_at,
        next_step_due=row.next_step_due,
        interviews=tuple(interviews.get(row.id, ())),
    )


def _interviews(session: Session, keys: Collection[tuple[str, str]]) -> Mapping[str, list[InterviewState]]:
    """The interviews that are to come or were held, by contact id."""
    rows = session.execute(
        select(
            col(Interview.id),
            col(Interview.contact_id),
            col(Interview.starts_at),
            col(Interview.minutes),
            col(Interview.outcome),
            col(Interview.thanked_at),
            col(Interview.debriefed_at),
            col(Interview.created_at),
            col(Interview.ask_again_at),
        ).where(
            of_members(Interview, keys),
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
                booked_at=row.created_at,
                ask_again_at=row.ask_again_at,
            )
        )
    return found
