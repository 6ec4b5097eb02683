"""When the next weekly message comes: set anew after a change of settings, enrollments or cohorts.

Whatever changes these calls :func:`schedule_member` in the same transaction; whatever changes a log calls
:func:`bot.services.waking.wake`. The planner does the rest.
"""

from collections.abc import Sequence

from sqlmodel import Session

from bot.clock import Clock
from bot.models import Member
from bot.services.curriculum import next_digest
from bot.services.situations import situations

_AT_ONCE = 500
"""Members in one statement: databases limit the number of its parameters."""


def schedule_member(session: Session, clock: Clock, member: Member) -> None:
    """Set when the member gets the next weekly message, and let the rest be planned at the next tick.

    None where nudges are stopped or no cohort runs. A week that had its message gets no other, also when the
    member moves the day or travels. Works in a workspace's session and in the worker's.
    """
    session.add(member)
    schedule_members(session, clock, [member])


def schedule_members(session: Session, clock: Clock, members: Sequence[Member]) -> None:
    """:func:`schedule_member` for many, in few statements."""
    session.flush()
    now = clock.now()
    for start in range(0, len(members), _AT_ONCE):
        some = members[start : start + _AT_ONCE]
        found = situations(session, now, some)
        for member in some:
            member.next_digest_at = next_digest(found[member.id])
            member.next_nudge_at = now
    session.flush()
