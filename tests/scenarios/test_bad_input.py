"""Everything a person can type or use too late gets a clear sentence with the next step."""

import itertools

import pytest

from tests.scenarios.test_cohorts import end_cohort, new_cohort
from tests.stage import Person, Stage, words


@pytest.fixture
async def amara(stage: Stage) -> Person:
    """A member of a fresh cohort."""
    dana, amara = stage.person("U0ADMIN"), stage.person("U0NEW1")
    await new_cohort(dana, channel=None)
    await amara.click("cohort.join", await amara.command("/infoview join"))
    await amara.submit()
    await amara.close()
    return amara


@pytest.mark.parametrize(
    "typed",
    [
        "x" * 3000,
        "🤷" * 50,
        "<!channel> <@U0LEAD> *bold* `code`",
        "\u202eoverride\x07",
        "محمد يسأل عن المقابلة",
        "help me please I do not know what to do",
    ],
)
async def test_odd_words_get_an_answer_and_nothing_is_echoed_raw(stage: Stage, typed: str) -> None:
    linh = stage.person("U0M01")
    for text in (typed, f"tips {typed}"):
        answer = await linh.command(f"/infoview {text}")
        assert "See all commands" in words(answer) or "All topics" in words(answer)
        assert "<!channel>" not in words(answer)
        assert "<@U0LEAD>" not in words(answer)
        assert "\u202e" not in words(answer)


async def test_a_form_that_comes_too_late_says_to_try_again(stage: Stage, amara: Person) -> None:
    seconds = itertools.count(step=4.0)
    stage.workspace.tickets.monotonic = lambda: next(seconds)
    answer = await amara.command("/infoview log")
    assert "try again" in words(answer)


async def test_a_form_whose_cohort_has_ended_says_so_and_stays(stage: Stage) -> None:
    dana, mateo = stage.person("U0ADMIN"), stage.person("U0NEW2")
    await new_cohort(dana, channel=None)
    await mateo.click("cohort.join", await mateo.command("/infoview join"))
    await end_cohort(dana)
    await mateo.submit()
    views = (await mateo.state())["views"]
    assert views[0]["callback_id"] == "join.submit"
    assert "has ended" in words(views[-1])


async def test_a_member_who_left_keeps_reading_and_is_told_how_to_come_back(
    stage: Stage, amara: Person
) -> None:
    await amara.command("/infoview log")
    await amara.submit(name="Rosa Delgado")
    await amara.close()
    await amara.click("cohort.leave", await amara.command("/infoview leave"))

    assert "Rosa Delgado" in words(await amara.command("/infoview list"))
    for command in ("log", "settings", "progress"):
        assert "/infoview join" in words(await amara.command(f"/infoview {command}"))
    assert not await amara.has_modal()


@pytest.mark.parametrize("command", ["log", "settings", "progress", "leave", "debrief"])
async def test_somebody_not_enrolled_is_told_how_to_join(stage: Stage, command: str) -> None:
    assert "/infoview join" in words(await stage.person("U0NEW2").command(f"/infoview {command}"))


async def test_a_typed_name_is_kept_as_typed_and_harmless(stage: Stage, amara: Person) -> None:
    name = "<!channel> & *Zoë* “Nguyễn”"
    await amara.command("/infoview log")
    await amara.submit(name=name, organisation="=HYPERLINK(1)")
    await amara.close()
    shown = words(await amara.command("/infoview list"))
    assert "&lt;!channel&gt; &amp; *Zoë*" in shown
    assert "<!channel>" not in shown


async def test_an_empty_name_is_asked_for_at_its_field(stage: Stage, amara: Person) -> None:
    await amara.command("/infoview log")
    answer = await amara.submit(name=" \u200b\u202e ")
    assert answer["errors"]["name"]
    assert (await amara.view())["callback_id"] == "log.submit"


async def test_settings_refuse_a_pause_in_the_past(stage: Stage, amara: Person) -> None:
    await amara.command("/infoview settings")
    answer = await amara.submit(paused_until="2020-01-01")
    assert answer["errors"]["paused_until"]
