"""Every kind of input on the playground's page: what a person fills in is what the bot receives."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Playground
from tests.browser.double import Json, field_of, modal, option, plain
from tests.browser.test_page import DIRECT, command, opens, visit

pytestmark = pytest.mark.browser

THREE = [option("Red"), option("Green"), option("Blue")]
GROUPS = [{"label": plain("Warm"), "options": THREE[:1]}, {"label": plain("Cold"), "options": THREE[1:]}]


def kinds() -> dict[str, Json]:
    """One element of each input kind, by block id."""
    return {
        "line": {"type": "plain_text_input", "max_length": 10},
        "lines": {"type": "plain_text_input", "multiline": True},
        "email": {"type": "email_text_input"},
        "address": {"type": "url_text_input"},
        "number": {"type": "number_input", "is_decimal_allowed": True},
        "one": {"type": "static_select", "options": THREE},
        "grouped": {"type": "static_select", "option_groups": GROUPS},
        "many": {"type": "multi_static_select", "options": THREE},
        "user": {"type": "users_select"},
        "users": {"type": "multi_users_select"},
        "place": {"type": "conversations_select"},
        "channel": {"type": "channels_select"},
        "channels": {"type": "multi_channels_select"},
        "date": {"type": "datepicker"},
        "time": {"type": "timepicker"},
        "moment": {"type": "datetimepicker"},
        "boxes": {"type": "checkboxes", "options": THREE},
        "radio": {"type": "radio_buttons", "options": THREE},
    }


def form(initial: dict[str, Json] | None = None, **more: object) -> Json:
    elements = {name: element | (initial or {}).get(name, {}) for name, element in kinds().items()}
    return modal(
        *(field_of(name, f"The {name} field", element, **more) for name, element in elements.items())
    )


async def choose(page: Page, name: str, *words: str) -> None:
    field = page.get_by_label(f"The {name} field", exact=True)
    for text in words:
        await field.fill(text)
        await page.get_by_role("listbox").get_by_role("option", name=text).click()


async def fill_in(page: Page) -> None:
    typed = {
        "line": "Marta",
        "lines": "one\ntwo",
        "email": "marta@example.org",
        "address": "https://example.org/marta",
        "number": "7.5",
        "date": "2026-03-09",
        "time": "14:30",
        "moment": "2026-03-09T09:15",
    }
    for name, text in typed.items():
        await page.get_by_label(f"The {name} field", exact=True).fill(text)
    chosen = {
        "one": ["Green"],
        "grouped": ["Blue"],
        "many": ["Blue", "Red"],
        "user": ["Kwame Asante"],
        "users": ["Linh Tran", "Priya Raman"],
        "place": ["Infoview"],
        "channel": ["#general"],
        "channels": ["#general", "#partners"],
    }
    for name, words in chosen.items():
        await choose(page, name, *words)
    await page.get_by_role("group", name="The boxes field").get_by_label("Red").check()
    await page.get_by_role("group", name="The boxes field").get_by_label("Blue").check()
    await page.get_by_role("radiogroup", name="The radio field").get_by_label("Green").check()


FILLED: dict[str, Json] = {
    "line": {"value": "Marta"},
    "lines": {"value": "one\ntwo"},
    "email": {"value": "marta@example.org"},
    "address": {"value": "https://example.org/marta"},
    "number": {"value": "7.5"},
    "one": {"selected_option": THREE[1]},
    "grouped": {"selected_option": THREE[2]},
    "user": {"selected_user": "U0M02"},
    "users": {"selected_users": ["U0M01", "U0LEAD"]},
    "place": {"selected_conversation": DIRECT},
    "channel": {"selected_channel": "C0GENERAL"},
    "channels": {"selected_channels": ["C0GENERAL", "C0PARTNERS"]},
    "date": {"selected_date": "2026-03-09"},
    "time": {"selected_time": "14:30"},
    # 9:15 in New York on the day after the clocks went forward there.
    "moment": {"selected_date_time": 1773062100},
    "boxes": {"selected_options": [THREE[0], THREE[2]]},
    "radio": {"selected_option": THREE[1]},
}

INITIAL: dict[str, Json] = {
    "line": {"initial_value": "Marta"},
    "lines": {"initial_value": "one\ntwo"},
    "email": {"initial_value": "marta@example.org"},
    "address": {"initial_value": "https://example.org/marta"},
    "number": {"initial_value": "7.5"},
    "one": {"initial_option": THREE[1]},
    "grouped": {"initial_option": THREE[2]},
    "many": {"initial_options": [THREE[0], THREE[2]]},
    "user": {"initial_user": "U0M02"},
    "users": {"initial_users": ["U0M01", "U0LEAD"]},
    "place": {"initial_conversation": DIRECT},
    "channel": {"initial_channel": "C0GENERAL"},
    "channels": {"initial_channels": ["C0GENERAL", "C0PARTNERS"]},
    "date": {"initial_date": "2026-03-09"},
    "time": {"initial_time": "14:30"},
    "moment": {"initial_date_time": 1773062100},
    "boxes": {"initial_options": [THREE[0], THREE[2]]},
    "radio": {"initial_option": THREE[1]},
}


def submitted(playground: Playground) -> dict[str, Json]:
    """The submitted values by block id, without their types."""
    values = playground.bot.wait_for("view_submission")["view"]["state"]["values"]
    return {
        name: {key: value for key, value in entry["value"].items() if key != "type"}
        for name, entry in values.items()
    }


async def test_what_is_filled_in_reaches_the_bot(page: Page, playground: Playground) -> None:
    opens(playground, form())
    await visit(page, playground)
    await command(page, "/demo form")
    await fill_in(page)
    await page.get_by_test_id("modal-submit").click()
    await expect(page.get_by_test_id("modal")).to_have_count(0)
    values = submitted(playground)
    many = values.pop("many")["selected_options"]
    assert sorted(chosen["value"] for chosen in many) == ["blue", "red"]
    assert values == FILLED


async def test_initial_values_are_shown_and_sent(page: Page, playground: Playground) -> None:
    opens(playground, form(INITIAL))
    await visit(page, playground)
    await command(page, "/demo form")
    await expect(page.get_by_label("The moment field")).to_have_value("2026-03-09T09:15")
    await expect(page.get_by_label("The user field")).to_have_value("Kwame Asante")
    await page.get_by_test_id("modal-submit").click()
    await expect(page.get_by_test_id("modal")).to_have_count(0)
    assert submitted(playground) == FILLED | {"many": {"selected_options": [THREE[0], THREE[2]]}}


async def test_empty_optional_inputs_are_sent_as_slack_sends_them(page: Page, playground: Playground) -> None:
    opens(playground, form(optional=True))
    await visit(page, playground)
    await command(page, "/demo form")
    await page.get_by_test_id("modal-submit").click()
    await expect(page.get_by_test_id("modal")).to_have_count(0)
    lists = {"selected_options", "selected_users", "selected_channels"}
    for name, entry in submitted(playground).items():
        [(key, value)] = entry.items()
        assert value == ([] if key in lists else None), name


async def test_a_chosen_option_can_be_taken_back(page: Page, playground: Playground) -> None:
    limited = {"type": "multi_static_select", "options": THREE, "max_selected_items": 2}
    single = {"type": "static_select", "options": THREE, "initial_option": THREE[0]}
    view = modal(
        field_of("many", "Many", limited), field_of("one", "One", single, optional=True), title="Choices"
    )
    opens(playground, view)
    await visit(page, playground)
    await command(page, "/demo form")
    many = page.get_by_label("Many")
    await many.click()
    await page.get_by_role("listbox").get_by_role("option", name="Red").click()
    await page.get_by_role("listbox").get_by_role("option", name="Green").click()
    await expect(page.get_by_role("listbox").get_by_role("option", name="Blue")).to_have_attribute(
        "aria-disabled", "true"
    )
    await many.press("Escape")
    await expect(page.get_by_test_id("modal")).to_be_visible()
    await page.get_by_role("button", name="Remove Red").click()
    await many.press("b")
    await many.press("Enter")
    await many.press("Escape")
    await many.press("Backspace")
    await page.get_by_role("button", name="Clear the choice").click()
    await page.get_by_test_id("modal-submit").click()
    assert submitted(playground) == {
        "many": {"selected_options": [THREE[1]]},
        "one": {"selected_option": None},
    }


async def test_too_long_a_text_is_counted_refused_and_kept(page: Page, playground: Playground) -> None:
    opens(playground, modal(field_of("line", "Line", {"type": "plain_text_input", "max_length": 10})))
    await visit(page, playground)
    await command(page, "/demo form")
    line = page.get_by_label("Line")
    await line.fill("nearly")
    await expect(page.locator(".counter")).to_be_hidden()  # there is room enough
    await line.fill("nearly 10")
    await expect(page.get_by_text("9 / 10")).to_be_visible()
    await line.fill("twelve words!")
    await expect(page.get_by_text("3 characters too many")).to_be_visible()
    await page.get_by_test_id("modal-submit").click()
    await expect(page.locator(".field-error")).to_be_visible()
    await expect(line).to_have_value("twelve words!")
    assert playground.bot.of("view_submission") == []


async def test_focus_on_load_and_dispatched_inputs(page: Page, playground: Playground) -> None:
    config = {"trigger_actions_on": ["on_character_entered"]}
    search = {"type": "plain_text_input", "dispatch_action_config": config, "focus_on_load": True}
    plain_line = {"type": "plain_text_input"}
    view = modal(
        field_of("first", "First", plain_line, optional=True),
        field_of("search", "Search", search, dispatch_action=True),
        field_of("day", "Day", {"type": "datepicker"}, dispatch_action=True),
    )
    opens(playground, view)
    await visit(page, playground)
    await command(page, "/demo form")
    await expect(page.get_by_label("Search", exact=True)).to_be_focused()
    await page.get_by_label("First").fill("silent")
    await page.get_by_label("Search", exact=True).fill("ab")
    assert playground.bot.wait_for("block_actions")["actions"][0]["value"] == "ab"
    await page.get_by_label("Day").fill("2026-03-09")
    assert playground.bot.wait_for("block_actions", 2)["actions"][0]["selected_date"] == "2026-03-09"
    state = playground.bot.of("block_actions")[1]["view"]["state"]["values"]
    assert state["first"]["value"]["value"] == "silent"


async def test_each_character_is_told_in_order_and_closing_waits_for_it(
    page: Page, playground: Playground
) -> None:
    config = {"trigger_actions_on": ["on_character_entered"]}
    note = {"type": "plain_text_input", "multiline": True, "dispatch_action_config": config}
    opens(playground, modal(field_of("note", "Note", note, dispatch_action=True)))
    await visit(page, playground)
    await command(page, "/demo form")
    await page.get_by_label("Note").press_sequentially("robots")
    await page.keyboard.press("Backspace")
    await expect(page.get_by_label("Note")).to_be_focused()
    await page.get_by_test_id("modal-dismiss").click()
    closed = playground.bot.wait_for("view_closed")
    told = playground.bot.of("block_actions")
    assert [each["actions"][0]["value"] for each in told] == [
        "r",
        "ro",
        "rob",
        "robo",
        "robot",
        "robots",
        "robot",
    ]
    times = [float(each["actions"][0]["action_ts"]) for each in told]
    assert times == sorted(times)
    assert closed["view"]["state"] == {"values": {}}
