"""``/infoview import`` from the upload to the log, through the stand-in."""

import asyncio
import json

from sqlalchemy import text

from bot.services import contact_list, contacts, new_id
from bot.values import ContactForm
from bot.views.imports import TABLE_BYTES
from tests.clocks import ManualClock
from tests.meetings import past_meeting
from tests.people import KWAME, LINH, enrolled
from tests.scenarios.conftest import both_transports
from tests.stage import Json, Person, Stage, find_element, words

TRACKER = (
    "Name,Company,How we met,Last contact,Status,Notes,Phone\n"
    "Maya Chen,Harbor Data,Alumni,2/3/2026,Met,Great talk,555-0100\n"
    ",Nobody Inc,,,,,\n"
    "=1+1,Lakes Bank,Boat trip,,Hired!,,\n"
    "Ana Ruiz,Crêpes & Co,,,,,\n"
)


async def linh_of(stage: Stage) -> Person:
    await enrolled(stage.bot.db, LINH, KWAME)
    return stage.person("U0M01")


async def choose(person: Person, name: str, content: str | bytes) -> Json:
    """Choose a file in the form; returns the window that follows."""
    raw = content.encode() if isinstance(content, str) else content
    answer = await person.submit(file=await person.upload(name, raw))
    assert answer["ok"], answer
    return await person.view()


async def begin(person: Person, name: str = "people.csv", content: str | bytes = TRACKER) -> Json:
    await person.command("/infoview import")
    return await choose(person, name, content)


async def pick(person: Person, action_id: str, value: str) -> Json:
    """Choose an option of a menu in the window on top; returns the window that follows."""
    view = await person.view()
    element, _block = find_element(view, action_id)
    option = next(each for each in element["options"] if each["value"] == value)
    await person.click(action_id, view, selected_option=option)
    return await person.view()


def menu(view: Json, action_id: str) -> tuple[str, list[str]]:
    """What is chosen in a menu, and its choices."""
    element, _block = find_element(view, action_id)
    texts = [option["text"]["text"] for option in element["options"]]
    return element["initial_option"]["text"]["text"], texts


async def names(stage: Stage) -> list[str]:
    page = (await stage.bot.db.read(LINH, contact_list.page)).page
    return sorted(line.name for line in page.items)


def waiting(stage: Stage) -> list[str]:
    with stage.bot.db.system_session() as session:
        return list(session.scalars(text("SELECT rows_sealed FROM import_draft")))


@both_transports
async def test_a_tracker_comes_in_after_the_member_saw_it(stage: Stage) -> None:
    linh = await linh_of(stage)
    await stage.bot.db.run(
        LINH, contacts.add, new_id(), ContactForm("ana  ruiz", organisation="CRÊPES & CO", notes="mine")
    )
    shown = await begin(linh)
    said = words(shown)
    assert "*2 people* can come into your log." in said
    assert "1 person is in your log already" in said
    assert "• Line 3: There is no name." in said
    assert "• Line 4: I do not know the status “Hired!”." in said
    assert "*Maya Chen* · Harbor Data · Met · Tue, Feb 3, 2026" in said
    assert menu(shown, "import.column:organisation")[0] == "Company"
    assert menu(shown, "import.dates")[0].startswith("month/day/year")
    assert "Phone" in said
    (sealed,) = waiting(stage)
    assert "Maya" not in sealed
    assert await names(stage) == ["ana  ruiz"]

    assert (await linh.submit())["ok"]
    assert "*2 people came into your log.*" in words(await linh.view())
    assert await names(stage) == ["=1+1", "Maya Chen", "ana  ruiz"]
    assert waiting(stage) == []
    listed = await linh.command("/infoview list")
    assert "Maya Chen" in words(listed)

    assert "*Nobody new* is in this file." in words(await begin(linh))
    assert (await linh.view())["submit"] is None
    await linh.close()
    assert waiting(stage) == []
    assert "Somebody" not in words(await stage.person("U0M02").command("/infoview list"))


async def test_the_member_corrects_how_the_file_is_read(stage: Stage) -> None:
    linh = await linh_of(stage)
    polish = "Osoba;Firma;Status\nŁukasz Wójcik;Żabka;met\n".encode("cp1250")
    shown = await begin(linh, "kontakty.csv", polish)
    assert "*Nobody new* is in this file." in words(shown)
    assert menu(shown, "import.letters")[0] == "Western European"
    await pick(linh, "import.column:name", "0")
    await pick(linh, "import.column:organisation", "1")
    shown = await pick(linh, "import.letters", "cp1250")
    assert "*Łukasz Wójcik* · Żabka · Met" in words(shown)
    shown = await pick(linh, "import.column:status", "none")
    assert "To contact" in words(shown)
    assert "*Other columns*\nStatus" in words(shown)
    await pick(linh, "import.others", "no")

    await linh.click("import.restart", await linh.view())
    assert waiting(stage) == []
    await choose(linh, "people.csv", "Name,Date\nMaya,2/3/2026\n")
    assert "Mon, Mar 2, 2026" in words(await pick(linh, "import.dates", "yes"))
    await linh.submit()
    page = (await stage.bot.db.read(LINH, contact_list.page)).page
    assert [line.name for line in page.items] == ["Maya"]
    assert f"{page.items[0].status_at:%Y-%m-%d %H:%M}" == "2026-03-02 17:00"


async def test_a_file_that_cannot_be_read_leaves_the_form_open(stage: Stage) -> None:
    linh = await linh_of(stage)
    for name, content, said in (
        ("people.csv", b"PK\x03\x04", "choose “Save as” or “Download”, then “CSV”"),
        ("people.csv", "Name\n" + "x\n" * 100_000, "more than 2,000 people"),
        ("mine.json", "[1, 2]", "does not come from Infoview"),
    ):
        assert said in words(await begin(linh, name, content))
        assert (await linh.view())["callback_id"] == "import.upload"
        assert waiting(stage) == []
    large = await linh.submit(file=await linh.upload("people.csv", b"x" * (TABLE_BYTES + 1)))
    assert "3 MB" in large["errors"]["file"]
    token, stage.slack.token = stage.slack.token, "xoxb-revoked"
    assert "Slack did not give me the file" in words(await choose(linh, "people.csv", TRACKER))
    stage.slack.token = token
    assert "can come into your log" in words(await choose(linh, "people.csv", TRACKER))


async def test_a_window_that_was_closed_meanwhile_cancels(stage: Stage) -> None:
    linh = await linh_of(stage)
    stage.workspace.faults.add("views.update", "error", error="not_found")
    await begin(linh)
    assert waiting(stage) == []


async def test_a_window_that_did_not_change_shows_by_its_button(stage: Stage, clock: ManualClock) -> None:
    linh = await linh_of(stage)
    stage.workspace.faults.add("views.update", "error", error="hash_conflict")
    reading = await begin(linh)
    assert "I am reading your file" in words(reading)
    clock.advance(days=1)  # as if it were not there yet
    await linh.click("import.show", reading)
    assert "I am still reading" in words(await linh.view())
    clock.advance(days=-1)
    await linh.click("import.show", await linh.view())
    assert "can come into your log" in words(await linh.view())


async def test_a_day_is_enough(stage: Stage, clock: ManualClock) -> None:
    linh = await linh_of(stage)
    await begin(linh)
    clock.advance(hours=23)
    await stage.tick()
    assert len(waiting(stage)) == 1
    clock.advance(hours=1)
    await linh.submit()
    assert "Nothing is waiting any more" in words(await linh.view())
    await stage.tick()
    assert waiting(stage) == []
    assert await names(stage) == []


async def test_who_is_in_no_cohort_is_told_how(stage: Stage) -> None:
    answer = await stage.person("U0NEW1").command("/infoview import")
    assert "/infoview join" in words(answer)


async def test_a_failure_of_ours_brings_nobody_in_and_is_said(stage: Stage) -> None:
    linh = await linh_of(stage)
    await begin(linh, content="Name,Notes\nMaya,a\nTom,b\n")
    with stage.bot.db.system_session() as session:
        session.execute(
            text(
                "CREATE TRIGGER second BEFORE INSERT ON status_change"
                " WHEN (SELECT count(*) FROM status_change) = 1 BEGIN SELECT RAISE(ABORT, 'full'); END"
            )
        )
    await linh.submit()
    assert "Nothing was imported" in words(await linh.view())
    assert await names(stage) == []


async def test_an_export_comes_back_whole(stage: Stage, clock: ManualClock) -> None:
    linh, kwame = await linh_of(stage), stage.person("U0M02")
    await past_meeting(stage.bot.db, clock, LINH, "Ana Ruiz")
    await linh.click("export.make", await linh.command("/infoview export"))
    (export,) = [content for name, content in (await linh.files()).items() if name.endswith(".json")]

    shown = await begin(kwame, "infoview.json", export)
    assert "In the file: 1 contact, 1 meeting and 0 debriefs." in words(shown)
    await kwame.submit()
    assert "*1 person came into your log.*" in words(await kwame.view())
    assert "Ana Ruiz" in words(await kwame.command("/infoview list"))

    changed = json.loads(export)
    changed["contacts"][0]["interviews"][0]["minutes"] = -5
    shown = await begin(linh, "infoview.json", json.dumps(changed))
    assert "contacts &gt; 1 &gt; interviews &gt; 1" in words(shown)


async def test_two_confirmations_bring_everybody_in_once(stage: Stage) -> None:
    linh = await linh_of(stage)
    view = await begin(linh)
    submit = {"user": linh.id, "view_id": view["id"], "state": {"values": {}}}
    await asyncio.gather(*(stage.page.post("view_submit", json=submit) for _ in range(2)))
    await stage.settle()
    assert await names(stage) == ["=1+1", "Ana Ruiz", "Maya Chen"]
