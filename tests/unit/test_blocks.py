"""Text in blocks: escaped once, within Slack's limits, on its line, in its own direction."""

import pytest

from bot.guidance import markdown
from bot.guidance.markdown import escape
from bot.views import blocks


def test_the_three_characters_of_mrkdwn_are_escaped_and_nothing_else() -> None:
    assert escape("<!channel> & Søn >_*~`") == "&lt;!channel&gt; &amp; Søn &gt;_*~`"
    assert escape("&lt;") == "&amp;lt;", "what looks escaped is shown as it was typed"


def test_the_markdown_of_the_content_becomes_mrkdwn_and_its_text_is_escaped() -> None:
    body = markdown.read("# Q & A\n\n> a <quote>\n\nA lead:\n- one\n- two > one\n\nThe\nend.")
    assert body.mrkdwn == ("*Q &amp; A*\n\n> a &lt;quote&gt;\n\nA lead:\n• one\n• two &gt; one\n\nThe end.")


@pytest.mark.parametrize(
    ("text", "shown"),
    [("abcd", "abcd"), ("abcde", "abc…"), ("ab  e", "ab…"), ("abc  ", "abc…"), ("", "")],
)
def test_what_is_cut_ends_with_an_ellipsis_within_the_limit(text: str, shown: str) -> None:
    assert blocks.shorten(text, 4) == shown


def test_a_persons_text_stays_on_one_line_and_is_cut_before_it_is_escaped() -> None:
    assert blocks.literal(" Maya\n\tChen ") == "Maya Chen"
    assert blocks.literal("<b>") == "&lt;b&gt;"
    assert blocks.literal("&" * 400) == "&amp;" * 299 + "…"
    assert blocks.literal("&" * 9, limit=3) == "&amp;&amp;…"


@pytest.mark.parametrize("text", ["שלום", "مرحبا", "Maya מאיה"])
def test_a_script_from_right_to_left_turns_only_itself(text: str) -> None:
    assert blocks.isolated(text) == f"\u2068{text}\u2069"
    assert text in blocks.literal(text)
    assert blocks.literal(text) == blocks.isolated(text)


@pytest.mark.parametrize("text", ["Maya", "Zoë", "美咲", "123"])
def test_other_scripts_need_no_marks(text: str) -> None:
    assert blocks.isolated(text) == text


def test_slack_makes_no_links_by_itself_and_every_text_has_its_limit() -> None:
    long = "x" * 5_000
    section, context = blocks.section(long).to_dict(), blocks.context(long).to_dict()
    assert section["text"]["verbatim"] is context["elements"][0]["verbatim"] is True
    assert len(section["text"]["text"]) == 3_000
    assert len(context["elements"][0]["text"]) == 2_000
    assert len(blocks.header(long).to_dict()["text"]["text"]) == 150


def test_a_section_keeps_its_button_and_its_name() -> None:
    shown = blocks.section("Text", blocks.button("Open", "contact.open"), "c1").to_dict()
    assert (shown["accessory"]["action_id"], shown["block_id"]) == ("contact.open", "c1")


def test_what_a_person_wrote_is_shown_whole_as_plain_text() -> None:
    assert blocks.titled("Notes", None) == []
    title, body = (block.to_dict() for block in blocks.titled("Notes", "<@U1> :tada:"))
    assert title["text"]["text"] == "*Notes*"
    assert body["text"] == {"type": "plain_text", "text": "<@U1> :tada:", "emoji": False}
    assert len(blocks.titled("Notes", "x" * 3_000)[1].to_dict()["text"]["text"]) == 3_000
