"""``/infoview export``: told first, made on demand, sent to the one who asked."""

import csv
import io
import json

from bot.services import contacts, new_id
from bot.values import ContactForm, Status
from tests.clocks import ManualClock
from tests.meetings import past_meeting
from tests.people import KWAME, LINH, enrolled
from tests.scenarios.conftest import both_transports
from tests.stage import Stage, words

MAYA = ContactForm(
    name="=HYPERLINK(1)",
    organisation="Crêpes & Co",
    notes="first line\nsecond, with a comma",
    status=Status.CONTACTED,
)


@both_transports
async def test_the_member_knows_before_and_gets_the_files_alone(stage: Stage, clock: ManualClock) -> None:
    await enrolled(stage.bot.db, LINH, KWAME)
    await stage.bot.db.run(LINH, contacts.add, new_id(), MAYA)
    card = await past_meeting(stage.bot.db, clock, LINH, "Ana Ruiz")
    await stage.bot.db.run(KWAME, contacts.add, new_id(), ContactForm(name="Somebody else"))
    linh = stage.person("U0M01")

    told = await linh.command("/infoview export")
    assert "private text" in words(told)
    assert "Workspace owners may be able to export direct messages" in words(told)
    assert await linh.files() == {}

    await linh.click("export.make", told)
    (answer,) = [message for message in await linh.messages("C0GENERAL") if message["ephemeral"]]
    assert "I am making your files" in words(answer)
    files = await linh.files()
    assert sorted(files) == [
        "infoview-2026-09-07.json",
        "infoview-contacts-2026-09-07.csv",
        "infoview-interviews-2026-09-07.csv",
    ]
    message, offer = await linh.messages()
    assert "save them in a safe place" in message["text"]
    assert "Ana" not in message["text"]
    assert await stage.person("U0M02").messages() == []

    whole = json.loads(files["infoview-2026-09-07.json"])
    assert (whole["format"], whole["version"]) == ("infoview-export", 1)
    assert [contact["form"]["name"] for contact in whole["contacts"]] == ["=HYPERLINK(1)", "Ana Ruiz"]
    assert whole["contacts"][1]["interviews"][0]["id"] == card.id
    assert "Somebody else" not in files["infoview-2026-09-07.json"].decode()

    table = files["infoview-contacts-2026-09-07.csv"].decode("utf-8-sig")
    header, first, second = csv.reader(io.StringIO(table))
    row = dict(zip(header, first, strict=True))
    assert row["name"] == "'=HYPERLINK(1)"
    assert row["notes"] == "first line\nsecond, with a comma"
    assert (row["status"], second[0]) == ("contacted", "Ana Ruiz")

    await linh.click("export.delete", offer)
    message, done = await linh.messages()
    assert {file["mode"] for file in message["files"]} == {"tombstone"}
    assert "The files are deleted here" in words(done)


async def test_by_direct_message_and_without_a_cohort(stage: Stage) -> None:
    amara = stage.person("U0NEW1")
    told = await amara.say("export")
    await amara.click("export.make", {**told, "channel": amara.dm})
    files = await amara.files()
    assert sorted(name.partition("-")[0] for name in files) == ["infoview"]
    (content,) = files.values()
    assert json.loads(content)["contacts"] == []


async def test_a_failure_of_ours_is_told(stage: Stage) -> None:
    await enrolled(stage.bot.db, LINH)
    contact_id = new_id()
    await stage.bot.db.run(LINH, contacts.add, contact_id, MAYA)
    with stage.bot.db.system_session() as session:
        session.connection().exec_driver_sql("UPDATE contact SET name_sealed = 'v1.broken.'")
    linh = stage.person("U0M01")
    await linh.click("export.make", await linh.command("/infoview export"))
    (message,) = await linh.messages()
    assert "could not make your files" in message["text"]
