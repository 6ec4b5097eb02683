"""The list of a member's contacts: what each of them waits for, found by status and words, in three orders.

Names are sealed, so the database can neither search nor sort them: the member's own rows are opened here,
and only those that are needed.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import load_only
from sqlmodel import Session, col

from bot.clock import Clock
from bot.models import Contact, Interview, Member
from bot.services.cards import contact_name, is_kept, unseal
from bot.services.finding import folded, has_all, words_of
from bot.services.members import own_member
from bot.services.paging import turn_to
from bot.values import (
    Actor,
    ContactLine,
    ContactList,
    ContactQuery,
    ListOrder,
    Need,
    Outcome,
    Page,
    Status,
    WaitingContacts,
)

LIST_SIZE = 8
WAITING_SHOWN = 5
FOLLOW_UP_DAYS = 7
THANK_YOU_DAYS = 14
"""Days after a meeting in which the list suggests a thank-you; later, a debrief is worth more."""

EVERYBODY = ContactQuery()

_COLUMNS = ("team_id", "status", "status_at", "created_at", "name_sealed", "organisation_sealed")
"""What the list needs of a contact: notes and the rest are long."""

_RESTING = frozenset({Status.DECLINED, Status.NO_RESPONSE, Status.CLOSED})
_IN_NO_HURRY = frozenset({Need.REPLY, Need.NOTHING, Need.REST})
_RANK: Mapping[Need, int] = {need: rank for rank, need in enumerate(Need)}


@dataclass(frozen=True, slots=True)
class Meeting:
    """An interview as the needs see it."""

    id: str
    starts_at: datetime
    ends_at: datetime
    outcome: str | None
    is_thanked: bool
    is_debriefed: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    """A contact, what it waits for, and the interview that this is about."""

    contact: Contact
    need: Need
    interview_id: str | None


def page(session: Session, clock: Clock, actor: Actor, query: ContactQuery = EVERYBODY) -> ContactList:
    """One page of the actor's contacts, the nearest where there is no such page. A member who left keeps it.

    Raises NotEnrolledError for somebody who never joined.
    """
    everybody = _entries(session, clock, own_member(session, actor))
    found = _with_words(session, everybody, words_of(query.words))
    wanted = [entry for entry in found if query.status in {None, entry.contact.status}]
    number, pages = turn_to(query.number, len(wanted), LIST_SIZE)
    shown = _sorted(session, wanted, query.order)[(number - 1) * LIST_SIZE : number * LIST_SIZE]
    lines = tuple(_line(session, entry) for entry in shown)
    return ContactList(Page(lines, number, pages, len(wanted)), query, _by_status(found), len(everybody))


def waiting(session: Session, clock: Clock, actor: Actor) -> WaitingContacts:
    """The contacts for whom there is something to do, the most pressing first, and how many there are of all.

    Raises NotEnrolledError for somebody who never joined.
    """
    everybody = _entries(session, clock, own_member(session, actor))
    pressing = [entry for entry in everybody if entry.need not in _IN_NO_HURRY]
    first = _sorted(session, pressing, ListOrder.NEXT_ACTION)[:WAITING_SHOWN]
    lines = tuple(_line(session, entry) for entry in first)
    return WaitingContacts(lines, len(pressing), _by_status(everybody))


def need_of(
    status: Status, status_at: datetime, meetings: Sequence[Meeting], now: datetime
) -> tuple[Need, str | None]:
    """What a contact waits for, and the id of the interview that this is about, if it is about one. Pure.

    ``meetings`` are those that took place or are not reported yet, the first first.
    """
    if status in _RESTING:
        return Need.REST, None
    for need, meeting_id in _needs_of_meetings(meetings, now):
        return need, meeting_id
    return _need_without_meeting(status, status_at, meetings, now), None


def _needs_of_meetings(meetings: Sequence[Meeting], now: datetime) -> Iterator[tuple[Need, str]]:
    """What meetings wait for, the most pressing first; of several meetings, the latest that is over."""
    held = [meeting for meeting in reversed(meetings) if meeting.outcome == Outcome.HELD]
    unreported = [meeting for meeting in reversed(meetings) if meeting.outcome is None]
    since = now - timedelta(days=THANK_YOU_DAYS)
    yield from ((Need.OUTCOME, one.id) for one in unreported if one.ends_at <= now)
    yield from ((Need.THANKS, one.id) for one in held if not one.is_thanked and one.starts_at > since)
    yield from ((Need.DEBRIEF, one.id) for one in held if not one.is_debriefed)
    yield from ((Need.MEETING, one.id) for one in reversed(unreported))


def _need_without_meeting(
    status: Status, status_at: datetime, meetings: Sequence[Meeting], now: datetime
) -> Need:
    if status is Status.SCHEDULED or (status is Status.MET and not meetings):
        return Need.MEETING_TIME
    if status is Status.CONTACTED and status_at <= now - timedelta(days=FOLLOW_UP_DAYS):
        return Need.FOLLOW_UP
    return _NEED_OF_STATUS.get(status, Need.NOTHING)


_NEED_OF_STATUS: Mapping[Status, Need] = {
    Status.PLANNED: Need.FIRST_MESSAGE,
    Status.CONTACTED: Need.REPLY,
    Status.FOLLOWED_UP: Need.REPLY,
    Status.REPLIED: Need.OFFER_TIMES,
}


def _entries(session: Session, clock: Clock, member: Member) -> list[_Entry]:
    contacts = session.scalars(
        select(Contact)
        .where(col(Contact.member_id) == member.id, is_kept())
        .options(load_only(*(getattr(Contact, column) for column in _COLUMNS)))
    )
    meetings, now = _meetings(session, member), clock.now()
    return [
        _Entry(
            contact,
            *need_of(Status(contact.status), contact.status_at, meetings.get(contact.id, ()), now),
        )
        for contact in contacts
    ]


def _meetings(session: Session, member: Member) -> Mapping[str, list[Meeting]]:
    rows = session.execute(
        select(
            col(Interview.contact_id),
            col(Interview.id),
            col(Interview.starts_at),
            col(Interview.minutes),
            col(Interview.outcome),
            col(Interview.thanked_at),
            col(Interview.debriefed_at),
        )
        .where(
            col(Interview.member_id) == member.id,
            col(Interview.outcome).is_(None) | (col(Interview.outcome) == Outcome.HELD),
        )
        .order_by(col(Interview.starts_at), col(Interview.id))
    )
    found: dict[str, list[Meeting]] = {}
    for contact_id, id_, starts_at, minutes, outcome, thanked_at, debriefed_at in rows:
        ends_at = starts_at + timedelta(minutes=minutes)
        meeting = Meeting(id_, starts_at, ends_at, outcome, thanked_at is not None, debriefed_at is not None)
        found.setdefault(contact_id, []).append(meeting)
    return found


def _with_words(session: Session, entries: list[_Entry], words: Sequence[str]) -> list[_Entry]:
    if not words:
        return entries
    return [entry for entry in entries if has_all(words, *_who(session, entry.contact))]


def _sorted(session: Session, entries: Sequence[_Entry], order: ListOrder) -> list[_Entry]:
    if order is ListOrder.NAME:
        return sorted(entries, key=lambda one: (folded(contact_name(session, one.contact)), one.contact.id))
    if order is ListOrder.NEWEST:
        return sorted(entries, key=lambda one: (one.contact.created_at, one.contact.id), reverse=True)
    newest_first = sorted(entries, key=lambda one: (one.contact.status_at, one.contact.id), reverse=True)
    return sorted(newest_first, key=lambda one: _RANK[one.need])


def _by_status(entries: Sequence[_Entry]) -> Mapping[Status, int]:
    counts = Counter(entry.contact.status for entry in entries)
    return {status: counts[status] for status in Status if counts[status]}


def _who(session: Session, contact: Contact) -> tuple[str, str | None]:
    return contact_name(session, contact), unseal(session, contact, "organisation_sealed")


def _line(session: Session, entry: _Entry) -> ContactLine:
    name, organisation = _who(session, entry.contact)
    return ContactLine(
        id=entry.contact.id,
        name=name,
        organisation=organisation,
        status=Status(entry.contact.status),
        status_at=entry.contact.status_at,
        need=entry.need,
        interview_id=entry.interview_id,
    )
