"""Nudges and settings: within Slack's limits at the strangest values, and private where they must be."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.guidance.library import Library, content_root, load_library
from bot.playground.blockkit import check_message, check_view
from bot.values import FormError, NextStep, NudgeSettings, SettingsForm, StepKind
from bot.views import nudges, settings
from bot.views.blocks import SETTINGS_ACTION
from handlers import FEATURES
from handlers.router import merge

WHEN = datetime(2026, 10, 6, 18, 30, tzinfo=UTC)
ZONE = "America/Argentina/ComodRivadavia"


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(content_root())


def a_step(kind: StepKind, name: str | None = "Maya Chen", words: str | None = None) -> NextStep:
    return NextStep(kind, "c" * 32, "i" * 32, name, days=9, when=WHEN, step=words)


def elements(blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
    return [element for block in blocks for element in block.to_dict().get("elements", [])]


@pytest.mark.parametrize("kind", StepKind)
@pytest.mark.parametrize("name", ["<&>" * 1000, "*Maya*\n> _Chen_", "@everyone", None])
def test_every_step_fits(library: Library, kind: StepKind, name: str | None) -> None:
    step = a_step(kind, name, "&" * 3000)
    assert check_message(nudges.digest(library, step, ZONE).payload()) == []
    blocks = [block.to_dict() for block in nudges.step_blocks(library, step, ZONE)]
    assert check_view({"type": "home", "blocks": blocks}) == []
    assert check_message({"text": nudges.step_words(library, step, ZONE), "blocks": blocks}) == []


@pytest.mark.parametrize("kind", StepKind)
def test_the_weekly_message_has_one_action_and_the_settings(library: Library, kind: StepKind) -> None:
    message = nudges.digest(library, a_step(kind), ZONE)
    buttons = [element for element in elements(message.blocks) if element["type"] == "button"]
    assert [button["action_id"] for button in buttons] == [nudges.ACTIONS[kind], SETTINGS_ACTION]
    assert "From your networking program" in str(message.payload())


@pytest.mark.parametrize("kind", StepKind)
def test_every_button_has_a_handler(library: Library, kind: StepKind) -> None:
    handled = merge(FEATURES).actions
    shown = (
        *nudges.digest(library, a_step(kind), ZONE).blocks,
        *nudges.step_blocks(library, a_step(kind), ZONE),
    )
    for element in elements(shown):
        assert element.get("action_id", "step.open").partition(":")[0] in handled
    assert "step.open" in handled


@pytest.mark.parametrize("kind", StepKind)
def test_the_weekly_message_never_carries_the_members_own_words(library: Library, kind: StepKind) -> None:
    step = a_step(kind, words="tell nobody")
    assert "tell nobody" not in str(nudges.digest(library, step, ZONE).payload())
    assert "tell nobody" in str([block.to_dict() for block in nudges.step_blocks(library, step, ZONE)])


def test_moments_are_in_the_members_own_zone(library: Library) -> None:
    words = nudges.step_words(library, a_step(StepKind.PREPARE), "Asia/Kolkata")
    assert "on Wed, Oct 7, 2026 at 12:00 AM (IST)" in words
    assert "on Wed, Oct 7, 2026." in nudges.step_words(library, a_step(StepKind.DEBRIEF), "Asia/Kolkata")


@pytest.mark.parametrize("kind", [kind for kind, action in nudges.ACTIONS.items() if action == "step.done"])
def test_a_done_button_says_what_it_is_about(library: Library, kind: StepKind) -> None:
    done = next(
        element
        for element in elements(nudges.digest(library, a_step(kind), ZONE).blocks)
        if element.get("action_id") == "step.done"
    )
    assert nudges.parse_done(done["value"]) == (kind, "i" * 32)
    message = nudges.recorded(a_step(kind, "<&>" * 1000))
    assert check_message(message.payload()) == []
    assert "&lt;&amp;&gt;" in message.text


@pytest.mark.parametrize("value", ["", "follow_up", "follow_up:", "prepare:abc", "nonsense:abc", ":abc"])
def test_a_done_button_of_another_kind_is_not_ours(value: str) -> None:
    assert nudges.parse_done(value) is None


@pytest.mark.parametrize("paused_until", [None, date(2027, 1, 1)])
@pytest.mark.parametrize("stopped", [False, True])
@pytest.mark.parametrize("next_nudge_at", [None, WHEN])
def test_the_settings_fit(paused_until: date | None, stopped: bool, next_nudge_at: datetime | None) -> None:
    now = NudgeSettings(6, time(23, 59), ZONE, paused_until, stopped, next_nudge_at, shares_steps=stopped)
    for view in (settings.settings_form(now), settings.saved(now)):
        assert check_view(view.to_dict()) == []


def test_the_form_read_back_unchanged_is_what_was_shown() -> None:
    shown = NudgeSettings(6, time(23, 59), ZONE, date(2027, 1, 1), True, None, shares_steps=True)
    submitted = {"state": {"values": initial_values(settings.settings_form(shown))}}
    assert settings.parse(submitted) == SettingsForm(6, time(23, 59), date(2027, 1, 1), True, True)


def test_a_form_without_day_and_time_says_so() -> None:
    with pytest.raises(FormError) as refused:
        settings.parse({"state": {"values": {}}})
    assert set(refused.value.errors) == {"weekday", "time"}


def initial_values(view: View) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for block in view.to_dict()["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            initial = {
                key.replace("initial_", "selected_"): value
                for key, value in element.items()
                if key.startswith("initial_")
            }
            values[block["block_id"]] = {element["action_id"]: initial}
    return values
