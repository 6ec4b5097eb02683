"""Values out of front matter: each is returned, or stands empty and is told with its line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.guidance import ContentError
from bot.guidance.fields import Fields
from bot.guidance.frontmatter import Document, Value

FILE = Path("topic.md")
BODY_LINE = 10
_Result = str | int | tuple[str, ...]


def made(values: dict[str, Value]) -> tuple[Fields, list[ContentError]]:
    """The fields of a document whose first key stands in line 2, and where problems are told."""
    problems: list[ContentError] = []
    lines = {key: number for number, key in enumerate(values, 2)}
    return Fields(Document(FILE, values, lines, "Words.", BODY_LINE), problems), problems


READ: list[tuple[Callable[[Fields], _Result], Value, _Result, list[str]]] = [
    (lambda f: f.text("k"), "words", "words", []),
    (lambda f: f.text("k"), "", "", ["“k” is empty"]),
    (lambda f: f.text("k", optional=True), "", "", []),
    (lambda f: f.text("k"), 7, "", ["“k” must be text (put it in quotes)"]),
    (lambda f: f.text("k", optional=True), ("a",), "", ["“k” must be text (put it in quotes)"]),
    (lambda f: f.text("k", limit=5), "12345", "12345", []),
    (lambda f: f.text("k", limit=5), "123456", "123456", ["“k” is 6 characters long; at most 5 fit"]),
    (lambda f: f.identifier("k", limit=9), "small_t4", "small_t4", []),
    (
        lambda f: f.identifier("k", limit=9),
        "small_talk",
        "small_talk",
        ["“k” is 10 characters long; at most 9 fit"],
    ),
    (
        lambda f: f.identifier("k", limit=9),
        "4talk",
        "4talk",
        ["“k” has small letters, digits and _ only, and begins with a letter"],
    ),
    (lambda f: f.identifier("k", limit=9), "", "", ["“k” is empty"]),
    (lambda f: f.web_address("k"), "http://a", "http://a", []),
    (lambda f: f.web_address("k"), "https://a", "https://a", []),
    (lambda f: f.web_address("k"), "ftp://a", "ftp://a", ["“k” must be a web address (http:// or https://)"]),
    (lambda f: f.web_address("k"), "", "", ["“k” is empty"]),
    (lambda f: f.web_address("k", optional=True), "", "", []),
    (lambda f: f.number("k"), 7, 7, []),
    (lambda f: f.number("k"), "7", 0, ["“k” must be a whole number"]),
    (lambda f: f.texts("k"), ("a", "b"), ("a", "b"), []),
    (lambda f: f.texts("k"), ("a", "", "b"), ("a", "b"), ["“k” has an empty item"]),
    (lambda f: f.texts("k"), "a", (), ["“k” must be a list, such as [one, two]"]),
]


@pytest.mark.parametrize(("read", "value", "expected", "told"), READ)
def test_a_value_is_read_or_told(
    read: Callable[[Fields], _Result], value: Value, expected: _Result, told: list[str]
) -> None:
    fields, problems = made({"first": "x", "k": value})
    assert read(fields) == expected
    assert [(problem.line, problem.reason) for problem in problems] == [(3, reason) for reason in told]


@pytest.mark.parametrize(
    ("read", "stand_in"),
    [
        (lambda f: f.text("k"), ""),
        (lambda f: f.identifier("k", limit=9), ""),
        (lambda f: f.web_address("k"), ""),
        (lambda f: f.number("k"), 0),
        (lambda f: f.texts("k"), ()),
    ],
)
def test_a_missing_one_is_told_at_the_first_line(
    read: Callable[[Fields], _Result], stand_in: _Result
) -> None:
    fields, problems = made({})
    assert read(fields) == stand_in
    assert [(problem.file, problem.line, problem.reason) for problem in problems] == [
        (FILE, 1, "the key “k” is missing")
    ]


def test_what_may_be_missing_is_not_told() -> None:
    fields, problems = made({})
    assert (fields.text("k", optional=True), fields.web_address("k", optional=True)) == ("", "")
    assert fields.texts("k", optional=True) == ()
    assert problems == []


def test_what_nobody_asked_for_is_told_with_what_is_known() -> None:
    fields, problems = made({"title": "T", "colour": "red", "id": "x"})
    fields.text("title")
    fields.text("id")
    fields.finish()
    assert [(problem.line, problem.reason) for problem in problems] == [
        (3, "the key “colour” is unknown; known keys are id, title")
    ]


def test_a_problem_of_the_body_is_told_below_its_first_line() -> None:
    fields, problems = made({})
    fields.report_body("is odd")
    fields.report_body("is odder", 2)
    assert [(problem.line, problem.reason) for problem in problems] == [
        (BODY_LINE, "is odd"),
        (BODY_LINE + 2, "is odder"),
    ]
