"""Admins choose whether guests may use Infoview, and nobody else does."""

import pytest

from bot.db import Database
from bot.services import guests
from bot.values import Actor, NotAllowedError
from tests.people import ADMIN, LEAD, TEAM

OTHERS = Actor("T0OTHER", ADMIN.user_id, is_admin=True)


async def test_admins_let_guests_in_and_keep_them_out_for_their_own_workspace(database: Database) -> None:
    assert await database.read(ADMIN, guests.desk), "until somebody chooses"
    for welcome in (False, True, False):
        await database.run(ADMIN, guests.choose, welcome=welcome)
        assert await database.read(ADMIN, guests.desk) is welcome
        assert await database.read(Actor(TEAM, "U0GUEST"), guests.are_welcome) is welcome
        assert await database.read(OTHERS, guests.are_welcome), "another workspace chooses for itself"


async def test_who_is_no_admin_neither_sees_nor_chooses_it(database: Database) -> None:
    with pytest.raises(NotAllowedError, match="Only workspace admins"):
        await database.read(LEAD, guests.desk)
    with pytest.raises(NotAllowedError, match="Only workspace admins"):
        await database.run(LEAD, guests.choose, welcome=False)
    assert await database.read(ADMIN, guests.desk)
