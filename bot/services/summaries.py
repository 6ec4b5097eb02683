"""The cohort summary for leads, from the numbers that were published: no log is read for it."""

from datetime import date, timedelta

from sqlalchemy import bindparam, func, select
from sqlmodel import Session, SQLModel

from bot.clock import Clock
from bot.i18n import _
from bot.models import Cohort
from bot.services import audit, counting, terms
from bot.services.access import require_lead
from bot.services.figures import Published
from bot.services.terms import WEEK
from bot.values import (
    WHOLE_TERM,
    Actor,
    AuditAct,
    CohortSummary,
    PeriodChoice,
    UserError,
    Weeks,
)

_DAY = timedelta(days=1)
_NUMBER = SQLModel.metadata.tables["published_number"].c
_ENROLLMENT = SQLModel.metadata.tables["enrollment"].c

_PUBLISHED = (
    select(_NUMBER.measure, _NUMBER.last_day, _NUMBER.count, _NUMBER.amount)
    .where(
        _NUMBER.cohort_id == bindparam("cohort_id"),
        _NUMBER.team_id == bindparam("team_id"),
    )
    .order_by(_NUMBER.last_day)
)
_MEMBERS_NOW = select(func.count()).where(
    _ENROLLMENT.cohort_id == bindparam("cohort_id"),
    _ENROLLMENT.team_id == bindparam("team_id"),
    _ENROLLMENT.left_at.is_(None),
)


def view(
    session: Session, clock: Clock, actor: Actor, cohort_id: str, period: PeriodChoice = WHOLE_TERM
) -> CohortSummary:
    """The summary for a lead who opens it; this is noted. Raises as :func:`build`."""
    found = build(session, clock, actor, cohort_id, period)
    audit.note(session, clock, actor, cohort_id, AuditAct.SUMMARY_VIEWED)
    return found


def build(
    session: Session, clock: Clock, actor: Actor, cohort_id: str, period: PeriodChoice = WHOLE_TERM
) -> CohortSummary:
    """The summary of the chosen weeks. What is over and not counted yet is counted first, so it may write.

    Days mean the whole ISO weeks they lie in. Raises GoneError, NotAllowedError, and UserError for weeks that
    are in the wrong order or outside the term.
    """
    cohort = require_lead(session, actor, cohort_id)
    counting.catch_up(session, clock, cohort)
    return summary_of(session, cohort, period)


def summary_of(session: Session, cohort: Cohort, period: PeriodChoice = WHOLE_TERM) -> CohortSummary:
    """The summary from what is published now. It does not ask who wants to know. Raises UserError."""
    term = terms.counted_weeks(cohort)
    shown = _chosen(term, period) if term.count else term
    before = _before(term, shown)
    of_cohort = {"cohort_id": cohort.id, "team_id": cohort.team_id}
    published = Published(term.first_day)
    for number in session.connection().execute(_PUBLISHED, of_cohort):
        published.add(*number)
    return CohortSummary(
        cohort_id=cohort.id,
        cohort_name=cohort.name,
        members=session.connection().scalar(_MEMBERS_NOW, of_cohort) or 0,
        term=term,
        period=shown,
        before=before,
        figures=published.figures(shown),
        figures_before=published.figures(before) if before else {},
        weeks=tuple(published.weekly(shown)),
        next_numbers_on=_next_numbers(cohort),
    )


def _next_numbers(cohort: Cohort) -> date | None:
    monday = terms.next_week(cohort)
    return None if monday is None else monday + WEEK


def _chosen(term: Weeks, choice: PeriodChoice) -> Weeks:
    """The chosen weeks, as far as they are counted."""
    if choice.first and choice.last and choice.first > choice.last:
        raise UserError(_("The first week is after the last one. Please choose the weeks again."))
    first, last = choice.first or term.first_day, choice.last or term.last_day
    if choice.latest is not None:
        first = term.last_day + _DAY - min(max(choice.latest, 1), term.count) * WEEK
    if first > term.last_day or last < term.first_day:
        raise UserError(_("There are no numbers for these weeks. Please choose weeks of the cohort's term."))
    return Weeks(
        terms.monday_of(max(first, term.first_day)),
        terms.monday_of(min(last, term.last_day)) + WEEK - _DAY,
    )


def _before(term: Weeks, shown: Weeks) -> Weeks | None:
    """As many weeks before those that are shown; None where the term does not reach so far back."""
    first = shown.first_day - shown.count * WEEK
    return Weeks(first, shown.first_day - _DAY) if shown.count and first >= term.first_day else None
