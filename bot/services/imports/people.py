"""The people of a file on their way into the log: who is new, and all of them in one transaction or none.

The same person at the same organisation counts once, by the digests of both: importing a file twice adds
nothing twice, and what is in the log stays as it is.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import TypeVar

from sqlalchemy import select
from sqlmodel import Session, col

from bot.clock import Clock
from bot.models import Contact, Enrollment, Member, new_id
from bot.services import contacts, statuses
from bot.services.imports import waiting
from bot.services.localtime import moment
from bot.services.members import current_enrollment
from bot.services.waking import wake
from bot.values import Actor, ContactForm, ImportCounts, ImportRow, Status

T = TypeVar("T")

_NOON = time(12)
"""A day without a time: noon is the same day in most other zones, too."""


def count(session: Session, _clock: Clock, actor: Actor, people: Sequence[ContactForm]) -> ImportCounts:
    """How many of these people would come in. Raises NotEnrolledError."""
    enrollment = current_enrollment(session, actor)
    new = sum(1 for _new in unknown(session, enrollment, people, lambda form: form))
    return ImportCounts(new, len(people) - new)


def add(
    session: Session, clock: Clock, actor: Actor, import_id: str, rows: Sequence[ImportRow]
) -> ImportCounts:
    """Add the people of a tracker who are not in the log, and end the import.

    Raises GoneError, NotEnrolledError, and UserError for a person whose texts do not fit.
    """
    enrollment = begin(session, clock, actor, import_id)
    member = session.get_one(Member, enrollment.member_id)
    added = [
        (contacts.insert(session, enrollment, new_id(), row.form, clock.now()), row)
        for row in unknown(session, enrollment, rows, lambda row: row.form)
    ]
    session.flush()
    for contact, row in added:
        at = _moment(row.last_contact, member.timezone, clock.now())
        statuses.note(session, contact, None, Status(contact.status), at)
    waiting.forget(session, clock, actor, import_id)
    return ImportCounts(len(added), len(rows) - len(added))


def begin(session: Session, clock: Clock, actor: Actor, import_id: str) -> Enrollment:
    """The actor's place in the cohort, locked: two confirmations of one import wait for each other here.

    Raises GoneError where the import is not waiting any more, and NotEnrolledError.
    """
    enrollment = current_enrollment(session, actor)
    session.execute(select(Enrollment).where(col(Enrollment.id) == enrollment.id).with_for_update())
    waiting.find(session, clock, actor, import_id)
    wake(session, enrollment.member_id, clock.now())
    return enrollment


def unknown(
    session: Session, enrollment: Enrollment, people: Iterable[T], form_of: Callable[[T], ContactForm]
) -> Iterator[T]:
    """Those who are not in the log, each as often as the file has them more than the log."""
    known = Counter({who: len(ids) for who, ids in in_log(session, enrollment).items()})
    for person in people:
        alike = contacts.identities(session, enrollment.team_id, form_of(person))
        here = next((who for who in alike if known[who]), None)
        if here is None:
            yield person
        else:
            known[here] -= 1


def in_log(session: Session, enrollment: Enrollment) -> dict[tuple[str, str | None], list[str]]:
    """The ids of the member's contacts, by the digests of who they are."""
    rows = session.execute(
        select(col(Contact.name_digest), col(Contact.organisation_digest), col(Contact.id))
        .where(col(Contact.member_id) == enrollment.member_id)
        .order_by(col(Contact.id))
    )
    found: defaultdict[tuple[str, str | None], list[str]] = defaultdict(list)
    for name, organisation, contact_id in rows:
        found[name, organisation].append(contact_id)
    return found


def _moment(day: date | None, timezone: str, now: datetime) -> datetime:
    return min(moment(day, _NOON, timezone), now) if day is not None else now
