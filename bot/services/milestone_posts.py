"""A member's milestone in the channel of their cohort: only by their own click, each one by itself (N14)."""

from datetime import timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from bot.clock import Clock
from bot.i18n import _
from bot.models import Cohort, Delivery, Enrollment, Member
from bot.services.members import active_enrollments
from bot.services.nudge_controls import own_delivery
from bot.services.rows import add_once
from bot.values import (
    Actor,
    DeliveryState,
    GoneError,
    Milestone,
    MilestonePost,
    Reason,
    StepKind,
    UserError,
)

KIND = "milestone_post"
"""The kind of delivery; its subject is the cohort, its occurrence the member's row and the milestone."""

LATEST = timedelta(hours=24)


def share(session: Session, clock: Clock, actor: Actor, delivery_id: str) -> tuple[str, Milestone]:
    """Post the milestone that one of the actor's messages told; returns the channel, and which it was.

    Once, however often it is asked for. Raises GoneError, and UserError where no cohort has a channel now.
    """
    member, told = own_delivery(session, actor, delivery_id)
    if told.kind != StepKind.CELEBRATE:
        raise GoneError(_("This message is from an older version. Type `/infoview progress` to go on."))
    cohort = _cohort(session, actor, told.subject)
    assert cohort.channel_id is not None, "it was looked for"
    milestone, now = Milestone(told.occurrence), clock.now()
    post = Delivery(
        team_id=cohort.team_id,
        recipient=cohort.channel_id,
        kind=KIND,
        subject=cohort.id,
        occurrence=f"{member.id} {milestone}",
        state=DeliveryState.QUEUED,
        due_at=now,
        send_after=now,
        expires_at=now + LATEST,
    )
    add_once(session, post)
    return cohort.channel_id, milestone


def prepare(session: Session, delivery: Delivery) -> MilestonePost | Reason:
    """What to post; nothing for somebody who left, or in a channel that is the cohort's no more."""
    cohort = session.get(Cohort, delivery.subject)
    if cohort is None or cohort.channel_id != delivery.recipient:
        return Reason.NO_LONGER
    member_id, _space, milestone = delivery.occurrence.partition(" ")
    user_id = session.scalar(
        select(col(Member.user_id))
        .join(Enrollment, col(Enrollment.member_id) == col(Member.id))
        .where(
            col(Member.id) == member_id,
            col(Enrollment.cohort_id) == cohort.id,
            col(Enrollment.left_at).is_(None),
        )
    )
    if user_id is None or cohort.ended_at is not None:
        return Reason.NOT_ENROLLED
    return MilestonePost(user_id, Milestone(milestone))


def _cohort(session: Session, actor: Actor, cohort_id: str) -> Cohort:
    """The cohort whose goal it was, else the current one, else any of the actor's that has a channel."""
    mine = [cohort for _place, cohort in active_enrollments(session, actor) if cohort.channel_id is not None]
    if not mine:
        raise UserError(_("Your cohort has no channel now, so nothing was posted."))
    return next((cohort for cohort in mine if cohort.id == cohort_id), mine[0])
