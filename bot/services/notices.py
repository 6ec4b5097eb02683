"""Deliveries to the leads of a cohort: Slack takes no message where one was to go. Told once for each."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from bot.clock import Clock
from bot.models import Cohort, CohortLead, Delivery, Enrollment
from bot.services import lead_digests
from bot.services.members import chosen_language
from bot.services.rows import add_once
from bot.values import Actor, DeliveryState, LeadNotice, Reason

CHANNEL_TROUBLE = "channel_trouble"
"""The kind of delivery; its subject is the cohort, its occurrence the place and Slack's error code."""

LATEST = timedelta(days=7)

_DIRECT = "dm"
_FOR_LEADS = frozenset({CHANNEL_TROUBLE, lead_digests.KIND})


def tell_leads(session: Session, clock: Clock, failed: Delivery, code: str) -> None:
    """Queue a notice to each lead of the cohorts a failed delivery was for, once for each channel and code.

    A member is not named: to the lead all direct messages are one place. What was for a lead is told to none.
    """
    if failed.kind in _FOR_LEADS:
        return
    place = _DIRECT if failed.member_id is not None else failed.recipient
    for cohort in _cohorts(session, failed):
        leads = select(col(CohortLead.user_id)).where(
            col(CohortLead.cohort_id) == cohort.id, col(CohortLead.team_id) == cohort.team_id
        )
        for user_id in session.scalars(leads.order_by(col(CohortLead.user_id))).all():
            _queue_once(session, clock, cohort, user_id, f"{place} {code}")


def prepare(session: Session, clock: Clock, delivery: Delivery) -> LeadNotice | Reason:
    """What a notice says; nothing to a cohort that has ended."""
    cohort = session.get(Cohort, delivery.subject)
    if cohort is None or cohort.ended_at is not None:
        return Reason.NOT_ENROLLED
    place, _, code = delivery.occurrence.partition(" ")
    language = chosen_language(session, clock, Actor(delivery.team_id, delivery.recipient))
    return LeadNotice(cohort.name, None if place == _DIRECT else place, code, language)


def _cohorts(session: Session, failed: Delivery) -> Iterable[Cohort]:
    running = select(Cohort).where(col(Cohort.team_id) == failed.team_id, col(Cohort.ended_at).is_(None))
    if failed.member_id is None:
        return session.scalars(running.where(col(Cohort.id) == failed.subject))
    return session.scalars(
        running.join(Enrollment, col(Enrollment.cohort_id) == col(Cohort.id)).where(
            col(Enrollment.member_id) == failed.member_id, col(Enrollment.left_at).is_(None)
        )
    )


def _queue_once(session: Session, clock: Clock, cohort: Cohort, user_id: str, occurrence: str) -> None:
    now = clock.now()
    notice = Delivery(
        team_id=cohort.team_id,
        recipient=user_id,
        kind=CHANNEL_TROUBLE,
        subject=cohort.id,
        occurrence=occurrence,
        state=DeliveryState.QUEUED,
        due_at=now,
        send_after=now,
        expires_at=now + LATEST,
    )
    add_once(session, notice)  # not where it was told before
