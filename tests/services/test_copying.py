"""A program moves from SQLite to PostgreSQL with all it has, and everybody reads their own words there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from bot import migrations
from bot.cli import cli
from bot.db import Database, metadata, normalise_url
from bot.operations import copying
from bot.operations.copying import CopyError, copy
from bot.playground import cast, seed
from bot.row_security import tables_without_guard
from bot.services import exports, keyring
from bot.values import Actor
from bot.vault import Vault
from tests.clocks import ManualClock
from tests.databases import SECRET, make_database, sqlite_url
from tests.people import LINH, enrolled
from tests.postgres import PostgresServer
from tests.whole_life import live

pytestmark = pytest.mark.postgres


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Database]:
    """A database that a bot has used."""
    database = make_database(sqlite_url(tmp_path), ManualClock())
    with database.system_session() as session:
        keyring.unlock(session, database.clock)
    yield database
    database.dispose()


@pytest.fixture
def empty(postgres_server: PostgresServer) -> Iterator[str]:
    """The address of an empty database on a server."""
    url = postgres_server.create_database()
    yield url
    postgres_server.drop_database(url)


def moved(old: Database, url: str, told: list[tuple[int, int]] | None = None) -> None:
    seen = told if told is not None else []
    copy(old.url, normalise_url(url), Vault([SECRET]), old.clock, lambda *step: seen.append(step))


async def test_all_rows_arrive_and_can_be_read(
    old: Database, empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "ROWS", 100)
    clock = old.clock
    assert isinstance(clock, ManualClock)
    members = seed.MEMBERS[:4]
    monkeypatch.setattr(seed, "MEMBERS", members)
    seed.seed(old, clock.now())  # the playground's program, with fewer members
    await live(old, clock, Actor(cast.TEAM_ID, "U0NEW"), "new")
    told: list[tuple[int, int]] = []
    moved(old, empty, told)
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1] > 300
    new = make_database(empty, clock)
    with new.system_session() as session:
        keyring.unlock(session, clock)
    for member in members:
        actor = Actor(cast.TEAM_ID, member.id)
        assert await new.read(actor, exports.gather) == await old.read(actor, exports.gather)
    with old.engine.begin() as source, new.engine.begin() as target:
        for table in metadata().sorted_tables:
            assert copying.fingerprint(source, table) == copying.fingerprint(target, table)
        assert tables_without_guard(target) == []
        target.execute(text("SET LOCAL infoview.all_workspaces = 'off'"))
        assert target.execute(text("SELECT count(*) FROM contact")).scalar_one() == 0
    with pytest.raises(CopyError, match="not empty"):
        moved(old, empty)
    new.dispose()


async def test_what_arrives_otherwise_is_not_kept(old: Database, empty: str) -> None:
    await enrolled(old, LINH)
    new = make_database(empty, old.clock)
    migrations.upgrade(new.engine)
    with new.engine.begin() as connection:
        connection.execute(
            text(
                "CREATE FUNCTION other() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN NEW.timezone := 'UTC'; RETURN NEW; END $$"
            )
        )
        connection.execute(
            text("CREATE TRIGGER other BEFORE INSERT ON member FOR EACH ROW EXECUTE FUNCTION other()")
        )
    source = Database(old.url, Vault([SECRET]), old.clock)
    with pytest.raises(CopyError, match="The rows of member arrived otherwise"):
        copying._copy(source, new, lambda *_step: None)
    with new.engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM contact")).scalar_one() == 0
    source.dispose()
    new.dispose()


def test_what_it_refuses(old: Database, empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def told(source: str, target: str = empty) -> str:
        done = CliRunner().invoke(cli, ["db", "copy", source, target])
        assert done.exit_code == 1, done.output
        assert "Traceback" not in done.output
        return done.output

    monkeypatch.chdir(tmp_path)
    url = f"sqlite:///{tmp_path}/test.db"
    assert "The key is missing" in told(url)
    monkeypatch.setenv("INFOVIEW_SECRET_KEY", "another-secret-for-tests-that-is-long-enough")
    assert "a key that is not there" in told(url)
    monkeypatch.setenv("INFOVIEW_SECRET_KEY", SECRET)
    assert "from a sqlite:///… address to a postgresql" in told(empty, url)
    assert "There is no database" in told(f"sqlite:///{tmp_path}/none.db")
    assert "is not supported" in told("mysql://x/y")
    assert "Nothing was copied" in told(url, "postgresql://owner:hidden@127.0.0.1:9/x")
    old.dispose()
    older = make_database(url, old.clock)
    migrations.downgrade(older.engine, "0019")
    assert "infoview db upgrade" in told(url)
    migrations.upgrade(older.engine)
    older.dispose()
    assert "No address came" in told(url, "-")
    done = CliRunner().invoke(cli, ["db", "copy", url, "-"], input=f"{empty}\n")
    assert "Copied and compared" in done.output, done.output
