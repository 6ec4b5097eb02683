"""A member's settings: when the weekly nudge comes, which others do, and what the lead may see."""

from datetime import date

from sqlmodel import Session

from bot.clock import Clock, local_date
from bot.i18n import _
from bot.models import Enrollment, Member
from bot.services.members import current_enrollment
from bot.services.schedule import schedule_member
from bot.services.situations import read_kinds, store_kinds
from bot.values import Actor, NudgeChoices, NudgeSettings, SettingsForm, UserError

LONGEST_PAUSE_DAYS = 366


def read(session: Session, clock: Clock, actor: Actor) -> NudgeSettings:
    """The actor's settings. Raises NotEnrolledError."""
    enrollment = current_enrollment(session, actor)
    return _shown(clock, session.get_one(Member, enrollment.member_id), enrollment)


def change(session: Session, clock: Clock, actor: Actor, form: SettingsForm) -> NudgeSettings:
    """Save the settings and plan the next nudge by them.

    Sharing is set for the cohort the actor is in now. Raises NotEnrolledError, and UserError for a pause that
    cannot be.
    """
    enrollment = current_enrollment(session, actor)
    member = session.get_one(Member, enrollment.member_id, with_for_update=True)
    _check_pause(form.paused_until, local_date(clock.now(), member.timezone))
    member.nudge_weekday = form.weekday
    member.nudge_time = form.time
    member.paused_until = form.paused_until
    member.nudges_stopped = form.stopped
    member.digest_only = form.digest_only
    enrollment.shares_steps = form.shares_steps
    if form.language is not None:
        member.language = form.language or None
    schedule_member(session, clock, member)
    member.active_at = clock.now()
    return _shown(clock, member, enrollment)


def choose_kinds(session: Session, clock: Clock, actor: Actor, choices: NudgeChoices) -> NudgeSettings:
    """Save which nudges the actor does not get, and plan anew. Raises NotEnrolledError."""
    enrollment = current_enrollment(session, actor)
    member = session.get_one(Member, enrollment.member_id, with_for_update=True)
    member.muted_kinds = store_kinds(choices.muted)
    member.prepares_on_rest_days = choices.on_rest_days
    schedule_member(session, clock, member)
    member.active_at = clock.now()
    return _shown(clock, member, enrollment)


def _check_pause(until: date | None, today: date) -> None:
    if until is None:
        return
    if until < today:
        raise UserError(_("This day has passed. Please choose a later day."), field="paused_until")
    if (until - today).days > LONGEST_PAUSE_DAYS:
        raise UserError(
            _("A pause can last one year at most. To get no nudges at all, choose to stop them."),
            field="paused_until",
        )


def _shown(clock: Clock, member: Member, enrollment: Enrollment) -> NudgeSettings:
    until = member.paused_until
    is_paused = until is not None and until > local_date(clock.now(), member.timezone)
    return NudgeSettings(
        weekday=member.nudge_weekday,
        time=member.nudge_time,
        timezone=member.timezone,
        paused_until=until if is_paused else None,
        stopped=member.nudges_stopped,
        next_digest_at=member.next_digest_at,
        shares_steps=enrollment.shares_steps,
        language=member.language,
        digest_only=member.digest_only,
        choices=NudgeChoices(read_kinds(member.muted_kinds), member.prepares_on_rest_days),
    )
