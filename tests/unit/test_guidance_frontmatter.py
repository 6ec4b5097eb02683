"""The front matter parser: what it reads, and that nothing but a ContentError ever leaves it."""

import html
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.guidance import ContentError, markdown
from bot.guidance.frontmatter import Document, Value, parse

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


@pytest.mark.parametrize(
    ("raw", "body", "line"),
    [
        (b"---\nid: x\n---\n\n \n  Body\n\n", "  Body\n\n", 6),
        (b"---\nid: x\n---\nBody", "Body", 4),
        (b"---  \nid: x\n--- \n\n", "", 3),
        (b"---\nid: x\n---", "", 3),
        (b"---\rid: x\r---\rOne\rtwo", "One\ntwo", 4),
    ],
)
def test_the_body_begins_with_its_first_words(raw: bytes, body: str, line: int) -> None:
    document = parse(raw, FILE)
    assert (document.file, document.fields, document.lines) == (FILE, {"id": "x"}, {"id": 2})
    assert (document.body, document.body_line) == (body, line)


@pytest.mark.parametrize("front", ["", "# id: x\n", "\n\n"])
def test_front_matter_may_be_empty(front: str) -> None:
    document = parse(f"---\n{front}---\nBody".encode(), FILE)
    assert (document.fields, document.lines, document.body) == ({}, {}, "Body")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("7", 7),
        ("007", 7),
        ("999999999", 999_999_999),
        ("1000000000", "1000000000"),
        ("-7", "-7"),
        ("7.5", "7.5"),
        ("1_000", "1_000"),
        ("٧", "٧"),
        ('"7"', "7"),
        ("'7'", "7"),
        ("|\n  7", "7"),
        ("", ""),
        ("~", "~"),
        ("[7, '8', \"\"]", ("7", "8", "")),
        ("[one\n  two, three]", ("one two", "three")),
        ("one\n  two", "one two"),
        ("X-ray", "X-ray"),
        ("one\u2028two\x85 three\u2029", "one two three"),
    ],
)
def test_a_value_is_text_a_whole_number_or_texts(written: str, value: Value) -> None:
    document = parse(f"---\nid: x\nkey: {written}\n...\n# The end.\n---\nBody".encode(), FILE)
    assert document.fields == {"id": "x", "key": value}
    assert document.lines == {"id": 2, "key": 3}


_NOT_FLAT = "front matter holds text, whole numbers and lists of text only"
_NOT_BEGUN = "the file must begin with a line of three dashes (---) and front matter"
_NOT_CLOSED = "the front matter is not closed by a line of three dashes (---)"
_NO_PAIRS = "front matter must be lines of “key: value”"


@pytest.mark.parametrize(
    ("raw", "line", "reason"),
    [
        (b"", 1, _NOT_BEGUN),
        (b"# Title\n", 1, _NOT_BEGUN),
        (b" ---\nid: x\n---\nBody", 1, _NOT_BEGUN),
        (b"---", 1, _NOT_CLOSED),
        (b"---\nid: x\nbody\n", 4, _NOT_CLOSED),
        (b"---\nid: x\n ---\nbody", 4, _NOT_CLOSED),
        (b"\xff", 1, "the file is not UTF-8 text"),
        (b"\n\xff\n", 2, "the file is not UTF-8 text"),
        (b"---\nid: x\n---\n\nna\xefve\n", 5, "the file is not UTF-8 text"),
        (b"---\n- id\n---\n", 2, _NO_PAIRS),
        (b"---\n\njust words\n---\n", 3, _NO_PAIRS),
        (b"---\nid: x\nid: y\n---\n", 3, "the key “id” stands here twice"),
        (b"---\nid: x\n--- y\n---\n", 3, "front matter is one YAML document, not several"),
        (b"---\n? [a]\n: b\n---\n", 2, _NOT_FLAT),
        (b"---\nid: x\nkey: {a: b}\n---\n", 3, _NOT_FLAT),
        (b"---\nid: x\nkey:\n  - a\n  - [b]\n---\n", 5, _NOT_FLAT),
        (b"---\nid: x\nkey: !!str y\n---\n", 3, _NOT_FLAT),
        (b"---\nid: x\nkey: &a y\n---\n", 3, _NOT_FLAT),
        (b"---\nid: x\nkey: *a\n---\n", 3, _NOT_FLAT),
        (b"---\nid: x\nkey: 'y\n---\n", 3, "the YAML is not valid: found unexpected end of stream"),
        (b"---\nid: x\nkey: [\n---\n", 3, "the YAML is not valid: did not find expected node content"),
        (b"---\n\nkey: \x00\n---\n", 3, "the YAML is not valid: control characters are not allowed"),
        (
            b"---\nid: x\nkey: y: z\nend: x\n---\n",
            3,
            "the YAML is not valid: mapping values are not allowed in this context",
        ),
        (
            b"---\nid: \xc3\xa9\nkey: \x00\nend: x\n---\n",
            3,
            "the YAML is not valid: control characters are not allowed",
        ),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(raw: bytes, line: int, reason: str) -> None:
    outcome = outcome_of(raw)
    assert isinstance(outcome, ContentError)
    assert (outcome.file, outcome.line, outcome.reason) == (FILE, line, reason)


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
        (" \n\n", "", ""),
        ("-  a\n\n\n-  b  c", "• a\n\n• b c", "a\nb c"),
        ("# A\n# B\n- c\n> d\n- e", "*A B*\n\n• c\n\n> d\n\n• e", "A B\nc\nd\ne"),
        ("#a\n-b\n>\n#", "#a -b &gt; #", "#a -b > #"),
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


def test_what_is_no_whole_mark_stays_and_is_told() -> None:
    source = "[a]{#S1}\nb]\nc {#S2}\n[d\ne]{#S3}\nf {S4}\n[]{#}"
    body = markdown.read(source)
    assert body.text == "a b] c {#S2} [d e]{#S3} f {S4}"
    assert [(span.statement, span.words, span.offset) for span in body.spans] == [("S1", "a", 0), ("", "", 6)]
    assert body.broken == (1, 2, 3, 4)
