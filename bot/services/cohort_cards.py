"""A cohort as people see it."""

from sqlalchemy import func, select
from sqlmodel import Session, col

from bot.clock import local_date
from bot.models import Cohort, CohortLead, Enrollment
from bot.values import CohortCard


def card(session: Session, cohort: Cohort) -> CohortCard:
    """A cohort as people see it, with its leads and the number of its members."""
    lead_ids = session.scalars(
        select(col(CohortLead.user_id))
        .where(col(CohortLead.cohort_id) == cohort.id)
        .order_by(col(CohortLead.added_at), col(CohortLead.user_id))
    )
    members = session.scalar(
        select(func.count())
        .select_from(Enrollment)
        .where(col(Enrollment.cohort_id) == cohort.id, col(Enrollment.left_at).is_(None))
    )
    return CohortCard(
        id=cohort.id,
        name=cohort.name,
        starts_on=cohort.starts_on,
        ends_on=cohort.ends_on,
        goal_messages=cohort.goal_messages,
        goal_meetings=cohort.goal_meetings,
        digest_weekday=cohort.digest_weekday,
        digest_time=cohort.digest_time,
        timezone=cohort.timezone,
        channel_id=cohort.channel_id,
        lead_ids=tuple(lead_ids),
        member_count=members or 0,
        is_ended=cohort.ended_at is not None,
        by_invitation=cohort.by_invitation,
        is_archived=cohort.archived_at is not None,
        purges_on=local_date(cohort.purge_at, cohort.timezone) if cohort.purge_at is not None else None,
        version=cohort.version,
        country=cohort.country,
        skip_dates=cohort.skip_dates,
    )
