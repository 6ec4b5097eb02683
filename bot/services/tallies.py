"""The counts behind a summary, by Core statements over covering indexes that start with the cohort.

No row becomes an object here, and no statement reads a column that holds text. Core statements are not
scoped by :mod:`bot.db`, so each one names the workspace itself. Rows are grouped by member first: the
indexes lie in that order, and a member who did something often is still one member.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    FromClause,
    and_,
    case,
    func,
    literal,
    select,
    true,
    union_all,
)
from sqlmodel import Session, SQLModel

from bot.services.suppression import NOTHING, Tally
from bot.values import Outcome

_CONTACT = SQLModel.metadata.tables["contact"]
_INTERVIEW = SQLModel.metadata.tables["interview"]
_STATUS_CHANGE = SQLModel.metadata.tables["status_change"]
_DEBRIEF = SQLModel.metadata.tables["debrief"]
_ENROLLMENT = SQLModel.metadata.tables["enrollment"]


@dataclass(frozen=True, slots=True)
class Term:
    """The weeks of one cohort that are counted: their starts in UTC, and the end of the last one."""

    team_id: str
    cohort_id: str
    bounds: tuple[datetime, ...]

    @property
    def weeks(self) -> int:
        """How many weeks are counted."""
        return len(self.bounds) - 1

    @property
    def start(self) -> datetime:
        """The first moment that is counted."""
        return self.bounds[0]

    @property
    def end(self) -> datetime:
        """The first moment that is not counted any more."""
        return self.bounds[-1]

    def of_cohort(self, table: FromClause) -> ColumnElement[bool]:
        """The rows of this cohort in this workspace."""
        return and_(table.c.cohort_id == self.cohort_id, table.c.team_id == self.team_id)

    def holds(self, moment: ColumnElement[datetime]) -> ColumnElement[bool]:
        """Whether a moment is counted."""
        return and_(moment >= self.start, moment < self.end)


def members(session: Session, team_id: str, cohort_id: str) -> int:
    """How many people are in the cohort now."""
    here = _ENROLLMENT.c
    found = session.connection().scalar(
        select(func.count()).where(
            here.cohort_id == cohort_id, here.team_id == team_id, here.left_at.is_(None)
        )
    )
    return found or 0


def contacts(
    session: Session, term: Term, *, written_before: datetime, followed_up_before: datetime
) -> dict[str, Tally]:
    """The funnel of the contacts first written to in the term; later steps imply the earlier ones.

    ``mature`` and ``recent`` are those written to before ``written_before``, and the others.
    """
    row = _CONTACT.c
    replied = row.replied_at < term.end
    scheduled = and_(replied, row.scheduled_at < term.end)
    met = and_(scheduled, row.met_at < term.end)
    mature = row.contacted_at < written_before
    followed_up = and_(row.followed_up_at < followed_up_before, row.followed_up_at < term.end)
    return _tallies(
        session,
        row.member_id,
        and_(term.of_cohort(_CONTACT), term.holds(row.contacted_at)),
        {
            "contacted": row.contacted_at.is_not(None),
            "replied": replied,
            "scheduled": scheduled,
            "met": met,
            "kept_in_touch": and_(met, row.kept_in_touch_at < term.end),
            "mature": mature,
            "recent": row.contacted_at >= written_before,
            "mature_replied": and_(mature, replied),
            "followed_up": followed_up,
            "followed_up_replied": and_(followed_up, replied, row.replied_at >= row.followed_up_at),
        },
    )


def interviews(session: Session, term: Term) -> dict[str, Tally]:
    """The interviews held in the term, and how many of them were debriefed and thanked for by its end."""
    row = _INTERVIEW.c
    return _tallies(
        session,
        row.member_id,
        _held(term),
        {
            "held": row.starts_at.is_not(None),
            "debriefed": term.holds(row.debriefed_at),
            "thanked": row.thanked_at < term.end,
        },
    )


def active(session: Session, term: Term, since: Sequence[datetime]) -> tuple[Tally, ...]:
    """The members with a logged action since each of these moments, up to the end of the term.

    A step that was undone is none.
    """
    logged = union_all(
        *(
            select(table.c.member_id, moment.label("at")).where(
                term.of_cohort(table), moment >= min(since), moment < term.end, counts
            )
            for table, moment, counts in (
                (_STATUS_CHANGE, _STATUS_CHANGE.c.changed_at, _STATUS_CHANGE.c.undone_at.is_(None)),
                (_INTERVIEW, _INTERVIEW.c.created_at, true()),
                (_DEBRIEF, _DEBRIEF.c.created_at, true()),
            )
        )
    ).subquery()
    latest = (
        select(logged.c.member_id, func.max(logged.c.at).label("at")).group_by(logged.c.member_id).subquery()
    )
    counts = [func.count(case((latest.c.at >= moment, 1))) for moment in since]
    found = session.connection().execute(select(*counts)).one()
    return tuple(Tally(members, members) for members in found)


class Weekly:
    """One measure by week: some rows, each in the week of one of its moments."""

    def __init__(
        self,
        session: Session,
        term: Term,
        member_id: ColumnElement[str],
        moment: ColumnElement[datetime],
        condition: ColumnElement[bool],
    ) -> None:
        self._session = session
        self._size = term.weeks
        week = _week_of(moment, term.bounds, 0, self._size)
        self._rows = (
            select(member_id.label("member_id"), week.label("week"))
            .where(condition, term.holds(moment))
            .subquery()
        )

    def tallies(self) -> tuple[Tally, ...]:
        """One tally a week, the first first."""
        rows = self._rows.c
        query = select(rows.week, func.count(), func.count(rows.member_id.distinct())).group_by(rows.week)
        found = self._session.connection().execute(query)
        tallies = {week: Tally(count, members) for week, count, members in found}
        return tuple(tallies.get(week, NOTHING) for week in range(self._size))

    def joint_members(self, weeks: frozenset[int]) -> int:
        """How many different members stand behind these weeks (indexes) together."""
        rows = self._rows.c
        query = select(func.count(rows.member_id.distinct())).where(rows.week.in_(sorted(weeks)))
        return self._session.connection().scalar(query) or 0


def weekly_outreach(session: Session, term: Term) -> Weekly:
    """Contacts by the week they were first written to."""
    return Weekly(session, term, _CONTACT.c.member_id, _CONTACT.c.contacted_at, term.of_cohort(_CONTACT))


def weekly_meetings(session: Session, term: Term) -> Weekly:
    """Interviews held, by the week they were held in."""
    return Weekly(session, term, _INTERVIEW.c.member_id, _INTERVIEW.c.starts_at, _held(term))


def weekly_debriefs(session: Session, term: Term) -> Weekly:
    """Interviews held in the term, by the week they were debriefed in."""
    return Weekly(session, term, _INTERVIEW.c.member_id, _INTERVIEW.c.debriefed_at, _held(term))


def _held(term: Term) -> ColumnElement[bool]:
    row = _INTERVIEW.c
    return and_(term.of_cohort(_INTERVIEW), row.outcome == Outcome.HELD.value, term.holds(row.starts_at))


def _week_of(
    moment: ColumnElement[datetime], bounds: Sequence[datetime], first: int, end: int
) -> ColumnElement[int]:
    """The index of the week of a moment, as a binary search: a hundred weeks take seven comparisons."""
    if end - first == 1:
        return literal(first)
    middle = (first + end) // 2
    return case(
        (moment < bounds[middle], _week_of(moment, bounds, first, middle)),
        else_=_week_of(moment, bounds, middle, end),
    )


def _tallies(
    session: Session,
    member_id: ColumnElement[str],
    condition: ColumnElement[bool],
    tests: Mapping[str, ColumnElement[bool]],
) -> dict[str, Tally]:
    """For each test, how many of the rows pass it, and how many members have such a row."""
    counts = [func.count(case((test, 1))).label(name) for name, test in tests.items()]
    by_member = select(*counts).where(condition).group_by(member_id).subquery()
    columns = [
        column
        for name in tests
        for column in (
            func.coalesce(func.sum(by_member.c[name]), 0),
            func.count(func.nullif(by_member.c[name], 0)),
        )
    ]
    found = session.connection().execute(select(*columns)).one()
    return {
        name: Tally(int(count), members)
        for name, count, members in zip(tests, found[::2], found[1::2], strict=True)
    }
