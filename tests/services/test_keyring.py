"""Keys are rotated while all goes on, may be taken out then, and are missed in words, on both databases."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session, SQLModel
from typer.testing import CliRunner

from bot import vault
from bot.cli import cli
from bot.clock import Clock
from bot.db import Database, normalise_url
from bot.key_tools import report, rotate
from bot.models import Contact
from bot.services import (
    contacts,
    exports,
    interviews,
    invites,
    keyring,
    new_id,
)
from bot.values import Actor, ContactForm, Format, InterviewForm, Status
from bot.vault import KeyLostError, Vault
from tests.clocks import ManualClock
from tests.databases import SECRET, sqlite_url
from tests.meetings import add_contact
from tests.people import KWAME, LEAD, LINH, NEW_YORK
from tests.whole_life import WholeLife, live

NEW = "a-newer-secret-for-tests-only-long-enough-to-be-one"
MOST = 15
"""Batches between which a member does something."""
NEWEST = "the-newest-secret-for-tests-only-long-enough-to-be-one"


def opened(database: Database, *secrets: str) -> Database:
    """A process with these keys, the newest first, on the same database; unlocked."""
    address = database.url.render_as_string(hide_password=False)
    other = Database(normalise_url(address), Vault(secrets), database.clock)
    try:
        with other.system_session() as session:
            keyring.unlock(session, database.clock)
    except KeyLostError:
        other.dispose()
        raise
    return other


def unlock(database: Database) -> None:
    """The first start."""
    with database.system_session() as session:
        keyring.unlock(session, database.clock)


def key_ids_stored(database: Database) -> set[str]:
    """The names of keys anywhere in any column of any table."""
    with database.system_session() as session:
        rows = [
            str(row)
            for table in SQLModel.metadata.sorted_tables
            for row in session.connection().execute(text(f'SELECT * FROM "{table.name}"')).all()
        ]
    whole = "\n".join(rows)
    return {key for key in Vault([SECRET, NEW, NEWEST]).key_ids if f"v1.{key}." in whole}


async def with_a_code(database: Database, life: WholeLife) -> str:
    code = (await database.run(LEAD, invites.make_code, life.cohort_id)).code
    assert code is not None
    return code


async def test_after_a_rotation_the_older_key_is_not_needed(database: Database, clock: ManualClock) -> None:
    unlock(database)
    life = await live(database, clock, LINH, "linh", KWAME)
    code = await with_a_code(database, life)
    before = await database.read(LINH, exports.gather)

    both = opened(database, NEW, SECRET)
    assert await both.read(LINH, exports.gather) == before
    told: list[int] = []
    use = rotate(both, told.append, pause=0)
    with both.system_session() as session:
        assert sum(told) == keyring.size(session, clock)
    assert (use.older, use.lost) == (0, {})
    assert "Nothing needs the older keys any more" in report(use)
    assert key_ids_stored(both) == {name_of(NEW)}
    both.dispose()

    alone = opened(database, NEW)
    clock.advance(days=7)
    after = await alone.read(LINH, exports.gather)
    assert replace(after, exported_at=before.exported_at) == before
    twin = await alone.read(LINH, contacts.twin, "", before.contacts[0].form)
    assert twin is not None, "a name is found by its digest"
    assert await alone.run(Actor(LINH.team_id, "U0NEW"), invites.find, code) is not None
    assert compared(alone) == compared(database), "marks and signs of organizations are known again"
    alone.dispose()
    with pytest.raises(KeyLostError, match=name_of(NEW)):
        opened(database, SECRET)


def compared(database: Database) -> tuple[str, frozenset[bytes]]:
    """What published numbers are compared by."""
    with database.system_session() as session:
        keys = vault.of(session)
        return keys.fixed_digest("T", "contact.organisation", "Harbor"), keys.marks("T", "summary", ["1"])


def name_of(secret: str) -> str:
    """The name of a key."""
    return Vault([secret]).key_ids[0]


async def test_members_go_on_while_keys_are_rotated(
    database: Database, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between any two batches; an undo, a twin and an import know what is sealed either way."""
    monkeypatch.setattr(keyring, "ROWS", 2)
    unlock(database)
    await live(database, clock, LINH, "linh", KWAME)
    met = await add_contact(database, LINH, "Ana Silva")
    await database.run(LINH, contacts.move, met, Status.CONTACTED)
    form = InterviewForm(
        clock.now().replace(hour=23), NEW_YORK, 25, Format.IN_PERSON, location="Harbor Street 1"
    )
    await database.run(LINH, interviews.plan, met, new_id(), form)
    both = opened(database, NEW, SECRET)
    seen: list[str] = []

    for name in keyring.tables():
        batch = keyring.Batch(0, "", is_last=False)
        while not batch.is_last and len(seen) < MOST:
            with both.system_session() as session:
                batch = keyring.rotate_some(session, clock, name, batch.last_id)
            assert batch.rows <= keyring.ROWS, "members wait for no longer one"
            added = ContactForm(f"Number {len(seen)}", organisation="Harbor Foods")
            await both.run(LINH, contacts.add, new_id(), added)
            twin = await both.read(LINH, contacts.twin, "", ContactForm("Ana Silva", "Harbor Foods"))
            assert twin is not None
            assert twin.id == met
            seen.append(added.name)
    assert rotate(both, quietly, pause=0).older == 0
    card = await both.read(LINH, contacts.get, met)
    assert card.last_move is not None
    undone = await both.run(LINH, contacts.undo, met, card.last_move.id)
    assert undone.status is Status.CONTACTED, "what an undo puts back was sealed again with its meeting"
    names = {contact.form.name for contact in (await both.read(LINH, exports.gather)).contacts}
    assert set(seen) < names
    both.dispose()


def quietly(_rows: int) -> None:
    """Nobody looks at the progress."""


def breaking_off(after: int) -> Callable[[int], None]:
    """Somebody presses Ctrl+C after so many batches."""
    batches = iter(range(after))

    def tell(_rows: int) -> None:
        if next(batches, None) is None:
            raise KeyboardInterrupt

    return tell


async def test_a_rotation_that_was_broken_off_goes_on(
    database: Database, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring, "ROWS", 1)
    unlock(database)
    await live(database, clock, LINH, "linh", KWAME)
    both = opened(database, NEW, SECRET)

    with pytest.raises(KeyboardInterrupt):
        rotate(both, breaking_off(after=5), pause=0)
    assert key_ids_stored(both) == {name_of(NEW), name_of(SECRET)}
    with pytest.raises(KeyLostError, match=name_of(SECRET)):
        opened(database, NEW)
    assert "infoview keys rotate" in report(use_of(both))
    assert rotate(both, quietly, pause=0).older == 0
    both.dispose()
    third = opened(database, NEWEST, NEW)
    assert rotate(third, quietly, pause=0).older == 0
    third.dispose()
    last = opened(database, NEWEST)
    assert len((await last.read(LINH, exports.gather)).contacts) == 1
    last.dispose()


def use_of(database: Database) -> keyring.KeyUse:
    with database.system_session() as session:
        return keyring.use(session, database.clock)


async def test_a_process_that_still_seals_with_the_older_key_is_noticed(
    database: Database, clock: ManualClock
) -> None:
    unlock(database)
    await live(database, clock, LINH, "linh", KWAME)
    both, late = opened(database, NEW, SECRET), opened(database, SECRET, NEW)

    for name in keyring.tables():
        with both.system_session() as session:
            keyring.rotate_some(session, clock, name, "")
    await add_contact(late, LINH, "Late")
    with both.system_session() as session:
        assert keyring.finish(session, clock).older > 1
    with pytest.raises(KeyLostError):
        opened(database, NEW)
    assert rotate(both, quietly, pause=0).older == 0
    opened(database, NEW).dispose()
    both.dispose()
    late.dispose()


async def test_a_lost_key_is_told_before_anything_is_done(database: Database, clock: ManualClock) -> None:
    def forget_the_key(session: Session, _clock: Clock) -> None:
        session.connection().execute(text("DELETE FROM fixed_key"))

    unlock(database)
    await live(database, clock, LINH, "linh", KWAME)
    for _either in range(2):
        with pytest.raises(KeyLostError) as raised:
            opened(database, NEW)
        assert name_of(SECRET) in str(raised.value)
        assert "INFOVIEW_SECRET_KEY" in str(raised.value)
        assert "nobody can read the names" in str(raised.value)
        await database.system(forget_the_key)  # a database from before there was one
    opened(database, SECRET).dispose()
    other = Database(database.url, Vault([NEW]), clock)
    words = report(use_of(other))
    other.dispose()
    assert f"Lost key {name_of(SECRET)}" in words
    assert "backup" in words


async def test_what_a_lost_key_sealed_is_left_alone_and_told(database: Database, clock: ManualClock) -> None:
    unlock(database)
    life = await live(database, clock, LINH, "linh", KWAME)
    other = Database(database.url, Vault([NEWEST]), clock)  # a process with a key that nobody kept
    await other.run(LINH, contacts.add, new_id(), ContactForm("Gone"))
    other.dispose()
    both = opened(database, NEW, SECRET)
    emptied = await add_contact(both, LINH, "Emptied")
    with both.system_session() as session:
        session.get_one(Contact, emptied).name_sealed = ""  # as at the end of a program
    use = rotate(both, quietly, pause=0)
    assert (use.older, use.lost) == (0, {name_of(NEWEST): 1})
    assert (await both.read(LINH, contacts.get, life.contact_id)).form.name == "linh name"
    both.dispose()


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The way of an operator: a new key in front, everything sealed with it, the old one out."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", sqlite_url(tmp_path))
    infoview = CliRunner()

    def run(*words: str, keys: str) -> tuple[int, str]:
        monkeypatch.setenv("INFOVIEW_SECRET_KEY", keys)
        result = infoview.invoke(cli, ["keys", *words])
        return result.exit_code, result.output

    assert run("rotate", keys=SECRET)[0] == 0
    code, words = run("rotate", keys=NEW)
    assert (code, name_of(SECRET) in words, "Put that key back" in words) == (1, True, True)
    code, words = run(keys=f"{NEW},{SECRET}")
    assert (code, "infoview keys rotate" in words) == (0, True)
    code, words = run("rotate", keys=f"{NEW},{SECRET}")
    assert (code, f"Newest key {name_of(NEW)}: 1 values" in words) == (0, True)
    assert run("rotate", keys=NEW)[0] == 0
    fresh = run("new", keys=NEW)[1].strip()
    assert run("rotate", keys=f"{fresh},{NEW}")[0] == 0


async def test_the_keys_are_looked_at_without_a_change(database: Database, clock: ManualClock) -> None:
    def check(*secrets: str) -> None:
        other = Database(database.url, Vault(secrets), clock)
        try:
            with other.system_session() as session:
                keyring.check(session, clock)
        finally:
            other.dispose()

    check(NEW)  # nothing is sealed yet
    unlock(database)
    check(SECRET)
    check(NEW, SECRET)
    with pytest.raises(KeyLostError, match=name_of(SECRET)):
        check(NEW)
    assert key_ids_stored(database) == {name_of(SECRET)}
