"""Nudges and settings: within Slack's limits at the strangest values, and private where they must be."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.guidance import NUDGES_WITHOUT_CONTACT
from bot.guidance.library import Library, load_library
from bot.guidance.root import content_root
from bot.playground.blockkit import check_message, check_view
from bot.values import (
    Control,
    Ending,
    FormError,
    Milestone,
    NextStep,
    NudgeChoices,
    NudgePreview,
    NudgeSettings,
    PreviewLine,
    SettingsForm,
    SettledNudge,
    StepKind,
)
from bot.views import labels, nudge_controls, nudges, previews, settings
from handlers import FEATURES
from handlers.router import merge

WHEN = datetime(2026, 10, 6, 18, 30, tzinfo=UTC)
ZONE = "America/Argentina/ComodRivadavia"
ID = "d" * 32


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(content_root())


def a_step(kind: StepKind, name: str | None = "Maya Chen", words: str | None = None) -> NextStep:
    milestone = Milestone.FIRST_MESSAGE if kind is StepKind.CELEBRATE else None
    return NextStep(kind, "c" * 32, "i" * 32, name, days=9, when=WHEN, milestone=milestone, step=words)


def elements(blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
    return [element for block in blocks for element in block.to_dict().get("elements", [])]


@pytest.mark.parametrize("kind", StepKind)
@pytest.mark.parametrize("name", ["<&>" * 1000, "*Maya*\n> _Chen_", "@everyone", None])
def test_every_step_fits(library: Library, kind: StepKind, name: str | None) -> None:
    step = a_step(kind, name, "&" * 3000)
    assert check_message(nudges.nudge(library, step, ZONE, ID, may_ask_later=True).payload()) == []
    blocks = [block.to_dict() for block in nudges.step_blocks(library, step, ZONE)]
    assert check_view({"type": "home", "blocks": blocks}) == []
    assert check_message({"text": nudges.step_words(library, step, ZONE), "blocks": blocks}) == []


@pytest.mark.parametrize("kind", StepKind)
def test_a_message_has_one_action_and_the_controls(library: Library, kind: StepKind) -> None:
    message = nudges.nudge(library, a_step(kind), ZONE, ID)
    primary = [element for element in elements(message.blocks) if element.get("style") == "primary"]
    assert [button["action_id"] for button in primary] == [nudges.ACTIONS[kind]]
    [menu] = [element for element in elements(message.blocks) if element["type"] == "overflow"]
    chosen = [nudge_controls.parse(option["value"]) for option in menu["options"]]
    assert chosen == [(control, ID) for control in Control]
    assert "From your networking program" in str(message.payload())


@pytest.mark.parametrize("kind", StepKind)
def test_a_message_has_at_most_sixty_words_and_names_the_contact(library: Library, kind: StepKind) -> None:
    step = replace(a_step(kind), milestone=Milestone.ALL_SUBJECTS)
    words = nudges.step_words(library, step, "America/New_York")
    assert len(words.split()) <= 60
    assert ("Maya Chen" in words) == (kind not in NUDGES_WITHOUT_CONTACT)


def test_how_did_it_go_may_be_answered_later_once(library: Library) -> None:
    step = a_step(StepKind.HOW_DID_IT_GO)
    ids = [
        [element["action_id"] for element in elements(message.blocks) if "action_id" in element]
        for message in (
            nudges.nudge(library, step, ZONE, ID, may_ask_later=True),
            nudges.nudge(library, step, ZONE, ID),
        )
    ]
    assert ids == [
        ["debrief.open", "interview.missed", "nudge.later", "nudge.control"],
        ["debrief.open", "interview.missed", "nudge.control"],
    ]


@pytest.mark.parametrize("kind", labels.NUDGE)
def test_a_test_fits_and_is_marked_as_one(library: Library, kind: StepKind) -> None:
    message = previews.sample(library, kind, WHEN, ZONE)
    assert check_message(message.payload()) == []
    assert message.text.startswith("Test of")
    assert previews.read_test(f"{kind}:{ID}") == (kind, ID)


@pytest.mark.parametrize("value", ["", "follow_up", "follow_up:", "nonsense:abc", ":abc"])
def test_a_test_of_another_kind_is_not_ours(value: str) -> None:
    assert previews.read_test(value) is None


@pytest.mark.parametrize("number", [None, 5, 9_999_999])
def test_any_preview_fits(number: int | None) -> None:
    lines = tuple(PreviewLine(kind, number, number, date(2026, 9, 7)) for kind in (None, *labels.NUDGE))
    days = tuple(date(2026, 10, day) for day in range(1, 8))
    found = NudgePreview("c" * 32, "&<>*_" * 16, days[0], days, lines)
    assert check_message(previews.preview(found).payload()) == []


@pytest.mark.parametrize("value", ["", "snooze", "snooze:", "sleep:abc", ":abc"])
def test_a_control_of_another_kind_is_not_ours(value: str) -> None:
    assert nudge_controls.parse(value) is None


@pytest.mark.parametrize("ending", Ending)
@pytest.mark.parametrize("name", ["<&>" * 1000, None])
def test_what_happened_fits(ending: Ending, name: str | None) -> None:
    for kind in (StepKind.FOLLOW_UP, StepKind.THANK_YOU):
        message = nudge_controls.settled(SettledNudge("1.2", kind, ending, name))
        assert check_message(message.payload()) == []


def test_the_kinds_read_back_unchanged_are_what_was_shown() -> None:
    shown = NudgeChoices(frozenset({StepKind.FOLLOW_UP, StepKind.CELEBRATE}), on_rest_days=True)
    form = settings.kinds_form(shown)
    assert check_view(form.to_dict()) == []
    assert settings.parse_kinds({"state": {"values": initial_values(form)}}) == shown


@pytest.mark.parametrize("kind", StepKind)
def test_every_button_has_a_handler(library: Library, kind: StepKind) -> None:
    handled = merge(FEATURES).actions
    shown = (
        *nudges.nudge(library, a_step(kind), ZONE, ID, may_ask_later=True).blocks,
        *nudge_controls.stopped().blocks,
        *nudges.step_blocks(library, a_step(kind), ZONE),
    )
    for element in elements(shown):
        assert element.get("action_id", "step.open").partition(":")[0] in handled
    assert "step.open" in handled


@pytest.mark.parametrize("kind", StepKind)
def test_the_weekly_message_never_carries_the_members_own_words(library: Library, kind: StepKind) -> None:
    step = a_step(kind, words="tell nobody")
    assert "tell nobody" not in str(nudges.nudge(library, step, ZONE, ID).payload())
    assert "tell nobody" in str([block.to_dict() for block in nudges.step_blocks(library, step, ZONE)])


def test_moments_are_in_the_members_own_zone(library: Library) -> None:
    words = nudges.step_words(library, a_step(StepKind.PREPARE), "Asia/Kolkata")
    assert "on Wed, Oct 7, 2026 at 12:00 AM (IST)" in words
    assert "on Wed, Oct 7, 2026." in nudges.step_words(library, a_step(StepKind.DEBRIEF), "Asia/Kolkata")


@pytest.mark.parametrize("kind", nudge_controls.RECORDED)
def test_a_done_button_says_what_it_is_about(library: Library, kind: StepKind) -> None:
    done = next(
        element
        for element in elements(nudges.nudge(library, a_step(kind), ZONE, ID).blocks)
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
@pytest.mark.parametrize("next_digest_at", [None, WHEN])
def test_the_settings_fit(paused_until: date | None, stopped: bool, next_digest_at: datetime | None) -> None:
    now = NudgeSettings(6, time(23, 59), ZONE, paused_until, stopped, next_digest_at, shares_steps=stopped)
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
