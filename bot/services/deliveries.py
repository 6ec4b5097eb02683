"""Deliveries of nudges: planned when a member's moment has come, filled when they are sent.

The curriculum says what is due; here it becomes rows. How they are sent is in :mod:`bot.services.sending`.
Any number of workers share the rows: what one has locked the others skip (SQLite has one writer and ignores
the clause). Whoever holds a member's row may wait for a delivery that was sent, never for one on its way,
because the sender holds those and waits for the member. These services run in the worker's session over all
workspaces.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlmodel import Session, col

from bot.among import among
from bot.clock import Clock
from bot.models import Delivery, Member, new_id
from bot.services.curriculum import Nudge, again, weekly_step
from bot.services.curriculum import plan as plan_of
from bot.services.history import DIGEST
from bot.services.schedule import schedule_members
from bot.services.situation import Situation
from bot.services.situations import situations
from bot.services.steps import named_all
from bot.values import DeliveryState, NextStep, Reason, StepKind

BATCH = 100
"""Members planned in one transaction."""


@dataclass(frozen=True, slots=True)
class Ready:
    """What to send now. The step has no words of the member's own."""

    step: NextStep
    timezone: str
    language: str | None = None  # what the member chose; None: as in their Slack
    delivery_id: str = ""
    may_ask_later: bool = False  # "How did it go?" may be asked once more
    may_share: bool = False  # a milestone may be told in the channel of a cohort


def plan(session: Session, clock: Clock) -> int:
    """Queue what is due for up to ``BATCH`` members, and set when to look after them next.

    Returns how many members were due; call it again until that is 0.
    """
    now = clock.now()
    members = session.scalars(
        select(Member)
        .where(col(Member.next_nudge_at) <= now)
        .order_by(col(Member.next_nudge_at))
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    if not members:
        return 0
    found = situations(session, now, members)
    _note_answers(session, found.values())
    rows = []
    for member in members:
        planned = plan_of(found[member.id])
        rows += [_row(member, nudge, now) for nudge in planned.due(now)]
        member.next_digest_at = planned.next_digest_at
        member.next_nudge_at = planned.wake_at(now)
    session.flush()
    if rows:
        session.execute(insert(Delivery).execution_options(render_nulls=True), rows)
    return len(members)


def _row(member: Member, nudge: Nudge, now: datetime) -> dict[str, object]:
    """A delivery, for one statement that inserts many."""
    send_after = nudge.at or nudge.due_at
    return {
        "id": new_id(),
        "team_id": member.team_id,
        "recipient": member.user_id,
        "member_id": member.id,
        "kind": nudge.kind,
        "subject": nudge.subject,
        "occurrence": nudge.occurrence,
        "state": DeliveryState.SKIPPED if nudge.at is None else DeliveryState.QUEUED,
        "reason": nudge.reason if nudge.at is None else None,
        "due_at": nudge.due_at,
        "send_after": send_after,
        "expires_at": nudge.expires_at or send_after,
        "attempts": 0,
        "finished_at": now if nudge.at is None else None,
    }


def _note_answers(session: Session, found: Collection[Situation]) -> None:
    """Note on what was sent that the member did something in their log within a week."""
    answered: dict[datetime, list[str]] = {}
    for situation in found:
        active_at = situation.active_at
        for entry in situation.past:
            if active_at is not None and entry.waits_for_answer(active_at):
                answered.setdefault(active_at, []).append(entry.id)
    for active_at, ids in answered.items():
        session.execute(update(Delivery).where(among(col(Delivery.id), ids)).values(answered_at=active_at))


def prepare(
    session: Session, clock: Clock, due: Collection[tuple[Delivery, str]]
) -> Mapping[str, Ready | Reason | None]:
    """Choose from the members' present state what to send, or why nothing is sent any more; by delivery id.

    Beside each delivery stands the member's zone as Slack names it now. None where the delivery has to wait:
    the member has moved to a zone where the time is still to come, or quiet time has begun. The number of
    statements is the same for any number of deliveries.
    """
    members = _members(session, clock, due)
    without = [delivery.id for delivery, _timezone in due]
    found = situations(session, clock.now(), members.values(), without=without)
    prepared: dict[str, Ready | Reason | None] = {}
    for delivery, _timezone in due:
        member_id = str(delivery.member_id)
        prepared[delivery.id] = _prepared(members[member_id], found[member_id], delivery, clock)
    names = named_all(session, [one.step for one in prepared.values() if isinstance(one, Ready)])
    return {
        key: replace(one, step=names[one.step]) if isinstance(one, Ready) else one
        for key, one in prepared.items()
    }


def _members(session: Session, clock: Clock, due: Collection[tuple[Delivery, str]]) -> Mapping[str, Member]:
    """The members by id, in the zones they are in. Locked in one order, so that nobody waits in a ring."""
    zones = {str(delivery.member_id): timezone for delivery, timezone in due}
    members = session.scalars(
        select(Member)
        .where(among(col(Member.id), zones))
        .order_by(col(Member.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    moved = [member for member in members if member.timezone != zones[member.id]]
    for member in moved:
        member.timezone = zones[member.id]
    schedule_members(session, clock, moved)
    return {member.id: member for member in members}


def _prepared(
    member: Member, situation: Situation, delivery: Delivery, clock: Clock
) -> Ready | Reason | None:
    step = _step(situation, delivery, clock)
    if isinstance(step, Reason):
        # Its place is free now: what had to make room for it is planned anew.
        member.next_nudge_at = clock.now()
        return step
    if step is None:
        return None
    if delivery.kind == DIGEST:
        delivery.step_kind = step.kind
        delivery.step_subject = step.interview_id or step.contact_id or ""
    return Ready(
        step=replace(step, step=None),
        timezone=member.timezone,
        language=member.language,
        delivery_id=delivery.id,
        may_ask_later=_may_ask_later(situation, step),
        may_share=step.kind is StepKind.CELEBRATE and situation.has_channel,
    )


def put_off(delivery: Delivery, at: datetime, expires_at: datetime) -> None:
    """A delivery in hand has to wait for another moment."""
    delivery.due_at = delivery.send_after = at
    delivery.expires_at = expires_at


def _step(situation: Situation, delivery: Delivery, clock: Clock) -> NextStep | Reason | None:
    nudge = again(situation, delivery.kind, delivery.subject, delivery.occurrence, delivery.due_at)
    if isinstance(nudge, Reason):
        return nudge
    assert nudge.at is not None, "what does not come has a reason"
    now = clock.now()
    if nudge.at > now:
        put_off(delivery, nudge.at, nudge.expires_at or nudge.at)
        return None
    return weekly_step(situation) if delivery.kind == DIGEST else nudge.step


def _may_ask_later(situation: Situation, step: NextStep) -> bool:
    interview = situation.interviews.get(step.interview_id or "")
    return step.kind is StepKind.HOW_DID_IT_GO and interview is not None and interview.ask_again_at is None
