"""The numbers of a cohort's week, every Monday, for those of its leads who asked for them (N15).

Each lead chooses it for each cohort, and ends it again. It comes at nine where the lead is, but not before
the week is over where the cohort is, and counted. It is no nudge: what a lead who is also a member gets about
their own log neither limits it nor is limited by it. :func:`plan` and :func:`prepare` run in the worker's
session over all workspaces.
"""

from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlmodel import Session, col

from bot.clock import Clock
from bot.i18n import _
from bot.models import Cohort, CohortLead, Delivery
from bot.services import audit
from bot.services.access import require_lead
from bot.services.deliveries import put_off
from bot.services.lead_weeks import LeadWeeks
from bot.services.members import chosen_language
from bot.services.rows import add_once
from bot.services.summaries import summary_of
from bot.services.weekly import LATEST, Week, comes_at
from bot.values import Actor, AuditAct, DeliveryState, LeadDigest, PeriodChoice, Reason, UserError

KIND = "lead_digest"
"""The kind of delivery; its subject is the cohort, its occurrence the lead's local ISO week."""

BATCH = 100
"""Leads looked after in one transaction."""

_LAST_WEEK = PeriodChoice(latest=1)


def is_wanted(session: Session, _clock: Clock, actor: Actor, cohort_id: str) -> bool:
    """Whether the actor gets a cohort's numbers every week. Raises GoneError and NotAllowedError."""
    return _own(session, actor, require_lead(session, actor, cohort_id)).wants_digest


def start(session: Session, clock: Clock, actor: Actor, cohort_id: str, timezone: str) -> datetime | None:
    """Send the actor, whose IANA zone is ``timezone``, the cohort's numbers from the next Monday on.

    Returns when they come first; None where no week is left. Raises GoneError, NotAllowedError, and UserError
    where the cohort has ended.
    """
    cohort = require_lead(session, actor, cohort_id)
    if cohort.ended_at is not None:
        raise UserError(_("This cohort has ended. Its summary stays readable with `/infoview summary`."))
    lead = _own(session, actor, cohort)
    if not lead.wants_digest:
        lead.wants_digest, lead.timezone = True, timezone
        _look_ahead(cohort, lead, clock.now())
        audit.note(session, clock, actor, cohort.id, AuditAct.DIGEST_STARTED)
    return lead.next_digest_at


def stop(session: Session, clock: Clock, actor: Actor, cohort_id: str) -> None:
    """Send the actor the cohort's numbers no more. Raises GoneError and NotAllowedError."""
    lead = _own(session, actor, require_lead(session, actor, cohort_id))
    if lead.wants_digest:
        lead.wants_digest, lead.next_digest_at = False, None
        audit.note(session, clock, actor, cohort_id, AuditAct.DIGEST_STOPPED)


def next_of(session: Session, actor: Actor) -> datetime | None:
    """When the actor gets the next numbers of a cohort; None where no cohort's are planned."""
    mine = select(func.min(col(CohortLead.next_digest_at))).where(
        col(CohortLead.team_id) == actor.team_id, col(CohortLead.user_id) == actor.user_id
    )
    return session.scalar(mine)


def reschedule(session: Session, clock: Clock, cohort: Cohort) -> None:
    """After a change of a cohort's days, or its end."""
    now = clock.now()
    wanting = select(CohortLead).where(
        col(CohortLead.cohort_id) == cohort.id,
        col(CohortLead.team_id) == cohort.team_id,
        col(CohortLead.wants_digest),
    )
    for lead in session.scalars(wanting):
        _look_ahead(cohort, lead, now)
    session.flush()


def plan(session: Session, clock: Clock) -> int:
    """Queue what is due for up to ``BATCH`` leads; returns how many: call it again until that is 0.

    A cohort whose last week is not counted yet waits.
    """
    now = clock.now()
    rows = session.execute(
        select(CohortLead, Cohort)
        .join(Cohort, col(Cohort.id) == col(CohortLead.cohort_id))
        .where(
            col(CohortLead.next_digest_at) <= now,
            or_(col(Cohort.count_at).is_(None), col(Cohort.count_at) > now),
        )
        .order_by(col(CohortLead.next_digest_at))
        .limit(BATCH)
        .with_for_update(skip_locked=True, of=CohortLead)
    ).all()
    for lead, cohort in rows:
        assert lead.next_digest_at is not None, "the query asks for it"
        weeks = LeadWeeks.of(cohort, lead.timezone)
        week = weeks.week_of(lead.next_digest_at)
        if cohort.ended_at is None and (week.at is None or week.at <= now):
            add_once(session, _delivery(lead, week, now))
        lead.next_digest_at = weeks.next_after(lead.next_digest_at)
    session.flush()
    return len(rows)


def prepare(session: Session, clock: Clock, delivery: Delivery, timezone: str) -> LeadDigest | Reason | None:
    """The numbers as they are published now, or why the lead gets none any more.

    ``timezone`` is the lead's zone as Slack names it now. None where the delivery has to wait: Monday morning
    is still to come there, or it is night.
    """
    cohort = session.get(Cohort, delivery.subject)
    if cohort is None or cohort.ended_at is not None:
        return Reason.NOT_ENROLLED
    actor = Actor(delivery.team_id, delivery.recipient)
    lead = session.scalars(_lead(actor, cohort)).one_or_none()
    if lead is None:
        return Reason.NOT_LEAD
    if not lead.wants_digest:
        return Reason.STOPPED
    now = clock.now()
    if lead.timezone != timezone:
        lead.timezone = timezone
        _look_ahead(cohort, lead, now)
    weeks = LeadWeeks.of(cohort, timezone)
    week = weeks.week_labelled(delivery.occurrence)
    at = comes_at(weeks.times, week, delivery.due_at, now)
    if at is None:
        return week.reason or Reason.NO_LONGER
    if at > now:
        put_off(delivery, at, at + LATEST)
        return None
    return LeadDigest(summary_of(session, cohort, _LAST_WEEK), chosen_language(session, clock, actor))


def _own(session: Session, actor: Actor, cohort: Cohort) -> CohortLead:
    return session.scalars(_lead(actor, cohort)).one()


def _lead(actor: Actor, cohort: Cohort) -> Select[CohortLead]:
    return select(CohortLead).where(
        col(CohortLead.cohort_id) == cohort.id,
        col(CohortLead.team_id) == actor.team_id,
        col(CohortLead.user_id) == actor.user_id,
    )


def _look_ahead(cohort: Cohort, lead: CohortLead, now: datetime) -> None:
    """Set when to look after the lead next; what is due already is left to :func:`plan`."""
    if lead.next_digest_at is None or lead.next_digest_at > now:
        lead.next_digest_at = LeadWeeks.of(cohort, lead.timezone).next_after(now)


def _delivery(lead: CohortLead, week: Week, now: datetime) -> Delivery:
    is_left_out = week.at is None
    at = week.at or week.due_at
    return Delivery(
        team_id=lead.team_id,
        recipient=lead.user_id,
        kind=KIND,
        subject=lead.cohort_id,
        occurrence=week.label,
        state=DeliveryState.SKIPPED if is_left_out else DeliveryState.QUEUED,
        reason=week.reason if is_left_out else None,
        due_at=week.due_at,
        send_after=at,
        expires_at=at + LATEST,
        finished_at=now if is_left_out else None,
    )
