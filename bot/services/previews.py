"""A dry run for leads: how many nudges of each kind a cohort's members would get in the next seven days.

It is the curriculum itself, asked without sending anything. What leads see of it follows the rule of the
summary (:mod:`bot.services.publishing`): it is counted once a week, and a number changes only when five
members changed it. A member counts in their current cohort alone, so that two cohorts with the same members
cannot be subtracted.

:func:`shown` says whether this week is counted. Where it is not, :func:`members`, :func:`dry_run` for a few
of them at a time, and :func:`publish` do it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from bot import vault
from bot.clock import Clock, local_date
from bot.i18n import _
from bot.models import Cohort, Enrollment, Member, PreviewedNudge
from bot.services import audit, counting, publishing, terms
from bot.services.access import require_lead
from bot.services.due import PRIORITY
from bot.services.history import DIGEST
from bot.services.offdays import off_days
from bot.services.publishing import Marks
from bot.services.rehearsal import rehearse
from bot.services.situations import situations
from bot.services.terms import WEEK
from bot.values import Actor, AuditAct, NudgePreview, PreviewLine, StepKind, UserError

KINDS = (DIGEST, *PRIORITY)
"""What comes by itself, in the order it is shown: the weekly message, then the most important first."""

BATCH = 100
"""Members asked about in one transaction."""

Messages = Mapping[str, int]
"""How many messages of each kind one member would get."""

_DAY = timedelta(days=1)


def shown(session: Session, clock: Clock, actor: Actor, cohort_id: str) -> NudgePreview | None:
    """The preview of this week as it was counted; None where it is not counted yet. This is noted.

    Raises GoneError, NotAllowedError, and UserError where the cohort has ended.
    """
    cohort = _running(session, actor, cohort_id)
    if _is_to_be_counted(cohort, clock):
        return None
    return _noted(session, clock, actor, cohort)


def members(session: Session, _clock: Clock, actor: Actor, cohort_id: str) -> Sequence[str]:
    """Whose nudges count: the ids of the members whose current cohort it is. Raises as :func:`shown`."""
    cohort = _running(session, actor, cohort_id)
    in_it = select(col(Enrollment.member_id)).where(
        col(Enrollment.cohort_id) == cohort.id, col(Enrollment.left_at).is_(None)
    )
    rows = session.execute(
        select(col(Enrollment.member_id), col(Enrollment.cohort_id))
        .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
        .where(
            col(Enrollment.member_id).in_(in_it),
            col(Enrollment.left_at).is_(None),
            col(Cohort.ended_at).is_(None),
        )
        .order_by(func.coalesce(col(Enrollment.chosen_at), col(Enrollment.joined_at)), col(Enrollment.id))
    )
    current = {row.member_id: row.cohort_id for row in rows}
    return [member_id for member_id, its_cohort in current.items() if its_cohort == cohort.id]


def dry_run(
    session: Session, clock: Clock, actor: Actor, cohort_id: str, member_ids: Collection[str]
) -> Mapping[str, Messages]:
    """What these members would get from now to the end of the seventh day, as their logs stand; by member id.

    No lead is shown this: it is for :func:`publish`. Raises as :func:`shown`.
    """
    cohort = _running(session, actor, cohort_id)
    now = clock.now()
    until = terms.midnight(cohort, local_date(now, cohort.timezone) + WEEK)
    people = session.scalars(select(Member).where(col(Member.id).in_(member_ids))).all()
    found = situations(session, now, people)
    return {member_id: Counter(rehearse(found[member_id], until)) for member_id in found}


def publish(
    session: Session, clock: Clock, actor: Actor, cohort_id: str, found: Mapping[str, Messages]
) -> NudgePreview:
    """Count this week, unless somebody did so meanwhile: what may move is shown anew from now on.

    Returns the preview; this is noted. Raises as :func:`shown`.
    """
    cohort = _running(session, actor, cohort_id, lock=True)
    if _is_to_be_counted(cohort, clock):
        _publish(session, clock, cohort, found)
    return _noted(session, clock, actor, cohort)


def _publish(session: Session, clock: Clock, cohort: Cohort, found: Mapping[str, Messages]) -> None:
    cohort.previewed_on = local_date(clock.now(), cohort.timezone)
    before = _marks_before(session, cohort)
    sharing = _sharing(session, cohort)
    for kind in KINDS:
        parts = {member_id: counts[kind] for member_id, counts in found.items() if counts.get(kind)}
        marks = counting.marks(session, cohort, f"preview:{cohort.id}:{kind}", parts, sharing)
        if not publishing.may_move(before[kind], marks):
            continue
        is_shown = publishing.is_shown(parts.keys(), sharing)
        session.add(
            PreviewedNudge(
                team_id=cohort.team_id,
                cohort_id=cohort.id,
                counted_on=cohort.previewed_on,
                kind=kind,
                messages=sum(parts.values()) if is_shown else None,
                members=len(parts) if is_shown else None,
                marks=vault.pack(marks.every),
                shared=vault.pack(marks.shared),
            )
        )
    session.flush()


def forget(session: Session, cohort: Cohort) -> None:
    """Delete what was counted: the cohort has ended. Works in any session."""
    of_cohort = (
        col(PreviewedNudge.cohort_id) == cohort.id,
        col(PreviewedNudge.team_id) == cohort.team_id,
    )
    session.execute(delete(PreviewedNudge).where(*of_cohort))
    cohort.previewed_on = None


def _running(session: Session, actor: Actor, cohort_id: str, *, lock: bool = False) -> Cohort:
    cohort = require_lead(session, actor, cohort_id, lock=lock)
    if cohort.ended_at is not None:
        raise UserError(_("This cohort has ended, so nobody gets nudges from it."))
    return cohort


def _is_to_be_counted(cohort: Cohort, clock: Clock) -> bool:
    monday = terms.monday_of(local_date(clock.now(), cohort.timezone))
    return cohort.previewed_on is None or cohort.previewed_on < monday


def _noted(session: Session, clock: Clock, actor: Actor, cohort: Cohort) -> NudgePreview:
    audit.note(session, clock, actor, cohort.id, AuditAct.NUDGES_PREVIEWED)
    assert cohort.previewed_on is not None, "this week is counted"
    first = cohort.previewed_on
    days = [first + number * _DAY for number in range(WEEK.days)]
    off = off_days(cohort.country, cohort.skip_dates, {day.year for day in days})
    latest = _latest(session, cohort)
    return NudgePreview(
        cohort_id=cohort.id,
        cohort_name=cohort.name,
        counted_on=first,
        days_off=tuple(day for day in days if day in off),
        lines=tuple(
            PreviewLine(None if kind == DIGEST else StepKind(kind), *latest.get(kind, ())) for kind in KINDS
        ),
    )


def _latest(session: Session, cohort: Cohort) -> Mapping[str, tuple[int | None, int | None, date]]:
    """What was published last of each kind: messages, members, and the day."""
    rows = session.execute(
        select(
            col(PreviewedNudge.kind),
            col(PreviewedNudge.messages),
            col(PreviewedNudge.members),
            col(PreviewedNudge.counted_on),
        )
        .where(col(PreviewedNudge.cohort_id) == cohort.id)
        .order_by(col(PreviewedNudge.counted_on))
    )
    return {row.kind: (row.messages, row.members, row.counted_on) for row in rows}


def _marks_before(session: Session, cohort: Cohort) -> Mapping[str, Sequence[Marks]]:
    before: defaultdict[str, list[Marks]] = defaultdict(list)
    kept = select(col(PreviewedNudge.kind), col(PreviewedNudge.marks), col(PreviewedNudge.shared))
    for kind, every, shared in session.execute(kept.where(col(PreviewedNudge.cohort_id) == cohort.id)):
        before[kind].append(Marks(vault.unpack(every), vault.unpack(shared)))
    return before


def _sharing(session: Session, cohort: Cohort) -> frozenset[str]:
    """The members who let the lead see their own steps."""
    sharing = select(col(Enrollment.member_id)).where(
        col(Enrollment.cohort_id) == cohort.id,
        col(Enrollment.left_at).is_(None),
        col(Enrollment.shares_steps),
    )
    return frozenset(session.scalars(sharing))
