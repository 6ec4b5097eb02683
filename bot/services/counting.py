"""Counting a cohort's weeks, once each: what is published then is all that summaries are made of.

The worker counts soon after a week is over, in the cohort's own zone; whoever asks for a summary before that
counts first. What was logged too late for its week counts with the next one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, select
from sqlmodel import Session, col

from bot import vault
from bot.clock import Clock
from bot.models import Cohort, ContributorMarks, PublishedNumber
from bot.services import measures, member_log, publishing, terms
from bot.services.figures import ANSWER_TIME
from bot.services.measures import Contributions, Number
from bot.services.member_log import Cut, MemberLog
from bot.services.publishing import Marks
from bot.services.terms import WEEK
from bot.values import Measure

_DAY = timedelta(days=1)


def catch_up(session: Session, clock: Clock, cohort: Cohort) -> None:
    """Count all weeks of a cohort that are over and not counted yet; works in any session."""
    if _is_due(cohort, clock):
        session.refresh(cohort, with_for_update=True)
    while _is_due(cohort, clock):
        _count_next_week(session, cohort)


def count_due(session: Session, clock: Clock) -> bool:
    """Count one week of one cohort, for the worker; whether there was one. Call it until there is none."""
    cohort = session.scalars(
        select(Cohort)
        .where(col(Cohort.count_at) <= clock.now())
        .order_by(col(Cohort.count_at))
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if cohort is not None:
        _count_next_week(session, cohort)
    return cohort is not None


def _is_due(cohort: Cohort, clock: Clock) -> bool:
    return cohort.count_at is not None and cohort.count_at <= clock.now()


def _count_next_week(session: Session, cohort: Cohort) -> None:
    monday = terms.next_week(cohort)
    if monday is not None:
        cohort.counted_to = monday + WEEK - _DAY
        _publish(session, cohort, cohort.counted_to)
    terms.set_count_at(cohort)
    if cohort.count_at is None and cohort.ended_at is not None:
        session.execute(delete(ContributorMarks).where(_marks_of(cohort)))
    session.flush()


def _publish(session: Session, cohort: Cohort, sunday: date) -> None:
    log = member_log.read(session, cut_of(session, cohort, sunday))
    numbers: Mapping[Measure, Number] = {
        Measure.MEMBERS: (len(log.joined), None),
        **_activity(session, cohort, sunday, log),
        **_batches(session, cohort, sunday, log),
    }
    for measure, (count, amount) in numbers.items():
        session.add(
            PublishedNumber(
                team_id=cohort.team_id,
                cohort_id=cohort.id,
                measure=measure,
                last_day=sunday,
                count=count,
                amount=amount,
            )
        )


def cut_of(session: Session, cohort: Cohort, sunday: date) -> Cut:
    """Where the log of a cohort is cut for the week that ends with a Sunday."""
    # Contacts up to another day than a published one would tell how many lie between the two.
    answerable = session.scalar(
        select(func.max(col(PublishedNumber.last_day))).where(
            _published(cohort, Measure.CONTACTED),
            col(PublishedNumber.last_day) <= sunday - ANSWER_TIME,
            col(PublishedNumber.count).is_not(None),
        )
    )
    first, after = terms.first_monday(cohort), sunday + _DAY
    return Cut(
        team_id=cohort.team_id,
        cohort_id=cohort.id,
        start=terms.midnight(cohort, first),
        end=terms.midnight(cohort, after),
        week_ago=terms.midnight(cohort, after - WEEK),
        fortnight_ago=terms.midnight(cohort, after - 2 * WEEK),
        answerable=terms.midnight(cohort, first if answerable is None else answerable + _DAY),
    )


def _activity(session: Session, cohort: Cohort, sunday: date, log: MemberLog) -> dict[Measure, Number]:
    """Exact each week: who was active lately is no sum that grows, so there is nothing to subtract."""
    week_before = session.scalar(
        select(col(PublishedNumber.count)).where(
            _published(cohort, Measure.ACTIVE_7_DAYS), col(PublishedNumber.last_day) == sunday - WEEK
        )
    )
    week, fortnight = publishing.active(
        log.active, log.active_before, log.sharing, before_is_shown=week_before is not None
    )
    return {Measure.ACTIVE_7_DAYS: (week, None), Measure.ACTIVE_14_DAYS: (fortnight, None)}


def _batches(session: Session, cohort: Cohort, sunday: date, log: MemberLog) -> dict[Measure, Number]:
    before: defaultdict[Measure, list[Marks]] = defaultdict(list)
    kept = select(col(ContributorMarks.measure), col(ContributorMarks.marks), col(ContributorMarks.shared))
    for measure, every, shared in session.execute(kept.where(_marks_of(cohort))):
        before[Measure(measure)].append(Marks(vault.unpack(every), vault.unpack(shared)))
    parts = measures.contributions(log)
    now = {
        measure: marks(session, cohort, f"summary:{cohort.id}:{measure}", found, log.sharing)
        for measure, found in parts.items()
    }
    due = publishing.due(before, now)
    for measure in due:
        session.add(
            ContributorMarks(
                team_id=cohort.team_id,
                cohort_id=cohort.id,
                last_day=sunday,
                measure=measure,
                marks=vault.pack(now[measure].every),
                shared=vault.pack(now[measure].shared),
            )
        )
    return {measure: publishing.published(measure, parts[measure], log.sharing) for measure in due}


def marks(session: Session, cohort: Cohort, purpose: str, parts: Contributions, sharing: Set[str]) -> Marks:
    """The marks of what each member contributes to one number; ``purpose`` names the number, uniquely."""

    def made(members: Iterable[str]) -> frozenset[bytes]:
        texts = (f"{member} {parts[member]}" for member in members)
        return vault.of(session).marks(cohort.team_id, purpose, texts)

    return Marks(made(parts), made(parts.keys() & sharing), len(sharing))


def _published(cohort: Cohort, measure: Measure) -> ColumnElement[bool]:
    return and_(
        col(PublishedNumber.cohort_id) == cohort.id,
        col(PublishedNumber.team_id) == cohort.team_id,
        col(PublishedNumber.measure) == measure,
    )


def _marks_of(cohort: Cohort) -> ColumnElement[bool]:
    return and_(col(ContributorMarks.cohort_id) == cohort.id, col(ContributorMarks.team_id) == cohort.team_id)
