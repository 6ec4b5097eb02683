"""The playground's page in Chromium: the conversation, modals, Home, the clock, another person, a phone."""

import asyncio
import threading

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Playground
from tests.browser.double import Json, actions, button, field_of, modal, option, plain

pytestmark = pytest.mark.browser

LINH = "U0M01"
DIRECT = "D0M01"
TROUBLE = "We had some trouble connecting. Try again?"


async def visit(page: Page, playground: Playground, place: str = DIRECT, user: str = LINH) -> None:
    await page.goto(f"{playground.url}/#/{user}/{place}")
    ready = page.get_by_test_id("home") if place == "home" else page.get_by_test_id("composer")
    await expect(ready).to_be_visible()


async def command(page: Page, text: str) -> None:
    await page.get_by_test_id("composer").fill(text)
    await page.get_by_test_id("send").click()


def focused(page: Page) -> Locator:
    return page.locator("*:focus")


def opens(playground: Playground, view: Json) -> None:
    """Every command and shortcut opens `view`."""

    async def answer(payload: Json) -> Json | None:
        if "trigger_id" in payload and payload["type"] in ("command", "shortcut"):
            await playground.bot.call("views.open", trigger_id=payload["trigger_id"], view=view)
        return None

    playground.bot.answer = answer


def note(block_id: str = "note", **more: object) -> Json:
    return field_of(block_id, block_id.capitalize(), {"type": "plain_text_input"}, **more)


async def test_a_slash_offers_commands_that_arrows_tab_enter_and_escape_work_on(
    page: Page, playground: Playground
) -> None:
    await visit(page, playground)
    composer, list_ = page.get_by_test_id("composer"), page.get_by_test_id("completions")
    await composer.press_sequentially("/")
    await expect(list_.get_by_role("option")).to_contain_text(
        ["/demo", "/demo tips", "/demo form", "/demo both"]
    )
    await composer.press("Escape")
    await expect(list_).to_be_hidden()
    await composer.press_sequentially("de")
    await composer.press("ArrowDown")
    await composer.press("ArrowDown")
    await composer.press("Tab")
    await expect(composer).to_have_value("/demo form ")
    await composer.fill("/demo t")
    await composer.press("Enter")
    await expect(composer).to_have_value("/demo tips ")
    assert playground.bot.received == [] or playground.bot.of("command") == []
    await composer.press("Enter")
    await expect(composer).to_have_value("")
    assert playground.bot.wait_for("command")["text"] == "tips"


async def test_an_ephemeral_answer_says_that_only_you_see_it(page: Page, playground: Playground) -> None:
    async def answer(_payload: Json) -> Json:
        return {"response_type": "ephemeral", "text": "Only *you* read <https://example.org|this>."}

    playground.bot.answer = answer
    await visit(page, playground, "C0COHORT")
    await command(page, "/demo")
    message = page.get_by_test_id("message").last
    await expect(message).to_contain_text("Only visible to you")
    await expect(message).to_contain_text("APP")
    await expect(message.locator("strong")).to_have_text("you")
    await expect(message.get_by_role("link", name="this")).to_have_attribute("href", "https://example.org")
    await command(page, "/demo again")
    await expect(page.get_by_text("Only visible to you").filter(visible=True)).to_have_count(2)
    await page.get_by_test_id("acting-as").select_option("U0M02")
    await expect(page.get_by_test_id("acting-as")).to_have_value("U0M02")
    await expect(page.get_by_test_id("message")).to_have_count(0)


async def test_enter_sends_a_message_and_shift_enter_breaks_the_line(
    page: Page, playground: Playground
) -> None:
    await visit(page, playground)
    composer = page.get_by_label("Message Infoview")
    await composer.press_sequentially("first")
    await composer.press("Shift+Enter")
    await composer.press_sequentially("second")
    await composer.press("Enter")
    await expect(page.get_by_test_id("message")).to_contain_text("first\nsecond")
    assert playground.bot.wait_for("message")["text"] == "first\nsecond"


async def test_nothing_that_people_type_becomes_markup(page: Page, playground: Playground) -> None:
    await visit(page, playground)
    typed = "<img src=x onerror=alert(1)> <javascript:alert(1)|press> *bold*"
    await command(page, typed)
    await playground.bot.call(
        "chat.postMessage", channel=DIRECT, text="<javascript:alert(1)|go> &lt;b&gt; ```<i>x</i>```"
    )
    first, second = page.get_by_test_id("message").nth(0), page.get_by_test_id("message").nth(1)
    await expect(first.locator(".text")).to_have_text(
        "<img src=x onerror=alert(1)> <javascript:alert(1)|press> bold"
    )
    await expect(second.locator(".text")).to_contain_text("<b>")
    await expect(second.locator("pre")).to_have_text("<i>x</i>")
    await expect(page.locator("article a, article img[src=x], article i")).to_have_count(0)


async def test_a_command_that_fails_says_so_and_gives_the_words_back(
    page: Page, playground: Playground
) -> None:
    await visit(page, playground)
    await command(page, "/other thing")
    await expect(page.get_by_role("alert")).to_contain_text("/other is not a valid command.")
    await expect(page.get_by_test_id("composer")).to_have_value("/other thing")


async def test_what_is_sent_while_the_bot_still_answers_is_sent_too(
    page: Page, playground: Playground
) -> None:
    async def answer(payload: Json) -> Json | None:
        if payload.get("text") == "first":
            await asyncio.to_thread(playground.bot.wait_for, "command", 2)
        return {"text": f"Answer to {payload['text']}"}

    playground.bot.answer = answer
    await visit(page, playground)
    await command(page, "/demo first")
    await command(page, "/demo second")
    for text in ("first", "second"):
        await expect(page.get_by_test_id("message").filter(has_text=f"Answer to {text}")).to_be_visible()
    await expect(page.get_by_test_id("composer")).to_have_value("")


async def test_drafts_stay_with_their_conversation_while_messages_arrive(
    page: Page, playground: Playground
) -> None:
    await visit(page, playground)
    composer = page.get_by_test_id("composer")
    await composer.press_sequentially("half a sen")
    await playground.bot.call("chat.postMessage", channel=DIRECT, text="A nudge arrives")
    await expect(page.get_by_text("A nudge arrives")).to_be_visible()
    await expect(composer).to_be_focused()
    await composer.press_sequentially("tence")
    await page.get_by_test_id("nav-C0GENERAL").click()
    await expect(composer).to_have_value("")
    await playground.bot.call("chat.postMessage", channel=DIRECT, text="Another nudge")
    await expect(page.get_by_test_id(f"nav-{DIRECT}")).to_contain_text("1 unread")
    await page.get_by_test_id(f"nav-{DIRECT}").click()
    await expect(composer).to_have_value("half a sentence")
    await expect(page.get_by_test_id(f"nav-{DIRECT}")).not_to_contain_text("unread")


async def test_message_controls_send_their_choice_and_a_confirm_dialog_asks_first(
    page: Page, playground: Playground
) -> None:
    confirm = {
        "title": plain("Sure?"),
        "text": plain("It ends."),
        "confirm": plain("End"),
        "deny": plain("Keep"),
    }
    menu = {
        "type": "static_select",
        "action_id": "day",
        "placeholder": plain("Day"),
        "options": [option("Monday"), option("Tuesday")],
    }
    more = {"type": "overflow", "action_id": "more", "options": [option("Edit"), option("Delete")]}
    await visit(page, playground)
    blocks = [actions(button("Stop", confirm=confirm), menu, more)]
    await playground.bot.call("chat.postMessage", channel=DIRECT, text="Choose", blocks=blocks)
    await page.get_by_role("button", name="Stop").click()
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("confirm")).to_have_count(0)
    await page.get_by_label("Day").fill("tue")
    await page.keyboard.press("Enter")
    chosen = playground.bot.wait_for("block_actions")["actions"][0]
    assert (chosen["action_id"], chosen["selected_option"]["value"]) == ("day", "tuesday")
    await page.locator("[data-action-id=more]").get_by_role("button").press("Enter")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    assert playground.bot.wait_for("block_actions", 2)["actions"][0]["selected_option"]["value"] == "delete"
    await page.get_by_role("button", name="Stop").click()
    await page.get_by_test_id("confirm-accept").click()
    payload = playground.bot.wait_for("block_actions", 3)
    assert payload["actions"][0]["value"] == "stop"
    assert payload["state"]["values"]["buttons"]["day"]["selected_option"]["value"] == "tuesday"


async def test_errors_stand_beside_their_inputs_and_nothing_typed_is_lost(
    page: Page, playground: Playground
) -> None:
    opens(playground, modal(note("name"), note("reason")))
    await visit(page, playground)
    await command(page, "/demo form")
    await page.get_by_label("Name").fill("Marta")
    await page.get_by_test_id("modal-submit").click()
    await expect(page.get_by_label("Reason")).to_have_accessible_description(
        "Please complete this required field."
    )
    await expect(page.get_by_label("Reason")).to_be_focused()

    async def answer(_payload: Json) -> Json:
        return {"response_action": "errors", "errors": {"name": "Please write the family name too."}}

    playground.bot.answer = answer
    await page.get_by_label("Reason").fill("To learn")
    await page.get_by_test_id("modal-submit").click()
    await expect(page.get_by_text("Please write the family name too.")).to_be_visible()
    await expect(page.get_by_label("Name")).to_have_value("Marta")
    await expect(page.get_by_label("Reason")).to_have_accessible_description("")


async def test_a_form_the_bot_does_not_answer_stays_open_with_slacks_words(
    page: Page, playground: Playground
) -> None:
    opens(playground, modal(note()))
    await visit(page, playground)
    await command(page, "/demo form")
    await page.get_by_label("Note").fill("kept")
    answered = asyncio.Event()
    loop = asyncio.get_running_loop()

    async def answer(_payload: Json) -> Json:
        await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(answered.wait(), loop))
        return {"response_action": "nonsense"}

    playground.bot.answer = answer
    await page.get_by_test_id("modal-submit").click()
    await expect(page.get_by_test_id("modal-submit")).to_have_text("Submitting…")
    answered.set()
    await expect(page.get_by_test_id("modal").get_by_role("alert")).to_have_text(TROUBLE)
    await expect(page.get_by_label("Note")).to_have_value("kept")
    await expect(page.get_by_test_id("modal-submit")).to_have_text("Save")


async def test_an_update_keeps_what_is_being_typed(page: Page, playground: Playground) -> None:
    async def answer(payload: Json) -> Json | None:
        if payload["type"] == "command":
            view = modal(note(), actions(button("Add")))
            await playground.bot.call("views.open", trigger_id=payload["trigger_id"], view=view)
        if payload["type"] == "block_actions":
            view = modal(
                note("extra"), note(hint=plain("Now with a hint")), actions(button("Add")), title="Two"
            )
            await playground.bot.call("views.update", view_id=payload["view"]["id"], view=view)
        return None

    playground.bot.answer = answer
    await visit(page, playground)
    await command(page, "/demo form")
    await page.get_by_label("Note").fill("a thought")
    await page.get_by_role("button", name="Add").press("Enter")
    await expect(page.get_by_test_id("modal-title")).to_have_text("Two")
    await expect(page.get_by_label("Note")).to_have_value("a thought")
    await expect(page.get_by_role("button", name="Add")).to_be_focused()
    state = playground.bot.wait_for("block_actions")["view"]["state"]["values"]
    assert state["note"]["value"]["value"] == "a thought"


async def test_views_are_stacked_and_a_lower_one_keeps_its_values(page: Page, playground: Playground) -> None:
    async def answer(payload: Json) -> Json | None:
        if payload["type"] == "command":
            view = modal(note(), actions(button("Deeper")), callback_id="lower")
            await playground.bot.call("views.open", trigger_id=payload["trigger_id"], view=view)
        if payload["type"] == "block_actions":
            view = modal(note("detail"), title="Upper", callback_id="upper")
            await playground.bot.call("views.push", trigger_id=payload["trigger_id"], view=view)
        return None

    playground.bot.answer = answer
    await visit(page, playground)
    await command(page, "/demo form")
    await page.get_by_label("Note").fill("lower words")
    await page.get_by_role("button", name="Deeper").click()
    await expect(page.get_by_role("dialog", name="Upper")).to_be_visible()
    await page.get_by_test_id("modal-back").click()
    await expect(page.get_by_label("Note")).to_have_value("lower words")
    assert playground.bot.wait_for("view_closed")["view"]["callback_id"] == "upper"
    await page.get_by_role("button", name="Deeper").click()
    await expect(page.get_by_role("dialog", name="Upper")).to_be_visible()
    await page.get_by_test_id("modal-dismiss").click()
    await expect(page.get_by_test_id("modal")).to_have_count(0)
    assert playground.bot.wait_for("view_closed", 3)["is_cleared"] is True


async def test_who_dismisses_a_form_while_it_is_saved_closes_what_comes_then(
    page: Page, playground: Playground
) -> None:
    dismissed = threading.Event()  # the bot runs in a thread of its own

    async def answer(payload: Json) -> Json | None:
        if payload["type"] == "command":
            view = modal(note(), callback_id="form")
            await playground.bot.call("views.open", trigger_id=payload["trigger_id"], view=view)
        if payload["type"] == "view_submission":
            await asyncio.to_thread(dismissed.wait, 2)
            return {"response_action": "update", "view": modal(note(), callback_id="saved")}
        return None

    playground.bot.answer = answer
    await visit(page, playground)
    await command(page, "/demo form")
    await page.get_by_label("Note").fill("words")
    await page.get_by_test_id("modal-submit").click()
    await page.get_by_test_id("modal-dismiss").click()
    dismissed.set()
    await expect(page.get_by_test_id("modal")).to_have_count(0)
    assert playground.bot.wait_for("view_closed")["view"]["callback_id"] == "saved"


async def test_a_form_is_filled_in_by_keyboard_alone(page: Page, playground: Playground) -> None:
    kinds = {"type": "radio_buttons", "options": [option("Video"), option("Phone")]}
    status = {"type": "static_select", "options": [option("Planned"), option("Met")]}
    view = modal(note(), field_of("kind", "Kind", kinds), field_of("status", "Status", status))
    opens(playground, view)
    await visit(page, playground)
    keyboard = page.keyboard
    await page.get_by_test_id("composer").focus()
    await keyboard.type("/demo f")
    await keyboard.press("Enter")
    await keyboard.press("Enter")
    await expect(page.get_by_label("Note")).to_be_focused()
    await keyboard.type("typed")
    for key in ("Tab", "Space", "ArrowDown", "Tab", "ArrowDown", "ArrowDown", "Enter", "Tab", "Tab"):
        await keyboard.press(key)
    await expect(page.get_by_test_id("modal-submit")).to_be_focused()
    await keyboard.press("Tab")
    await expect(page.get_by_test_id("modal-dismiss")).to_be_focused()
    await keyboard.press("Shift+Tab")
    await keyboard.press("Enter")
    values = playground.bot.wait_for("view_submission")["view"]["state"]["values"]
    assert values["note"]["value"]["value"] == "typed"
    assert values["kind"]["value"]["selected_option"]["value"] == "phone"
    assert values["status"]["value"]["selected_option"]["value"] == "met"
    await expect(page.get_by_test_id("modal")).to_have_count(0)
    await expect(page.get_by_test_id("composer")).to_be_focused()


async def test_escape_closes_a_form_and_tells_the_bot(page: Page, playground: Playground) -> None:
    opens(playground, modal(note()))
    await visit(page, playground)
    await page.get_by_test_id("shortcuts").click()
    await page.get_by_role("menuitem", name="Open the form").click()
    await expect(page.get_by_test_id("modal")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("modal")).to_have_count(0)
    assert playground.bot.wait_for("view_closed")["is_cleared"] is False
    await expect(page.get_by_test_id("shortcuts")).to_be_focused()


async def test_a_message_shortcut_names_its_message(page: Page, playground: Playground) -> None:
    await visit(page, playground)
    await command(page, "Worth keeping")
    message = page.get_by_test_id("message").last
    await message.hover()
    await message.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Keep this").click()
    payload = playground.bot.wait_for("message_action")
    assert payload["message"]["text"] == "Worth keeping"


async def test_home_is_drawn_when_it_is_opened_and_its_controls_work(
    page: Page, playground: Playground
) -> None:
    def home(title: str) -> Json:
        share = {"type": "checkboxes", "action_id": "share", "options": [option("Counts")]}
        text = {"type": "mrkdwn", "text": "*Share* my progress"}
        blocks = [
            {"type": "header", "text": plain(title)},
            {"type": "section", "block_id": "share", "text": text, "accessory": share},
        ]
        return {"type": "home", "blocks": blocks}

    async def answer(payload: Json) -> None:
        user = payload["user"]["id"] if isinstance(payload["user"], dict) else payload["user"]
        title = "Changed" if payload["type"] == "block_actions" else "Welcome"
        await playground.bot.call("views.publish", user_id=user, view=home(title))

    playground.bot.answer = answer
    await visit(page, playground)
    await page.get_by_test_id("nav-home").click()
    await expect(page.get_by_test_id("home").get_by_role("heading")).to_have_text("Welcome")
    await page.get_by_label("Counts").check()
    await expect(page.get_by_test_id("home").get_by_role("heading")).to_have_text("Changed")
    await expect(page.get_by_label("Counts")).to_be_checked()
    action = playground.bot.wait_for("block_actions")["actions"][0]
    assert [chosen["value"] for chosen in action["selected_options"]] == ["counts"]


async def test_home_is_not_drawn_anew_under_a_finger(page: Page, playground: Playground) -> None:
    def home(title: str) -> Json:
        pressed = {"type": "button", "action_id": "go", "text": plain("Go on")}
        blocks = [{"type": "header", "text": plain(title)}, {"type": "actions", "elements": [pressed]}]
        return {"type": "home", "blocks": blocks}

    async def publish(title: str) -> None:
        await playground.bot.call("views.publish", user_id=LINH, view=home(title))

    await visit(page, playground)
    await publish("Before")
    await page.get_by_test_id("nav-home").click()
    heading = page.get_by_test_id("home").get_by_role("heading")
    await expect(heading).to_have_text("Before")
    await page.get_by_role("button", name="Go on").hover()
    await page.mouse.down()
    async with page.expect_response("**/state*"):
        await publish("After")
    await expect(heading).to_have_text("Before")
    await page.mouse.up()
    assert playground.bot.wait_for("block_actions")["actions"][0]["action_id"] == "go"
    await expect(heading).to_have_text("After")


async def test_the_clock_moves_and_says_when_it_cannot(page: Page, playground: Playground) -> None:
    await visit(page, playground)
    shown = page.get_by_test_id("clock-now")
    await expect(shown).to_contain_text("Wed, Mar 4, 2026, 10:00 AM EST")
    for jump, then in (
        ("hour", "Mar 4, 2026, 11:00"),
        ("day", "Mar 5, 2026, 11:00"),
        ("week", "Mar 12, 2026, 12:00"),
    ):
        await page.get_by_test_id(f"clock-{jump}").click()
        await expect(shown).to_contain_text(then)
    await page.get_by_test_id("acting-as").select_option("U0ADMIN")
    await page.get_by_test_id("clock-next_nudge").click()
    await expect(page.get_by_text("No nudge is planned for this person.")).to_be_visible()


async def test_the_inspector_shows_what_went_to_and_fro(page: Page, playground: Playground) -> None:
    await visit(page, playground)
    await page.get_by_test_id("inspector-toggle").click()
    await command(page, "/demo look")
    await playground.bot.call("chat.postMessage", channel=DIRECT, text="Hello from the bot")
    drawer = page.get_by_role("complementary", name="Inspector")
    await drawer.locator("summary").filter(has_text="/demo look").click()
    await expect(drawer).to_contain_text('"/demo"')
    await expect(drawer.locator("summary").filter(has_text="chat.postMessage")).to_be_visible()


async def test_a_phone_has_the_rail_behind_a_button(page: Page, playground: Playground) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    opens(playground, modal(note()))
    await visit(page, playground)
    await expect(page.get_by_test_id("nav-C0GENERAL")).to_be_hidden()
    await page.get_by_test_id("rail-toggle").click()
    await page.get_by_test_id("nav-C0GENERAL").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("general")
    await expect(page.get_by_test_id("nav-C0GENERAL")).to_be_hidden()
    await command(page, "/demo form")
    await expect(page.get_by_test_id("modal-submit")).to_be_in_viewport()
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width == 390
    await expect(focused(page)).to_have_attribute("aria-required", "true")
