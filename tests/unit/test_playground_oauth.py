"""Slack's side of "Add to Slack" as the stand-in plays it: what Slack refuses is refused, in its words."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.playground import oauth
from bot.playground.server import BotConnection, SlackApp, create_app
from bot.web import serving
from tests.unit.playground_stage import APP_TOKEN, MANIFEST, SECRET

CLIENT_ID, CLIENT_SECRET = "1.2", "app-secret"
BACK = "https://bot.example.org/slack/oauth_redirect"
ASKED = {"client_id": CLIENT_ID, "scope": "chat:write,users:read", "state": "s"}
HOME, RIVER = "T0HARBOR", "T0RIVER"


@pytest.fixture
async def slack() -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(
        BotConnection(SECRET, None, APP_TOKEN, None),
        manifest=MANIFEST,
        slack_app=SlackApp(CLIENT_ID, CLIENT_SECRET, [BACK]),
    )
    async with serving(app, "127.0.0.1", 0) as address, httpx.AsyncClient(base_url=address) as client:
        yield client


async def allow(slack: httpx.AsyncClient, **asked: str) -> str:
    answer = {"team": RIVER, "user": "U0LEAD", "decision": "allow"}
    sent_back = await slack.post("/oauth/v2/authorize", params={**ASKED, **asked}, data=answer)
    return str(httpx.URL(sent_back.headers["location"]).params["code"])


async def access(slack: httpx.AsyncClient, code: str, secret: str = CLIENT_SECRET, **more: str) -> Any:
    by_header = httpx.BasicAuth(CLIENT_ID, secret)
    answer = await slack.post("/api/oauth.v2.access", data={"code": code, **more}, auth=by_header)
    return answer.json()


async def test_an_address_that_slack_would_not_take_is_refused(slack: httpx.AsyncClient) -> None:
    for wrong, word in (
        ({"client_id": "other"}, "invalid_client_id"),
        ({"scope": "admin"}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
        ({"redirect_uri": "https://bot.example.org.evil.example/slack/oauth_redirect"}, "bad_redirect_uri"),
        ({"redirect_uri": "http://bot.example.org/slack/oauth_redirect"}, "bad_redirect_uri"),
        ({"redirect_uri": f"{BACK}ion"}, "bad_redirect_uri"),
    ):
        for asking in (slack.get, slack.post):
            answer = await asking("/oauth/v2/authorize", params={**ASKED, **wrong})
            assert (answer.status_code, word in answer.text) == (400, True), wrong
    asked = await slack.get("/oauth/v2/authorize", params={**ASKED, "redirect_uri": f"{BACK}/below"})
    assert "River City Fellowship" in asked.text
    assert "users:read" in asked.text
    assert "Jonas Berg" not in asked.text  # deactivated


async def test_a_code_is_good_once_for_its_app_and_address(
    slack: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = await allow(slack, redirect_uri=BACK)
    assert (await access(slack, code, "wrong", redirect_uri=BACK))["error"] == "bad_client_secret"
    assert (await access(slack, "made-up", redirect_uri=BACK))["error"] == "invalid_code"
    assert (await access(slack, code))["error"] == "bad_redirect_uri"
    form = {"code": code, "client_id": "other", "client_secret": CLIENT_SECRET, "redirect_uri": BACK}
    assert (await slack.post("/api/oauth.v2.access", data=form)).json()["error"] == "invalid_client_id"
    granted = (await slack.post("/api/oauth.v2.access", data=form | {"client_id": CLIENT_ID})).json()
    assert granted["ok"]
    assert granted["team"] == {"id": RIVER, "name": "River City Fellowship"}
    assert granted["authed_user"] == {"id": "U0LEAD"}
    assert granted["scope"] == ASKED["scope"]
    assert (await access(slack, code, redirect_uri=BACK))["error"] == "code_already_used"
    again = await access(slack, await allow(slack))
    assert again["access_token"] == granted["access_token"]  # as long as the app is there

    late = await allow(slack)
    monkeypatch.setattr(oauth, "CODE_SECONDS", -1.0)
    assert (await access(slack, late))["error"] == "invalid_code"


async def test_a_token_is_its_workspaces_until_the_app_is_removed(slack: httpx.AsyncClient) -> None:
    token = (await access(slack, await allow(slack)))["access_token"]
    bearer = {"Authorization": f"Bearer {token}"}
    assert (await slack.post("/api/auth.test", headers=bearer)).json()["team_id"] == RIVER
    apps = (await slack.get("/apps")).text
    assert apps.count("Infoview is installed") == 1
    assert "https://bot.example.org/slack/install?team=T0HARBOR" in apps
    opened = await slack.get("/app_redirect", params={"app": "A0", "team": RIVER})
    assert opened.headers["location"] == f"/{RIVER}/"
    removed = await slack.post("/apps/remove", data={"team": RIVER})
    assert removed.status_code == 303
    assert (await slack.post("/api/auth.test", headers=bearer)).json()["error"] == "account_inactive"
    assert (await slack.post("/api/auth.revoke", headers=bearer)).json()["error"] == "invalid_auth"
    assert "Infoview is installed" not in (await slack.get("/apps")).text
