"""Every HTTP answer of the bot has the headers that browsers obey, and every public address its limit."""

import asyncio
import logging
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.routing import Route

from bot import installing, web_api
from bot.web_shield import HEALTH_PATH, READY_PATH, Shield
from tests.clocks import ManualClock
from tests.databases import sqlite_url
from tests.many import ManyStage, many_staged

SIGNED = "/slack/events"
PUBLIC = {
    "/v1/openapi.json",
    "/v1/cohorts/{id}/summary.json",
    "/v1/cohorts/{id}/summary.csv",
    "/slack/install",
    "/slack/oauth_redirect",
}
METHODS = ("GET", "HEAD", "POST", "PUT", "OPTIONS", "TRACE")


LIMIT = 50
"""For one address and minute in these tests, which would be slow with the real one."""


@pytest.fixture
async def many(tmp_path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> Any:
    for module in (web_api, installing):
        monkeypatch.setattr(module, "REQUESTS_A_MINUTE", LIMIT)
    async with many_staged(sqlite_url(tmp_path), clock) as made:
        yield made


def app_of(many: ManyStage) -> Shield:
    app = many.bot.web_app()
    assert isinstance(app, Shield)
    return app


def routes_of(app: Any) -> dict[str, Route]:
    return {route.path: route for route in app.app.routes}


def client_of(app: Shield, address: str = "192.0.2.1", *, raises: bool = True) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, client=(address, 40_000), raise_app_exceptions=raises)
    return httpx.AsyncClient(transport=transport, base_url="http://infoview")


def is_shielded(answer: httpx.Response) -> bool:
    told = answer.headers
    policy = told.get_list("content-security-policy")
    return (
        told.get_list("cache-control") == ["no-store"]
        and len(policy) == 1
        and policy[0].startswith("default-src 'none'")
        and "frame-ancestors 'none'" in policy[0]
        and "script-src" not in policy[0]
        and told.get_list("referrer-policy") == ["no-referrer"]
        and told.get_list("x-content-type-options") == ["nosniff"]
        and told.get_list("x-frame-options") == ["DENY"]
        and told["cross-origin-opener-policy"] == told["cross-origin-resource-policy"] == "same-origin"
        and not {"server", "x-powered-by", "access-control-allow-origin"} & set(told)
    )


async def test_every_answer_has_the_headers(many: ManyStage) -> None:
    app = app_of(many)
    paths = [path.replace("{id}", "0" * 32) for path in routes_of(app)]
    seen = set()
    async with client_of(app) as client:
        for path in (*paths, "/", "/nothing", "/slack/", "/v1/cohorts//summary.json", f"{SIGNED}/"):
            for method in METHODS:
                answer = await client.request(method, path)
                seen.add(answer.status_code)
                assert is_shielded(answer), f"{method} {path}: {dict(answer.headers)}"
    assert {200, 401, 404, 405} <= seen


async def test_an_error_of_ours_has_them_too(many: ManyStage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    app = app_of(many)

    def broken(_request: object) -> Any:
        raise ZeroDivisionError

    routes_of(app)[HEALTH_PATH].app = Route("/", broken).app
    async with client_of(app, raises=False) as client:
        answer = await client.get(HEALTH_PATH)
    assert (answer.status_code, is_shielded(answer)) == (500, True)


async def test_a_server_tells_nothing_of_its_make_and_no_neighbour_names_another_address(
    many: ManyStage,
) -> None:
    address = many.home.workspace.connection.request_url.removesuffix(SIGNED)
    async with httpx.AsyncClient(base_url=address) as client:
        answers = [
            await client.get("/slack/install", headers={"x-forwarded-for": f"203.0.113.{number}"})
            for number in range(LIMIT + 1)
        ]
    assert [answer.status_code for answer in answers[-2:]] == [200, 429]
    assert all(is_shielded(answer) for answer in (answers[0], answers[-1]))


async def test_every_public_address_has_its_limit_and_slacks_own_has_none(many: ManyStage) -> None:
    app = app_of(many)
    paths = set(routes_of(app))
    assert paths == {SIGNED, HEALTH_PATH, READY_PATH} | PUBLIC, "a new address: say here whether it is public"
    for number, path in enumerate(sorted(paths)):
        async with client_of(app, f"192.0.2.{number}") as client, client_of(app, "203.0.113.1") as other:
            method = "POST" if path == SIGNED else "GET"
            answers = [
                await client.request(method, path.replace("{id}", f"{turn:032}"), params={"token": f"{turn}"})
                for turn in range(LIMIT + 1)
            ]
            is_limited = answers[-1].status_code == 429
            assert is_limited is (path in PUBLIC), path
            assert not is_limited or 0 < int(answers[-1].headers["retry-after"]) <= 60
            assert (await other.request(method, path)).status_code != 429


async def test_a_request_that_is_no_http_gets_no_page(many: ManyStage) -> None:
    place = urlsplit(many.home.workspace.connection.request_url)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    writer.write(b"\x16\x03\x01 nonsense\r\n\r\n")
    answer = await reader.read()
    writer.close()
    assert answer.startswith(b"HTTP/1.1 400")
    assert b"text/html" not in answer
