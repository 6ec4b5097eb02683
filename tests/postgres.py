"""A throw-away PostgreSQL server for the tests.

The server lives in a temporary folder, listens on 127.0.0.1 only, and gives up durability for speed. As root
it runs as an unprivileged user, since initdb refuses root. It ends with the process that started it, however
that one ends.

`python -m tests.postgres` fails where the server programs are missing.
"""

import os
import pwd
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

INSTALL_HINT = "PostgreSQL is not on this machine (Debian, Ubuntu: apt-get install postgresql)"

SHARED_SERVER = "INFOVIEW_TEST_POSTGRES_URL"
"""The variable that names, to the processes of one test run, the server they share."""

_OWNER = "owner"
_START_SECONDS = 60.0
_UNPRIVILEGED_USERS = ("postgres", "nobody")
_SERVER_OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "unix_socket_directories": "",
    "listen_addresses": "127.0.0.1",
}

# Runs the server beside a reader of standard input. When that ends, by close() or by the death of the process
# at the other end of the pipe, the server is stopped (SIGINT: without waiting for clients) and its folder
# deleted.
_SUPERVISOR = """
folder=$1; shift
exec 3<&0
"$@" &
server=$!
{ read -r _ <&3; kill -INT "$server" 2>/dev/null; } &
wait "$server"
rm -rf "$folder"
"""


class PostgresError(Exception):
    """The server is not on this machine, or did not start."""


@dataclass(frozen=True)
class PostgresServer:
    """A running server. `admin_url` is a superuser's, and names the maintenance database."""

    admin_url: str

    def create_database(self, template: str | None = None) -> str:
        """Create a database and return its URL: that of its owner, who is no superuser, as platforms give it.

        `template` is the URL of a database of this server to copy, with tables and rows. Nobody may be
        connected to it.
        """
        name = f"test_{secrets.token_hex(8)}"
        source = _database_name(template) if template else "template1"
        with self._connect() as connection:
            statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}")
            names = (name, source, _OWNER)
            connection.execute(statement.format(*(sql.Identifier(part) for part in names)))
        server = urlsplit(self.admin_url)
        return urlunsplit(
            server._replace(
                netloc=f"{_OWNER}:{server.password}@{server.hostname}:{server.port}", path=f"/{name}"
            )
        )

    def as_superuser(self, url: str) -> str:
        """The address of the same database with a superuser's login."""
        return urlunsplit(urlsplit(self.admin_url)._replace(path=urlsplit(url).path))

    def drop_database(self, url: str) -> None:
        """Drop the database that `create_database` gave `url` for, and cut the connections it still has."""
        name = sql.Identifier(_database_name(url))
        with self._connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(self.admin_url, autocommit=True)


@cache
def find_binaries() -> Path | None:
    """Return the folder of `initdb` and `postgres` (newest version first), or None where there is none."""
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    versions = sorted(
        installed, key=lambda folder: [int(n) for n in re.findall(r"\d+", str(folder))], reverse=True
    )
    on_path = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    for folder in [*versions, *on_path]:
        if all(os.access(folder / program, os.X_OK) for program in ("initdb", "postgres")):
            return folder
    return None


@contextmanager
def start_postgres(**settings: str) -> Iterator[PostgresServer]:
    """Run a fresh server until the block ends, with these settings beside ours.

    Raises PostgresError where it is missing or does not start.
    """
    binaries = find_binaries()
    if binaries is None:
        raise PostgresError(INSTALL_HINT)
    account = _unprivileged_account()
    password = secrets.token_urlsafe(16)
    folder = _make_cluster(binaries, account, password)
    port = _free_port()
    with tempfile.TemporaryFile() as log:
        supervisor = _run_server(binaries, account, folder, port, log, _SERVER_OPTIONS | settings)
        try:
            server = PostgresServer(f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres")
            _wait_until_ready(server, supervisor, log)
            _make_owner(server, password)
            yield server
        finally:
            supervisor.communicate(timeout=_START_SECONDS)


def _make_owner(server: PostgresServer, password: str) -> None:
    with psycopg.connect(server.admin_url) as connection:
        statement = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
        connection.execute(statement.format(sql.Identifier(_OWNER), sql.Literal(password)))


def _database_name(url: str) -> str:
    return urlsplit(url).path.removeprefix("/")


def _unprivileged_account() -> pwd.struct_passwd | None:
    """Return whom to run the server as, or None for the user of this process."""
    if os.geteuid() != 0:
        return None
    accounts = {entry.pw_name: entry for entry in pwd.getpwall()}
    for name in _UNPRIVILEGED_USERS:
        if name in accounts:
            return accounts[name]
    raise PostgresError(
        f"PostgreSQL does not run as root, and there is no user {' or '.join(_UNPRIVILEGED_USERS)}"
    )


def _process_options(account: pwd.struct_passwd | None, folder: Path) -> dict[str, Any]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    options: dict[str, Any] = {"cwd": folder, "env": {**environment, "LC_ALL": "C"}}
    if account is not None:
        options |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    return options


def _make_cluster(binaries: Path, account: pwd.struct_passwd | None, password: str) -> Path:
    # As root, TMPDIR may lie where the unprivileged user cannot go.
    folder = Path(tempfile.mkdtemp(prefix="infoview-postgres-", dir="/tmp" if account else None))
    password_file = folder / "password"
    password_file.write_text(password)
    if account is not None:
        for path in (folder, password_file):
            os.chown(path, account.pw_uid, account.pw_gid)
    command = [str(binaries / "initdb"), "--pgdata", str(folder / "data"), "--username", "postgres"]
    command += ["--auth", "scram-sha-256", "--pwfile", str(password_file)]
    command += ["--encoding", "UTF8", "--no-locale", "--no-sync"]
    done = subprocess.run(command, capture_output=True, text=True, **_process_options(account, folder))
    if done.returncode != 0:
        shutil.rmtree(folder)
        raise PostgresError(f"initdb failed: {done.stderr or done.stdout}")
    return folder


def _run_server(
    binaries: Path,
    account: pwd.struct_passwd | None,
    folder: Path,
    port: int,
    log: IO[bytes],
    settings: Mapping[str, str],
) -> subprocess.Popen[bytes]:
    server = [str(binaries / "postgres"), "-D", str(folder / "data"), "-p", str(port)]
    for name, value in settings.items():
        server += ["-c", f"{name}={value}"]
    return subprocess.Popen(
        ["/bin/sh", "-c", _SUPERVISOR, "sh", str(folder), *server],
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=log,
        start_new_session=True,  # Ctrl-C is for pytest, which then stops the server
        **_process_options(account, folder),
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_ready(server: PostgresServer, supervisor: subprocess.Popen[bytes], log: IO[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while supervisor.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(server.admin_url).close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return
    log.seek(0)
    raise PostgresError(f"PostgreSQL did not start: {log.read().decode(errors='replace')}")


if __name__ == "__main__":
    sys.exit(0 if find_binaries() else INSTALL_HINT)
