"""Somebody who did all that Infoview knows: rows in every table that tells of a person, marks in every text.

Each private text is ``<mark> <what it is>``, so that a test can look for the mark wherever something goes.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.db import Database
from bot.services import (
    cohorts,
    contacts,
    debriefs,
    deliveries,
    drafts,
    guests,
    helping,
    interviews,
    invites,
    leads,
    new_id,
    practice,
    preparation,
    pulls,
    pushes,
    sharing,
)
from bot.services.imports import waiting
from bot.values import (
    Actor,
    ContactForm,
    Format,
    ImportFile,
    InterviewForm,
    LearningGoal,
    PracticeChoice,
    Status,
)
from tests.clocks import ManualClock
from tests.debrief_forms import FULL, sent
from tests.people import ADMIN, LEAD, NEW_YORK, enrolled

HOOK = "https://localhost/0f9b-secret-of-the-receiver"


@dataclass(frozen=True, slots=True)
class WholeLife:
    """What the person has."""

    cohort_id: str
    contact_id: str
    meeting_id: str
    token: str
    webhook_secret: str


def private_texts(mark: str) -> ContactForm:
    """A contact with the mark in every text."""
    return ContactForm(
        name=f"{mark} name",
        organisation=f"{mark} organisation",
        role=f"{mark} role",
        profile=f"{mark} profile",
        why=f"{mark} why",
        introduced_by=f"{mark} introducer",
        notes=f"{mark} notes",
    )


async def live(
    database: Database, clock: ManualClock, person: Actor, mark: str, *others: Actor, shares: bool = True
) -> WholeLife:
    """The person joins a cohort with ``others``, and does everything in it."""
    cohort = await enrolled(database, person, *others)
    await database.run(ADMIN, cohorts.name_leads, (person.user_id,))
    await database.run(replace(person, is_admin=True), guests.choose, welcome=True)
    await database.run(LEAD, leads.change, cohort.id, (LEAD.user_id, ADMIN.user_id, person.user_id))
    await database.run(person, sharing.roster, cohort.id)
    token = await database.run(person, pulls.make_token, cohort.id)
    secret = await database.run(person, pushes.set_webhook, cohort.id, HOOK)
    await database.run(person, invites.find, "C" * invites.LENGTH)  # a code that opens nothing

    contact_id = new_id()
    await database.run(person, contacts.add, contact_id, private_texts(mark))
    await database.run(person, contacts.move, contact_id, Status.CONTACTED)
    await database.run(person, drafts.save, contact_id, f"{mark} message")
    meeting_id = await _meeting(database, clock, person, contact_id, mark)
    answers = replace(
        FULL,
        learned={goal: f"{mark} learned {goal}" for goal in LearningGoal},
        valuable=f"{mark} valuable",
        did_well=f"{mark} did well",
        left_it=f"{mark} left it",
        suggested=f"{mark} suggested",
        next_step=f"{mark} next step",
    )
    await database.run(person, debriefs.record, meeting_id, lambda _: answers)
    open_meeting = await _meeting(database, clock, person, contact_id, mark)
    half = sent(lambda form: replace(form, valuable=f"{mark} half written"))
    await database.run(person, debriefs.keep, open_meeting, half)
    if shares:
        await database.run(person, sharing.share_record, contact_id)
    await database.run(person, helping.begin, new_id())
    table = f"Name\n{mark} imported\n".encode()
    await database.run(person, waiting.keep, new_id(), ImportFile(f"{mark}.csv", table))
    await database.run(person, practice.answer, PracticeChoice("card", 1, 0), ("card",))
    clock.advance(days=8)
    while await database.system(deliveries.plan):
        pass
    return WholeLife(cohort.id, contact_id, meeting_id, token, secret)


async def _meeting(database: Database, clock: ManualClock, person: Actor, contact_id: str, mark: str) -> str:
    form = InterviewForm(
        clock.now() + timedelta(hours=1), NEW_YORK, 25, Format.VIRTUAL, location=f"{mark} place"
    )
    meeting = await database.run(person, interviews.plan, contact_id, new_id(), form)
    await database.run(person, preparation.write_own, meeting.id, f"{mark} question", meeting.version)
    clock.advance(hours=2)
    return meeting.id
