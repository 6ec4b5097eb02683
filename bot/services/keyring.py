"""The keys of an installation: unlocking at each start, how much hangs on which key, and rotating them.

A rotation seals row after row again under the newest key, in short transactions beside everything else, and
can be broken off and begun again: what is done needs no second time. The row of the fixed key comes last, so
a database whose fixed key opens needs no older key.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Row, Table, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, col

from bot import vault
from bot.clock import Clock
from bot.models import Contact, FixedKey
from bot.services import access, contacts, moves
from bot.vault import KeyLostError, Vault, key_of

ROWS = 200
"""Rows in one transaction: SQLite has one writer, and members are waiting for it."""

_ONLY = "1"
_DIGESTS = {
    ("contact", "name_sealed"): ("name_digest", contacts.NAME),
    ("cohort", "code_sealed"): ("code_digest", access.CODE),
}
"""What a row is looked up by: the column, and what its digest is for."""

_MOVES = SQLModel.metadata.tables["status_change"]


@dataclass(frozen=True, slots=True)
class KeyUse:
    """How many sealed values hang on each key."""

    keys: tuple[str, ...]  # that are there, the newest first
    values: Mapping[str, int]  # by key; also keys that are lost

    @property
    def older(self) -> int:
        """Values that a rotation would seal again."""
        return sum(self.values.get(key, 0) for key in self.keys[1:])

    @property
    def lost(self) -> Mapping[str, int]:
        """Values that cannot be read, by the key they need."""
        return {key: count for key, count in self.values.items() if key not in self.keys}


@dataclass(frozen=True, slots=True)
class Batch:
    """What one transaction of a rotation did."""

    rows: int
    last_id: str
    is_last: bool  # of its table


def unlock(session: Session, _clock: Clock) -> None:
    """Take the key of fixed digests from the database, where the first start puts it.

    Raises KeyLostError where the present keys do not open what is stored.
    """
    keys = vault.of(session)
    row = session.get(FixedKey, _ONLY)
    if row is None:
        _refuse_another_key(session, keys)
        row = _first(session, keys)
    keys.fix(_opened(keys, row))


def check(session: Session, _clock: Clock) -> None:
    """Look whether the present keys open what is stored, and change nothing.

    Raises KeyLostError where one is missing, VaultError where the database was tampered with.
    """
    row = session.get(FixedKey, _ONLY)
    if row is None:
        _refuse_another_key(session, vault.of(session))
    else:
        _opened(vault.of(session), row)


def use(session: Session, _clock: Clock) -> KeyUse:
    """How many sealed values hang on each key."""
    counted: Counter[str] = Counter()
    for table in SQLModel.metadata.sorted_tables:
        for column in _sealed_columns(table):
            key = func.substr(column, 4, 8)
            found = select(key, func.count()).where(column.is_not(None), column != "").group_by(key)
            for name, count in session.connection().execute(found):
                counted[name] += count
    return KeyUse(vault.of(session).key_ids, counted)


def size(session: Session, _clock: Clock) -> int:
    """How many rows a rotation looks at."""
    return sum(
        session.connection().execute(select(func.count()).select_from(table)).scalar_one()
        for table in _tables()
    )


def finish(session: Session, clock: Clock) -> KeyUse:
    """After all tables: seal the fixed key again, unless something still needs an older key."""
    keys = vault.of(session)
    row = session.get_one(FixedKey, _ONLY, with_for_update=True)
    found = use(session, clock)
    if found.older == (key_of(row.key_sealed) != keys.key_ids[0]):
        place = ("", FixedKey.__tablename__, "key_sealed", _ONLY)
        row.key_sealed = keys.reseal(*place, row.key_sealed)
        session.flush()
    return use(session, clock)


def tables() -> tuple[str, ...]:
    """The names of the tables that a rotation goes through."""
    return tuple(table.name for table in _tables())


def rotate_some(session: Session, _clock: Clock, table_name: str, after: str) -> Batch:
    """Seal up to ``ROWS`` rows of one table again that come after a row id ("": from the first one).

    Rows that are added meanwhile come with the newest key.
    """
    table = SQLModel.metadata.tables[table_name]
    rows = (
        session.connection()
        .execute(select(table).where(table.c.id > after).order_by(table.c.id).limit(ROWS).with_for_update())
        .all()
    )
    keys = vault.of(session)
    for row in rows:
        if values := _resealed(keys, table, row):
            session.connection().execute(update(table).where(table.c.id == row.id).values(values))
    return Batch(len(rows), rows[-1].id if rows else after, is_last=len(rows) < ROWS)


def _resealed(keys: Vault, table: Table, row: Row[Any]) -> dict[str, str]:
    """The columns of a row that change, with their new values."""
    if table is _MOVES:
        return _resealed_move(keys, row)
    found: dict[str, str] = {}
    for column in _sealed_columns(table):
        sealed = row._mapping[column]
        if sealed and key_of(sealed) in keys.key_ids[1:]:  # what a lost key sealed stays as it is
            place = (row.team_id, table.name, column.name, row.id)
            found[column.name] = keys.reseal(*place, sealed)
            if digest := _DIGESTS.get((table.name, column.name)):
                found[digest[0]] = keys.digest(row.team_id, digest[1], keys.open(*place, sealed))
    return found


def _resealed_move(keys: Vault, row: Row[Any]) -> dict[str, str]:
    def reseal(meeting_id: str, place: str) -> str:
        if key_of(place) not in keys.key_ids:
            return place
        return keys.reseal(row.team_id, "interview", "place_sealed", meeting_id, place)

    again = moves.resealed(row.restores, reseal) if row.restores else None
    return {"restores": again} if again is not None and again != row.restores else {}


def _tables() -> list[Table]:
    """The tables with something sealed, but that of the fixed key."""
    return [
        table
        for table in SQLModel.metadata.sorted_tables
        if table is _MOVES or (_sealed_columns(table) and table.name != FixedKey.__tablename__)
    ]


def _sealed_columns(table: Table) -> list[Column[Any]]:
    return [column for column in table.c if column.name.endswith("_sealed")]


def _opened(keys: Vault, row: FixedKey) -> str:
    if key_of(row.key_sealed) not in keys.key_ids:
        raise KeyLostError(key_of(row.key_sealed))
    return keys.open("", FixedKey.__tablename__, "key_sealed", _ONLY, row.key_sealed)


def _first(session: Session, keys: Vault) -> FixedKey:
    sealed = keys.seal("", FixedKey.__tablename__, "key_sealed", _ONLY, keys.fixed_key)
    try:
        with session.begin_nested():
            session.execute(insert(FixedKey).values(id=_ONLY, key_sealed=sealed))
    except IntegrityError:  # another process was faster
        session.expire_all()
    return session.get_one(FixedKey, _ONLY)


def _refuse_another_key(session: Session, keys: Vault) -> None:
    """A database from before there was a fixed key: look at what is sealed in it."""
    some = session.scalars(select(col(Contact.name_sealed)).where(col(Contact.name_sealed) != "").limit(1))
    sealed = some.first()
    if sealed is not None and key_of(sealed) not in keys.key_ids:
        raise KeyLostError(key_of(sealed))
