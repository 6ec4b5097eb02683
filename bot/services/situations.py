"""What the curriculum knows of members, read in few queries for many of them; any workspaces."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import case, func, select
from sqlmodel import Session, col

from bot.among import among
from bot.models import Cohort, Delivery, Enrollment, Member
from bot.services.history import DIGEST, Past
from bot.services.milestones import Goals, milestones
from bot.services.offdays import off_days
from bot.services.quiet import OpenTimes
from bot.services.rows import of_members
from bot.services.situation import Situation, Wishes
from bot.services.steps import member_states
from bot.values import DeliveryState, StepKind

_KIND_SEPARATOR = ","
_KINDS = {str(kind): kind for kind in StepKind}
_STATES = {str(state): state for state in DeliveryState}


def situations(
    session: Session, now: datetime, members: Collection[Member], *, without: Collection[str] = ()
) -> Mapping[str, Situation]:
    """Each member's situation at ``now``, by member id; ``without`` are deliveries that are left out."""
    keys = [(member.team_id, member.id) for member in members]
    states = member_states(session, now, members)
    places = _places(session, keys)
    achieved = milestones(session, keys, {key: place.goals for key, place in places.items()})
    past, weeks = _past(session, keys, without)
    found = {}
    for member in members:
        place = places.get(member.id)
        found[member.id] = Situation(
            state=states[member.id],
            times=place.open_times(member, now) if place is not None else None,
            wishes=wishes_of(member),
            past=tuple(past.get(member.id, ())),
            weeks=frozenset(weeks.get(member.id, ())),
            achieved=achieved[member.id],
            digest_at=member.next_digest_at,
            since=member.next_nudge_at,
            active_at=member.active_at,
            has_channel=place is not None and place.has_channel,
        )
    return found


def wishes_of(member: Member) -> Wishes:
    """What a member chose about nudges."""
    return Wishes(
        weekday=member.nudge_weekday,
        at=member.nudge_time,
        stopped=member.nudges_stopped,
        digest_only=member.digest_only,
        muted=read_kinds(member.muted_kinds),
        on_rest_days=member.prepares_on_rest_days,
    )


def read_kinds(stored: str) -> frozenset[StepKind]:
    """Kinds as they are stored with a member; one that is no more is left out."""
    return frozenset(_KINDS[kind] for kind in stored.split(_KIND_SEPARATOR) if kind in _KINDS)


def store_kinds(kinds: Iterable[StepKind]) -> str:
    """Kinds as they are stored with a member."""
    return _KIND_SEPARATOR.join(sorted(kinds))


@dataclass(slots=True)
class _Place:
    """The running cohorts a member is in, as one: its days, its days without nudges, its goals."""

    first: date
    last: date
    calendars: list[tuple[str | None, str]] = field(default_factory=list)
    goals: list[Goals] = field(default_factory=list)
    has_channel: bool = False

    def open_times(self, member: Member, now: datetime) -> OpenTimes:
        years = (now.year - 1, now.year, now.year + 1)
        off = frozenset[date]().union(*(off_days(*calendar, years) for calendar in self.calendars))
        return OpenTimes(member.timezone, self.first, self.last, off, member.paused_until)


def _places(session: Session, keys: Collection[tuple[str, str]]) -> Mapping[str, _Place]:
    """The places of those of the members who are in a running cohort, by member id."""
    rows = session.execute(
        select(
            col(Enrollment.member_id),
            col(Cohort.id),
            col(Cohort.starts_on),
            col(Cohort.ends_on),
            col(Cohort.country),
            col(Cohort.skip_dates),
            col(Cohort.goal_messages),
            col(Cohort.goal_meetings),
            col(Cohort.channel_id),
        )
        .join(
            Cohort,
            (col(Cohort.id) == col(Enrollment.cohort_id)) & (col(Cohort.team_id) == col(Enrollment.team_id)),
        )
        .where(
            of_members(Enrollment, keys),
            col(Enrollment.left_at).is_(None),
            col(Cohort.ended_at).is_(None),
        )
    )
    places: dict[str, _Place] = {}
    for row in rows:
        place = places.setdefault(row.member_id, _Place(row.starts_on, row.ends_on))
        place.first, place.last = min(place.first, row.starts_on), max(place.last, row.ends_on)
        place.calendars.append((row.country, row.skip_dates))
        place.goals.append(Goals(row.id, row.goal_messages, row.goal_meetings))
        place.has_channel |= row.channel_id is not None
    return places


def _past(
    session: Session, keys: Collection[tuple[str, str]], without: Collection[str]
) -> tuple[Mapping[str, list[Past]], Mapping[str, list[str]]]:
    """The members' earlier deliveries, and the weeks that have their weekly message; by member id."""
    weekly = col(Delivery.kind) == DIGEST
    rows = session.execute(
        select(
            col(Delivery.member_id),
            col(Delivery.id),
            weekly,
            case((weekly, col(Delivery.step_kind)), else_=col(Delivery.kind)),
            case((weekly, col(Delivery.step_subject)), else_=col(Delivery.subject)),
            col(Delivery.occurrence),
            func.coalesce(col(Delivery.finished_at), col(Delivery.send_after)),
            col(Delivery.state),
            col(Delivery.answered_at),
            col(Delivery.snoozed_at).is_not(None),
        ).where(
            of_members(Delivery, keys),
            among(col(Delivery.kind), [DIGEST, *StepKind]),
            ~among(col(Delivery.id), without),
        )
    )
    past: dict[str, list[Past]] = {}
    weeks: dict[str, list[str]] = {}
    for member_id, key, is_weekly, kind, subject, occurrence, at, state, answered_at, is_snoozed in rows:
        if is_weekly:
            weeks.setdefault(member_id, []).append(occurrence)
        past.setdefault(member_id, []).append(
            Past(
                kind=_KINDS[kind] if kind is not None else None,
                subject=subject or "",
                occurrence=occurrence,
                at=at,
                state=_STATES[state],
                is_weekly=is_weekly,
                answered_at=answered_at,
                is_snoozed=is_snoozed,
                id=key,
            )
        )
    return past, weeks
