"""Bad content files: each problem gives its file, its line and a reason, and all are told at once."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.guidance import ContentProblems, content_root, load_library

TOPIC = "guide/05-logistics.md"
TIP = "program/01-first-message-length.md"
NUDGE = "nudges/follow-up.md"
PLAIN = "plain/05-logistics.md"
TERM = "glossary/refer.md"
QUESTION = "questions/10-typical-day.md"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    root = tmp_path / "content"
    shutil.copytree(content_root(), root, ignore=shutil.ignore_patterns("__pycache__"))
    return root


def told(root: Path) -> list[str]:
    """Each problem as ``folder/file:line: reason``."""
    with pytest.raises(ContentProblems) as raised:
        load_library(root)
    return str(raised.value).replace(f"{root}/", "").split("\n")


def line_of(path: Path, beginning: str) -> int:
    lines = path.read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if line.startswith(beginning))


@dataclass(frozen=True)
class Case:
    """``old`` becomes ``new`` in ``file``; it is told at the line beginning with ``at`` (of ``told_in``)."""

    file: str
    old: str
    new: str
    at: str
    reason: str
    told_in: str = ""


CASES = [
    Case(
        TOPIC, "title: ", "titel: ", "titel", "the key “titel” is unknown; known keys are aliases, credit, id"
    ),
    Case(TOPIC, "title: ", "titel: ", "---", "the key “title” is missing"),
    Case(TOPIC, "order: 5", "order: five", "order", "“order” must be a whole number"),
    Case(TOPIC, "order: 5", "order: '5'", "order", "“order” must be a whole number"),
    Case(TOPIC, "order: 5", "order: 4", "order", "the order “4” is also in 04-american-networking.md"),
    Case(
        TOPIC, "title: How long it lasts", "title: 30 #", "title", "“title” must be text (put it in quotes)"
    ),
    Case(TOPIC, "title: How long", f"title: {'x' * 80}", "title", "at most 75 fit"),
    Case(TOPIC, "title: ", "title: # ", "title", "“title” is empty"),
    Case(TOPIC, "statements: [S13, S14]", "statements: S13", "statements", "“statements” must be a list"),
    Case(TOPIC, "  - duration", "  - ''", "aliases", "“aliases” has an empty item"),
    Case(
        TOPIC,
        "id: logistics",
        "id: purpose",
        "id",
        "the id “purpose” is also in 05-logistics.md",
        "guide/06-purpose.md",
    ),
    Case(TOPIC, "  - duration", "  - How LONG!", "aliases", "the alias “how long” stands here twice"),
    Case(
        TOPIC,
        "  - duration",
        "  - Resume",
        "aliases",
        "the name “resume” also means logistics",
        "guide/10-advocates.md",
    ),
    Case(TOPIC, "id: logistics", "id: logistics\nid: x", "id: x", "the key “id” stands here twice"),
    Case(TOPIC, "[S13, S14]", "[S13, S14, S15]", "statements", "the words of S15 are not in the text"),
    Case(
        TOPIC,
        "[S13, S14]",
        "[S13, S14, S31]",
        "statements",
        "S31 is not a statement of the guide (S1 to S30)",
    ),
    Case(TOPIC, "[S13, S14]", "[S13, S14, S14]", "statements", "S14 is listed twice"),
    Case(
        TOPIC,
        "[S13, S14]",
        "[S14, S13]",
        "statements",
        "the text has the statements in another order: S13, S14",
    ),
    Case(TOPIC, "[S13, S14]", "[S13]", "[It’s", "“S14” is marked here but not listed in “statements”"),
    Case(TOPIC, "{#S14}", "{#S13}", "[It’s", "S13 is marked twice"),
    Case(TOPIC, "{#S14}", "", "[It’s", "a statement is marked as [its words]{#S1}, on one line"),
    Case(TOPIC, "{#S14}", "{#S14}[ ]{#S15}", "[It’s", "S15 has no words"),
    Case(TOPIC, "{#S14}", "{#S14}\n[A meeting.]{#S8}", "statements", "the statement “S8” is also in 03-you"),
    Case(TOPIC, "\n[An", "\n" + "x" * 3000 + "[An", "xxx", "at most 3000 fit"),
    Case(TOPIC, "order: 5", "order: [5", "aliases", "the YAML is not valid"),
    Case(TOPIC, "order: 5", "order: {a: 5}", "order", "front matter holds text, whole numbers and lists"),
    Case(TOPIC, "order: 5", "order: !!python/name:os.system 5", "order", "front matter holds text, whole"),
    Case(TOPIC, "order: 5", "order: &x 5", "order", "front matter holds text, whole numbers and lists"),
    Case(TOPIC, "order: 5", "order: 5\n--- \nid: x", "---", "the key “statements” is missing"),
    Case(TIP, "topics: [you_request_it]", "topics: [asking]", "topics", "there is no topic “asking”"),
    Case(TIP, "source_url: http:", "source_url: ftp:", "source_url", "“source_url” must be a web address"),
    Case(TIP, "source_title: ", "# ", "---", "the key “source_title” is missing"),
    Case(
        TIP,
        "order: 1",
        "order: 2",
        "order",
        "the order “2” is also in 01-first-message-length.md",
        "program/02-say-no-job.md",
    ),
    Case(TIP, "Keep your", "[Keep]{#S3} your", "[Keep]", "only the guide has statements, not this file (S3)"),
    Case(NUDGE, "id: follow_up", "id: folow_up", "id", "“folow_up” is not a kind of next step; kinds are"),
    Case(NUDGE, "nudge: N04", "nudge: N05", "nudge", "“nudge” of follow_up must be N04"),
    Case(NUDGE, "button: I", f"button: {'x' * 75}", "button", "at most 75 fit"),
    Case(
        NUDGE,
        "[contact, days]",
        "[contact]",
        "You",
        "the placeholder {days} is not declared in “placeholders”",
    ),
    Case(NUDGE, "{days}", "{dayz}", "You", "the placeholder {dayz} is unknown; known are {contact}, {days}"),
    Case(NUDGE, "days]", "days, when]", "placeholders", "“when” is declared but not used in the text"),
    Case(PLAIN, "topic: logistics", "topic: time", "topic", "there is no topic “time”"),
    Case(PLAIN, "topic: logistics", "id: logistics", "id", "the key “id” is unknown; known keys are topic"),
    Case(PLAIN, "20 to 30", "20 or more", "[In", "the guide says “30” in S13, the plain words do not"),
    Case(PLAIN, "{#S14}", "{#S15}", "[In", "there are no plain words for the statement S14"),
    Case(PLAIN, "{#S14}", "{#S15}", "[In", "logistics has no statement S15"),
    Case(PLAIN, "{#S14}", "{#S13}", "[You", "S13 is marked twice"),
    Case(PLAIN, "{#S14}", "{#S14", "[You", "a statement is marked as [its words]{#S1}, on one line"),
    Case(PLAIN, "{#S14}", "{#S14} [ ]{#S15}", "[You", "S15 has no words"),
    Case(
        PLAIN,
        "topic: logistics",
        "topic: purpose",
        "topic",
        "the topic “purpose” is also in 05-logistics.md",
        "plain/06-purpose.md",
    ),
    Case(TERM, "id: refer", "id: Re fer", "id", "“id” has small letters, digits and _ only"),
    Case(TERM, "id: refer", "id: resume", "id", "the id “resume” is also in refer.md", "glossary/resume.md"),
    Case(
        TERM,
        "[referral,",
        "[cv,",
        "aliases",
        "the name “cv” is also in refer.md",
        "glossary/resume.md",
    ),
    Case(TERM, "term: refer", "term: refer\nstatements: [S31]", "statements", "there is no statement “S31”"),
    Case(TERM, "term: refer", f"term: {'x' * 76}", "term", "at most 75 fit"),
    Case(TERM, "To refer", "[To]{#S17} refer", "[To]", "only the guide has statements, not this file (S17)"),
    Case(QUESTION, "S21", "S24", "statement", "“statement” must be one of S18, S19, S20, S21, S22, S23"),
    Case(QUESTION, "What is", "x" * 50, "xxx", "at most 75 fit"),
    Case(QUESTION, "id: typical_day", "id: typical day", "id", "“id” has small letters, digits and _ only"),
    Case(QUESTION, "https:", "ftp:", "source_url", "must be a web address"),
    Case(
        QUESTION,
        "order: 10",
        "order: 11",
        "order",
        "the order “11” is also in 10-typical-day.md",
        "questions/11-one-project.md",
    ),
    Case(NUDGE, "You wrote", "word " * 60 + "\nYou wrote", "word", "a nudge has at most 60"),
    Case(NUDGE, "You wrote", "word " * 32 + "\nYou wrote", "word", "the text has 62 words"),
    Case(NUDGE, "{contact}", "them", "You", "a nudge names the contact it is about: use {contact}"),
    Case(NUDGE, "People are busy", "You forgot", "You", "“You forgot” does not belong in a nudge: no guilt"),
    Case(NUDGE, "button: I sent", "button: Hurry, I sent", "button", "“Hurry” does not belong in a nudge"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file}-{case.new[:30]}")
def test_a_problem_gives_file_line_and_reason(content: Path, case: Case) -> None:
    path = content / case.file
    text = path.read_text(encoding="utf-8")
    assert case.old in text
    path.write_text(text.replace(case.old, case.new, 1), encoding="utf-8")
    problems = told(content)
    told_in = case.told_in or case.file
    place = f"{told_in}:{line_of(content / told_in, case.at)}: "
    assert any(problem.startswith(place) and case.reason in problem for problem in problems), problems


def test_all_problems_are_told_at_once_in_the_order_of_files(content: Path) -> None:
    edits = {TOPIC: ("order: 5", "order: five"), TIP: ("title: ", "titel: "), NUDGE: ("N04", "N05")}
    for file, (old, new) in edits.items():
        text = (content / file).read_text(encoding="utf-8")
        (content / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert [problem.split(": ")[0] for problem in told(content)] == [
        f"{TOPIC}:{line_of(content / TOPIC, 'order')}",
        f"{NUDGE}:3",
        f"{TIP}:1",
        f"{TIP}:3",
    ]


@pytest.mark.parametrize(
    ("raw", "line", "reason"),
    [
        (b"---\nid: x\n---\n\nna\xefve\n", 5, "the file is not UTF-8 text"),
        (b"---\nid: x\ntitle: a: b\n---\nbody\n", 3, "the YAML is not valid: mapping values are not allowed"),
        (b"---\n---\nbody\n", 1, "the key “id” is missing"),
        (b"---\r\nid: x\r\n---\r\n\r\n", 3, "the text below the front matter is missing"),
    ],
)
def test_an_unreadable_file_gives_file_line_and_reason(
    content: Path, raw: bytes, line: int, reason: str
) -> None:
    (content / TIP).write_bytes(raw)
    problems = told(content)
    assert any(problem.startswith(f"{TIP}:{line}: ") and reason in problem for problem in problems), problems


def test_an_unreadable_topic_does_not_make_its_statements_look_missing(content: Path) -> None:
    (content / TOPIC).write_bytes(b"\xff")
    assert told(content) == [f"{TOPIC}:1: the file is not UTF-8 text"]


def test_a_file_that_cannot_be_opened_is_told(content: Path) -> None:
    (content / "guide" / "99-folder.md").mkdir()
    assert told(content) == ["guide/99-folder.md:1: the file can't be opened: Is a directory"]


def test_missing_files_are_told(content: Path) -> None:
    (content / TOPIC).unlink()
    (content / NUDGE).unlink()
    problems = told(content)
    assert "guide:1: no topic has the statement S13" in problems
    assert "guide:1: no topic has the statement S14" in problems
    assert "program/05-offer-times.md:4: there is no topic “logistics”" in problems
    assert "nudges:1: there is no text for “follow_up”" in problems


def test_a_topic_without_plain_words_is_told(content: Path) -> None:
    (content / PLAIN).unlink()
    assert told(content) == ["plain:1: there are no plain words for the topic “logistics”"]


def test_a_subject_needs_a_question_and_has_room_for_ten(content: Path) -> None:
    folder = content / "questions"
    for file in folder.glob("*.md"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("statement: S18", "statement: S19"), encoding="utf-8")
    for number in range(5):
        lines = (
            f"id: q{number}",
            "statement: S19",
            "source_title: T",
            "source_url: https://t",
            f"order: 5{number}",
        )
        (folder / f"5{number}.md").write_text("\n".join(("---", *lines, "---", "Why?")), encoding="utf-8")
    assert told(content) == [
        "questions:1: no question asks about S18",
        "questions/54.md:3: S19 has more than 10 questions",
    ]


def test_an_empty_folder_is_told(content: Path) -> None:
    shutil.rmtree(content / "program")
    assert told(content) == ["program:1: the folder has no *.md files"]


def test_one_kind_has_one_text(content: Path) -> None:
    shutil.copy(content / NUDGE, content / "nudges" / "follow-up-2.md")
    assert told(content) == ["nudges/follow-up.md:2: the id “follow_up” is also in follow-up-2.md"]
