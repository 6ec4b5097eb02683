"""Debriefs: which interviews wait for one, the draft while it is written, the one debrief of an interview.

What a member writes is one JSON object, sealed and bound to its row. A changed form comes as a function from
the answers so far to the new ones, so that reading them and writing them is one transaction.
"""

from collections.abc import Callable
from datetime import date, timedelta

from pydantic import TypeAdapter
from sqlalchemy import Select, and_, or_, select
from sqlmodel import Session, col

from bot.clock import Clock, local_date
from bot.i18n import _
from bot.models import Contact, Debrief, DebriefDraft, Interview, Member
from bot.services import interviews
from bot.services.cards import interview_card, is_kept, own_interview, seal, unseal
from bot.services.members import current_enrollment, member_of
from bot.values import (
    Actor,
    DebriefChoices,
    DebriefDesk,
    DebriefForm,
    DebriefReceipt,
    FormError,
    InterviewCard,
    LearningGoal,
    NotEnrolledError,
    Outcome,
    UserError,
)

Change = Callable[[DebriefForm], DebriefForm]

WAITING_LIMIT = 10
DONE_LIMIT = 5
"""How many interviews are offered: the latest ones."""

LONGEST_AHEAD = timedelta(days=2 * 366)
"""How far ahead a next step may be planned."""

_ANSWERS = TypeAdapter(DebriefForm)


class IncompleteDebriefError(UserError):
    """Required answers are missing: ``missing`` has their names in the form."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(_("Some answers are still missing. Please fill them in, then save again."))
        self.missing = missing


def choices(session: Session, clock: Clock, actor: Actor) -> DebriefChoices:
    """The actor's interviews to write a debrief of, the latest first, and the latest debriefs to edit.

    Raises NotEnrolledError where there are none and the actor is in no running cohort.
    """
    member = member_of(session, actor)
    if member is None:
        raise NotEnrolledError
    found = DebriefChoices(_waiting(session, clock, member), _done(session, member))
    if not found.waiting and not found.done:
        current_enrollment(session, actor)
    return found


def desk(session: Session, clock: Clock, actor: Actor, interview_id: str) -> DebriefDesk:
    """The debrief of one interview as it stands: the draft, else the debrief, else nothing yet.

    Raises GoneError, and UserError for an interview that has not taken place.
    """
    interview, contact = own_interview(session, actor, interview_id)
    debrief = _debrief_of(session, interview)
    _refuse_what_did_not_happen(clock, interview)
    written = _written(session, _draft_of(session, interview), debrief)
    return DebriefDesk(interview_card(session, interview, contact), written, debrief is not None)


def keep(session: Session, clock: Clock, actor: Actor, interview_id: str, change: Change) -> DebriefDesk:
    """Keep what was changed as a draft. Raises like :func:`desk`, and what ``change`` raises."""
    interview, contact = own_interview(session, actor, interview_id, lock=True)
    debrief, draft = _debrief_of(session, interview), _draft_of(session, interview)
    _refuse_what_did_not_happen(clock, interview)
    before = _written(session, draft, debrief)
    written = change(before)
    if written != before:
        draft = draft or DebriefDraft(
            team_id=actor.team_id,
            interview_id=interview.id,
            member_id=interview.member_id,
            answers_sealed="",
            updated_at=clock.now(),
        )
        draft.answers_sealed = sealed(session, draft, written)
        draft.updated_at = clock.now()
        session.add(draft)
    return DebriefDesk(interview_card(session, interview, contact), written, debrief is not None)


def record(session: Session, clock: Clock, actor: Actor, interview_id: str, change: Change) -> DebriefReceipt:
    """Make the answers so far, with ``change``, the interview's one debrief, and the interview held.

    Recording again updates it. Raises IncompleteDebriefError, FormError for the date, and like :func:`desk`.
    """
    interview, contact = own_interview(session, actor, interview_id, lock=True)
    debrief, draft = _debrief_of(session, interview), _draft_of(session, interview)
    _refuse_what_did_not_happen(clock, interview)
    before = _written(session, None, debrief)
    form = change(_written(session, draft, debrief))
    _check(session, clock, contact, form, before)
    interviews.set_outcome(session, clock, actor, interview.id, Outcome.HELD)
    interview.debriefed_at = interview.debriefed_at or clock.now()
    _tell_contact(session, interview, contact, form, before)
    _store(session, clock, interview, debrief, form)
    if draft is not None:
        session.delete(draft)
    session.flush()
    return DebriefReceipt(interview_card(session, interview, contact), form, _not_covered(session, interview))


def answers_of(session: Session, row: Debrief | DebriefDraft) -> DebriefForm:
    """What stands in a debrief or a draft of one. It does not ask who wants to know."""
    answers = unseal(session, row, "answers_sealed")
    return _ANSWERS.validate_json(answers) if answers else DebriefForm()


def _waiting(session: Session, clock: Clock, member: Member) -> tuple[InterviewCard, ...]:
    time_passed = and_(col(Interview.outcome).is_(None), col(Interview.starts_at) <= clock.now())
    wanted = (
        select(Interview, Contact)
        .where(
            col(Interview.debriefed_at).is_(None), or_(col(Interview.outcome) == Outcome.HELD, time_passed)
        )
        .order_by(col(Interview.starts_at).desc(), col(Interview.id).desc())
        .limit(WAITING_LIMIT)
    )
    return _cards(session, member, wanted)


def _done(session: Session, member: Member) -> tuple[InterviewCard, ...]:
    wanted = (
        select(Interview, Contact)
        .where(col(Interview.debriefed_at).is_not(None))
        .order_by(col(Interview.debriefed_at).desc(), col(Interview.id).desc())
        .limit(DONE_LIMIT)
    )
    return _cards(session, member, wanted)


def _cards(session: Session, member: Member, wanted: Select[Interview, Contact]) -> tuple[InterviewCard, ...]:
    own = wanted.join(Contact, col(Contact.id) == col(Interview.contact_id)).where(
        col(Interview.member_id) == member.id, is_kept()
    )
    return tuple(interview_card(session, interview, contact) for interview, contact in session.execute(own))


def _refuse_what_did_not_happen(clock: Clock, interview: Interview) -> None:
    if interview.outcome == Outcome.HELD:
        return
    if interview.outcome is not None:
        raise UserError(
            _(
                "You noted that this meeting did not take place, so there is nothing to debrief."
                " If it did take place, type `/infoview list` and change it there first."
            )
        )
    if interview.starts_at > clock.now():
        raise UserError(
            _(
                "This meeting is still to come. You can write the debrief when it is over."
                " If it took place earlier, type `/infoview list` and change its time there first."
            )
        )


def _debrief_of(session: Session, interview: Interview) -> Debrief | None:
    return session.scalars(select(Debrief).where(col(Debrief.interview_id) == interview.id)).one_or_none()


def _draft_of(session: Session, interview: Interview) -> DebriefDraft | None:
    return session.scalars(
        select(DebriefDraft).where(col(DebriefDraft.interview_id) == interview.id)
    ).one_or_none()


def _written(session: Session, draft: DebriefDraft | None, debrief: Debrief | None) -> DebriefForm:
    row = draft or debrief
    return answers_of(session, row) if row is not None else DebriefForm()


def sealed(session: Session, row: Debrief | DebriefDraft, form: DebriefForm) -> str:
    """The answers as they are kept in this row."""
    return seal(session, row, "answers_sealed", _ANSWERS.dump_json(form).decode()) or ""


def _check(session: Session, clock: Clock, contact: Contact, form: DebriefForm, before: DebriefForm) -> None:
    if form.missing:
        raise IncompleteDebriefError(form.missing)
    due = form.next_step_due
    if due is None or due == before.next_step_due:
        return
    member = session.get_one(Member, contact.member_id)
    if sentence := _date_problem(due, local_date(clock.now(), member.timezone)):
        raise FormError({"next_step_due": sentence})


def _date_problem(due: date, today: date) -> str | None:
    if due < today:
        return _("This date is in the past. Please choose today or a later day, or leave it empty.")
    if due > today + LONGEST_AHEAD:
        return _("This date is far away. Please choose a day within the next two years, or leave it empty.")
    return None


def _tell_contact(
    session: Session, interview: Interview, contact: Contact, form: DebriefForm, before: DebriefForm
) -> None:
    """The contact carries what the debrief of its latest interview says; an older one is only corrected."""
    if _has_later_debrief(session, interview):
        return
    if form.advocate != before.advocate:
        contact.advocate = form.advocate
    if (form.next_step, form.next_step_due) != (before.next_step, before.next_step_due):
        contact.next_step_sealed = seal(session, contact, "next_step_sealed", form.next_step)
        contact.next_step_due = form.next_step_due


def _has_later_debrief(session: Session, interview: Interview) -> bool:
    later = select(col(Interview.id)).where(
        col(Interview.contact_id) == interview.contact_id,
        col(Interview.debriefed_at).is_not(None),
        col(Interview.starts_at) > interview.starts_at,
    )
    return session.scalars(later).first() is not None


def _store(
    session: Session, clock: Clock, interview: Interview, debrief: Debrief | None, form: DebriefForm
) -> None:
    debrief = debrief or Debrief(
        team_id=interview.team_id,
        interview_id=interview.id,
        member_id=interview.member_id,
        cohort_id=interview.cohort_id,
        answers_sealed="",
        advocate="",
        created_at=clock.now(),
        updated_at=clock.now(),
    )
    write(session, debrief, form)
    debrief.updated_at = clock.now()
    session.add(debrief)


def write(session: Session, debrief: Debrief, form: DebriefForm) -> None:
    """Put the answers into the row: sealed, and as the columns that summaries count."""
    debrief.answers_sealed = sealed(session, debrief, form)
    for goal in LearningGoal:
        setattr(debrief, f"covered_{goal}", goal in form.covered)
    debrief.advocate = form.advocate or ""
    debrief.confidence = form.confidence
    debrief.introductions_received = int(form.introduction_offered)
    debrief.offered_referral = form.referral_offered


def _not_covered(session: Session, interview: Interview) -> tuple[LearningGoal, ...]:
    rows = session.scalars(select(Debrief).where(col(Debrief.member_id) == interview.member_id)).all()
    return tuple(goal for goal in LearningGoal if not any(getattr(row, f"covered_{goal}") for row in rows))
