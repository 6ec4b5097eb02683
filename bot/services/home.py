"""Everything Home and ``/infoview`` show one person, gathered in one read."""

from sqlmodel import Session

from bot.clock import Clock
from bot.services import cohorts, contact_list, interviews, joining, progress, settings, steps
from bot.services.members import own_member
from bot.services.week import week
from bot.values import Actor, EnrollmentCard, HomeState, MemberHome


def state(session: Session, clock: Clock, actor: Actor, page: int) -> HomeState:
    """What Home shows: the member's part, the lead's cohorts, the cohorts one could join.

    ``page`` is the page of the recent interviews, from 1.
    """
    enrolled = joining.enrollments(session, clock, actor)
    return HomeState(
        member=_member_home(session, clock, actor, enrolled, page) if enrolled else None,
        led=cohorts.led_cohorts(session, clock, actor),
        open_cohorts=joining.open_cohorts(session, clock, actor),
        may_create_cohorts=cohorts.may_create(session, clock, actor),
    )


def _member_home(
    session: Session, clock: Clock, actor: Actor, places: tuple[EnrollmentCard, ...], page: int
) -> MemberHome:
    upcoming = interviews.upcoming(session, clock, actor)
    return MemberHome(
        enrollment=places[0],
        settings=settings.read(session, clock, actor),
        next_step=steps.next_step(session, clock, actor),
        progress=progress.own_progress(session, clock, actor),
        week=week(session, clock, own_member(session, actor), upcoming),
        waiting=contact_list.waiting(session, clock, actor),
        recent=interviews.recent(session, clock, actor, page),
        places=places,
    )
