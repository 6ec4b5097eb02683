"""The tests' own PostgreSQL server: databases, copies, and its end."""

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.postgres import PostgresServer

pytestmark = pytest.mark.postgres

ROOT = Path(__file__).parents[2]
HOLD_A_SERVER = """
import time
from tests.postgres import start_postgres
with start_postgres() as server:
    print(server.admin_url, flush=True)
    time.sleep(600)
"""


def _databases(server: PostgresServer) -> set[str]:
    with psycopg.connect(server.admin_url) as connection:
        return {f"/{name}" for (name,) in connection.execute("SELECT datname FROM pg_database")}


def test_a_copy_has_the_rows_of_its_template_and_can_be_dropped_while_in_use(
    postgres_server: PostgresServer,
) -> None:
    template = postgres_server.create_database()
    with psycopg.connect(template) as connection:
        connection.execute("CREATE TABLE numbers AS SELECT 42 AS n")
    copy = postgres_server.create_database(template)
    with closing(psycopg.connect(copy)) as connection:
        assert connection.execute("SELECT n FROM numbers").fetchone() == (42,)
        postgres_server.drop_database(copy)
    postgres_server.drop_database(template)
    assert not {
        name for name in _databases(postgres_server) if copy.endswith(name) or template.endswith(name)
    }


def test_the_server_ends_with_a_process_that_is_killed() -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD_A_SERVER], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout is not None
        url = holder.stdout.readline().strip()
        psycopg.connect(url).close()
        os.kill(holder.pid, signal.SIGKILL)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError as error:
            if "Connection refused" in str(error):
                return
        time.sleep(0.05)
    pytest.fail("the server still runs")
