"""A program is over: its members are told, save what they want, and its names and texts are deleted."""

from datetime import UTC, datetime

from tests.scenarios.test_cohorts import new_cohort
from tests.stage import Stage, all_action_ids, words


async def test_the_end_of_a_programs_names(stage: Stage) -> None:
    dana, amara = stage.person("U0ADMIN"), stage.person("U0NEW1")
    await new_cohort(dana)
    await amara.click("cohort.join", (await amara.messages("C0COHORT"))[-1])
    assert "names and all texts are deleted" in words(await amara.view())
    await amara.submit()
    await amara.close()
    await amara.command("/infoview log Rosa Delgado")
    await amara.submit()
    await amara.close()
    await amara.command("/infoview settings")
    await amara.submit(nudges="off")

    stage.clock.set(datetime(2027, 3, 11, 15, 1, tzinfo=UTC))
    await stage.tick()
    await stage.tick()
    (notice,) = await amara.messages()
    assert "On Thu, Mar 18, 2027 Infoview deletes the names and texts" in words(notice)
    assert "*Spring cohort*" in words(notice)
    assert "Rosa" not in str(notice)
    assert "export.open" in set(all_action_ids(notice))
    assert await dana.messages() == []
    assert "Rosa Delgado" in words(await amara.command("/infoview list"))

    stage.clock.set(datetime(2027, 3, 18, 4, 1, tzinfo=UTC))
    await stage.tick()
    assert "Rosa" not in words(await amara.command("/infoview list"))
    assert "Rosa" not in words(await amara.open_home())
    await dana.click("cohort.manage", await dana.command("/infoview cohort"))
    assert "Counts and dates stay" in words(await dana.view())
    await dana.click("history.open", await dana.view())
    assert "Infoview deleted the names and texts" in words(await dana.view())
