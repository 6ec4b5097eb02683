"""Backups are made while others write, are looked through, and are put back without sending twice."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from bot.cli import cli
from bot.db import Database, normalise_url, sqlite_path
from bot.operations.backup import BackupError, backup, restore
from bot.services import contacts, exports, keyring, new_id, pulls
from bot.values import ContactForm
from bot.vault import Vault
from tests.clocks import ManualClock
from tests.databases import SECRET, make_database, sqlite_url
from tests.people import KWAME, LINH
from tests.postgres import PostgresServer
from tests.queueing import MONDAY, hand, plan
from tests.services.test_forgetting import dump
from tests.whole_life import live

OTHER = "another-secret-for-tests-that-is-long-enough-to-be-one"


class Heard:
    """Somebody who looks at the progress."""

    def __init__(self) -> None:
        self.told: list[tuple[int, int]] = []

    def __call__(self, done: int, whole: int) -> None:
        self.told.append((done, whole))

    @property
    def is_sound(self) -> bool:
        """It never went back, and ended with all."""
        return self.told == sorted(self.told) and self.told[-1][0] == self.told[-1][1]


@contextmanager
def elsewhere(database: Database, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database of the same kind that is not there, or empty."""
    if sqlite_path(database.url) is not None:
        yield f"sqlite:///{tmp_path / 'elsewhere' / 'restored.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.create_database()
    yield url
    server.drop_database(url)


def unlock(database: Database) -> None:
    with database.system_session() as session:
        keyring.unlock(session, database.clock)


async def test_all_comes_back_and_nothing_is_sent_again(
    database: Database, clock: ManualClock, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    unlock(database)
    life = await live(database, clock, LINH, "linh", KWAME)
    clock.set(MONDAY + timedelta(days=7))
    assert await plan(database) > 0
    file, heard = tmp_path / "all.backup", Heard()
    written = backup(database, file, heard)
    assert heard.is_sound
    assert file.stat().st_mode & 0o777 == 0o600
    assert b"linh name" not in file.read_bytes()
    assert written.rows["contact"] == 1
    assert written.whole > 20
    with pytest.raises(BackupError, match="there already"):
        backup(database, file, heard)
    before = dump(database)
    clock.advance(hours=2)

    with elsewhere(database, tmp_path, request) as url:
        heard = Heard()
        assert restore(normalise_url(url), Vault([SECRET]), clock, file, heard) == written
        assert heard.is_sound
        restored = make_database(url, clock)
        unlock(restored)
        assert set(before.splitlines()) - set(dump(restored).splitlines()) <= _queued(before)
        theirs = await restored.read(LINH, exports.gather)
        assert theirs.contacts == (await database.read(LINH, exports.gather)).contacts
        assert await restored.system_read(pulls.find_reader, life.cohort_id, pulls.digest(life.token))
        worker = await hand(restored)
        seen = 0
        for claimed in await worker.claim(most=50):
            seen += 1
            assert await worker.begin(claimed) is None, "it may have been sent already"
        assert seen
        assert _states(restored, "webhook_push") <= {"skipped"}
        with pytest.raises(BackupError, match=r"there already|not empty"):
            restore(normalise_url(url), Vault([SECRET]), clock, file, Heard())
        restored.dispose()


def _queued(before: str) -> set[str]:
    return {line for line in before.splitlines() if "'queued'" in line or "'next_push_at'" in line}


def _states(database: Database, table: str) -> set[str]:
    with database.system_session() as session:
        return set(session.connection().execute(text(f"SELECT state FROM {table}")).scalars())


async def test_a_backup_beside_writers_is_of_one_moment(
    database: Database, clock: ManualClock, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Each contact comes with its history, in one transaction: so it does in the backup."""
    unlock(database)
    await live(database, clock, LINH, "linh", KWAME)
    stop, one_more = threading.Event(), threading.Semaphore(0)
    added = 0

    def write() -> None:
        nonlocal added
        while not stop.is_set():
            form = ContactForm(f"Number {added}", notes="n" * 2000)
            with database.transaction(LINH.team_id) as session:
                contacts.add(session, clock, LINH, new_id(), form)
            added += 1
            one_more.release()

    def five_more() -> None:
        for _ in range(5):
            assert one_more.acquire(timeout=10), "the writer stands still"

    writer = threading.Thread(target=write)
    writer.start()
    try:
        five_more()
        first = added
        written = backup(database, tmp_path / "b", Heard())
        five_more()
    finally:
        stop.set()
        writer.join()
    assert first <= written.rows["contact"] - 1 <= added
    with elsewhere(database, tmp_path, request) as url:
        restore(normalise_url(url), Vault([SECRET]), clock, tmp_path / "b", Heard())
        restored = make_database(url, clock)
        found = await restored.read(LINH, exports.gather)
        assert len(found.contacts) == written.rows["contact"]
        assert all(contact.history and contact.form.notes for contact in found.contacts)
        restored.dispose()


async def test_what_cannot_be_put_back_changes_nothing(
    database: Database,
    clock: ManualClock,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unlock(database)
    await live(database, clock, LINH, "linh", KWAME)
    good = tmp_path / "good"
    backup(database, good, Heard())
    damaged, cut, other = tmp_path / "damaged", tmp_path / "cut", tmp_path / "other"
    content = good.read_bytes()
    cut.write_bytes(content[: len(content) // 2])
    middle = len(content) // 2
    damaged.write_bytes(content[:middle] + bytes(5000) + content[middle + 5000 :])
    other.write_text("not a backup of anything")
    foreign = sqlite3.connect(tmp_path / "foreign")
    foreign.execute("CREATE TABLE member (id)")
    foreign.close()
    kinds = {"postgresql": f"sqlite:///{tmp_path}/x.db", "sqlite": "postgresql://owner:p@127.0.0.1:9/x"}

    def refused(url: str, file: Path, *secrets: str) -> str:
        with pytest.raises(BackupError) as error:
            restore(normalise_url(url), Vault(secrets or [SECRET]), clock, file, Heard())
        return str(error.value)

    with elsewhere(database, tmp_path, request) as url:
        for file in (cut, damaged):
            assert refused(url, file)
        assert "no backup" in refused(url, other)
        assert "cannot be read" in refused(url, tmp_path / "nothing")
        assert "`infoview db copy`" in refused(kinds[database.engine.dialect.name], good)
        if sqlite_path(database.url) is not None:
            assert "no backup of Infoview" in refused(url, tmp_path / "foreign")
        else:
            assert "cannot be used" in refused("postgresql://owner:p@127.0.0.1:9/x", good)
        assert left_over(tmp_path) == []
        assert "a key that is not there" in refused(url, good, OTHER)
        with database.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        backup(database, tmp_path / "newer", Heard())
        assert "a newer Infoview (9999)" in refused(url, tmp_path / "newer")
        restored = restore(normalise_url(url), Vault([SECRET]), clock, good, Heard())
        assert restored.rows["contact"] == 1, "nothing was left there before"
        if sqlite_path(database.url) is None:
            monkeypatch.setenv("PATH", "/nowhere")
            with pytest.raises(BackupError, match="pg_dump is not on this machine"):
                backup(database, tmp_path / "none", Heard())
            assert not (tmp_path / "none").exists()


def left_over(folder: Path) -> list[Path]:
    return list(folder.rglob("*.partial*"))


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: ManualClock) -> None:
    url = sqlite_url(tmp_path)
    database = make_database(url, clock)
    unlock(database)
    database.dispose()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("INFOVIEW_SECRET_KEY", SECRET)
    file = str(tmp_path / "my.backup")

    def told(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(cli, arguments)
        return done.exit_code, done.output

    code, words = told("backup", file)
    assert (code, "Written and checked: 2 rows in" in words) == (0, True), words
    assert told("backup", file)[0] == 1
    code, words = told("restore", file)
    assert (code, "test.db is there already. Stop the bot" in words) == (1, True), words
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/new.db")
    code, words = told("restore", file)
    assert (code, "Put back and checked: 2 rows" in words) == (0, True), words
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/third.db")
    monkeypatch.delenv("INFOVIEW_SECRET_KEY")
    code, words = told("restore", file)
    assert (code, "third.db.key" in words) == (1, True), words
    assert not (tmp_path / "third.db.key").exists()


def test_a_command_in_a_wrong_folder_makes_nothing_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE_URL", "INFOVIEW_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    for command in (
        ["backup", "my.backup"],
        ["keys"],
        ["deliveries"],
        ["workspaces"],
        ["forget", "T1", "U1"],
    ):
        done = CliRunner().invoke(cli, command)
        assert done.exit_code == 1
        assert f"There is no database at {tmp_path}/.infoview/infoview.db" in done.output
        assert list(tmp_path.iterdir()) == []
    done = CliRunner().invoke(cli, ["db", "upgrade"])
    assert (done.exit_code, done.output) == (0, "The database is up to date.\n")
    (tmp_path / ".infoview" / "infoview.db.key").write_text("")
    done = CliRunner().invoke(cli, ["keys"])
    assert (done.exit_code, "holds no key" in done.output) == (1, True), done.output
