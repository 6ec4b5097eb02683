"""The manifest that people paste into Slack says exactly what the code registers and calls."""

from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from bot.app import COMMAND
from bot.cli import cli
from bot.manifest import as_yaml, for_address, read_manifest
from bot.slack.scopes import BOT_SCOPES, EVENT_SCOPES
from handlers import FEATURES
from handlers.router import merge

ROUTES = merge(FEATURES)
MANIFEST: Any = read_manifest()


def test_the_one_command_names_every_word_it_knows() -> None:
    (command,) = MANIFEST["features"]["slash_commands"]
    assert command["command"] == COMMAND
    hinted = {part.split()[0] for part in command["usage_hint"].split(" · ")}
    assert hinted == {word for word in ROUTES.commands if word}


def test_shortcuts() -> None:
    shortcuts = MANIFEST["features"]["shortcuts"]
    for kind, registered in (("global", ROUTES.shortcuts), ("message", ROUTES.message_shortcuts)):
        assert {each["callback_id"] for each in shortcuts if each["type"] == kind} == set(registered)
    assert {each["type"] for each in shortcuts} == {"global", "message"}


def test_events() -> None:
    events = set(MANIFEST["settings"]["event_subscriptions"]["bot_events"])
    assert events == set(EVENT_SCOPES)
    assert {event.partition(".")[0] for event in events} == {
        *ROUTES.events,
        *ROUTES.workspace_events,
        "message",
    }


def test_scopes_are_the_least_that_do() -> None:
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == set(BOT_SCOPES)


def test_the_messages_tab_can_be_written_to() -> None:
    home = MANIFEST["features"]["app_home"]
    assert home["home_tab_enabled"]
    assert home["messages_tab_enabled"]
    assert not home["messages_tab_read_only_enabled"]


def test_by_http_and_for_many_workspaces_only_the_addresses_are_others() -> None:
    address = "https://infoview.example.org"
    for many in (False, True):
        made: Any = yaml.safe_load(as_yaml(for_address(MANIFEST, f"{address}/", many=many)))
        assert made["features"]["slash_commands"][0].pop("url") == f"{address}/slack/events"
        for part in ("event_subscriptions", "interactivity"):
            assert made["settings"][part].pop("request_url") == f"{address}/slack/events"
        redirects = made["oauth_config"].pop("redirect_urls", None)
        assert redirects == ([f"{address}/slack/oauth_redirect"] if many else None)
        assert made["settings"].pop("socket_mode_enabled") is False
        assert made == {**MANIFEST, "settings": _without(MANIFEST["settings"], "socket_mode_enabled")}
    assert MANIFEST["settings"]["org_deploy_enabled"] is False
    assert MANIFEST["settings"]["token_rotation_enabled"] is False


@pytest.mark.parametrize(
    ("given", "is_socket"),
    [([], True), (["--socket"], True), (["--url", "https://infoview.example.org"], False)],
)
def test_the_command_prints_either(given: list[str], is_socket: bool) -> None:
    done = CliRunner().invoke(cli, ["manifest", *given])
    assert done.exit_code == 0
    assert yaml.safe_load(done.output)["settings"]["socket_mode_enabled"] is is_socket


@pytest.mark.parametrize(
    "given",
    [
        ["--many"],
        ["--socket", "--url", "https://infoview.example.org"],
        ["--url", "http://infoview.example.org"],
    ],
)
def test_the_command_refuses_what_slack_would(given: list[str]) -> None:
    assert CliRunner().invoke(cli, ["manifest", *given]).exit_code == 1


def _without(settings: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in settings.items() if key != name}


def test_every_opening_is_an_action() -> None:
    assert {opening.action_id for opening in ROUTES.openings.values()} <= set(ROUTES.actions)
