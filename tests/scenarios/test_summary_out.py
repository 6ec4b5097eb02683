"""The summary as picture, as CSV file and in the channel: what arrives where."""

import csv
import io
import struct

from bot.documents.summaries import COLUMNS
from bot.services import audit
from bot.values import AuditAct
from tests.people import LEAD
from tests.services.summary_data import CohortRows, Written
from tests.stage import Json, Stage, all_action_ids, find_element, words

CHANNEL = "C0COHORT"


def a_cohort(stage: Stage, channel_id: str | None = CHANNEL) -> str:
    """Six members who wrote to 36 people a while ago, of whom six answered, and to six lately."""
    with stage.bot.db.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD, name="Spring <!channel>")
        people = rows.members(6)
        for day in (1, 2, 3, 4, 5, 6, 22):
            rows.all_do(people, Written(day, replied=day + 1 if day == 1 else None))
        rows.cohort.channel_id = channel_id
        cohort_id = rows.cohort.id
    stage.clock.advance(days=28)
    return cohort_id


async def shown(stage: Stage) -> Json:
    priya = stage.person("U0LEAD")
    return await priya.command("/infoview summary", channel=priya.dm)


async def test_the_picture_and_the_table_come_to_the_leads_own_messages(stage: Stage) -> None:
    cohort_id = a_cohort(stage)
    priya = stage.person("U0LEAD")
    message = await shown(stage)
    assert "few replied (17%)" in words(message)
    await priya.click("summary.picture", message)
    await priya.click("summary.csv", message)
    files = await priya.files()
    png = files["summary.png"]
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    assert width > 1_000
    assert height > 1_000
    rows = list(csv.reader(io.StringIO(files["summary.csv"].decode("utf-8-sig"))))
    assert tuple(rows[0]) == COLUMNS
    assert ["contacted", "42"] in [[row[1], row[4]] for row in rows]
    page = await stage.bot.db.read(LEAD, audit.page, cohort_id)
    assert [line.act for line in page.items] == [
        AuditAct.SUMMARY_EXPORTED,
        AuditAct.SUMMARY_EXPORTED,
        AuditAct.SUMMARY_VIEWED,
    ]
    for other in ("U0M01", "U0ADMIN"):
        assert await stage.person(other).files() == {}


async def test_the_short_version_goes_to_the_channel_after_a_question(stage: Stage) -> None:
    cohort_id = a_cohort(stage)
    priya, linh = stage.person("U0LEAD"), stage.person("U0M01")
    message = await shown(stage)
    assert find_element(message, "summary.share")[0]["confirm"]
    before = len(await linh.messages(CHANNEL))
    await priya.click("summary.share", message)
    posted = (await linh.messages(CHANNEL))[before:]
    assert len(posted) == 1
    assert "*Contacted:* 42" in words(posted[0])
    assert "Scheduled" not in words(posted[0])
    assert "<!channel>" not in words(posted[0])
    page = await stage.bot.db.read(LEAD, audit.page, cohort_id)
    assert page.items[0].act is AuditAct.SUMMARY_SHARED


async def test_a_channel_that_infoview_is_not_in(stage: Stage) -> None:
    cohort_id = a_cohort(stage, "C0GENERAL")
    priya = stage.person("U0LEAD")
    await priya.click("summary.share", await shown(stage))
    assert "/invite @Infoview" in words((await priya.messages())[-1])
    page = await stage.bot.db.read(LEAD, audit.page, cohort_id)
    assert AuditAct.SUMMARY_SHARED not in [line.act for line in page.items]


async def test_a_cohort_without_a_channel_has_nothing_to_share_to(stage: Stage) -> None:
    a_cohort(stage, None)
    assert "summary.share" not in list(all_action_ids(await shown(stage)))
