"""What the members of a cohort logged before a moment, by member and without a word of what they wrote.

Core statements with bound values, over indexes that start with the cohort; no row becomes an object. They are
not scoped by :mod:`bot.db`, so each one names the workspace itself.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    true,
    union_all,
)
from sqlmodel import Session, SQLModel

from bot.values import COVERAGE, Measure, Outcome

ByMember = dict[str, int]
"""How often something happened to each member, by the id of their row; who has none is left out."""

THANK_WITHIN = timedelta(hours=24)
DEBRIEF_WITHIN = timedelta(hours=48)
"""After the end of the meeting."""

_CONTACT = SQLModel.metadata.tables["contact"]
_INTERVIEW = SQLModel.metadata.tables["interview"]
_STATUS_CHANGE = SQLModel.metadata.tables["status_change"]
_DEBRIEF = SQLModel.metadata.tables["debrief"]
_ENROLLMENT = SQLModel.metadata.tables["enrollment"]


@dataclass(frozen=True, slots=True)
class Cut:
    """Where the log of a cohort is cut: from ``start`` to ``end``, the end of a week, and neither later."""

    team_id: str
    cohort_id: str
    start: datetime
    end: datetime
    week_ago: datetime
    fortnight_ago: datetime
    answerable: datetime  # the response rate is of contacts first written to before this

    def values(self) -> dict[str, object]:
        """The values of the statements."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class MemberLog:
    """The log of a cohort at the end of a week."""

    cut: Cut
    counts: dict[Measure, ByMember] = field(default_factory=dict)
    joined: dict[str, datetime] = field(default_factory=dict)  # who is in the cohort
    sharing: frozenset[str] = frozenset()  # who lets the lead see their own counts and days
    active: frozenset[str] = frozenset()  # in the last week
    active_before: frozenset[str] = frozenset()  # in the week before it
    wrote: ByMember = field(default_factory=dict)  # also before the term
    unanswered: ByMember = field(default_factory=dict)  # written to 14 days ago or earlier, no reply
    waiting_debriefs: ByMember = field(default_factory=dict)  # of meetings held 7 days ago or earlier
    first_held: dict[str, datetime] = field(default_factory=dict)
    organisations: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    industries: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    confidence: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))  # the first first


def read(session: Session, cut: Cut) -> MemberLog:
    """Everything a summary needs, by a fixed number of statements."""
    log = MemberLog(cut)
    for load in (_members, _contacts, _people, _interviews, _debriefs, _active):
        load(session, log)
    return log


def _bound(name: str) -> Any:  # noqa: ANN401 - it takes the type of what it is compared with
    return bindparam(name)


def _of_cohort(table: FromClause) -> ColumnElement[bool]:
    return and_(table.c.cohort_id == _bound("cohort_id"), table.c.team_id == _bound("team_id"))


def _times(test: ColumnElement[bool], name: str) -> ColumnElement[int]:
    return func.count(case((test, 1))).label(name)


_BEFORE_END = _bound("end")
_IN_TERM = and_(_CONTACT.c.contacted_at >= _bound("start"), _CONTACT.c.contacted_at < _BEFORE_END)
_REPLIED = and_(_IN_TERM, _CONTACT.c.replied_at < _BEFORE_END)
_SCHEDULED = and_(_REPLIED, _CONTACT.c.scheduled_at < _BEFORE_END)
_MET = and_(_SCHEDULED, _CONTACT.c.met_at < _BEFORE_END)
_FOLLOWED_UP = and_(_IN_TERM, _CONTACT.c.followed_up_at < _bound("week_ago"))
_NO_REPLY = or_(_CONTACT.c.replied_at.is_(None), _CONTACT.c.replied_at >= _BEFORE_END)

_FUNNEL: Mapping[Measure, ColumnElement[bool]] = {
    Measure.CONTACTED: _IN_TERM,
    Measure.REPLIED: _REPLIED,
    Measure.SCHEDULED: _SCHEDULED,
    Measure.MET: _MET,
    Measure.KEPT_IN_TOUCH: and_(_MET, _CONTACT.c.kept_in_touch_at < _BEFORE_END),
    Measure.RESPONSE: and_(_REPLIED, _CONTACT.c.contacted_at < _bound("answerable")),
    Measure.FOLLOWED_UP: _FOLLOWED_UP,
    Measure.FOLLOW_UP_YIELD: and_(_FOLLOWED_UP, _REPLIED, _CONTACT.c.replied_at >= _CONTACT.c.followed_up_at),
}

_CONTACTS = (
    select(
        _CONTACT.c.member_id,
        func.count().label("wrote"),
        _times(and_(_CONTACT.c.contacted_at < _bound("fortnight_ago"), _NO_REPLY), "unanswered"),
        *(_times(test, measure) for measure, test in _FUNNEL.items()),
    )
    .where(_of_cohort(_CONTACT), _CONTACT.c.contacted_at < _BEFORE_END)
    .group_by(_CONTACT.c.member_id)
)

_KINDS = (_CONTACT.c.member_id, _CONTACT.c.organisation_digest, _CONTACT.c.industry)
_PEOPLE = (
    select(
        *_KINDS,
        func.count(_CONTACT.c.introduced).label("known"),
        _times(_CONTACT.c.introduced.is_(False), "not_introduced"),
        _times(_CONTACT.c.advocate == "yes", "advocates"),
    )
    .where(_of_cohort(_CONTACT), _IN_TERM)
    .group_by(*_KINDS)
)

_HELD = (
    select(
        _INTERVIEW.c.member_id,
        _INTERVIEW.c.starts_at,
        _INTERVIEW.c.minutes,
        _INTERVIEW.c.debriefed_at,
        _INTERVIEW.c.thanked_at,
    )
    .where(
        _of_cohort(_INTERVIEW),
        _INTERVIEW.c.outcome == Outcome.HELD.value,
        _INTERVIEW.c.starts_at < _BEFORE_END,
    )
    .order_by(_INTERVIEW.c.member_id, _INTERVIEW.c.starts_at)
)

_DEBRIEFED = (
    select(
        _DEBRIEF.c.member_id,
        _DEBRIEF.c.confidence,
        _DEBRIEF.c.introductions_received,
        _DEBRIEF.c.offered_referral,
        *(_DEBRIEF.c[measure] for measure in COVERAGE),
    )
    .join(_INTERVIEW, _INTERVIEW.c.id == _DEBRIEF.c.interview_id)
    .where(
        _of_cohort(_DEBRIEF),
        _DEBRIEF.c.created_at < _BEFORE_END,
        _INTERVIEW.c.outcome == Outcome.HELD.value,
        _INTERVIEW.c.starts_at >= _bound("start"),
        _INTERVIEW.c.starts_at < _BEFORE_END,
    )
    .order_by(_DEBRIEF.c.created_at, _DEBRIEF.c.id)
)

_ACTS = union_all(
    *(
        select(table.c.member_id, moment.label("at")).where(
            _of_cohort(table), moment >= _bound("fortnight_ago"), moment < _BEFORE_END, counts
        )
        for table, moment, counts in (
            (_STATUS_CHANGE, _STATUS_CHANGE.c.changed_at, _STATUS_CHANGE.c.undone_at.is_(None)),
            (_INTERVIEW, _INTERVIEW.c.created_at, true()),
            (_DEBRIEF, _DEBRIEF.c.created_at, true()),
        )
    )
).subquery()
_FIRST_AND_LATEST_ACTS = select(_ACTS.c.member_id, func.min(_ACTS.c.at), func.max(_ACTS.c.at)).group_by(
    _ACTS.c.member_id
)

_MEMBERS = select(_ENROLLMENT.c.member_id, _ENROLLMENT.c.joined_at, _ENROLLMENT.c.shares_steps).where(
    _of_cohort(_ENROLLMENT),
    _ENROLLMENT.c.joined_at < _BEFORE_END,
    or_(_ENROLLMENT.c.left_at.is_(None), _ENROLLMENT.c.left_at >= _BEFORE_END),
)

STATEMENTS = (_MEMBERS, _CONTACTS, _PEOPLE, _HELD, _DEBRIEFED, _FIRST_AND_LATEST_ACTS)
"""All that one counting asks the database."""


def _rows(session: Session, statement: Any, log: MemberLog) -> Iterator[Any]:  # noqa: ANN401
    return iter(session.connection().execute(statement, log.cut.values()))


def _members(session: Session, log: MemberLog) -> None:
    rows = list(_rows(session, _MEMBERS, log))
    log.joined = {member: joined for member, joined, _shares in rows}
    log.sharing = frozenset(member for member, _joined, shares in rows if shares)


def _contacts(session: Session, log: MemberLog) -> None:
    rows = list(_rows(session, _CONTACTS, log))
    log.wrote, log.unanswered, *funnel = (
        {row[0]: row[column] for row in rows if row[column]} for column in range(1, 3 + len(_FUNNEL))
    )
    log.counts |= zip(_FUNNEL, funnel, strict=True)


def _people(session: Session, log: MemberLog) -> None:
    known, not_introduced, advocates = (
        _counter(log, measure)
        for measure in (Measure.INTRODUCTION_KNOWN, Measure.NOT_INTRODUCED, Measure.ADVOCATES)
    )
    for member, organisation, industry, *numbers in _rows(session, _PEOPLE, log):
        if organisation is not None:
            log.organisations[member].add(organisation)
        if industry is not None:
            log.industries[member].add(industry)
        for counter, number in zip((known, not_introduced, advocates), numbers, strict=True):
            counter[member] += number


def _interviews(session: Session, log: MemberLog) -> None:
    held, debriefed, soon_debriefed, thanked, soon_thanked = (
        _counter(log, measure)
        for measure in (
            Measure.MEETINGS,
            Measure.DEBRIEFED,
            Measure.DEBRIEFED_IN_48_HOURS,
            Measure.THANKED,
            Measure.THANKED_IN_24_HOURS,
        )
    )
    waiting: ByMember = defaultdict(int)
    cut = log.cut
    for member, starts_at, minutes, debriefed_at, thanked_at in _rows(session, _HELD, log):
        is_debriefed = debriefed_at is not None and debriefed_at < cut.end
        is_thanked = thanked_at is not None and thanked_at < cut.end
        if starts_at < cut.week_ago and not is_debriefed:
            waiting[member] += 1
        if starts_at < cut.start:
            continue
        over = starts_at + timedelta(minutes=minutes)
        log.first_held.setdefault(member, starts_at)
        held[member] += 1
        debriefed[member] += is_debriefed
        soon_debriefed[member] += is_debriefed and debriefed_at <= over + DEBRIEF_WITHIN
        thanked[member] += is_thanked
        soon_thanked[member] += is_thanked and thanked_at <= over + THANK_WITHIN
    log.waiting_debriefs = waiting


def _debriefs(session: Session, log: MemberLog) -> None:
    counters = [_counter(log, measure) for measure in (Measure.INTRODUCTIONS, Measure.REFERRALS, *COVERAGE)]
    for member, confidence, *numbers in _rows(session, _DEBRIEFED, log):
        if confidence is not None:
            log.confidence[member].append(confidence)
        for counter, number in zip(counters, numbers, strict=True):
            counter[member] += number


def _active(session: Session, log: MemberLog) -> None:
    rows = list(_rows(session, _FIRST_AND_LATEST_ACTS, log))
    log.active = frozenset(member for member, _first, latest in rows if latest >= log.cut.week_ago)
    log.active_before = frozenset(member for member, first, _latest in rows if first < log.cut.week_ago)


def _counter(log: MemberLog, measure: Measure) -> ByMember:
    log.counts[measure] = defaultdict(int)
    return log.counts[measure]
