"""The files of "ask the guide" in a wrong form: each problem gives its file, its line and a reason."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.guidance import content_root
from bot.guidance.ask_check import SUBJECT_KEYS, TOPIC_KEYS, check_ask

TOPIC = "- topic: logistics\n  wordings: [how long]\n"
SUBJECT = "- subject: pay\n  title: Pay\n  wordings: [salary]\n"
WORDS = "fillers: a an\nalike:\n  - [job, work]\neverywhere: meet\nlight: day\nforeign: el la\nshared: no\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("topics.yml", TOPIC), ("out_of_scope.yml", SUBJECT), ("words.yml", WORDS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def told(folder: Path) -> list[str]:
    return [f"{problem.file.name}:{problem.line}: {problem.reason}" for problem in check_ask(folder)]


def test_the_real_files_and_the_smallest_ones_are_right(folder: Path) -> None:
    assert told(content_root() / "ask") == told(folder) == []


@pytest.mark.parametrize(
    ("file", "text", "problem"),
    [
        ("topics.yml", "", "1: the file is empty"),
        ("topics.yml", "topic: x\n", "1: the file must be a list of entries, each beginning with “- ”"),
        ("topics.yml", "- just words\n", "1: an entry must be lines of “key: value”"),
        ("topics.yml", TOPIC + "- topic: purpose\n", "3: the key “wordings” is missing"),
        (
            "topics.yml",
            TOPIC + "  worth: [x]\n",
            "3: the key “worth” is unknown; known keys are topic, unless",
        ),
        ("topics.yml", TOPIC + "  wordings: [x]\n", "3: the key “wordings” stands here twice"),
        ("topics.yml", TOPIC + "  with: meeting\n", "3: “with” must be a list, such as [one, two]"),
        ("topics.yml", TOPIC + "  with: []\n", "3: “with” must be a list, such as [one, two]"),
        ("topics.yml", TOPIC + "  with: [?, -]\n", "3: “with” must be a list"),
        ("topics.yml", "- topic: [logistics]\n  wordings: [x]\n", "1: “topic” must be text"),
        ("topics.yml", TOPIC + "  with: [x\n", "4: the YAML is not valid: "),
        ("topics.yml", "- " * 5_000, "1: the lists are nested too deeply"),
        ("out_of_scope.yml", SUBJECT + "  tip:\n", "4: “tip” must be text"),
        ("out_of_scope.yml", "- subject: x\n  title: y\n", "1: the key “wordings” is missing"),
        ("words.yml", "- a\n", "1: an entry must be lines of “key: value”"),
        ("words.yml", WORDS.replace("[job, work]", "job"), "3: “alike” must be a list of lists"),
        ("words.yml", WORDS.replace("light: day\n", ""), "1: the key “light” is missing"),
    ],
)
def test_a_problem_gives_file_line_and_reason(folder: Path, file: str, text: str, problem: str) -> None:
    (folder / file).write_text(text, encoding="utf-8")
    assert any(line.startswith(f"{file}:{problem}") for line in told(folder)), told(folder)


def test_a_file_that_is_not_there_is_told(folder: Path) -> None:
    (folder / "words.yml").unlink()
    assert told(folder) == ["words.yml:1: the file can't be opened: No such file or directory"]


@given(st.text(alphabet=st.sampled_from(sorted("topicwrdngs :-[]{},'\"\n#&*!|>?%@\x00\x85é")), max_size=80))
def test_any_file_gives_problems_or_none(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("ask")
    for name in ("topics.yml", "out_of_scope.yml", "words.yml"):
        (folder / name).write_text(text, encoding="utf-8")
    assert all(problem.line >= 1 for problem in check_ask(folder))


def test_the_page_for_staff_names_the_keys() -> None:
    page = (Path(__file__).parents[2] / "docs" / "content.md").read_text(encoding="utf-8")
    section = page.partition("## A wording for")[2].partition("\n## ")[0]
    for name, key in TOPIC_KEYS.items():
        assert f"| `{name}` | {'yes' if key.is_needed else 'no'} |" in section
    assert section.count("\n| `") == len(TOPIC_KEYS)
    assert "tip" in SUBJECT_KEYS
