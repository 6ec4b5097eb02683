"""Somebody asks a member to be taken out of their log: found by the name, forgotten, what is left is told.

Who stands in a log never agreed to it. Their own entries are deleted with all that belongs to them; a text
about somebody else that also names them is the member's to change, since no program knows all the ways in
which a person can be called.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pydantic_core import from_json
from sqlalchemy import select
from sqlmodel import Session, col

from bot.clock import Clock
from bot.models import Contact, Debrief, DebriefDraft, Interview, Member
from bot.services import contacts
from bot.services.cards import contact_name, is_kept, own_contact, unseal
from bot.services.finding import has_all, words_of
from bot.services.members import member_of, own_member
from bot.values import Actor, Mention, Mentioned, PersonFound

_COLUMNS = {
    Mentioned.INTRODUCED_BY: "introduced_by_sealed",
    Mentioned.NOTES: "notes_sealed",
    Mentioned.WHY: "why_sealed",
    Mentioned.DRAFT: "draft_sealed",
    Mentioned.NEXT_STEP: "next_step_sealed",
}

Texts = Mapping[tuple[str, Mentioned], list[str]]
"""What was written about meetings, in the clear: by the contact, and what it is."""


def find(session: Session, _clock: Clock, actor: Actor, typed: str) -> PersonFound:
    """The entries of the actor's log whose name has all the typed words, and other texts that have them."""
    words = words_of(typed)
    member = member_of(session, actor)
    if member is None or not words:
        return PersonFound(typed, (), ())
    log = [(contact, contact_name(session, contact)) for contact in _log(session, member)]
    texts = _texts(session, member)
    named = [(contact.id, name) for contact, name in log if has_all(words, name)]
    others = [(contact, name) for contact, name in log if not has_all(words, name)]
    mentions = [
        Mention(contact.id, name, where)
        for contact, name in others
        for where, written in _written_of(session, contact, texts)
        if has_all(words, *written)
    ]
    return PersonFound(typed, tuple(named), tuple(mentions))


def forget(session: Session, clock: Clock, actor: Actor, contact_id: str) -> PersonFound:
    """Delete one entry with all that belongs to it; what else names the person comes back as mentions.

    Where other entries say that this person suggested them, that is deleted too. Raises GoneError.
    """
    name = contact_name(session, own_contact(session, actor, contact_id, lock=True))
    for other in _log(session, own_member(session, actor)):
        if words_of(unseal(session, other, "introduced_by_sealed") or "") == words_of(name):
            other.introduced_by_sealed = None
            other.version += 1
    contacts.delete(session, clock, actor, contact_id)
    session.flush()
    return find(session, clock, actor, name)


def _log(session: Session, member: Member) -> Iterable[Contact]:
    return session.scalars(
        select(Contact)
        .where(col(Contact.member_id) == member.id, is_kept())
        .order_by(col(Contact.created_at), col(Contact.id))
    ).all()


def _written_of(
    session: Session, contact: Contact, texts: Texts
) -> Iterator[tuple[Mentioned, list[str | None]]]:
    for where, column in _COLUMNS.items():
        yield where, [unseal(session, contact, column)]
    for where in (Mentioned.MEETING, Mentioned.DEBRIEF):
        yield where, [*texts.get((contact.id, where), ())]


def _texts(session: Session, member: Member) -> Texts:
    found: defaultdict[tuple[str, Mentioned], list[str]] = defaultdict(list)
    contact_of = {}
    for meeting in session.scalars(select(Interview).where(col(Interview.member_id) == member.id)):
        contact_of[meeting.id] = meeting.contact_id
        place, questions = (
            unseal(session, meeting, "place_sealed"),
            unseal(session, meeting, "questions_sealed"),
        )
        found[meeting.contact_id, Mentioned.MEETING] += [place or "", _words_in(questions)]
    written: Iterable[Debrief | DebriefDraft] = (
        *session.scalars(select(Debrief).where(col(Debrief.member_id) == member.id)),
        *session.scalars(select(DebriefDraft).where(col(DebriefDraft.member_id) == member.id)),
    )
    for row in written:
        answers = _words_in(unseal(session, row, "answers_sealed"))
        found[contact_of[row.interview_id], Mentioned.DEBRIEF].append(answers)
    return found


def _words_in(written: str | None) -> str:
    """All words in a JSON object: its letters may stand there as escapes."""
    return "" if written is None else repr(from_json(written))
