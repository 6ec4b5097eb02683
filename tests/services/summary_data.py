"""Rows for summaries, made through the models: services would take too long for so many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

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
    new_id,
)
from bot.services import terms
from bot.values import Actor

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
TERM_START = date(2026, 9, 7)
"""A Monday."""


@dataclass(frozen=True)
class Written:
    """A contact: days after the term's first midnight at which it reached each step; None for never."""

    contacted: float | None
    followed_up: float | None = None
    replied: float | None = None
    scheduled: float | None = None
    met: float | None = None
    kept: float | None = None
    organisation: str | None = None
    industry: str | None = None
    introduced: bool | None = None
    advocate: str | None = None


@dataclass(frozen=True)
class Meeting:
    """An interview, with its moments in days after the term's first midnight."""

    at: float
    logged: float
    outcome: str | None = "held"
    debriefed: float | None = None
    thanked: float | None = None
    minutes: int = 30
    covered: tuple[str, ...] = ()
    confidence: int | None = None
    introductions: int = 0
    referral: bool = False


class CohortRows:
    """One cohort in one workspace, and rows for it."""

    def __init__(
        self,
        session: Session,
        lead: Actor,
        *,
        name: str = "Spring",
        zone: str = "America/New_York",
        starts_on: date = TERM_START,
        ends_on: date = TERM_START + timedelta(days=100),
    ) -> None:
        self.session = session
        self.team_id = lead.team_id
        self.start = datetime.combine(TERM_START, time(0), ZoneInfo(zone)).astimezone(UTC)
        self.cohort = Cohort(
            team_id=lead.team_id,
            name=name,
            starts_on=starts_on,
            ends_on=ends_on,
            timezone=zone,
            created_by=lead.user_id,
            created_at=LONG_AGO,
        )
        terms.set_count_at(self.cohort)
        session.add(self.cohort)
        session.flush()
        session.add(
            CohortLead(
                team_id=lead.team_id, cohort_id=self.cohort.id, user_id=lead.user_id, added_at=LONG_AGO
            )
        )
        session.flush()

    def members(self, count: int, *, left: int = 0, joined: float | None = None) -> list[Enrollment]:
        """New members of this cohort; the first ``left`` of them have left it before it began.

        They joined long ago, or some days after the term's first midnight.
        """
        people = [
            Member(team_id=self.team_id, user_id=new_id()[-24:], timezone="UTC", created_at=LONG_AGO)
            for _ in range(count)
        ]
        self.session.add_all(people)
        self.session.flush()
        return [
            self.enrol(member, left_at=LONG_AGO if index < left else None, joined=joined)
            for index, member in enumerate(people)
        ]

    def enrol(
        self, member: Member, left_at: datetime | None = None, joined: float | None = None
    ) -> Enrollment:
        """This member in this cohort."""
        enrollment = Enrollment(
            team_id=self.team_id,
            cohort_id=self.cohort.id,
            member_id=member.id,
            joined_at=self.maybe_at(joined) or LONG_AGO,
            left_at=left_at,
        )
        self.session.add(enrollment)
        self.session.flush()
        return enrollment

    def at(self, days: float) -> datetime:
        """The moment this many days after the term's first midnight."""
        return self.start + timedelta(days=days)

    def maybe_at(self, days: float | None) -> datetime | None:
        """The same, or never."""
        return None if days is None else self.at(days)

    def contact(self, enrollment: Enrollment, written: Written) -> Contact:
        """A contact of this member."""
        contact = Contact(
            team_id=self.team_id,
            cohort_id=self.cohort.id,
            member_id=enrollment.member_id,
            enrollment_id=enrollment.id,
            status="contacted",
            status_at=LONG_AGO,
            name_sealed="sealed",
            name_digest="digest",
            contacted_at=self.maybe_at(written.contacted),
            followed_up_at=self.maybe_at(written.followed_up),
            replied_at=self.maybe_at(written.replied),
            scheduled_at=self.maybe_at(written.scheduled),
            met_at=self.maybe_at(written.met),
            kept_in_touch_at=self.maybe_at(written.kept),
            organisation_digest=written.organisation,
            industry=written.industry,
            introduced=written.introduced,
            advocate=written.advocate,
            created_at=LONG_AGO,
        )
        self.session.add(contact)
        self.session.flush()
        return contact

    def change(self, contact: Contact, days: float) -> None:
        """A status change of this contact."""
        self.session.add(
            StatusChange(
                team_id=self.team_id,
                contact_id=contact.id,
                member_id=contact.member_id,
                cohort_id=self.cohort.id,
                to_status="contacted",
                changed_at=self.at(days),
            )
        )

    def meeting(self, contact: Contact, meeting: Meeting) -> Interview:
        """An interview with this contact, with its debrief if it has one."""
        interview = Interview(
            team_id=self.team_id,
            contact_id=contact.id,
            member_id=contact.member_id,
            cohort_id=self.cohort.id,
            starts_at=self.at(meeting.at),
            timezone="UTC",
            minutes=meeting.minutes,
            format="phone",
            outcome=meeting.outcome,
            debriefed_at=self.maybe_at(meeting.debriefed),
            thanked_at=self.maybe_at(meeting.thanked),
            created_at=self.at(meeting.logged),
        )
        self.session.add(interview)
        self.session.flush()
        if meeting.debriefed is not None:
            covered: dict[str, Any] = {f"covered_{goal}": True for goal in meeting.covered}
            self.session.add(
                Debrief(
                    team_id=self.team_id,
                    interview_id=interview.id,
                    member_id=contact.member_id,
                    cohort_id=self.cohort.id,
                    answers_sealed="sealed",
                    advocate="yes",
                    confidence=meeting.confidence,
                    introductions_received=meeting.introductions,
                    offered_referral=meeting.referral,
                    **covered,
                    created_at=self.at(meeting.debriefed),
                    updated_at=self.at(meeting.debriefed),
                )
            )
        return interview

    def all_do(self, enrollments: Sequence[Enrollment], written: Written) -> list[Contact]:
        """One such contact for each of these members."""
        return [self.contact(enrollment, written) for enrollment in enrollments]
