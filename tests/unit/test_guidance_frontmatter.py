"""The front matter parser: what it reads, and that nothing but a ContentError ever leaves it."""

import html
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.guidance import ContentError, markdown
from bot.guidance.frontmatter import Document, parse

FILE = Path("topic.md")
YAML_LIKE = st.text(alphabet="ab1:-[]{}&*!|>'\"#%@,?= \t\n\r.~\x00\x85\u2028é<", max_size=60)


def test_a_file_is_taken_apart() -> None:
    document = parse(
        b"\xef\xbb\xbf---\r\nid: a_b\r\ntitle: 'Yes: \xc3\xa9'\r\norder: 7\r\nyear: '7'\r\nanswer: yes\r\n"
        b"aliases:\r\n  - one  two\r\n  - 3\r\nnone: []\r\nfolded: >\r\n  two\r\n  lines\r\n"
        b"---\r\n\r\nBody\r\n---\r\n",
        FILE,
    )
    assert document.fields == {
        "id": "a_b",
        "title": "Yes: é",
        "order": 7,
        "year": "7",
        "answer": "yes",
        "aliases": ("one two", "3"),
        "none": (),
        "folded": "two lines",
    }
    assert (document.lines["id"], document.lines["none"]) == (2, 10)
    assert (document.body, document.body_line) == ("Body\n---\n", 16)


@given(st.binary(max_size=200))
def test_any_bytes_give_a_document_or_a_content_error(raw: bytes) -> None:
    with suppress(ContentError):
        parse(raw, FILE)


@given(YAML_LIKE)
@example("[" * 100_000)
@example("- " * 100_000)
@example("? " * 100_000)
@example("{a: " * 100_000)
@example("a: &a [*a]")
@example("a: !!timestamp 2024-13-45")
@example("<<: *x")
@example("order: " + "9" * 5_000)
@example("\x85\u2028\u20291")
def test_any_front_matter_gives_a_document_or_an_error_on_a_line_of_the_file(text: str) -> None:
    raw = f"---\n{text}\n---\nbody".encode()
    lines = len(raw.decode().replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    outcome = outcome_of(raw)
    if isinstance(outcome, ContentError):
        assert 1 <= outcome.line <= lines
        assert str(outcome) == f"topic.md:{outcome.line}: {outcome.reason}"
    else:
        assert all(isinstance(value, str | int | tuple) for value in outcome.fields.values())
        assert all(1 < line <= lines for line in outcome.lines.values())
        assert 1 < outcome.body_line <= lines


def outcome_of(raw: bytes) -> Document | ContentError:
    try:
        return parse(raw, FILE)
    except ContentError as error:
        return error


@given(st.text(max_size=200))
def test_any_body_is_escaped_and_keeps_its_letters(text: str) -> None:
    body = markdown.read(text)
    assert "<" not in body.mrkdwn
    letters = [character for character in html.unescape(body.mrkdwn) if character.isalpha()]
    assert letters == [character for character in body.text if character.isalpha()]


@pytest.mark.parametrize(
    ("source", "mrkdwn", "text"),
    [
        ("One\nline.", "One line.", "One line."),
        ("One.\n\nTwo.", "One.\n\nTwo.", "One.\nTwo."),
        ("Lead:\n\n- a\n- b\n\nEnd", "Lead:\n• a\n• b\n\nEnd", "Lead:\na\nb\nEnd"),
        ("# Head\n\n> quoted\n> on", "*Head*\n\n> quoted on", "Head\nquoted on"),
        ("a < b & c > d", "a &lt; b &amp; c &gt; d", "a < b & c > d"),
        ("<!channel> <@U1>", "&lt;!channel&gt; &lt;@U1&gt;", "<!channel> <@U1>"),
        ("[Words one]{#S1}, [two]{#S2}.", "Words one, two.", "Words one, two."),
        ("", "", ""),
    ],
)
def test_markdown_becomes_slack_text(source: str, mrkdwn: str, text: str) -> None:
    body = markdown.read(source)
    assert (body.mrkdwn, body.text) == (mrkdwn, text)


def test_statements_are_found_with_their_words_and_lines() -> None:
    body = markdown.read("\n- [a  b]{#S1}\n- [c]{#S2} and [d\n")
    assert [(span.statement, span.words, span.offset) for span in body.spans] == [
        ("S1", "a b", 1),
        ("S2", "c", 2),
    ]
    assert body.broken == (2,)
