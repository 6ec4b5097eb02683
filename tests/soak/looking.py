"""What a soak reads from the database: figures of now, and what became of everything."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, text, update
from sqlmodel import Session, SQLModel, col, func, select

from bot.clock import Clock
from bot.models import (
    IN_HAND,
    QUEUED_AND_FREE,
    Contact,
    Debrief,
    DebriefDraft,
    Delivery,
    HandledRequest,
    Interview,
    Lane,
    WorkerLease,
)
from bot.services.debrief_drafts import KEPT_EMPTY
from bot.services.handled_requests import KEPT_FOR
from bot.services.notices import CHANNEL_TROUBLE

WAITING, IN_HAND_NOW, TOO_OLD = "waiting", "in hand", "requests noted for too long"
OLD_DRAFTS = "drafts emptied for too long"
LEASES, LANES = "worker leases", "lanes"

_ONE_LOOK = timedelta(minutes=1)
_NAMES = re.compile(r"[0-9a-f]{32}|soak-\d+")


def code(number: int) -> str:
    """What stands in the message of a delivery that a soak queues, and in no other."""
    return f"soak-{number}"


def names_in(message: Mapping[str, Any]) -> set[str]:
    """What may be the name of a delivery in a message; ids of other rows are among it."""
    return set(_NAMES.findall(json.dumps(message)))


def states(session: Session, _clock: Clock) -> dict[str, int]:
    """How many deliveries are in each state."""
    found = select(Delivery.state, func.count()).group_by(col(Delivery.state))
    return dict(session.exec(found).all())


def fates(session: Session, _clock: Clock) -> dict[str, int]:
    """How many deliveries of each kind ended how, and why."""
    ends = session.exec(select(Delivery.kind, Delivery.state, Delivery.reason))
    found = Counter(" ".join(filter(None, end)) for end in ends)
    return dict(sorted(found.items()))


def rows(session: Session, clock: Clock) -> dict[str, int]:
    """What should not grow for ever."""
    now, emptied = clock.now(), col(DebriefDraft.answers_sealed).is_(None)
    return {
        WAITING: _count(session, Delivery, _free(), col(Delivery.send_after) <= now),
        IN_HAND_NOW: _count(session, Delivery, _in_hand()),
        "requests noted": _count(session, HandledRequest),
        TOO_OLD: _count(session, HandledRequest, col(HandledRequest.handled_at) < now - KEPT_FOR - _ONE_LOOK),
        LEASES: _count(session, WorkerLease),
        LANES: _count(session, Lane),
        "drafts": _count(session, DebriefDraft, col(DebriefDraft.answers_sealed).is_not(None)),
        "emptied drafts": _count(session, DebriefDraft, emptied),
        OLD_DRAFTS: _count(
            session, DebriefDraft, emptied, col(DebriefDraft.updated_at) < now - KEPT_EMPTY - _ONE_LOOK
        ),
    }


def left(session: Session, clock: Clock) -> dict[str, int]:
    """What is still to be sent. A nudge that quiet hours have put off is not."""
    of_ours = (col(Delivery.kind) == CHANNEL_TROUBLE) | (col(Delivery.send_after) <= clock.now())
    return {
        "in hand": _count(session, Delivery, _in_hand()),
        "waiting": _count(session, Delivery, _free(), of_ours),
    }


def recall(session: Session, clock: Clock) -> None:
    """Try again now what waits for its next attempt, and end the rests: for who cannot wait for minutes."""
    session.execute(
        update(Delivery).where(_free(), col(Delivery.kind) == CHANNEL_TROUBLE).values(send_after=clock.now())
    )
    session.execute(update(Lane).values(paused_until=None))


def ended(session: Session, _clock: Clock) -> dict[str, str]:
    """The state of each delivery, by the name that stands in its message."""
    found = session.exec(select(Delivery.id, Delivery.kind, Delivery.occurrence, Delivery.state))
    return {
        occurrence.removeprefix("dm ") if kind == CHANNEL_TROUBLE else key: state
        for key, kind, occurrence, state in found
    }


def saved(session: Session, _clock: Clock) -> Counter[str]:
    """How many rows there are of each thing that members send in."""
    return Counter(
        contacts=_count(session, Contact),
        meetings=_count(session, Interview),
        debriefs=_count(session, Debrief),
    )


def received(messages: Iterable[Mapping[str, Any]]) -> Counter[str]:
    """How often each name came."""
    return Counter(name for message in messages for name in names_in(message))


def _free() -> Any:
    return text(QUEUED_AND_FREE)


def _in_hand() -> Any:
    return text(IN_HAND)


def _count(session: Session, table: type[SQLModel], *conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*conditions)) or 0
