"""Whole logs of cohorts, made inside the database, as many rows as a program of years has."""

from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from bot.models import (
    Cohort,
    CohortLead,
    Contact,
    Debrief,
    Enrollment,
    Interview,
    Member,
    StatusChange,
)
from bot.services import terms
from bot.services.localtime import moment
from tests.load.rows import fill

TEAM = "T0BENCH"
LEAD_ID = "U0LEAD"
ZONE = "America/New_York"
STARTS_ON = date(2026, 9, 7)
WEEKS = 12
CONTACTS = 6
INTERVIEWS = 2
"""For each member, spread over the weeks of the term."""

_AT_LENGTH, _BRIEF = 80, 4
"""Words of a debrief's sealed answers."""

_FIRST = 100_000_000
_DAY = timedelta(days=1)
_START = moment(STARTS_ON, time(10), ZONE)


def id_of(prefix: str) -> str:
    """The SQL expression of the n-th id."""
    return f"'{prefix}' || ({_FIRST} + n)"


def add_cohort(session: Session, name: str, members: int) -> str:
    """A cohort of so many members with a full log; returns its id. No ``name`` is another's beginning."""
    cohort_id = _add_members(session, name, members)
    for number in range(CONTACTS):
        _add_contacts(session, cohort_id, name, members, number)
    return cohort_id


def add_other_cohort(session: Session, name: str, members: int, meetings: int) -> None:
    """A cohort that only fills the tables: each member met one contact so many times. ``name`` as above."""
    cohort_id = _add_members(session, name, members)
    owner = _add_contacts(session, cohort_id, name, members, 1)
    for number in range(meetings):
        _add_interviews(session, cohort_id, f"{name}-{number}-", members, 7 * number, owner, _BRIEF)


def _add_members(session: Session, name: str, members: int) -> str:
    cohort = Cohort(
        id=f"{name}cohort",
        team_id=TEAM,
        name=name,
        starts_on=STARTS_ON,
        ends_on=STARTS_ON + timedelta(weeks=WEEKS) - _DAY,
        timezone=ZONE,
        created_by=LEAD_ID,
        created_at=_at(0),
    )
    terms.set_count_at(cohort)
    session.add(cohort)
    session.flush()
    session.add(CohortLead(team_id=TEAM, cohort_id=cohort.id, user_id=LEAD_ID, added_at=_at(0)))
    session.flush()
    person = Member(team_id=TEAM, user_id="", timezone=ZONE, created_at=_at(0))
    fill(session, person, members, {"id": id_of(f"{name}m"), "user_id": id_of(f"{name}u")})
    place = Enrollment(team_id=TEAM, cohort_id=cohort.id, member_id="", joined_at=_at(0))
    fill(session, place, members, {"id": id_of(f"{name}e"), "member_id": id_of(f"{name}m")})
    return cohort.id


def _add_contacts(session: Session, cohort_id: str, name: str, members: int, number: int) -> dict[str, str]:
    """One contact for every member, written to in one week; some are met, thanked and debriefed.

    Returns the expressions of the contact's and the member's id.
    """
    wrote = 14 * number
    has_met = number % (CONTACTS // INTERVIEWS) == 0
    key = f"{name}{number}"
    belongs = {"member_id": id_of(f"{name}m"), "enrollment_id": id_of(f"{name}e")}
    contact = Contact(
        team_id=TEAM,
        cohort_id=cohort_id,
        member_id="",
        enrollment_id="",
        status="met" if has_met else "contacted",
        status_at=_at(wrote),
        name_sealed="sealed " * 12,
        name_digest="0" * 64,
        notes_sealed="sealed " * 60,
        organisation_digest="",
        industry="arts",
        introduced=False,
        advocate="yes" if has_met else None,
        contacted_at=_at(wrote),
        replied_at=_at(wrote + 3) if has_met or number % 2 else None,
        scheduled_at=_at(wrote + 4) if has_met else None,
        met_at=_at(wrote + 6) if has_met else None,
        created_at=_at(wrote),
    )
    ids = {"id": id_of(f"{key}c"), "organisation_digest": f"'o' || (n * {number + 1} % 1000)"}
    fill(session, contact, members, {**ids, **belongs})
    owner = {"contact_id": ids["id"], "member_id": belongs["member_id"]}
    change = StatusChange(
        team_id=TEAM,
        contact_id="",
        member_id="",
        cohort_id=cohort_id,
        to_status=contact.status,
        changed_at=_at(wrote),
    )
    fill(session, change, members, {"id": id_of(f"{key}s"), **owner})
    if has_met:
        _add_interviews(session, cohort_id, key, members, wrote + 6, owner)
    return owner


def _add_interviews(
    session: Session,
    cohort_id: str,
    key: str,
    members: int,
    day: int,
    owner: dict[str, str],
    words: int = _AT_LENGTH,
) -> None:
    interview = Interview(
        team_id=TEAM,
        contact_id="",
        member_id="",
        cohort_id=cohort_id,
        starts_at=_at(day),
        timezone=ZONE,
        format="phone",
        outcome="held",
        questions_sealed="sealed " * (words // 2),
        thanked_at=_at(day + 0.5),
        debriefed_at=_at(day + 1),
        created_at=_at(day - 2),
    )
    ids = {"id": id_of(f"{key}i"), "calendar_uid": id_of(f"{key}i")}
    fill(session, interview, members, {**ids, **owner})
    debrief = Debrief(
        team_id=TEAM,
        interview_id="",
        member_id="",
        cohort_id=cohort_id,
        answers_sealed="sealed " * words,
        advocate="yes",
        covered_trends=True,
        confidence=3,
        introductions_received=1,
        created_at=_at(day + 1),
        updated_at=_at(day + 1),
    )
    about = {"interview_id": ids["id"], "member_id": owner["member_id"]}
    fill(session, debrief, members, {"id": id_of(f"{key}d"), **about})


def _at(days: float) -> datetime:
    """The first morning of the term, and some days."""
    return _START + timedelta(days=days)
