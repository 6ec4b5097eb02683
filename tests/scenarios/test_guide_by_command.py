"""Every statement of the guide is reached by the command, and help names every command."""

import json
from pathlib import Path

from bot.guidance import content_root, load_library
from handlers import FEATURES
from handlers.router import merge
from tests.stage import Stage, words

STATEMENTS: dict[str, str] = json.loads(
    (Path(__file__).parents[1] / "contracts" / "statements.json").read_text(encoding="utf-8")
)


async def test_each_statement_is_shown_by_a_command(stage: Stage) -> None:
    linh = stage.person("U0M01")
    shown: dict[str, str] = {}
    for topic in load_library(content_root()).topics:
        page = words(await linh.command(f"/infoview tips {topic.title}"))
        shown |= {key: page for key, said in STATEMENTS.items() if said in page}
    assert set(shown) == set(STATEMENTS)


async def test_help_names_every_command(stage: Stage) -> None:
    linh = stage.person("U0M01")
    overview = await linh.command("/infoview help")
    for word in set(merge(FEATURES).commands) - {"help"}:
        assert f"/infoview {word}".strip() in words(overview)
    await linh.click("tips.list", overview)
    assert "Choose a topic" in words((await linh.messages("C0GENERAL"))[-1])


async def test_infoview_alone_shows_what_one_can_do_now(stage: Stage) -> None:
    linh = stage.person("U0M01")
    assert "no cohort to join" in words(await linh.command("/infoview"))
    assert "no cohort to join" in words(await linh.say("/infoview"))


async def test_a_topic_that_is_like_several_offers_them(stage: Stage) -> None:
    answer = await stage.person("U0M01").command("/infoview tips zzzz qqqq")
    assert "no topic called" in words(answer)
