"""A believable past for the playground: one cohort of twelve with several weeks behind it.

Everything is done by the services, as the members would have done it, each at its own time. The same data
comes out at every start, because chance has a fixed seed.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.db import Database
from bot.playground import cast
from bot.playground.sample import CONTACTS, LESSONS, LOCATIONS, NEXT_STEPS
from bot.services import cohorts, contacts, debriefs, interviews, joining, new_id
from bot.services.members import member_of
from bot.services.schedule import schedule_member
from bot.values import (
    Actor,
    Advocate,
    Channel,
    CohortCard,
    CohortForm,
    ContactForm,
    DebriefForm,
    Format,
    Impression,
    Industry,
    InterviewForm,
    LearningGoal,
    Outcome,
    Profile,
    Source,
    Status,
)

TIMEZONE = "America/New_York"
TERM_WEEKS = 14
SEED = 2026

ADMIN = Actor(cast.TEAM_ID, "U0ADMIN", is_admin=True)
LEAD_ID = "U0LEAD"
MEMBERS = tuple(person for person in cast.PEOPLE if person.id.startswith("U0M"))

_STORIES = (
    ("met",) * 7
    + ("silent",) * 4
    + ("awaiting",) * 3
    + ("replied",) * 2
    + ("declined",) * 2
    + (
        "scheduled",
        "planned",
    )
)


@dataclass(frozen=True, slots=True)
class _Moment:
    """A clock that tells one moment."""

    at: datetime

    def now(self) -> datetime:
        return self.at


Act = Callable[[Session, _Moment], object]
Story = Iterator[tuple[datetime, Act]]


def seed(database: Database, now: datetime, weeks_behind: int = 5) -> None:
    """Fill an empty, migrated database with the sample cohort: so many weeks of past, ending at ``now``."""
    chance = random.Random(SEED)  # noqa: S311 - sample data, not secrets
    monday = _monday(now) - timedelta(weeks=weeks_behind)
    with database.transaction(cast.TEAM_ID) as session:
        cohorts.name_leads(session, _Moment(monday), ADMIN, (LEAD_ID,))
        cohort = _cohort(session, monday)
        acts = [
            act
            for index, person in enumerate(MEMBERS)
            for act in _member_story(chance, person, index, cohort, monday, now)
        ]
        for at, act in sorted((pair for pair in acts if pair[0] <= now), key=lambda pair: pair[0]):
            act(session, _Moment(at))
        for person in MEMBERS:
            member = member_of(session, Actor(cast.TEAM_ID, person.id))
            assert member is not None, "everybody of the sample joined"
            member.next_digest_at = None  # the weeks behind had theirs
            schedule_member(session, _Moment(now), member)


def _cohort(session: Session, monday: datetime) -> CohortCard:
    form = CohortForm(
        name="Spring cohort",
        starts_on=monday.date(),
        ends_on=monday.date() + timedelta(weeks=TERM_WEEKS, days=-3),
        goal_messages=10,
        goal_meetings=3,
        digest_weekday=0,
        digest_time=time(9, 0),
        channel_id="C0COHORT",
        lead_ids=(LEAD_ID,),
    )
    return cohorts.create(session, _Moment(monday), ADMIN, new_id(), form, TIMEZONE)


def _member_story(
    chance: random.Random,
    person: cast.Person,
    index: int,
    cohort: CohortCard,
    monday: datetime,
    now: datetime,
) -> Story:
    actor = Actor(cast.TEAM_ID, person.id)
    profile = Profile(person.id, cast.TEAM_ID, person.tz, person.locale, False, False, False)
    joined = monday + timedelta(hours=index)
    yield joined, lambda session, clock: joining.join(session, clock, actor, cohort.id, profile)
    weeks_behind = (now - monday).days // 7
    for number in range(chance.randint(weeks_behind - 1, weeks_behind + 4)):
        some_day = joined + timedelta(days=chance.uniform(0.2, 7 * weeks_behind + 2))
        started = max(_working_day(some_day, chance), joined + timedelta(hours=1))
        who = CONTACTS[(index * 7 + number) % len(CONTACTS)]
        yield from _contact_story(chance, actor, person.tz, who, started, now)


def _contact_story(
    chance: random.Random,
    actor: Actor,
    timezone: str,
    who: tuple[str, str, str],
    started: datetime,
    now: datetime,
) -> Story:
    contact_id = new_id()
    story = chance.choice(_STORIES)
    form = ContactForm(
        name=who[0],
        organisation=who[1],
        role=who[2],
        source=chance.choice(list(Source)),
        industry=chance.choice(list(Industry)),
        channel=chance.choice([Channel.EMAIL, Channel.LINKEDIN]),
        introduced=chance.random() < 0.3,
    )
    yield started, lambda session, clock: contacts.add(session, clock, actor, contact_id, form)
    if story == "planned":
        return
    yield _move(actor, contact_id, started + timedelta(hours=2), Status.CONTACTED)
    if story == "silent":
        yield _move(actor, contact_id, _working_day(started + timedelta(days=8), chance), Status.FOLLOWED_UP)
        yield _move(actor, contact_id, _working_day(started + timedelta(days=16), chance), Status.NO_RESPONSE)
    elif story == "declined":
        yield _move(actor, contact_id, _working_day(started + timedelta(days=4), chance), Status.DECLINED)
    elif story != "awaiting":
        replied = _working_day(started + timedelta(days=chance.uniform(1, 4)), chance)
        yield _move(actor, contact_id, replied, Status.REPLIED)
        if story == "scheduled":
            meets = _meeting(chance, timezone, now + timedelta(days=1, hours=3))
            yield _plan(actor, contact_id, new_id(), replied, meets)
        elif story == "met":
            yield from _meeting_story(chance, actor, timezone, contact_id, replied)


def _meeting_story(
    chance: random.Random, actor: Actor, timezone: str, contact_id: str, replied: datetime
) -> Story:
    interview_id = new_id()
    meets = _working_day(replied + timedelta(days=chance.uniform(2, 6)), chance)
    over = meets + timedelta(hours=1)
    form = _meeting(chance, timezone, meets)
    yield _plan(actor, contact_id, interview_id, replied + timedelta(hours=1), form)
    yield (
        over,
        lambda session, clock: interviews.set_outcome(session, clock, actor, interview_id, Outcome.HELD),
    )
    if chance.random() < 0.85:
        thanked = over + timedelta(hours=chance.uniform(1, 30))
        yield thanked, lambda session, clock: interviews.mark_thanked(session, clock, actor, interview_id)
    if chance.random() < 0.85:
        answers = _debrief(chance)
        yield (
            over + timedelta(hours=chance.uniform(0.5, 40)),
            lambda session, clock: debriefs.record(session, clock, actor, interview_id, lambda _: answers),
        )


def _meeting(chance: random.Random, timezone: str, meets: datetime) -> InterviewForm:
    starts_at = meets.replace(minute=chance.choice([0, 30]), second=0, microsecond=0)
    minutes, format_ = chance.choice([20, 25, 30]), chance.choice(list(Format))
    return InterviewForm(starts_at, timezone, minutes, format_, LOCATIONS[format_])


def _plan(
    actor: Actor, contact_id: str, interview_id: str, at: datetime, form: InterviewForm
) -> tuple[datetime, Act]:
    return at, lambda session, clock: interviews.plan(session, clock, actor, contact_id, interview_id, form)


def _debrief(chance: random.Random) -> DebriefForm:
    covered = frozenset(goal for goal in LearningGoal if chance.random() < 0.6)
    return DebriefForm(
        covered=covered,
        valuable=chance.choice(LESSONS),
        kept_time=True,
        kept_free_of_job_asks=True,
        ratings={impression: chance.randint(3, 5) for impression in Impression},
        confidence=chance.randint(2, 5),
        advocate=chance.choice(list(Advocate)),
        introduction_offered=chance.random() < 0.3,
        next_step=chance.choice(NEXT_STEPS),
    )


def _move(actor: Actor, contact_id: str, at: datetime, status: Status) -> tuple[datetime, Act]:
    return at, lambda session, clock: contacts.move(session, clock, actor, contact_id, status)


def _working_day(moment: datetime, chance: random.Random) -> datetime:
    """The same day, or the Monday after a weekend, at an hour people work."""
    local = moment.astimezone(ZoneInfo(TIMEZONE))
    if local.weekday() >= 5:
        local += timedelta(days=7 - local.weekday())
    return local.replace(hour=chance.randint(9, 16), minute=chance.randint(0, 59))


def _monday(now: datetime) -> datetime:
    """Monday of this week, at nine in the morning where the program is."""
    local = now.astimezone(ZoneInfo(TIMEZONE))
    return (local - timedelta(days=local.weekday())).replace(hour=9, minute=0, second=0, microsecond=0)
