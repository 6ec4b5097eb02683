"""What a member learned: their reflections across interviews, and who helps them. For the member only."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlmodel import Session, col

from bot.clock import Clock, local_date
from bot.models import Contact, Debrief, Interview, Member
from bot.services.cards import contact_name, is_kept, unseal
from bot.services.debrief_answers import answers_of
from bot.services.finding import has_all, words_of
from bot.services.members import member_of
from bot.services.paging import turn_to
from bot.values import (
    Actor,
    Advocate,
    AdvocateLine,
    DebriefForm,
    Helpers,
    Introduction,
    Learned,
    LearnedQuery,
    LearningGoal,
    Lesson,
    NotEnrolledError,
    Page,
    Reflection,
)

PAGE_SIZE = 6
MOST_HELPERS = 40
"""The most advocates that are listed, and the most lines of the chain of introductions."""


def look(session: Session, _clock: Clock, actor: Actor, query: LearnedQuery) -> Learned:
    """The actor's reflections that fit, a page of them. Raises NotEnrolledError for who never joined.

    Sealed text cannot be searched by the database: the member's own debriefs are opened one by one.
    """
    member = _member(session, actor)
    found = list(_fitting(session, member, query))
    number, pages = turn_to(query.number, len(found), PAGE_SIZE)
    shown = found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    debriefs, covered = _coverage(session, member)
    return Learned(Page(tuple(shown), number, pages, len(found)), query, debriefs, covered)


def helpers(session: Session, _clock: Clock, actor: Actor) -> Helpers:
    """The actor's advocates, and who suggested whom. Raises NotEnrolledError for who never joined."""
    member = _member(session, actor)
    contacts = session.scalars(
        select(Contact)
        .where(col(Contact.member_id) == member.id, is_kept())
        .order_by(col(Contact.created_at), col(Contact.id))
    ).all()
    speak_up = [contact for contact in contacts if contact.advocate == Advocate.YES]
    may = [contact for contact in contacts if contact.advocate == Advocate.MAYBE]
    chain = list(_chain(contacts))
    listed = [*speak_up, *may]
    return Helpers(
        advocates=tuple(_advocate(session, contact) for contact in listed[:MOST_HELPERS]),
        introductions=tuple(
            Introduction(link.contact.id, contact_name(session, link.contact), link.depth)
            for link in chain[:MOST_HELPERS]
        ),
        more_advocates=max(len(listed) - MOST_HELPERS, 0),
        more_introductions=max(len(chain) - MOST_HELPERS, 0),
    )


def _member(session: Session, actor: Actor) -> Member:
    member = member_of(session, actor)
    if member is None:
        raise NotEnrolledError
    return member


def _fitting(session: Session, member: Member, query: LearnedQuery) -> Iterator[Reflection]:
    wanted = words_of(query.words)
    for reflection in _reflections(session, member):
        is_about = query.lesson in {None, reflection.lesson}
        if is_about and has_all(wanted, reflection.text, reflection.contact_name):
            yield reflection


def _reflections(session: Session, member: Member) -> Iterator[Reflection]:
    rows = session.execute(
        select(Debrief, Interview, Contact)
        .join(Interview, col(Interview.id) == col(Debrief.interview_id))
        .join(Contact, col(Contact.id) == col(Interview.contact_id))
        .where(col(Debrief.member_id) == member.id)
        .order_by(col(Interview.starts_at).desc(), col(Interview.id).desc())
    )
    for debrief, interview, contact in rows:
        name = contact_name(session, contact)
        day = local_date(interview.starts_at, member.timezone)
        for lesson, text in _lessons(answers_of(session, debrief)):
            yield Reflection(lesson, text, name, day, interview.id)


def _lessons(form: DebriefForm) -> Iterator[tuple[Lesson, str]]:
    texts: Mapping[Lesson, str | None] = {
        Lesson.VALUABLE: form.valuable,
        **{Lesson(goal): form.learned.get(goal) for goal in LearningGoal},
        Lesson.DID_WELL: form.did_well,
    }
    return ((lesson, text) for lesson, text in texts.items() if text)


def _coverage(session: Session, member: Member) -> tuple[int, Mapping[LearningGoal, int]]:
    columns: Mapping[LearningGoal, bool] = {
        goal: getattr(Debrief, f"covered_{goal}") for goal in LearningGoal
    }
    counts = session.execute(
        select(func.count(), *(func.count(case((col(column), 1))) for column in columns.values())).where(
            col(Debrief.member_id) == member.id
        )
    ).one()
    return counts[0], dict(zip(columns, counts[1:], strict=True))


def _advocate(session: Session, contact: Contact) -> AdvocateLine:
    assert contact.advocate is not None
    return AdvocateLine(
        contact.id,
        contact_name(session, contact),
        unseal(session, contact, "organisation_sealed"),
        Advocate(contact.advocate),
    )


@dataclass(frozen=True, slots=True)
class _Link:
    contact: Contact
    depth: int


def _chain(contacts: Iterable[Contact]) -> Iterator[_Link]:
    """Who suggested whom, depth first; each contact once, also where links go round in a circle."""
    known = {contact.id: contact for contact in contacts}
    suggested: dict[str, list[Contact]] = {}
    for contact in known.values():
        if contact.introduced_by_id in known:
            suggested.setdefault(str(contact.introduced_by_id), []).append(contact)
    seen: set[str] = set()
    suggesters = [contact for contact in known.values() if contact.id in suggested]
    beginnings = [contact for contact in suggesters if contact.introduced_by_id not in known]
    for start in (*beginnings, *suggesters):
        waiting = [_Link(start, 0)]
        while waiting:
            link = waiting.pop()
            if link.contact.id in seen:
                continue
            seen.add(link.contact.id)
            yield link
            waiting += [
                _Link(contact, link.depth + 1) for contact in reversed(suggested.get(link.contact.id, []))
            ]
