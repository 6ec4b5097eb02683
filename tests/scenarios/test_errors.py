"""What people see when something goes wrong: a sentence, a way on, and a reference that is in the log."""

import logging
import re

import pytest
from sqlalchemy import text

from tests.scenarios.conftest import both_transports
from tests.stage import Person, Stage, words


def break_database(stage: Stage) -> None:
    with stage.bot.db.engine.begin() as connection:
        connection.execute(text("ALTER TABLE cohort RENAME TO cohort_gone"))


@both_transports
async def test_an_unknown_error_shows_a_reference_that_is_in_the_log(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    break_database(stage)
    answer = words(await stage.person("U0M01").command("/infoview join"))
    reference = re.search(r"`([0-9a-f]{8})`", answer)
    assert reference is not None
    assert f"reference {reference[1]}" in caplog.text
    assert "SELECT" not in caplog.text


async def test_an_error_in_a_form_keeps_the_form_open_beneath(stage: Stage) -> None:
    amara = stage.person("U0NEW1")
    dana = stage.person("U0ADMIN")
    await create_cohort(dana)
    await amara.click("cohort.join", await amara.command("/infoview join"))
    form = await amara.view()

    break_database(stage)
    await amara.submit()
    views = (await amara.state())["views"]
    assert [view["id"] for view in views][:1] == [form["id"]]
    assert "reference" in words(views[-1])


async def test_a_button_of_an_older_version_says_what_to_do(stage: Stage) -> None:
    linh = stage.person("U0M01")
    message = await linh.command("/infoview tips")
    message["blocks"][2]["elements"][0]["action_id"] = "tips.retired"
    stored = stage.workspace.conversations["C0GENERAL"].messages[-1]
    stored.blocks[2]["elements"][0]["action_id"] = "tips.retired"
    await linh.click("tips.retired", message)
    assert "older version" in words((await linh.messages("C0GENERAL"))[-1])


async def test_people_of_other_workspaces_are_told_so(stage: Stage) -> None:
    dana, sam = stage.person("U0ADMIN"), stage.person("U0OUTSIDE")
    await create_cohort(dana, channel="C0PARTNERS")
    post = (await sam.messages("C0PARTNERS"))[-1]
    await sam.click("cohort.join", post)
    assert "workspace that installed it" in words((await sam.messages("C0PARTNERS"))[-1])
    assert not await sam.has_modal()


async def test_a_home_that_cannot_be_published_is_logged_without_private_text(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    stage.workspace.faults.add("views.publish", "server_error", times=1)
    await stage.person("U0M01").open_home()
    assert "views.publish" in caplog.text


async def create_cohort(dana: Person, channel: str | None = None) -> None:
    await dana.click("cohort.create", await dana.command("/infoview cohort"))
    await dana.submit(name="Spring cohort", ends_on="2026-12-18", channel_id=channel)
    await dana.submit()
