"""What one transaction has read already: who acts is looked up by many services, and asked for once."""

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from sqlmodel import Session

T = TypeVar("T")


def once(session: Session, key: Hashable, ask: Callable[[], T]) -> T:
    """What ``ask`` reads, kept under ``key`` until this transaction writes or locks something.

    :mod:`bot.db` forgets it then. A session over all workspaces keeps nothing.
    """
    session.flush()  # as a query would: what was changed and not written yet counts
    asked = session.info.get("asked")
    if asked is None:
        return ask()
    if key not in asked:
        asked[key] = ask()
    return cast(T, asked[key])
