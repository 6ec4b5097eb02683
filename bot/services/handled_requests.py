"""The requests of Slack that had their effect: :mod:`bot.db` notes them with it, here they are forgotten."""

from datetime import timedelta

from sqlalchemy import delete
from sqlmodel import Session, col

from bot.clock import Clock
from bot.models import HandledRequest

KEPT_FOR = timedelta(hours=25)
"""Slack retries an event for up to 24 hours, where an app switched on "Delayed Events"; a replayed request
passes the check of its timestamp for ten minutes at most."""


def forget_old(session: Session, clock: Clock) -> None:
    """Forget the requests that cannot come again, in all workspaces."""
    session.execute(delete(HandledRequest).where(col(HandledRequest.handled_at) <= clock.now() - KEPT_FOR))
