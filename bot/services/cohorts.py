"""Cohorts: who may create them, creating, changing, ending, archiving; and the ones somebody leads."""

from collections.abc import Iterable, Sequence
from datetime import date, time

from sqlalchemy import select
from sqlmodel import Session, col

from bot.clock import Clock, local_date
from bot.i18n import _
from bot.models import Cohort, CohortLead, Enrollment, Member, WorkspaceLead
from bot.services import audit, lead_digests, leads, offdays, previews, quiet, retention, sharing
from bot.services.access import require_lead
from bot.services.cohort_cards import card
from bot.services.schedule import schedule_members
from bot.values import (
    Actor,
    AuditAct,
    CohortCard,
    CohortForm,
    NotAllowedError,
    UserError,
)

LONGEST_TERM_DAYS = 3 * 366
MOST_SHOWN = 100
"""Cohorts that an admin chooses from: the most options of a menu in Slack."""

SET_UP = (
    "name",
    "starts_on",
    "ends_on",
    "goal_messages",
    "goal_meetings",
    "digest_weekday",
    "digest_time",
    "channel_id",
    "by_invitation",
    "country",
    "skip_dates",
)
"""What leads set up and change, by its name in the form, in the table and on the card."""

_MOVES_NUDGES = frozenset({"starts_on", "ends_on", "digest_weekday", "digest_time", "country", "skip_dates"})


class CohortChangedError(UserError):
    """Another lead changed the cohort after the form was opened."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody changed this cohort after you opened the form. Nothing was saved now."
                " Type `/infoview cohort` and open it again."
            )
        )


def may_create(session: Session, clock: Clock, actor: Actor) -> bool:
    """Whether the actor is an admin, or a person whom an admin named as lead."""
    del clock
    named = select(WorkspaceLead).where(col(WorkspaceLead.user_id) == actor.user_id)
    return actor.is_admin or session.scalars(named).first() is not None


def name_leads(session: Session, clock: Clock, actor: Actor, user_ids: tuple[str, ...]) -> None:
    """Make exactly these people the ones who may create cohorts. Raises NotAllowedError for non-admins."""
    if not actor.is_admin:
        raise NotAllowedError(_("Only workspace admins and owners can name leads. Please ask one of them."))
    known = {lead.user_id: lead for lead in session.scalars(select(WorkspaceLead))}
    for user_id in sorted(known.keys() - set(user_ids)):
        session.delete(known[user_id])
        audit.note(session, clock, actor, None, AuditAct.CREATOR_REMOVED, person_id=user_id)
    for user_id in sorted(set(user_ids) - known.keys()):
        session.add(WorkspaceLead(user_id=user_id, named_by=actor.user_id, named_at=clock.now()))
        audit.note(session, clock, actor, None, AuditAct.CREATOR_NAMED, person_id=user_id)


def named_leads(session: Session, clock: Clock, actor: Actor) -> tuple[str, ...]:
    """The people who may create cohorts without being admins, by user id."""
    del clock, actor
    return tuple(session.scalars(select(col(WorkspaceLead.user_id)).order_by(col(WorkspaceLead.named_at))))


def create(
    session: Session,
    clock: Clock,
    actor: Actor,
    cohort_id: str,
    form: CohortForm,
    timezone: str,
    copied_from: str | None = None,
) -> CohortCard:
    """Create the cohort with this id, once; the creator leads it too.

    ``copied_from`` is the cohort of the actor whose set-up it was begun with. Raises NotAllowedError, or
    UserError with the field that needs another look.
    """
    known = session.get(Cohort, cohort_id)
    if known is not None:
        return card(session, require_lead(session, actor, cohort_id))
    if not may_create(session, clock, actor):
        raise NotAllowedError(
            _(
                "Only leads and workspace admins can create cohorts."
                " An admin can name leads with `/infoview cohort`."
            )
        )
    if copied_from is not None:
        require_lead(session, actor, copied_from)
    check_term(session, clock, actor, form.starts_on, form.ends_on, timezone)
    _check_country(form.country)
    _check_digest_time(form.digest_time)
    leads.refuse_too_many(form.lead_ids)
    cohort = Cohort(
        id=cohort_id,
        timezone=timezone,
        created_by=actor.user_id,
        created_at=clock.now(),
        **{name: getattr(form, name) for name in SET_UP},
    )
    retention.set_dates(session, cohort)
    session.add(cohort)
    session.flush()
    act = AuditAct.CREATED if copied_from is None else AuditAct.COPIED
    audit.note(session, clock, actor, cohort.id, act)
    session.add(CohortLead(cohort_id=cohort.id, user_id=actor.user_id, added_at=clock.now()))
    leads.add(session, clock, actor, cohort.id, set(form.lead_ids) - {actor.user_id})
    return card(session, cohort)


def check_term(
    session: Session, clock: Clock, actor: Actor, starts_on: date, ends_on: date, timezone: str
) -> None:
    """Raise UserError at the field ``ends_on`` where a cohort cannot last from one day to the other."""
    del session, actor
    if ends_on <= starts_on:
        raise UserError(_("The last day must be after the first day."), field="ends_on")
    if ends_on < local_date(clock.now(), timezone):
        raise UserError(_("This day has passed. Please choose a day in the future."), field="ends_on")
    if (ends_on - starts_on).days > LONGEST_TERM_DAYS:
        raise UserError(
            _("A cohort can last three years at most. Please choose an earlier day."), field="ends_on"
        )


def _check_country(country: str | None) -> None:
    if country is not None and country not in offdays.countries():
        raise UserError(
            _(
                "I do not know the holidays of this country. Please write its two letters, for example US,"
                " CA or GB, or leave this empty."
            ),
            field="country",
        )


def _check_digest_time(at: time) -> None:
    if not quiet.is_open(at):
        raise UserError(
            _(
                "Nobody gets nudges at night. Please choose a time from 9:00 AM on and before 8:00 PM."
                " Each member can still choose another time for themselves."
            ),
            field="digest_time",
        )


def check_edit(
    session: Session,
    clock: Clock,
    actor: Actor,
    cohort_id: str,
    starts_on: date,
    ends_on: date,
) -> None:
    """Raise UserError where a cohort cannot be changed, or not to these days; GoneError, NotAllowedError."""
    cohort = require_lead(session, actor, cohort_id)
    if cohort.ended_at is not None:
        raise UserError(_("This cohort has ended, so it cannot be changed any more."))
    has_begun = cohort.starts_on <= local_date(clock.now(), cohort.timezone)
    if has_begun and starts_on != cohort.starts_on:
        # Two summaries with different first days would tell what happened on the days between.
        raise UserError(_("The cohort has begun, so its first day stays as it is."), field="starts_on")
    check_term(session, clock, actor, starts_on, ends_on, cohort.timezone)


def edit(
    session: Session, clock: Clock, actor: Actor, cohort_id: str, form: CohortForm, version: int
) -> CohortCard:
    """Change a running cohort; the nudges of its members follow.

    Raises as :func:`check_edit`, and CohortChangedError where it has another ``version`` now.
    """
    cohort = require_lead(session, actor, cohort_id, lock=True)
    if cohort.version != version:
        raise CohortChangedError
    check_edit(session, clock, actor, cohort_id, form.starts_on, form.ends_on)
    _check_country(form.country)
    _check_digest_time(form.digest_time)
    changed = [name for name in SET_UP if getattr(cohort, name) != getattr(form, name)]
    if changed:
        members = _members(session, cohort)
        _move_digests(members, cohort, form)
        for name in changed:
            setattr(cohort, name, getattr(form, name))
        cohort.version += 1
        retention.set_dates(session, cohort)
        audit.note(session, clock, actor, cohort.id, AuditAct.EDITED, fields=changed)
        if _MOVES_NUDGES & set(changed):
            schedule_members(session, clock, members)
            lead_digests.reschedule(session, clock, cohort)
    return card(session, cohort)


def end(session: Session, clock: Clock, actor: Actor, cohort_id: str) -> CohortCard:
    """End a cohort: its nudges stop, nobody can join it, nothing is shared any more.

    What members logged stays theirs; names and texts in it are deleted later. Raises GoneError and
    NotAllowedError.
    """
    cohort = require_lead(session, actor, cohort_id, lock=True)
    if cohort.ended_at is None:
        close(session, clock, cohort)
        retention.set_dates(session, cohort)
        audit.note(session, clock, actor, cohort.id, AuditAct.ENDED)
    return card(session, cohort)


def close(session: Session, clock: Clock, cohort: Cohort) -> None:
    """A cohort runs no more: its nudges stop, its code opens nothing, nothing is shared in it.

    Works in any session, and asks for no rights.
    """
    cohort.ended_at = clock.now()
    cohort.code_sealed = cohort.code_digest = None
    session.flush()
    sharing.stop_all(session, cohort)
    schedule_members(session, clock, _members(session, cohort))
    lead_digests.reschedule(session, clock, cohort)
    previews.forget(session, cohort)


def archive(session: Session, clock: Clock, actor: Actor, cohort_id: str, *, archived: bool) -> CohortCard:
    """Take an ended cohort out of its leads' lists, or put it back; its summary stays readable.

    Raises GoneError, NotAllowedError, and UserError while the cohort runs.
    """
    cohort = require_lead(session, actor, cohort_id, lock=True)
    if cohort.ended_at is None:
        raise UserError(_("This cohort still runs. Please end it first, then you can archive it."))
    if archived != (cohort.archived_at is not None):
        cohort.archived_at = clock.now() if archived else None
        act = AuditAct.ARCHIVED if archived else AuditAct.UNARCHIVED
        audit.note(session, clock, actor, cohort.id, act)
    return card(session, cohort)


def all_cohorts(session: Session, clock: Clock, actor: Actor) -> tuple[CohortCard, ...]:
    """The workspace's cohorts, for admins, the newest first. Raises NotAllowedError."""
    del clock
    if not actor.is_admin:
        raise NotAllowedError(_("Only workspace admins and owners see all cohorts."))
    found = session.scalars(
        select(Cohort)
        .where(col(Cohort.archived_at).is_(None))
        .order_by(col(Cohort.ended_at).is_not(None), col(Cohort.starts_on).desc(), col(Cohort.id))
        .limit(MOST_SHOWN)
    )
    return tuple(card(session, cohort) for cohort in found)


def led_cohort(session: Session, clock: Clock, actor: Actor, cohort_id: str) -> CohortCard:
    """One cohort, for its leads. Raises GoneError and NotAllowedError."""
    del clock
    return card(session, require_lead(session, actor, cohort_id))


def led_cohorts(
    session: Session, clock: Clock, actor: Actor, *, archived: bool = False
) -> tuple[CohortCard, ...]:
    """The cohorts the actor leads, running ones first, then the newest; or the ``archived`` ones."""
    del clock
    cohorts = session.scalars(
        select(Cohort)
        .join(CohortLead, col(CohortLead.cohort_id) == col(Cohort.id))
        .where(col(CohortLead.user_id) == actor.user_id, col(Cohort.archived_at).is_not(None) == archived)
        .order_by(col(Cohort.ended_at).is_not(None), col(Cohort.starts_on).desc(), col(Cohort.id))
    )
    return tuple(card(session, cohort) for cohort in cohorts)


def _members(session: Session, cohort: Cohort) -> Sequence[Member]:
    """Who is in the cohort now."""
    return session.scalars(
        select(Member)
        .join(Enrollment, col(Enrollment.member_id) == col(Member.id))
        .where(
            col(Enrollment.cohort_id) == cohort.id,
            col(Enrollment.team_id) == cohort.team_id,
            col(Enrollment.left_at).is_(None),
        )
    ).all()


def _move_digests(members: Iterable[Member], cohort: Cohort, form: CohortForm) -> None:
    """Who has the cohort's day and time, as at joining, follows; who chose others keeps them."""
    for member in members:
        if (member.nudge_weekday, member.nudge_time) == (cohort.digest_weekday, cohort.digest_time):
            member.nudge_weekday, member.nudge_time = form.digest_weekday, form.digest_time
