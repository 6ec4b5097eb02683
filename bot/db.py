"""Engine, transactions and tenant scoping: the only module that knows SQLite from PostgreSQL.

A service runs inside one transaction: ``await db.run(actor, service, *values)`` calls
``service(session, clock, actor, *values)`` on a bounded thread pool and commits. Every query of such a
session sees one workspace only; :meth:`Database.system_session` is the one door without a workspace. On
PostgreSQL the database itself holds this border once more (:mod:`bot.row_security`).
"""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import (
    Connection,
    Engine,
    MetaData,
    Select,
    String,
    column,
    create_engine,
    delete,
    event,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import ORMExecuteState, SessionTransaction, UOWTransaction, with_loader_criteria
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.orm.interfaces import ORMOption
from sqlmodel import Session

from bot.clock import Clock
from bot.metrics import DATABASE_ERRORS, DATABASE_SECONDS, of, timed
from bot.models import ID_LENGTH, TenantRow
from bot.row_security import TEAM_OPTION, say_whom_each_transaction_is_for
from bot.values import TEXTS_KEPT, Actor, RepeatedRequestError, Request
from bot.vault import Vault

P = ParamSpec("P")
T = TypeVar("T")

_READ_THREADS = 4
_SQLITE_WRITERS = 2
"""Connections: the thread that writes, and a migration or check beside it."""
_POSTGRES_THREADS = 8
_POSTGRES_CONNECT_SECONDS = 10
_SQLITE_BUSY_MS = 5_000
_HANDLED = TenantRow.metadata.tables["handled_request"]


class TenancyError(RuntimeError):
    """A row of one workspace was about to be written in the session of another."""


def normalise_url(address: str) -> URL:
    """The address as SQLAlchemy needs it: platforms give ``postgres://``, we speak psycopg 3.

    Raises sqlalchemy.exc.ArgumentError where it is no database address, ValueError where the kind is unknown.
    """
    url = make_url(address)
    kind = url.get_backend_name()
    if kind == "sqlite":
        if not url.database or url.database == ":memory:":
            raise ValueError("a SQLite address needs a file, for example sqlite:///infoview.db")
        return url.set(drivername="sqlite")
    if kind in {"postgres", "postgresql"}:
        return url.set(drivername="postgresql+psycopg")
    raise ValueError(f"{kind} is not supported: use sqlite:///… or postgresql://…")


def sqlite_path(url: URL) -> Path | None:
    """The database file of a SQLite address; None for PostgreSQL."""
    if url.get_backend_name() != "sqlite":
        return None
    return Path(str(url.database))


class Database:
    """One database: its engines, its threads, and transactions scoped to a workspace."""

    def __init__(self, url: URL, vault: Vault, clock: Clock, *, texts_kept: timedelta = TEXTS_KEPT) -> None:
        """``texts_kept`` is how long names and texts are kept after the end of their program."""
        self.url = url
        self.clock = clock
        self.texts_kept = texts_kept
        self._vault = vault
        self._is_sqlite = url.get_backend_name() == "sqlite"
        insert = (sqlite if self._is_sqlite else postgresql).insert(_HANDLED).on_conflict_do_nothing()
        self._insert_note = insert.execution_options(preserve_rowcount=True)
        if self._is_sqlite:
            # One writer thread with BEGIN IMMEDIATE: no lock errors, and the shortest worst wait measured.
            engine = _sqlite_engine(url)
            self._writer: Engine = engine.execution_options(begin="IMMEDIATE")
            self._reader: Engine = engine.execution_options(begin="DEFERRED")
            self._write_threads = ThreadPoolExecutor(1, "db-write")
            self._read_threads = ThreadPoolExecutor(_READ_THREADS, "db-read")
        else:
            self._writer = self._reader = _postgres_engine(url)
            self._write_threads = self._read_threads = ThreadPoolExecutor(_POSTGRES_THREADS, "db")

    @property
    def engine(self) -> Engine:
        """The engine that writes, for migrations and checks."""
        return self._writer

    async def run(
        self,
        actor: Actor,
        service: Callable[Concatenate[Session, Clock, Actor, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run a service that may write, in one transaction of the actor's workspace.

        Where the actor acts by a request, the first such transaction also notes that it was handled. Raises
        RepeatedRequestError, before the service is called, where it was handled before.
        """

        def work() -> T:
            request = actor.request
            with self.transaction(actor.team_id) as session:
                if request is not None and not request.is_claimed:
                    self._claim(session.connection(), actor.team_id, request)
                result = service(session, self.clock, actor, *args, **kwargs)
            if request is not None:
                request.is_claimed = True
            return result

        return await _in_thread(self._write_threads, "write", work)

    async def claim(self, actor: Actor) -> None:
        """Note that the actor's request was handled, before an effect that is not in the database.

        Raises RepeatedRequestError where it was handled before.
        """
        request = actor.request
        if request is None or request.is_claimed:
            return

        def work() -> None:
            with _for_workspace(self._writer, actor.team_id).begin() as connection:
                self._claim(connection, actor.team_id, request)

        await _in_thread(self._write_threads, "write", work)
        request.is_claimed = True

    async def release(self, actor: Actor) -> None:
        """Forget that the actor's request was handled: it failed, and may come again just as it was."""
        if actor.request is not None and actor.request.is_claimed:
            await self.run(actor, self._release)
            actor.request.is_claimed = False

    async def read(
        self,
        actor: Actor,
        service: Callable[Concatenate[Session, Clock, Actor, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run a service that only reads, in the actor's workspace."""

        def work() -> T:
            with self._session(self._reader, actor.team_id) as session:
                return service(session, self.clock, actor, *args, **kwargs)

        return await _in_thread(self._read_threads, "read", work)

    async def system(
        self,
        service: Callable[Concatenate[Session, Clock, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run a service of the worker over all workspaces, in one transaction."""

        def work() -> T:
            with self.system_session() as session:
                return service(session, self.clock, *args, **kwargs)

        return await _in_thread(self._write_threads, "system", work)

    async def system_read(
        self,
        service: Callable[Concatenate[Session, Clock, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run a service that only reads over all workspaces: for a request that names none."""

        def work() -> T:
            with self._session(self._reader, None) as session:
                return service(session, self.clock, *args, **kwargs)

        return await _in_thread(self._read_threads, "read", work)

    @contextmanager
    def transaction(self, team_id: str) -> Iterator[Session]:
        """A session that sees and writes one workspace only; commits at the end."""
        with self._session(self._writer, team_id) as session:
            yield session

    @contextmanager
    def system_session(self) -> Iterator[Session]:
        """The one door without a workspace, for the worker; commits at the end."""
        with self._session(self._writer, None) as session:
            yield session

    @contextmanager
    def _session(self, engine: Engine, team_id: str | None) -> Iterator[Session]:
        kind, bind, info = Session, engine, {"vault": self._vault, "texts_kept": self.texts_kept}
        if team_id is not None:
            kind, bind = _WorkspaceSession, _for_workspace(engine, team_id)
            info |= {"team_id": team_id, "asked": {}}
        # expire_on_commit would read every row again after the commit.
        with kind(bind, info=info, expire_on_commit=False) as session, session.begin():
            yield session

    def _claim(self, connection: Connection, team_id: str, request: Request) -> None:
        """Note the request in this transaction; where another one is about to, wait for what it comes to."""
        note = {
            "id": self._note_id(team_id, request),
            "team_id": team_id,
            "handled_at": self.clock.now(),
        }
        # Past the ORM, with the statement made once: each request that writes pays for this.
        if connection.execute(self._insert_note, note).rowcount != 1:
            raise RepeatedRequestError

    def _release(self, session: Session, _clock: Clock, actor: Actor) -> None:
        assert actor.request is not None
        note_id = self._note_id(actor.team_id, actor.request)
        session.execute(delete(_HANDLED).where(_HANDLED.c.id == note_id))

    def _note_id(self, team_id: str, request: Request) -> str:
        return self._vault.fixed_digest(team_id, _HANDLED.name, request.key)[:ID_LENGTH]

    async def scrub(self) -> None:
        """After something was deleted for good: leave no copy of it in SQLite's write-ahead log.

        PostgreSQL overwrites old versions of rows by itself, with its next vacuum.
        """
        if self._is_sqlite:
            await _in_thread(self._write_threads, "scrub", self._truncate_log)

    def _truncate_log(self) -> None:
        connection = self._writer.raw_connection()  # in no transaction
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            connection.close()

    def dispose(self) -> None:
        """Close all connections and end the threads."""
        self._write_threads.shutdown()
        self._read_threads.shutdown()
        self._writer.dispose()  # the reader's connections are in the same pool


def _for_workspace(engine: Engine, team_id: str) -> Engine:
    """The engine for transactions of one workspace."""
    return engine.execution_options(**{TEAM_OPTION: team_id})


async def _in_thread(threads: ThreadPoolExecutor, kind: str, work: Callable[[], T]) -> T:
    """Run ``work`` on one of the threads, in the caller's context (its language)."""
    with timed(DATABASE_SECONDS, kind):
        try:
            return await asyncio.get_running_loop().run_in_executor(threads, copy_context().run, work)
        except DBAPIError:
            of(DATABASE_ERRORS, kind).inc()
            raise


def metadata() -> MetaData:
    """All tables, for migrations."""
    return TenantRow.metadata


def _postgres_engine(url: URL) -> Engine:
    engine = create_engine(
        url,
        pool_size=_POSTGRES_THREADS,
        pool_pre_ping=True,
        hide_parameters=True,
        # Of the driver: we begin transactions ourselves.
        connect_args={"autocommit": True, "connect_timeout": _POSTGRES_CONNECT_SECONDS},
    )
    say_whom_each_transaction_is_for(engine)
    return engine


def _sqlite_engine(url: URL) -> Engine:
    path = sqlite_path(url)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        pool_size=_READ_THREADS + _SQLITE_WRITERS,
        hide_parameters=True,  # an error in the log must not carry what people wrote
        connect_args={"check_same_thread": False, "isolation_level": None, "timeout": _SQLITE_BUSY_MS / 1000},
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:  # noqa: ANN401 - a DBAPI connection has no type
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA secure_delete=ON")  # what is deleted is overwritten, not only unlinked

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(f"BEGIN {connection.get_execution_options()['begin']}")

    return engine


_OF_EVERY_TABLE = column("team_id", String)
"""Stands for the column where SQLAlchemy tries the criterion on what all tables inherit from."""


@lru_cache(maxsize=1_000)
def _scope_of(team_id: str) -> ORMOption:
    """What is added to each statement of a workspace; kept, because it takes longer to make than to use."""
    return with_loader_criteria(
        TenantRow, lambda cls: getattr(cls, "team_id", _OF_EVERY_TABLE) == team_id, include_aliases=True
    )


class _WorkspaceSession(Session):
    """A session that sees and writes the rows of one workspace: ``info["team_id"]``.

    ``info["asked"]`` is what :mod:`bot.services.asked` keeps: until something is written, or locked and so
    perhaps waited for.
    """


@event.listens_for(_WorkspaceSession, "do_orm_execute")
def _scope(state: ORMExecuteState) -> None:
    if not isinstance(state.statement, Select) or state.statement._for_update_arg is not None:
        state.session.info["asked"].clear()
    state.statement = state.statement.options(_scope_of(state.session.info["team_id"]))


@event.listens_for(_WorkspaceSession, "before_flush")
def _stamp(session: OrmSession, _context: UOWTransaction, _instances: object) -> None:
    session.info["asked"].clear()
    team_id = session.info["team_id"]
    for row in session.new | session.dirty:
        if isinstance(row, TenantRow):
            row.team_id = row.team_id or team_id
            if row.team_id != team_id:
                raise TenancyError(f"a row of {row.team_id} in the session of {team_id}")


@event.listens_for(_WorkspaceSession, "after_soft_rollback")
def _forget(session: OrmSession, _transaction: SessionTransaction) -> None:
    session.info["asked"].clear()
