"""What members achieved: the firsts, the guide's six subjects, and the goals of their cohorts."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from bot.models import Contact, Debrief, Interview
from bot.services.rows import of_members
from bot.services.situation import Achieved
from bot.values import Advocate, LearningGoal, Milestone, Outcome, Status


@dataclass(frozen=True, slots=True)
class Goals:
    """The goals of one running cohort that a member is in."""

    cohort_id: str
    messages: int
    meetings: int


@dataclass(slots=True)
class _Log:
    """The moments of one member's log that count, not in order."""

    written: list[tuple[str, datetime]] = field(default_factory=list)  # with the cohort of each
    replied: list[datetime] = field(default_factory=list)
    met: list[tuple[str, datetime]] = field(default_factory=list)
    debriefs: list[tuple[datetime, frozenset[LearningGoal]]] = field(default_factory=list)
    advocates: list[datetime] = field(default_factory=list)


def milestones(
    session: Session, keys: Collection[tuple[str, str]], goals: Mapping[str, Collection[Goals]]
) -> Mapping[str, tuple[Achieved, ...]]:
    """What these members (workspace and id) achieved, and when; in three queries, any workspaces."""
    logs: dict[str, _Log] = {member_id: _Log() for _, member_id in keys}
    reported = _read_contacts(session, keys, logs)
    _read_meetings(session, keys, logs, reported)
    _read_debriefs(session, keys, logs)
    return {member_id: tuple(_achieved(log, goals.get(member_id, ()))) for member_id, log in logs.items()}


def _achieved(log: _Log, goals: Iterable[Goals]) -> Iterator[Achieved]:
    firsts = {
        Milestone.FIRST_MESSAGE: [at for _, at in log.written],
        Milestone.FIRST_REPLY: log.replied,
        Milestone.FIRST_MEETING: [at for _, at in log.met],
        Milestone.FIRST_ADVOCATE: log.advocates,
    }
    for milestone, moments in firsts.items():
        if moments:
            yield Achieved(milestone, min(moments))
    covered_at = _covered_at(log)
    if covered_at is not None:
        yield Achieved(Milestone.ALL_SUBJECTS, covered_at)
    for goal in goals:
        for milestone, entries, count in (
            (Milestone.MESSAGES_GOAL, log.written, goal.messages),
            (Milestone.MEETINGS_GOAL, log.met, goal.meetings),
        ):
            moments = sorted(at for cohort_id, at in entries if cohort_id == goal.cohort_id)
            if len(moments) >= count > 0:
                yield Achieved(milestone, moments[count - 1], goal.cohort_id)


def _covered_at(log: _Log) -> datetime | None:
    """When all six subjects were covered."""
    left = set(LearningGoal)
    for at, covered in sorted(log.debriefs, key=lambda debrief: debrief[0]):
        left -= covered
        if not left:
            return at
    return None


def _read_contacts(
    session: Session, keys: Collection[tuple[str, str]], logs: Mapping[str, _Log]
) -> Mapping[str, datetime]:
    """Fills in messages and replies; returns when the first meeting with each contact was reported."""
    rows = session.execute(
        select(
            col(Contact.id),
            col(Contact.member_id),
            col(Contact.cohort_id),
            col(Contact.status),
            col(Contact.contacted_at),
            col(Contact.replied_at),
            col(Contact.met_at),
        ).where(
            of_members(Contact, keys),
            col(Contact.contacted_at).is_not(None),
        )
    )
    reported = {}
    for row in rows:
        log = logs[row.member_id]
        log.written.append((row.cohort_id, row.contacted_at))
        if row.replied_at is not None and row.status != Status.DECLINED:
            log.replied.append(row.replied_at)
        if row.met_at is not None:
            reported[row.id] = row.met_at
    return reported


def _read_meetings(
    session: Session,
    keys: Collection[tuple[str, str]],
    logs: Mapping[str, _Log],
    reported: Mapping[str, datetime],
) -> None:
    rows = session.execute(
        select(
            col(Interview.member_id),
            col(Interview.contact_id),
            col(Interview.cohort_id),
            col(Interview.starts_at),
            col(Interview.minutes),
        )
        .where(
            of_members(Interview, keys),
            col(Interview.outcome) == Outcome.HELD,
        )
        .order_by(col(Interview.starts_at))
    )
    seen: set[str] = set()
    for row in rows:
        over = row.starts_at + timedelta(minutes=row.minutes)
        # A first meeting is celebrated when the member says that it took place.
        said = reported.get(row.contact_id, over) if row.contact_id not in seen else over
        seen.add(row.contact_id)
        logs[row.member_id].met.append((row.cohort_id, max(over, said)))


def _read_debriefs(session: Session, keys: Collection[tuple[str, str]], logs: Mapping[str, _Log]) -> None:
    covered = {goal: getattr(Debrief, f"covered_{goal}") for goal in LearningGoal}
    rows = session.execute(
        select(col(Interview.member_id), col(Debrief.updated_at), col(Debrief.advocate), *covered.values())
        .join(Interview, col(Interview.id) == col(Debrief.interview_id))
        .where(of_members(Interview, keys))
    )
    for member_id, at, advocate, *flags in rows:
        log = logs[member_id]
        log.debriefs.append((at, frozenset(goal for goal, flag in zip(covered, flags, strict=True) if flag)))
        if advocate == Advocate.YES:
            log.advocates.append(at)
