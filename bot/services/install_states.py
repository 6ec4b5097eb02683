"""The one-time states of installations that have begun: who comes back from Slack must have begun here."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import delete
from sqlmodel import Session, col

from bot.clock import Clock
from bot.models import InstallState

LIFETIME = timedelta(minutes=10)
"""As long as Slack's code is good. https://docs.slack.dev/authentication/installing-with-oauth"""

_STATE_BYTES = 32


def issue(session: Session, clock: Clock) -> str:
    """A new state; only its digest is kept. Those whose time is over are forgotten."""
    now = clock.now()
    session.execute(delete(InstallState).where(col(InstallState.expires_at) <= now))
    state = secrets.token_urlsafe(_STATE_BYTES)
    session.add(InstallState(digest=_digest(state), expires_at=now + LIFETIME))
    return state


def consume(session: Session, clock: Clock, state: str) -> bool:
    """Whether the state was issued and is used now for the first time; from now on it is used.

    Of many at the same moment one is told so: the database deletes a row once.
    """
    taken = session.execute(
        delete(InstallState)
        .where(col(InstallState.digest) == _digest(state), col(InstallState.expires_at) > clock.now())
        .returning(col(InstallState.digest))
    )
    return taken.first() is not None


def _digest(state: str) -> str:
    return hashlib.sha256(state.encode("utf-8", "replace")).hexdigest()
