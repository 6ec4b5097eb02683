"""Bad practice cards: each problem gives its file, its line and a reason."""

import shutil
from pathlib import Path

import pytest

from bot.guidance import content_root
from tests.unit.test_guidance_content_errors import line_of, told

CARD = "practice/07-looking-for-a-job.md"
GOOD = "# Good: “Yes, I am. But"
NO = "# OK: “No, I am not.”"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    root = tmp_path / "content"
    shutil.copytree(content_root(), root, ignore=shutil.ignore_patterns("__pycache__"))
    return root


@pytest.mark.parametrize(
    ("old", "new", "at", "reason"),
    [
        ("order: 7", "order: 8", "", "the order “8” is also in 07-looking-for-a-job.md"),
        ("id: looking_for_a_job", "id: silence", "", "the id “silence” is also in 07-looking-for-a-job.md"),
        ("title: ", "titel: ", "titel", "the key “titel” is unknown; known keys are id, order, title"),
        ("id: looking_for_a_job", f"id: {'x' * 49}", "id: ", "at most 48 fit"),
        (NO, "# Fine: “No, I am not.”", "# Fine", "a reply begins with its verdict: “Good: …”, “Ok: …”"),
        (NO, "# OK “No, I am not.”", "# OK", "a reply begins with its verdict"),
        (NO, "#no", "#no", "a reply begins with its verdict"),
        (NO, "# OK:", "# OK:", "the reply is missing"),
        (NO, f"{NO} {'x' * 150}", "# OK:", "at most 150 fit"),
        ("Maybe you feel", "word " * 60 + "Maybe you feel", "# OK:", "at most 300 fit"),
        ("After ten minutes", "word " * 60 + "After ten minutes", "word", "at most 300 fit"),
        (
            "After ten minutes your host asks: “Are you looking for a job?”\n",
            "",
            "# Good",
            "the situation is",
        ),
        ("- S28\n- S29\n", "", "# OK:", "the reply cites nothing: add a statement (- S24) or a program tip"),
        ("- S28", "- S31", "- S31", "S31 is not a statement of the guide (S1 to S30)"),
        ("- S28", "- S29", "", "“S29” is cited twice"),
        ("- S28", "- thank_yuo", "- thank_yuo", "there is no program tip “thank_yuo”"),
        ("- S28", "- [It]{#S28}", "- [It]", "brackets are for the guide’s statements; cite one as a list"),
        ("- S28", "see [S28", "see [S28", "brackets are for the guide’s statements"),
        (GOOD, f"- S24\n\n{GOOD}", "- S24", "“S24” stands in the situation; cite below a reply"),
        (GOOD, "# OK: “Yes, I am. But", "After", "a card needs a good reply"),
        (
            NO,
            "# OK: “Maybe.”\n\nIt is open.\n\n- S1\n\n" + NO,
            "After",
            "a card has 3 or 4 replies, this one has 5",
        ),
    ],
)
def test_a_problem_gives_file_line_and_reason(
    content: Path, old: str, new: str, at: str, reason: str
) -> None:
    path = content / CARD
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    problems = told(content)
    place = f"{CARD}:{line_of(path, at)}: " if at else "practice/"
    assert any(problem.startswith(place) and reason in problem for problem in problems), problems


def test_a_card_that_does_not_teach_the_core_is_told(content: Path) -> None:
    path = content / CARD
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("# Better not:", "# OK:"), encoding="utf-8")
    assert told(content) == [
        f"{CARD}:{line_of(path, 'After')}: a card needs a reply that is better not said,"
        " and cites one of S24, S25, S26, S27"
    ]


def test_no_cards_are_told(content: Path) -> None:
    shutil.rmtree(content / "practice")
    assert told(content) == ["practice:1: the folder has no *.md files"]


def test_a_tip_that_cannot_be_read_does_not_make_its_citations_look_wrong(content: Path) -> None:
    (content / "program/11-thank-you.md").write_bytes(b"\xff")
    assert told(content) == ["program/11-thank-you.md:1: the file is not UTF-8 text"]
