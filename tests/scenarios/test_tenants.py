"""Two workspaces with the same people and channels, walked at random: nothing of the one in the other.

``make test-deep`` walks ten thousand ways.
"""

from pathlib import Path

import pytest
from sqlalchemy import true
from sqlalchemy.orm import with_loader_criteria

from bot import db
from bot.models import TenantRow
from tests.clocks import ManualClock
from tests.databases import postgres_url, sqlite_url
from tests.postgres import PostgresServer
from tests.tenant_walk import walk
from tests.tenants import ForeignByteError


async def test_no_foreign_byte(tmp_path: Path, clock: ManualClock) -> None:
    """On SQLite, where the scope of the ORM stands alone."""
    tenants = await walk(sqlite_url(tmp_path), clock, sequences=8, steps=10)
    assert tenants.requests > 60
    assert tenants.searched > 100_000


@pytest.mark.postgres
async def test_no_foreign_byte_without_the_scope(
    postgres_server: PostgresServer, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL the second wall holds where the first one is gone."""
    monkeypatch.setattr(db, "_scope_of", lambda _team_id: with_loader_criteria(TenantRow, true()))
    with postgres_url(postgres_server, clock) as url:
        await walk(url, clock, sequences=4, steps=10)


async def test_the_walk_finds_a_missing_scope(
    tmp_path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "_scope_of", lambda _team_id: with_loader_criteria(TenantRow, true()))
    with pytest.raises(ForeignByteError):
        await walk(sqlite_url(tmp_path), clock, sequences=1, steps=1)
