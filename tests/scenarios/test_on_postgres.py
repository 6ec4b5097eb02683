"""The whole product once through on PostgreSQL, as it is on SQLite everywhere else."""

import pytest

from tests.clocks import ManualClock
from tests.databases import postgres_url
from tests.postgres import PostgresServer
from tests.scenarios.test_cohorts import new_cohort
from tests.stage import Person, staged, words


@pytest.mark.postgres
async def test_the_whole_product_on_postgresql(postgres_server: PostgresServer, clock: ManualClock) -> None:
    with postgres_url(postgres_server, clock) as url:
        async with staged(url, clock) as stage:
            dana = stage.person("U0ADMIN")
            await new_cohort(dana, channel=None)
            members = [stage.person(f"U0M{number:02}") for number in (1, 2, 3, 4, 6)]
            for member in members:
                await joins_and_meets(member)
            await members[0].command("/infoview debrief")
            await writes_debrief(members[0])

            clock.advance(days=7)
            await stage.tick()
            await stage.tick()
            nudges = stage.calls("chat.postMessage")
            assert sorted(call["channel"] for call in nudges) == [member.id for member in members]

            summary = words(await dana.command("/infoview summary"))
            assert "*Met:* 5 of 5 scheduled" in summary
            assert "Maya" not in summary
            assert "license" not in summary


async def joins_and_meets(member: Person) -> None:
    await member.click("cohort.join", await member.command("/infoview join"))
    await member.submit()
    await member.close()
    await member.command("/infoview log")
    await member.submit(name="Maya Lindqvist", status="met")
    await member.submit(at="09:00", format="phone")
    await member.close()


async def writes_debrief(member: Person) -> None:
    await member.submit(covered=["career_path"], valuable="The license takes four months.")
    await member.submit()
    await member.submit()
    await member.submit(advocate="maybe", next_step="Call the board.")
    await member.close()
