"""The interview log as a member uses it: by command, by button, by shortcut, in windows and messages."""

from typing import Any

import pytest

from bot.services import contact_list, contacts, new_id
from bot.values import ContactForm, Status
from bot.views import contacts as contact_views
from bot.views.blocks import Message, actions, button, form, section
from tests.clocks import ManualClock
from tests.people import LINH, enrolled
from tests.scenarios.conftest import both_transports
from tests.stage import Json, Person, Stage, all_action_ids, words

MEETING: Json = {"day": "2026-09-09", "at": "14:30", "format": "virtual", "minutes": "30", "held": "planned"}


async def linh_of(stage: Stage) -> Person:
    await enrolled(stage.bot.db, LINH)
    return stage.person("U0M01")


async def log(person: Person, **answers: Any) -> Json:
    """Add a contact by the command; returns the window that follows."""
    await person.command("/infoview log")
    assert (await person.submit(name="Maya Chen", **answers))["ok"]
    return await person.view()


async def card(person: Person) -> Json:
    """The newest contact's card, opened from the list."""
    listed = await person.command("/infoview list")
    await person.click("contact.open", listed)
    return await person.view()


async def click(person: Person, action_id: str) -> Json:
    """Use a button of the window on top; returns the window that follows."""
    await person.click(action_id, await person.view())
    return await person.view()


def steps(view: Json) -> list[str]:
    return [one.partition(":")[2] for one in all_action_ids(view) if one.startswith("contact.status")]


@both_transports
async def test_from_a_new_contact_to_a_debrief(stage: Stage, clock: ManualClock) -> None:
    linh = await linh_of(stage)
    saved = await log(linh, organisation="Harbor Data", source="alumni", channel="email")
    assert "“To contact”" in words(saved)

    shown = await click(linh, "contact.open")
    assert "Harbor Data" in words(shown)
    assert steps(shown) == ["contacted", "scheduled", "closed"]
    assert "“Awaiting reply”" in words(await click(linh, "contact.status:contacted"))
    assert "“Replied, not scheduled”" in words(await click(linh, "contact.status:replied"))

    await click(linh, "contact.status:scheduled")
    await linh.submit(**MEETING)
    assert "Wed, Sep 9, 2026 at 2:30 PM (EDT)" in words(await linh.view())

    clock.advance(days=3)
    shown = await click(linh, "contact.open")
    assert "Scheduled" in words(shown)
    held = await click(linh, "interview.outcome:held")
    assert {"debrief.open", "interview.thanked"} <= set(all_action_ids(held))
    assert "Thank-you sent" in words(await click(linh, "interview.thanked"))
    assert "Met (Sep 10)" in words(await linh.view())


async def test_somebody_not_enrolled_hears_how_to_join(stage: Stage) -> None:
    linh = stage.person("U0M01")
    for command in ("log", "list"):
        assert "/infoview join" in words(await linh.command(f"/infoview {command}"))
    assert not await linh.has_modal()


async def test_the_form_says_who_sees_what_and_takes_the_name_from_the_command(stage: Stage) -> None:
    linh = await linh_of(stage)
    await linh.command("/infoview log Maya Chen")
    form = await linh.view()
    assert "Only you see names and notes. Your lead sees counts, and what you share" in words(form)
    assert form["state"]["values"]["name"]["name"]["value"] == "Maya Chen"


async def test_a_name_of_300_characters_is_kept_and_a_longer_one_not_lost(stage: Stage) -> None:
    linh = await linh_of(stage)
    longest = "Maya " + "ñ" * 295
    await linh.command(f"/infoview log {longest}")
    assert "You typed" not in words(await linh.view())
    assert (await linh.submit())["ok"]
    added = (await stage.bot.db.read(LINH, contact_list.page)).page.items[0]
    assert added.name == longest

    await linh.command(f"/infoview log {longest} and more")
    form = await linh.view()
    assert "The field has the first 300 characters" in words(form)
    assert f"{longest} and more" in words(form)
    assert form["state"]["values"]["name"]["name"]["value"] == longest


async def test_who_is_in_the_log_already_is_told_and_may_be_added_again(stage: Stage) -> None:
    linh = await linh_of(stage)
    await log(linh, organisation="Harbor Data")
    await click(linh, "log.open")
    await linh.submit(name="MAYA chen", organisation="Harbor data", channel="email")
    told = await linh.view()
    assert "*Maya Chen (Harbor Data)* is in your log already: “To contact”" in words(told)
    assert told["state"]["values"]["channel"]["channel"]["selected_option"]["value"] == "email"

    assert "Harbor Data" in words(await click(linh, "contact.open"))
    await linh.close()
    assert (await linh.view())["id"] == told["id"]  # the form is still below, with what was typed
    await linh.submit()
    assert "is in your log: “To contact”" in words(await linh.view())
    assert (await stage.bot.db.read(LINH, contact_list.page)).in_log == 2


async def test_another_name_after_a_warning_is_looked_at_again(stage: Stage) -> None:
    linh = await linh_of(stage)
    for name in ("Maya", "Rosa"):
        await stage.bot.db.run(LINH, contacts.add, new_id(), ContactForm(name))
    await linh.command("/infoview log Maya")
    await linh.submit()
    assert "*Maya* is in your log already" in words(await linh.view())
    await linh.submit(name="Rosa")
    assert "*Rosa* is in your log already" in words(await linh.view())
    await linh.submit(name="Bao")
    assert "*Bao* is in your log" in words(await linh.view())


async def test_a_name_from_right_to_left_keeps_the_sentence_in_order(stage: Stage) -> None:
    linh = await linh_of(stage)
    await linh.command("/infoview log مريم")
    await linh.submit()
    assert "*\u2068مريم\u2069* is in your log: “To contact”." in words(await linh.view())


async def test_the_shortcut_opens_the_form_too(stage: Stage) -> None:
    linh = await linh_of(stage)
    await linh.shortcut("log.shortcut")
    assert (await linh.view())["callback_id"] == "log.submit"


async def test_in_the_dm_a_button_opens_what_cannot_open_by_itself(stage: Stage) -> None:
    linh = await linh_of(stage)
    await linh.click("log.open", await linh.say("log"))
    await linh.submit(name="Maya <!channel>")

    answer = await linh.say("list")
    assert "Maya" not in words(answer)  # names do not stay in a DM that may be exported
    await linh.click("list.open", answer)
    listed = words(await linh.view())
    assert "Maya &lt;!channel&gt;" in listed


async def test_a_name_of_spaces_is_asked_again(stage: Stage) -> None:
    linh = await linh_of(stage)
    await linh.command("/infoview log")
    answer = await linh.submit(name=" \u0007 ")
    assert answer["errors"] == {"name": "Please enter a name. A first name is enough."}
    assert await linh.has_modal()


@pytest.mark.parametrize(("status", "held"), [("scheduled", "planned"), ("met", "held")])
async def test_a_contact_with_a_meeting_is_asked_for_it_at_once(stage: Stage, status: str, held: str) -> None:
    linh = await linh_of(stage)
    form = await log(linh, status=status)
    assert form["state"]["values"]["held"]["held"]["selected_option"]["value"] == held
    assert form["state"]["values"]["day"]["day"]["selected_date"] == "2026-09-07"
    await linh.submit(at="08:00" if held == "held" else "18:00", format="phone")
    assert "Saved" in words(await linh.view())


async def test_who_does_not_say_when_can_do_it_later(stage: Stage) -> None:
    linh = await linh_of(stage)
    await log(linh, status="scheduled")
    await linh.close()
    assert "Add the meeting time" in words(await linh.command("/infoview list"))
    shown = await card(linh)
    assert "When is it?" in words(shown)
    await click(linh, "interview.add")
    await linh.submit(**MEETING)
    assert "You meet Maya Chen" in words(await linh.view())


async def test_met_asks_when_and_changes_nothing_until_it_knows(stage: Stage) -> None:
    linh = await linh_of(stage)
    await log(linh, status="scheduled")
    await linh.submit(**MEETING)
    await click(linh, "contact.open")
    assert "When did you meet?" in words(await click(linh, "contact.status:met"))
    answer = await linh.submit(at="23:00")
    assert "still to come" in answer["errors"]["day"]
    await linh.submit(at="08:00")
    assert "You met Maya Chen" in words(await linh.view())
    shown = words(await click(linh, "contact.open"))
    assert shown.count("It took place") == 1
    assert "Met" in shown


async def test_a_time_that_has_passed_is_not_a_plan(stage: Stage) -> None:
    linh = await linh_of(stage)
    await log(linh, status="scheduled")
    answer = await linh.submit(**MEETING | {"day": "2026-09-01"})
    assert "choose “It took place”" in answer["errors"]["day"]
    answer = await linh.submit(**MEETING | {"day": "0026-09-01"})
    assert answer["errors"] == {"day": "Please check the year."}
    answer = await linh.submit(**MEETING | {"day": "2031-09-01"})
    assert "two years" in answer["errors"]["day"]


async def test_a_meeting_can_be_moved_edited_cancelled_and_deleted(stage: Stage) -> None:
    linh = await linh_of(stage)
    await log(linh, status="scheduled")
    await linh.submit(**MEETING)
    await click(linh, "contact.open")

    await click(linh, "interview.outcome:rescheduled")
    await linh.submit(day="2026-09-16")
    moved = words(await click(linh, "contact.open"))
    assert "Wed, Sep 9, 2026 at 2:30 PM (EDT) · Video call · 30 minutes · Moved to another time" in moved
    assert "Wed, Sep 16, 2026 at 2:30 PM (EDT) · Video call · 30 minutes · Planned" in moved

    await click(linh, "interview.edit")
    await linh.submit(minutes="45")
    assert "45 minutes · Planned" in words(await click(linh, "contact.open"))

    assert "did not take place" in words(await click(linh, "interview.outcome:cancelled"))
    shown = await click(linh, "contact.open")
    assert "Replied, not scheduled" in words(shown)
    await click(linh, "interview.delete")
    await click(linh, "interview.delete")
    assert "None yet." in words(await linh.view())


async def test_a_meeting_that_took_place_early_asks_when(stage: Stage) -> None:
    linh = await linh_of(stage)
    await log(linh, status="scheduled")
    await linh.submit(**MEETING)
    await click(linh, "contact.open")
    form = await click(linh, "interview.outcome:held")
    assert form["state"]["values"]["day"]["day"]["selected_date"] == "2026-09-07"
    await linh.submit(at="09:00")
    assert "You met Maya Chen" in words(await linh.view())


async def test_editing_who_it_is_and_what_was_noted(stage: Stage) -> None:
    linh = await linh_of(stage)
    await log(linh)
    await click(linh, "contact.open")
    await click(linh, "contact.edit")
    await linh.submit(
        name="Maya Chen-Ruiz", role="Head of analytics", profile="maya@example.org", industry="health"
    )
    assert "Head of analytics" in words(await linh.view())
    await click(linh, "contact.notes")
    await linh.submit(
        source="event", introduced="yes", introduced_by="Bao", why="Nursing to data", notes="*Warm* <@U0LEAD>"
    )
    shown = words(await linh.view())
    for expected in (
        "Maya Chen-Ruiz",
        "Found by: Event",
        "Through Bao",
        "Nursing to data",
        "*Warm* <@U0LEAD>",
    ):
        assert expected in shown
    await click(linh, "contact.edit")
    assert (await linh.submit(name="  "))["errors"] == {
        "name": "Please enter a name. A first name is enough."
    }


@pytest.mark.parametrize(
    ("button", "typed", "elsewhere", "told", "name"),
    [
        (
            "contact.edit",
            {"role": "From my desk"},
            {"role": "From <@U1>"},
            "Job title: From &lt;",
            "Maya Chen",
        ),
        ("contact.notes", {"introduced": "yes"}, {"introduced": False}, "introduce you?: No", "Maya"),
    ],
)
async def test_a_form_that_is_out_of_date_keeps_what_was_typed(
    stage: Stage, button: str, typed: Json, elsewhere: Json, told: str, name: str
) -> None:
    linh = await linh_of(stage)
    await log(linh)
    contact_id = (await stage.bot.db.read(LINH, contact_list.page)).page.items[0].id
    await click(linh, "contact.open")
    await click(linh, button)
    await stage.bot.db.run(LINH, contacts.edit, contact_id, ContactForm("Maya", **elsewhere), 1)

    await linh.submit(**typed)
    form = await linh.view()
    assert "changed after you opened this form" in words(form)
    assert told in words(form)
    field, value = next(iter(typed.items()))
    answer = form["state"]["values"][field][field]
    assert value in (answer.get("value"), (answer.get("selected_option") or {}).get("value"))

    await linh.submit()
    assert "Saved" in words(await linh.view())
    assert (await stage.bot.db.read(LINH, contacts.get, contact_id)).form.name == name


async def test_a_meeting_changed_elsewhere_is_told(stage: Stage) -> None:
    linh = await linh_of(stage)
    await log(linh, status="scheduled")
    await linh.submit(**MEETING)
    await click(linh, "contact.open")
    await click(linh, "interview.edit")
    old_form = await linh.view()
    await linh.submit(minutes="45")
    stage.workspace.views.open(linh.id, {key: old_form[key] for key in _FORM_KEYS})

    await linh.submit(minutes="60")
    assert "45 minutes · Planned" in words(await linh.view())
    await linh.submit()
    assert "60 minutes" in words(await click(linh, "contact.open"))


_FORM_KEYS = ("type", "title", "submit", "close", "callback_id", "private_metadata", "blocks")


async def test_a_button_of_a_deleted_contact_or_meeting_says_so(stage: Stage) -> None:
    linh = await linh_of(stage)
    await log(linh, status="scheduled")
    await linh.submit(**MEETING)
    old_list = await linh.command("/infoview list")
    await linh.click("contact.open", old_list)
    old_card = await linh.view()
    await click(linh, "contact.delete")
    assert "deleted" in words(await linh.view())
    await linh.close()

    await linh.click("contact.open", old_list)
    assert "not in your log any more" in words((await linh.messages("C0GENERAL"))[-1])

    stage.workspace.views.open(linh.id, {key: old_card[key] for key in ("type", "title", "close", "blocks")})
    assert "not in your log any more" in words(await click(linh, "interview.edit"))


async def test_an_illegal_step_says_which_are_possible(stage: Stage) -> None:
    linh = await linh_of(stage)
    await log(linh)
    contact_id = (await stage.bot.db.read(LINH, contact_list.page)).page.items[0].id
    await click(linh, "contact.open")
    old_card = await linh.view()
    await stage.bot.db.run(LINH, contacts.move, contact_id, Status.CLOSED)

    for step in ("contact.status:contacted", "contact.status:scheduled"):
        await linh.click(step, old_card)
        shown = await linh.view()
        assert "this step does not fit" in words(shown)
        assert steps(shown) == ["planned"]
        stage.workspace.views.open(
            linh.id, {key: old_card[key] for key in ("type", "title", "close", "blocks")}
        )
        old_card = await linh.view()


async def test_a_double_click_on_save_adds_one_contact(stage: Stage) -> None:
    linh = await linh_of(stage)
    await linh.command("/infoview log")
    form = await linh.view()
    await linh.submit(name="Maya")
    stage.workspace.views.open(linh.id, {key: form[key] for key in _FORM_KEYS})
    await linh.submit(name="Maya")
    assert (await stage.bot.db.read(LINH, contact_list.page)).in_log == 1


async def test_a_step_in_a_message_takes_the_place_of_the_message(stage: Stage) -> None:
    linh = await linh_of(stage)
    closed = ContactForm("Maya", status=Status.CLOSED)
    added = await stage.bot.db.run(LINH, contacts.add, new_id(), closed)
    await stage.slack.post(linh.id, contact_views.illegal_message(added).payload())
    message = (await linh.messages())[-1]
    await linh.click("contact.status:planned", message)
    assert "“To contact”" in words((await linh.messages())[-1])

    await stage.slack.post(linh.id, contact_views.illegal_message(added).payload())
    await stage.bot.db.run(LINH, contacts.move, added.id, Status.CONTACTED)
    message = (await linh.messages())[-1]
    await linh.click("contact.status:planned", message)
    assert "this step does not fit" in words((await linh.messages())[-1])
    assert (await linh.messages())[-1]["ts"] == message["ts"]


async def test_met_without_a_plan_asks_for_a_new_meeting(stage: Stage) -> None:
    linh = await linh_of(stage)
    await log(linh, status="scheduled")
    await linh.close()
    await card(linh)
    form = await click(linh, "contact.status:met")
    assert form["title"]["text"] == "Add a meeting"
    await linh.submit(at="08:00", format="phone")
    assert "debrief.open" in set(all_action_ids(await linh.view()))


@pytest.mark.parametrize("action_id", ["contact.status:unknown", "interview.outcome:unknown", "contact.undo"])
async def test_a_button_of_another_version_says_so(stage: Stage, action_id: str) -> None:
    linh = await linh_of(stage)
    row = actions(button("Old", action_id, "x"))
    await stage.slack.post(linh.id, Message("Old", (row,)).payload())
    await linh.click(action_id, (await linh.messages())[-1])
    assert "older version" in words((await linh.messages())[-1])


@pytest.mark.parametrize("callback_id", ["contact.save", "contact.notes_save", "interview.submit"])
async def test_a_form_of_another_version_says_so(stage: Stage, callback_id: str) -> None:
    linh = await linh_of(stage)
    old = form("Old", callback_id, [section("Old")], private_metadata="nothing we know")
    stage.workspace.views.open(linh.id, old.to_dict())
    await linh.submit()
    assert "older version" in words(await linh.view())
