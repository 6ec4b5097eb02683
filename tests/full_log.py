"""A log as full as it gets, written straight into the tables: through the services it would take minutes."""

from datetime import timedelta
from typing import Any

from bot.db import Database
from bot.models import Contact, Interview, StatusChange
from bot.services.cards import seal
from bot.services.members import current_enrollment
from bot.values import Actor, Format, Outcome, Status
from tests.people import NEW_YORK

FIRST = ("Ana", "Zoë", "Đặng", "José", "مريم", "Ngọc", "Søren", "O’Neil", "李", "Łukasz")
LAST = ("Silva", "Chen", "Ruiz", "Okafor", "Tran", "Nguyễn", "García", "Haddad", "Kowalski", "Müller")


def fill_log(database: Database, actor: Actor, count: int) -> None:
    """So many contacts in all statuses, every third with a meeting of the weeks around now."""
    now = database.clock.now()
    statuses = list(Status)
    with database.transaction(actor.team_id) as session:
        place = current_enrollment(session, actor)
        whose: dict[str, Any] = {
            "team_id": actor.team_id,
            "member_id": place.member_id,
            "cohort_id": place.cohort_id,
        }
        for number in range(count):
            at = now - timedelta(hours=number)
            status = statuses[number % len(statuses)]
            contact = Contact(
                **whose,
                enrollment_id=place.id,
                status=status,
                status_at=at,
                created_at=at,
                name_sealed="",
                name_digest="",
            )
            name = f"{FIRST[number % 10]} {LAST[number // 10 % 10]} {number}"
            contact.name_sealed = seal(session, contact, "name_sealed", name) or ""
            organisation = f"Harbor {number % 37} Foods and Data"
            contact.organisation_sealed = seal(session, contact, "organisation_sealed", organisation)
            contact.notes_sealed = seal(session, contact, "notes_sealed", "What we spoke about. " * 100)
            contact.next_step_due = now.date() + timedelta(days=number % 30)
            contact.next_step_sealed = seal(session, contact, "next_step_sealed", "Write to them again")
            session.add(contact)
            session.flush()
            session.add(StatusChange(**whose, contact_id=contact.id, to_status=status, changed_at=at))
            if number % 3 == 0:
                session.add(
                    Interview(
                        **whose,
                        contact_id=contact.id,
                        starts_at=now + timedelta(days=number % 60 - 30, hours=1),
                        timezone=NEW_YORK,
                        format=Format.PHONE,
                        outcome=Outcome.HELD if number % 60 < 30 and number % 2 else None,
                        created_at=at,
                    )
                )
