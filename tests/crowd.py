"""A large cohort that is due now: thousands of people in the stand-in and in the database, made quickly."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import insert
from sqlmodel import select

from bot.db import Database
from bot.models import Enrollment, Member
from bot.playground import cast
from bot.playground.workspace import Conversation, Workspace
from bot.services import new_id
from tests.people import LINH, enrol, make_cohort


def crowd_id(number: int) -> str:
    """The Slack id of one of the crowd."""
    return f"U1{number:06}"


def invite(workspace: Workspace, user_ids: Iterable[str]) -> None:
    """Put these people into the stand-in's workspace, each with a direct message with the app."""
    pattern = workspace.people[LINH.user_id]
    for number, user_id in enumerate(user_ids):
        person = replace(pattern, id=user_id, name=f"crowd.{number}", real_name=f"Crowd {number}")
        direct = cast.dm_id(person.id)
        workspace.people[person.id] = person
        workspace.conversations[direct] = Conversation(
            direct, "im", cast.BOT_NAME, {person.id, cast.BOT_USER_ID}
        )


async def enrol_crowd(database: Database, count: int, due_at: datetime) -> None:
    """A cohort with so many members, all with their next nudge at ``due_at``; a copy of one who joined."""
    await enrol(database, LINH, await make_cohort(database))
    with database.system_session() as session:
        member, place = session.exec(select(Member)).one(), session.exec(select(Enrollment)).one()
        ids = [new_id() for _ in range(count)]
        members = [
            member.model_dump() | {"id": key, "user_id": crowd_id(number), "next_nudge_at": due_at}
            for number, key in enumerate(ids)
        ]
        session.execute(insert(Member), members)
        places = [place.model_dump() | {"id": new_id(), "member_id": key} for key in ids]
        session.execute(insert(Enrollment), places)
        session.delete(place)
        session.delete(member)
