"""Everything that is shown is written as Slack's own models write it."""

import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block, Option, OverflowMenuElement, PlainTextObject
from slack_sdk.models.views import View

from bot.guidance import content_root, load_library
from bot.views.as_json import as_json
from bot.views.blocks import Message
from tests.contracts import every_view

LIBRARY = load_library(content_root())


@pytest.fixture
def models(monkeypatch: pytest.MonkeyPatch) -> list[Block | View]:
    """The models of all that the sample views make from now on."""
    found: list[Block | View] = []

    def made(name: str, shown: Message | View) -> tuple[str, every_view.Json]:
        found.extend(shown.blocks if isinstance(shown, Message) else [shown])
        return name, {}

    monkeypatch.setattr(every_view, "made", made)
    return found


def test_every_view_is_written_alike(models: list[Block | View]) -> None:
    for part in every_view.PARTS.values():
        list(part(LIBRARY))
    assert len(models) > 500
    for model in models:
        # Compared as text: the keys have the same order too.
        assert str(as_json(model)) == str(model.to_dict())


def test_what_slack_would_refuse_is_refused() -> None:
    option = Option(
        value="v", text=PlainTextObject(text="x" * 76), description="More", url="https://a.example"
    )
    with pytest.raises(SlackObjectFormationError):
        as_json(OverflowMenuElement(action_id="a", options=[option, option]))
    short = Option(value="v", text="text", description="More", url="https://a.example")
    assert as_json(short) == short.to_dict()
