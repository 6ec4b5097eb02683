"""Sample people and cohorts for service tests."""

from datetime import date, time

from sqlmodel import Session, select

from bot.clock import Clock
from bot.db import Database
from bot.models import Member
from bot.services import cohorts, joining, new_id
from bot.values import Actor, CohortCard, CohortForm, EnrollmentCard, Profile

TEAM = "T0HARBOR"
ADMIN = Actor(TEAM, "U0ADMIN", is_admin=True)
LEAD = Actor(TEAM, "U0LEAD")
LINH = Actor(TEAM, "U0M01")
KWAME = Actor(TEAM, "U0M02")
NEW_YORK = "America/New_York"

SPRING = CohortForm(
    name="Spring cohort",
    starts_on=date(2026, 9, 1),
    ends_on=date(2026, 12, 18),
    goal_messages=10,
    goal_meetings=3,
    digest_weekday=0,
    digest_time=time(9, 0),
    channel_id=None,
    lead_ids=(LEAD.user_id,),
)


def profile(actor: Actor, timezone: str = NEW_YORK) -> Profile:
    """What Slack would say of this person."""
    return Profile(actor.user_id, actor.team_id, timezone, "en-US", actor.is_admin, False, False)


async def make_cohort(database: Database, form: CohortForm = SPRING, actor: Actor = ADMIN) -> CohortCard:
    """A cohort, led by the admin and the form's leads."""
    return await database.run(actor, cohorts.create, new_id(), form, NEW_YORK)


async def enrol(
    database: Database, actor: Actor, cohort: CohortCard, timezone: str = NEW_YORK, *, is_new: bool = False
) -> EnrollmentCard:
    """The actor joins the cohort; unless ``is_new``, the nudge that comes with that is over."""
    place = await database.run(actor, joining.join, cohort.id, profile(actor, timezone))
    if not is_new:
        await database.system(_forget_the_first_nudge, actor)
    return place


def _forget_the_first_nudge(session: Session, _clock: Clock, actor: Actor) -> None:
    found = select(Member).where(Member.team_id == actor.team_id, Member.user_id == actor.user_id)
    member = session.exec(found).one()
    member.next_nudge_at = member.next_digest_at


async def enrolled(database: Database, *actors: Actor) -> CohortCard:
    """A cohort that these people joined."""
    cohort = await make_cohort(database)
    for actor in actors:
        await enrol(database, actor, cohort)
    return cohort
