"""Somebody's whole log with their lead's cohort, in which each private text can be recognised."""

from dataclasses import asdict, dataclass, replace
from datetime import timedelta

from sqlmodel import Session, select

from bot.clock import Clock
from bot.db import Database
from bot.models import DebriefDraft, Delivery, Interview, Share, StatusChange
from bot.services import cohorts, helping, invites, joining, leads, new_id, pulls, pushes, sharing
from bot.services.imports import restore, waiting
from bot.services.members import own_member
from bot.values import (
    Actor,
    Advocate,
    ContactForm,
    DebriefForm,
    DeliveryState,
    ExportedContact,
    ExportedDebrief,
    ExportedDraft,
    ExportedStep,
    ImportFile,
    MeetingQuestions,
    Status,
    StepKind,
)
from tests.clocks import START
from tests.logs import CONTACT, MEETING
from tests.people import ADMIN, KWAME, LEAD, LINH, SPRING, enrol, make_cohort

CANARY = "quokka"
"""Stands in each private text."""

EX_LEAD = Actor(LINH.team_id, "U0M03")
EX_MEMBER = Actor(LINH.team_id, "U0M04")


@dataclass(frozen=True)
class Ids:
    """What belongs to Linh, and the cohort she is in, which Priya leads."""

    cohort: str
    enrollment: str
    contact: str
    interview: str
    step: str
    draft: str
    share: str
    delivery: str
    import_: str
    help: str

    def fill(self, template: str) -> str:
        """The template with these ids in it."""
        return template.format(**asdict(self))


async def build(database: Database) -> Ids:
    """The world: Linh's log; Kwame in the same cohort; one who led it before, one who was in it before."""
    form = replace(SPRING, channel_id="C0COHORT", lead_ids=(LEAD.user_id, EX_LEAD.user_id))
    cohort = await make_cohort(database, form)
    place = await enrol(database, LINH, cohort, is_new=True)
    await enrol(database, KWAME, cohort)
    left = await enrol(database, EX_MEMBER, cohort)
    await database.run(EX_MEMBER, joining.leave, left.id)
    await database.run(ADMIN, leads.change, cohort.id, (LEAD.user_id,))
    await database.run(ADMIN, cohorts.name_leads, (LEAD.user_id, EX_LEAD.user_id))  # leads others perhaps
    await database.run(LEAD, invites.make_code, cohort.id)
    await database.run(LEAD, pulls.make_token, cohort.id)
    await database.run(LEAD, pushes.set_webhook, cohort.id, "https://example.org/numbers")
    import_id = new_id()
    await database.run(LINH, waiting.keep, import_id, ImportFile(f"{CANARY}.csv", CANARY.encode()))
    await database.run(LINH, restore.add, import_id, (_record(),))
    await database.run(LINH, waiting.keep, import_id, ImportFile(f"{CANARY}.csv", f"name\n{CANARY}".encode()))
    contact_id, interview_id, draft_id, step_id = await database.read(LINH, _ids)
    await database.run(LINH, sharing.share_record, contact_id)
    await database.run(LINH, sharing.share_reflection, interview_id)
    help_id = new_id()
    await database.run(LINH, helping.begin, help_id)
    return Ids(
        cohort=cohort.id,
        enrollment=place.id,
        contact=contact_id,
        interview=interview_id,
        step=step_id,
        draft=draft_id,
        share=await database.read(LINH, _share_of, interview_id),
        delivery=await database.run(LINH, _deliver, contact_id),
        import_=import_id,
        help=help_id,
    )


def _ids(session: Session, _clock: Clock, _actor: Actor) -> tuple[str, str, str, str]:
    interview = session.exec(select(Interview)).one()
    draft, step = session.exec(select(DebriefDraft)).one(), session.exec(select(StatusChange)).one()
    return interview.contact_id, interview.id, draft.id, step.id


def _share_of(session: Session, _clock: Clock, _actor: Actor, interview_id: str) -> str:
    return session.exec(select(Share).where(Share.interview_id == interview_id)).one().id


def _deliver(session: Session, clock: Clock, actor: Actor, contact_id: str) -> str:
    """A milestone that was told: the one kind of message that carries all controls."""
    now = clock.now()
    delivery = Delivery(
        team_id=actor.team_id,
        recipient=actor.user_id,
        member_id=own_member(session, actor).id,
        kind=StepKind.CELEBRATE,
        subject=contact_id,
        occurrence="first_meeting",
        state=DeliveryState.SENT,
        due_at=now,
        send_after=now,
        expires_at=now,
        message_ts="1.0",
    )
    session.add(delivery)
    return delivery.id


def _record() -> ExportedContact:
    form = ContactForm(
        name=f"{CANARY} name",
        organisation=f"{CANARY} organisation",
        role=f"{CANARY} role",
        profile=f"{CANARY} profile",
        why=f"{CANARY} why",
        introduced_by=f"{CANARY} introducer",
        notes=f"{CANARY} notes",
        status=Status.MET,
    )
    answers = DebriefForm(
        valuable=f"{CANARY} valuable",
        did_well=f"{CANARY} did well",
        left_it=f"{CANARY} left it",
        advocate=Advocate.YES,
        suggested=f"{CANARY} suggested",
        next_step=f"{CANARY} next step",
    )
    held = replace(
        MEETING,
        starts_at=START - timedelta(days=2),
        place=f"{CANARY} place",
        questions=MeetingQuestions((), f"{CANARY} questions"),
        debrief=ExportedDebrief(answers, START, START),
        debrief_drafts=(ExportedDraft(replace(answers, valuable=f"{CANARY} draft"), START),),
    )
    return replace(
        CONTACT,
        form=form,
        history=(ExportedStep(None, Status.MET, START),),
        interviews=(held,),
        draft=f"{CANARY} message",
        next_step=f"{CANARY} next step",
        next_step_due=START.date(),
    )
