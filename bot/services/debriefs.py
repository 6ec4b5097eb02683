"""Debriefs: which interviews wait for one, the form while it is written, the one debrief of an interview.

What a member writes is one JSON object, sealed and bound to its row. A changed form comes as a function from
the answers so far to the new ones, so that reading them and writing them is one transaction.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import Select, and_, func, or_, select
from sqlmodel import Session, col

from bot.clock import Clock, local_date
from bot.i18n import _
from bot.models import Contact, Debrief, DebriefDraft, Interview, Member, new_id
from bot.services import interviews
from bot.services.cards import contact_name, interview_card, is_kept, own_interview, seal
from bot.services.debrief_answers import sealed
from bot.services.debrief_drafts import Change, Sent, Shelf
from bot.services.members import current_enrollment, member_of
from bot.services.waking import wake
from bot.values import (
    Actor,
    DebriefChoices,
    DebriefDesk,
    DebriefForm,
    DebriefReceipt,
    DraftWindow,
    FormError,
    InterviewCard,
    LearningGoal,
    NotEnrolledError,
    Outcome,
    Suggestion,
    UserError,
)

WAITING_LIMIT = 10
DONE_LIMIT = 5
"""How many interviews are offered: the latest ones."""

LONGEST_AHEAD = timedelta(days=2 * 366)
"""How far ahead a next step may be planned."""


class IncompleteDebriefError(UserError):
    """Required answers are missing: ``missing`` has their names in the form."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(_("Some answers are still missing. Please fill them in, then save again."))
        self.missing = missing


class WrittenElsewhereError(UserError):
    """Another window wrote in this debrief, and the member was not told of it yet."""

    def __init__(self) -> None:
        super().__init__(_("You also wrote in this debrief in another window. Nothing was saved now."))


class DidNotHappenError(UserError):
    """The interview has not taken place; ``has_draft`` where a draft of its debrief is kept."""

    def __init__(self, text: str, *, has_draft: bool) -> None:
        super().__init__(text)
        self.has_draft = has_draft


def choices(session: Session, clock: Clock, actor: Actor) -> DebriefChoices:
    """The actor's interviews to write a debrief of, the latest first, and the latest debriefs to edit.

    Raises NotEnrolledError where there are none and the actor is in no running cohort.
    """
    member = member_of(session, actor)
    if member is None:
        raise NotEnrolledError
    waiting, done = _waiting(session, clock, member), _done(session, member)
    stranded = _stranded(session, member)
    if not (waiting or done or stranded):
        current_enrollment(session, actor)
    drafted = _drafted(session, [card.id for card in (*waiting, *done, *stranded)])
    return DebriefChoices(waiting, done, drafted, stranded)


def desk(
    session: Session, clock: Clock, actor: Actor, interview_id: str, draft_id: str | None = None
) -> DebriefDesk:
    """The debrief of one interview for a new window: the draft, else the debrief, else nothing yet.

    The draft is the one of ``draft_id`` while there is one, else the newest.
    Raises GoneError, and DidNotHappenError for an interview that has not taken place.
    """
    interview, contact = own_interview(session, actor, interview_id)
    shelf = Shelf(session, interview)
    _refuse_what_did_not_happen(clock, interview, shelf)
    draft = shelf.draft(draft_id)
    form = shelf.form(draft)
    window = DraftWindow(new_id(), follows=draft.id if draft is not None else "", seen=shelf.marks())
    return DebriefDesk(
        interview_card(session, interview, contact),
        form,
        shelf.saved if shelf.debrief is not None else None,
        window,
        step=draft.step if draft is not None else "",
        drafted_at=draft.updated_at if draft is not None else None,
        others=shelf.others(window, form),
        saved_elsewhere=draft is not None and draft.saved_mark != shelf.saved_mark,
    )


def keep(session: Session, clock: Clock, actor: Actor, interview_id: str, sent: Sent) -> DebriefDesk:
    """Keep what a window sent as its draft; what Slack delivers late changes nothing.

    Raises like :func:`desk`, and what the change raises.
    """
    interview, contact = own_interview(session, actor, interview_id, lock=True)
    shelf = Shelf(session, interview)
    _refuse_what_did_not_happen(clock, interview, shelf)
    if not shelf.is_late(clock, sent):
        shelf.keep(clock, sent, shelf.after(sent))
    return _desk_after(session, shelf, interview, contact, sent)


def submit(session: Session, clock: Clock, actor: Actor, interview_id: str, sent: Sent) -> DebriefReceipt:
    """Record the debrief a window sends. Raises like :func:`record`, and WrittenElsewhereError."""
    interview, contact = own_interview(session, actor, interview_id, lock=True)
    shelf = Shelf(session, interview)
    form = shelf.after(sent)
    if shelf.has_news(sent.window, form):
        raise WrittenElsewhereError
    shelf.drop(clock, sent.window)
    return _record(session, clock, actor, shelf, interview, contact, form)


def record(session: Session, clock: Clock, actor: Actor, interview_id: str, change: Change) -> DebriefReceipt:
    """Make the answers so far, with ``change``, the interview's one debrief, and the interview held.

    Recording again updates it; all drafts are gone then.
    Raises IncompleteDebriefError, FormError for the date, and like :func:`desk`.
    """
    interview, contact = own_interview(session, actor, interview_id, lock=True)
    shelf = Shelf(session, interview)
    return _record(session, clock, actor, shelf, interview, contact, change(shelf.form(shelf.draft())))


def discard(
    session: Session, clock: Clock, actor: Actor, interview_id: str, window: DraftWindow | None = None
) -> InterviewCard:
    """Delete the draft of a window, or all of the interview; what was saved stays. Raises GoneError."""
    interview, contact = own_interview(session, actor, interview_id, lock=True)
    shelf = Shelf(session, interview)
    if window is None:
        shelf.clear()
    else:
        shelf.drop(clock, window)
    return interview_card(session, interview, contact)


def suggested(session: Session, _clock: Clock, actor: Actor, interview_id: str) -> Suggestion:
    """Whom the contact suggested, as the debrief says. Raises GoneError."""
    interview, contact = own_interview(session, actor, interview_id)
    text = Shelf(session, interview).saved.suggested or ""
    return Suggestion(contact.id, contact_name(session, contact), text)


def _record(
    session: Session,
    clock: Clock,
    actor: Actor,
    shelf: Shelf,
    interview: Interview,
    contact: Contact,
    form: DebriefForm,
) -> DebriefReceipt:
    _refuse_what_did_not_happen(clock, interview, shelf)
    before = shelf.saved
    _check(session, clock, contact, form, before)
    interviews.set_outcome(session, clock, actor, interview.id, Outcome.HELD)
    interview.debriefed_at = interview.debriefed_at or clock.now()
    _tell_contact(session, interview, contact, form, before)
    _store(session, clock, interview, shelf.debrief, form)
    shelf.clear()
    wake(session, interview.member_id, clock.now())
    session.flush()
    return DebriefReceipt(interview_card(session, interview, contact), form, _not_covered(session, interview))


def _desk_after(
    session: Session, shelf: Shelf, interview: Interview, contact: Contact, sent: Sent
) -> DebriefDesk:
    own = shelf.own(sent.window)
    form = shelf.form(own or shelf.draft())
    return DebriefDesk(
        interview_card(session, interview, contact),
        form,
        shelf.saved if shelf.debrief is not None else None,
        replace(sent.window, turn=sent.window.turn + (sent.typed_at is None), seen=shelf.marks()),
        step=sent.leads_to(form),
        drafted_at=own.updated_at if own is not None and form != shelf.saved else None,
        others=shelf.others(sent.window, form),
        saved_elsewhere=shelf.was_saved_elsewhere(sent.window, form),
    )


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


def _stranded(session: Session, member: Member) -> tuple[InterviewCard, ...]:
    drafts = select(col(DebriefDraft.interview_id)).where(col(DebriefDraft.answers_sealed).is_not(None))
    wanted = (
        select(Interview, Contact)
        .where(
            col(Interview.id).in_(drafts),
            col(Interview.outcome).is_not(None),
            col(Interview.outcome) != Outcome.HELD,
        )
        .order_by(col(Interview.starts_at).desc(), col(Interview.id).desc())
        .limit(DONE_LIMIT)
    )
    return _cards(session, member, wanted)


def _cards(session: Session, member: Member, wanted: Select[Interview, Contact]) -> tuple[InterviewCard, ...]:
    own = wanted.join(Contact, col(Contact.id) == col(Interview.contact_id)).where(
        col(Interview.member_id) == member.id, is_kept()
    )
    return tuple(interview_card(session, interview, contact) for interview, contact in session.execute(own))


def _drafted(session: Session, interview_ids: Sequence[str]) -> dict[str, datetime]:
    rows = session.execute(
        select(col(DebriefDraft.interview_id), func.max(col(DebriefDraft.updated_at)))
        .where(
            col(DebriefDraft.interview_id).in_(interview_ids), col(DebriefDraft.answers_sealed).is_not(None)
        )
        .group_by(col(DebriefDraft.interview_id))
    )
    return {row[0]: row[1] for row in rows}


def _refuse_what_did_not_happen(clock: Clock, interview: Interview, shelf: Shelf) -> None:
    if interview.outcome == Outcome.HELD:
        return
    has_draft = shelf.draft() is not None
    if interview.outcome is not None:
        raise DidNotHappenError(
            _(
                "You noted that this meeting did not take place, so there is nothing to debrief."
                " If it did take place, type `/infoview list` and change it there first."
            ),
            has_draft=has_draft,
        )
    if interview.starts_at > clock.now():
        raise DidNotHappenError(
            _(
                "This meeting is still to come. You can write the debrief when it is over."
                " If it took place earlier, type `/infoview list` and change its time there first."
            ),
            has_draft=has_draft,
        )


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
