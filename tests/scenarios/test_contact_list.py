"""The list of contacts: pages, filter, order, search and steps by one tap, in a message and in a window."""

import json
from typing import Any

from bot.services import contact_list, contacts, new_id
from bot.values import ContactForm, Status
from tests.clocks import ManualClock
from tests.full_log import fill_log
from tests.meetings import past_meeting
from tests.people import LINH, enrolled
from tests.stage import Json, Person, Stage, all_action_ids, find_element, words

PEOPLE = (
    ("Maya Chen", "Harbor Data", Status.PLANNED),
    ("Đặng Thị Hoa", "Harbor Foods", Status.CONTACTED),
    ("Rosa", None, Status.NO_RESPONSE),
)


async def linh_with(stage: Stage, *people: tuple[str, str | None, Status]) -> Person:
    await enrolled(stage.bot.db, LINH)
    for name, organisation, status in people:
        form = ContactForm(name, organisation=organisation, status=status)
        await stage.bot.db.run(LINH, contacts.add, new_id(), form)
    return stage.person("U0M01")


async def window(person: Person) -> Json:
    """The window with the list, opened from the message."""
    await person.click("list.open", await person.command("/infoview list"))
    return await person.view()


async def choose(person: Person, action_id: str, value: str) -> str:
    """Choose an option of a picker in the window on top; returns the words that follow."""
    view = await person.view()
    element, _ = find_element(view, action_id)
    option = next(one for one in element["options"] if one["value"] == value)
    await person.click(action_id, view, selected_option=option)
    return words(await person.view())


async def click(person: Person, action_id: str) -> str:
    await person.click(action_id, await person.view())
    return words(await person.view())


async def status_of(stage: Stage, name: str) -> Status:
    found = await stage.bot.db.read(LINH, contact_list.page)
    return next(line.status for line in found.page.items if line.name == name)


def names(text: str) -> list[str]:
    return [name for name, *_ in PEOPLE if name in text]


async def test_an_empty_list_offers_the_first_person(stage: Stage) -> None:
    linh = await linh_with(stage)
    listed = await linh.command("/infoview list")
    assert "Your log is empty" in words(listed)
    await linh.click("log.open", listed)
    assert (await linh.view())["callback_id"] == "log.submit"


async def test_pages_turn_in_place(stage: Stage) -> None:
    linh = await linh_with(stage)
    fill_log(stage.bot.db, LINH, 20)
    before = len(await linh.messages("C0GENERAL"))
    await linh.click("list.page:next", await linh.command("/infoview list"))
    messages = await linh.messages("C0GENERAL")
    assert len(messages) == before + 1
    assert "Page 2 of 3" in words(messages[-1])

    await linh.click("list.open", messages[-1])
    assert "Page 2 of 3" in await click(linh, "list.page:next")
    assert "Page 3 of 3" in await click(linh, "list.page:next")
    assert "Page 2 of 3" in await click(linh, "list.page:previous")


async def test_search_by_command_and_in_the_field(stage: Stage) -> None:
    linh = await linh_with(stage, *PEOPLE)
    await linh.command("/infoview list dang")
    assert names(words(await linh.view())) == ["Đặng Thị Hoa"]
    await linh.submit(words="HARBOR")
    shown = words(await linh.view())
    assert names(shown) == ["Maya Chen", "Đặng Thị Hoa"]
    assert "2 contacts." in shown
    await linh.submit(words="nobody")
    assert "Nobody in your log fits these words" in words(await linh.view())
    await linh.submit(words="")
    assert len(names(words(await linh.view()))) == 3


async def test_the_words_stay_through_filter_order_and_pages(stage: Stage) -> None:
    linh = await linh_with(stage)
    fill_log(stage.bot.db, LINH, 40)
    await linh.command("/infoview list harbor")
    assert "Page 2 of 5" in await click(linh, "list.page:next")
    shown = await choose(linh, "list.order", "name")
    assert "Page 1 of 5" in shown
    shown = await choose(linh, "list.status", "met")
    assert "4 contacts." in shown
    field, _ = find_element(await linh.view(), "words")
    assert field["initial_value"] == "harbor"
    order, _ = find_element(await linh.view(), "list.order")
    assert order["initial_option"]["value"] == "name"
    assert "40 contacts." in await choose(linh, "list.status", "all")


async def test_the_filter_of_a_message_and_of_home_opens_the_window(stage: Stage) -> None:
    linh = await linh_with(stage, *PEOPLE)
    for shown in (await linh.command("/infoview list"), await linh.open_home()):
        element, _ = find_element(shown, "list.status")
        labels = [option["text"]["text"] for option in element["options"]]
        assert labels == ["All contacts (3)", "To contact (1)", "Awaiting reply (1)", "No response (1)"]
        await linh.click("list.status", shown, selected_option=element["options"][2])
        assert names(words(await linh.view())) == ["Đặng Thị Hoa"]
        await linh.close()


async def test_a_status_nobody_has_any_more(stage: Stage) -> None:
    linh = await linh_with(stage, PEOPLE[0])
    await window(linh)
    await choose(linh, "list.status", "planned")
    shown = await click(linh, "contact.status:contacted")
    assert "*Saved.* Maya Chen is now “Awaiting reply”" in shown
    assert "Nobody in your log has this status now" in shown
    shown = await click(linh, "contact.undo")
    assert "*Undone.*" in shown
    assert "*Maya Chen* · Harbor Data" in shown


async def test_one_tap_in_the_window_keeps_the_window(stage: Stage) -> None:
    linh = await linh_with(stage, *PEOPLE)
    await linh.command("/infoview list harbor")
    shown = await click(linh, "contact.status:contacted")
    assert "Maya Chen is now “Awaiting reply”" in shown
    assert names(shown) == ["Maya Chen", "Đặng Thị Hoa"]
    shown = await click(linh, "contact.undo")
    assert "Maya Chen is “To contact” again" in shown
    assert await status_of(stage, "Maya Chen") is Status.PLANNED


async def test_one_tap_in_a_message_answers_in_its_place(stage: Stage) -> None:
    linh = await linh_with(stage, PEOPLE[2])
    await linh.click("contact.status:replied", await linh.command("/infoview list"))  # a late reply
    answer = (await linh.messages("C0GENERAL"))[-1]
    assert "Rosa is now “Replied, not scheduled”" in words(answer)
    assert list(all_action_ids(answer)) == ["contact.undo", "contact.open"]


async def test_what_needs_a_form_opens_on_top_and_the_list_stays(stage: Stage) -> None:
    linh = await linh_with(stage, ("Rosa", None, Status.REPLIED))
    await linh.command("/infoview list rosa")
    assert "When do you meet?" in await click(linh, "contact.status:scheduled")
    await linh.close()
    assert (await linh.view())["callback_id"] == "list.window"
    await click(linh, "contact.open")
    assert (await linh.view())["callback_id"] == "contact.window"
    await linh.close()
    field, _ = find_element(await linh.view(), "words")
    assert field["initial_value"] == "rosa"


async def test_a_full_stack_of_windows_is_never_overfilled(stage: Stage) -> None:
    linh = await linh_with(stage, PEOPLE[0])
    await window(linh)
    for _ in range(3):
        await click(linh, "contact.open")
        assert "Maya Chen" in await click(linh, "list.open")
    assert len((await linh.state())["views"]) <= 3


async def test_after_a_meeting(stage: Stage, clock: ManualClock) -> None:
    linh = await linh_with(stage)
    await past_meeting(stage.bot.db, clock, LINH)
    await window(linh)
    shown = await click(linh, "interview.outcome:held")
    assert "You met Ana Silva" in shown
    assert {"debrief.open", "interview.thanked", "contact.undo"} <= set(all_action_ids(await linh.view()))
    assert "You thanked Ana Silva" in await click(linh, "interview.thanked")
    await click(linh, "debrief.open")
    assert (await linh.view())["callback_id"] == "debrief.step"


async def test_a_tap_on_an_old_row_says_what_is_possible(stage: Stage) -> None:
    linh = await linh_with(stage, PEOPLE[0])
    await window(linh)
    maya = (await stage.bot.db.read(LINH, contact_list.page)).page.items[0].id
    await stage.bot.db.run(LINH, contacts.move, maya, Status.CLOSED)
    shown = await click(linh, "contact.status:contacted")
    assert "this step does not fit. Possible now: “Put back on my list”" in shown
    assert (await linh.view())["callback_id"] == "list.window"
    assert "is now “To contact”" in await click(linh, "contact.status:planned")


async def test_words_looked_for_are_in_no_metadata_and_no_value(stage: Stage) -> None:
    linh = await linh_with(stage, *PEOPLE)
    await linh.command("/infoview list rosa")
    await choose(linh, "list.order", "name")
    await click(linh, "contact.open")
    for view in (await linh.state())["views"]:
        assert "rosa" not in view["private_metadata"].lower()
        assert "rosa" not in json.dumps([_values(block) for block in view["blocks"]]).lower()


def _values(block: Json) -> list[Any]:
    found = [*block.get("elements", []), block.get("accessory") or {}, block.get("element") or {}]
    return [part.get("value") for part in found if isinstance(part, dict)]
