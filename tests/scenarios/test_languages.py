"""A person whose Slack, or whose choice, is another language: every answer, error, nudge and Home in it."""

from collections.abc import Iterator

import pytest

from bot import i18n
from tests import pseudo
from tests.clocks import ManualClock
from tests.people import LINH, enrolled
from tests.stage import Json, Stage, find_element, words


@pytest.fixture
def _pseudo() -> Iterator[None]:
    with pseudo.known():
        yield


pytestmark = pytest.mark.usefixtures("_pseudo")

SLACK_IN_PSEUDO = "xx-XX"


def speaks_pseudo(stage: Stage, user_id: str) -> None:
    stage.workspace.change_person(user_id, locale=SLACK_IN_PSEUDO)


def is_pseudo(text: str) -> bool:
    return "⟦" in text


async def test_a_command_and_an_unknown_one(stage: Stage) -> None:
    linh = stage.person("U0M01")
    speaks_pseudo(stage, linh.id)
    shown = words(await linh.command("/infoview help"))
    assert pseudo.said("What Infoview can do") in shown
    assert set(pseudo.english_words(shown)) == set()
    assert is_pseudo(words(await linh.command("/infoview zzzz")))


async def test_another_persons_slack_stays_english(stage: Stage) -> None:
    speaks_pseudo(stage, "U0M01")
    assert "What Infoview can do" in words(await stage.person("U0M02").command("/infoview help"))


async def test_the_sentence_of_an_error(stage: Stage) -> None:
    linh = stage.person("U0M01")
    speaks_pseudo(stage, linh.id)
    refused = words(await linh.command("/infoview progress"))
    assert refused == pseudo.said(
        "You are not in a cohort yet. Type `/infoview join` to see the cohorts you can join."
    )


async def test_the_sentence_of_a_service_at_its_field(stage: Stage) -> None:
    linh = stage.person("U0M01")
    await enrolled(stage.bot.db, LINH)
    speaks_pseudo(stage, linh.id)
    await linh.command("/infoview settings")
    answer = await linh.submit(paused_until="2026-09-06")
    assert answer["errors"]["paused_until"] == pseudo.said("This day has passed. Please choose a later day.")


async def test_home_is_in_the_language_too(stage: Stage) -> None:
    linh = stage.person("U0M01")
    await enrolled(stage.bot.db, LINH)
    speaks_pseudo(stage, linh.id)
    home = words(await linh.open_home())
    assert pseudo.said("Your next step") in home


async def test_the_weekly_nudge_is_in_the_language_of_slack(stage: Stage, clock: ManualClock) -> None:
    linh = stage.person("U0M01")
    await enrolled(stage.bot.db, LINH)
    speaks_pseudo(stage, linh.id)
    clock.advance(days=7)
    await stage.tick()
    [nudge] = await linh.messages()
    assert pseudo.said("From your networking program.") in words(nudge)


async def test_the_guide_is_in_the_language_where_somebody_translated_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    linh = stage.person("U0M01")
    speaks_pseudo(stage, linh.id)
    libraries = stage.bot.libraries
    assert isinstance(libraries, dict)
    translated = pseudo.translated(libraries["en"])
    monkeypatch.setitem(libraries, pseudo.TAG, translated)  # all bots of a test process share them
    topic = libraries[pseudo.TAG].topics[0]
    assert topic.title in words(await linh.command("/infoview tips"))
    assert topic.title in words(await linh.command(f"/infoview tips {topic.title}"))
    english = libraries["en"].topics[0].title
    assert english in words(await stage.person("U0M02").command("/infoview tips"))


async def test_a_choice_in_the_settings_wins_over_slack(stage: Stage, clock: ManualClock) -> None:
    linh = stage.person("U0M01")
    await enrolled(stage.bot.db, LINH)
    await linh.command("/infoview settings")
    assert offered(await linh.view()) == ["slack", "en", "xx"]
    await linh.submit(language="xx")
    assert pseudo.said("*Saved.*") in words(await linh.view())
    assert is_pseudo(words(await linh.home()))
    clock.advance(days=7)
    await stage.tick()
    [nudge] = await linh.messages()
    assert is_pseudo(words(nudge))

    await linh.command("/infoview settings")
    await linh.submit(language="slack")
    assert "*Saved.*" in words(await linh.view())
    assert "Your next step" in words(await linh.home())


async def test_where_slack_does_not_answer_it_is_english(stage: Stage) -> None:
    linh = stage.person("U0M01")
    speaks_pseudo(stage, linh.id)
    stage.workspace.faults.add("users.info", "error")
    assert "What Infoview can do" in words(await linh.command("/infoview help"))


async def test_with_english_alone_nobody_is_asked(stage: Stage) -> None:
    i18n.forget(pseudo.TAG)
    for _time in range(2):
        await stage.person("U0M01").command("/infoview tips")
    assert len(stage.calls("users.info")) == 1, "the gate's, once"
    i18n.register(pseudo.TAG, pseudo.Pseudo())


def offered(view: Json) -> list[str]:
    element, _ = find_element(view, "language")
    return [option["value"] for option in element["options"]]
