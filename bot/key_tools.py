"""For operators at the command line: the keys of private text, in plain words, and their rotation."""

import time
from collections.abc import Callable

from bot.db import Database
from bot.services import keyring
from bot.services.keyring import KeyUse

PAUSE_SECONDS = 0.1
"""Between two transactions: SQLite's other processes poll for their turn, and would find none."""


def report(use: KeyUse) -> str:
    """Which keys there are, what hangs on them, and what to do next."""
    lines = [
        f"{_name(number)} {key}: {use.values.get(key, 0):,} values" for number, key in enumerate(use.keys)
    ]
    lines += [f"Lost key {key}: {count:,} values that nobody can read" for key, count in use.lost.items()]
    if use.lost:
        lines.append(
            "Put a lost key back into INFOVIEW_SECRET_KEY, after the others, or restore it from a backup."
        )
    if use.older:
        lines.append("To seal everything with the newest key: infoview keys rotate")
    elif len(use.keys) > 1:
        lines.append("Nothing needs the older keys any more. Backups do that were made before the rotation.")
    return "\n".join(lines)


def rotate(database: Database, tell: Callable[[int], None], pause: float = PAUSE_SECONDS) -> KeyUse:
    """Seal everything with the newest key, in short transactions; ``tell`` hears of rows that are done.

    Returns what hangs on which key then.
    """
    for name in keyring.tables():
        batch = keyring.Batch(0, "", is_last=False)
        while not batch.is_last:
            with database.system_session() as session:
                batch = keyring.rotate_some(session, database.clock, name, batch.last_id)
            tell(batch.rows)
            time.sleep(pause)
    with database.system_session() as session:
        return keyring.finish(session, database.clock)


def _name(number: int) -> str:
    return "Older key " if number else "Newest key"
