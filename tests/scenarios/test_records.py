"""The activity record as a member asks for it: the form, the answer at once, the file in their own DM."""

import csv
import io

from pypdf import PdfReader

from bot.services import interviews
from bot.values import Outcome
from tests.clocks import ManualClock
from tests.meetings import past_meeting
from tests.people import KWAME, LINH, enrolled
from tests.stage import Person, Stage, words


async def linh_of(stage: Stage, clock: ManualClock) -> Person:
    """Linh, who met Ana Silva today."""
    await enrolled(stage.bot.db, LINH, KWAME)
    meeting = await past_meeting(stage.bot.db, clock, LINH, "Ana Silva")
    await stage.bot.db.run(LINH, interviews.set_outcome, meeting.id, Outcome.HELD)
    return stage.person("U0M01")


async def test_a_document_without_names_is_what_comes_by_itself(stage: Stage, clock: ManualClock) -> None:
    linh = await linh_of(stage, clock)
    await linh.command("/infoview record")
    form = await linh.view()
    assert form["state"]["values"]["first_day"]["first_day"]["selected_date"] == "2026-08-08"
    assert form["state"]["values"]["last_day"]["last_day"]["selected_date"] == "2026-09-07"
    await linh.submit(own_name="Linh Trần")
    answer = words(await linh.view())
    assert "on its way" in answer
    assert "It has 3 steps, Sat, Aug 8, 2026 to Mon, Sep 7, 2026." in answer

    (message,) = await linh.messages()
    assert message["text"].endswith(
        "This record is self-reported: the member wrote it. The program did not check it."
    )
    ((name, content),) = (await linh.files()).items()
    assert name == "activity-record-2026-08-08-2026-09-07.pdf"
    (page,) = PdfReader(io.BytesIO(content)).pages
    on_paper = page.extract_text()
    for said in ("Name: Linh Trần", "Informational interview", "It took place", "Video call", "25"):
        assert said in on_paper
    assert "Ana" not in on_paper
    assert "Harbor Foods" not in on_paper
    assert await stage.person("U0M02").messages() == []


async def test_a_table_with_what_was_ticked(stage: Stage, clock: ManualClock) -> None:
    linh = await linh_of(stage, clock)
    await linh.click("record.open", await linh.command("/infoview help"))
    await linh.submit(kind="csv", columns=["day", "name"])
    content = (await linh.files())["activity-record-2026-08-08-2026-09-07.csv"]
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[rows.index([]) + 1 :] == [["Date", "Name of the contact"], *[["2026-09-07", "Ana Silva"]] * 3]


async def test_what_is_missing_or_cannot_be_stays_in_the_form(stage: Stage, clock: ManualClock) -> None:
    linh = await linh_of(stage, clock)
    await linh.command("/infoview record")
    assert set((await linh.submit(columns=[]))["errors"]) == {"columns"}
    assert (
        "today or an earlier day"
        in (await linh.submit(columns=["day"], last_day="2026-09-08"))["errors"]["last_day"]
    )
    assert "no steps" in (await linh.submit(last_day="2026-09-01"))["errors"]["first_day"]
    assert (await linh.submit(last_day="0226-09-01"))["errors"] == {"last_day": "Please check the year."}
    assert await linh.files() == {}


async def test_who_never_joined_hears_how_to(stage: Stage) -> None:
    assert "/infoview join" in words(await stage.person("U0M01").command("/infoview record"))


async def test_in_the_dm_a_button_opens_the_form(stage: Stage, clock: ManualClock) -> None:
    linh = await linh_of(stage, clock)
    await linh.click("record.open", await linh.say("record"))
    assert (await linh.view())["callback_id"] == "record.submit"
