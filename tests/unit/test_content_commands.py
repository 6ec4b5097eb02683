"""`infoview content check` and `preview`, as program staff use them."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import cli
from bot.guidance import content_root


@pytest.fixture
def content(tmp_path: Path) -> Path:
    root = tmp_path / "content"
    shutil.copytree(content_root(), root, ignore=shutil.ignore_patterns("__pycache__"))
    return root


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["content", *map(str, arguments)], env={"COLUMNS": "200"})


def test_check_says_what_there_is() -> None:
    result = run("check")
    assert result.exit_code == 0
    assert "10 topics, 10 plain words" in result.output


def test_check_names_file_line_and_reason(content: Path) -> None:
    file = content / "plain" / "05-logistics.md"
    file.write_text(file.read_text(encoding="utf-8").replace("20 to 30", "20"), encoding="utf-8")
    result = run("check", "--folder", content)
    assert result.exit_code == 1
    assert result.stderr == f"{file}:5: the guide says “30” in S13, the plain words do not\n"


def test_check_names_problems_of_all_kinds_at_once(content: Path) -> None:
    asked = content / "ask" / "topics.yml"
    asked.write_text(asked.read_text(encoding="utf-8") + "- topic: purpose\n", encoding="utf-8")
    (content / "plain" / "05-logistics.md").unlink()
    told = run("check", "--folder", content).stderr
    assert "the key “wordings” is missing" in told
    assert "there are no plain words for the topic “logistics”" in told


def test_check_names_a_wording_of_no_topic(content: Path) -> None:
    asked = content / "ask" / "topics.yml"
    text = asked.read_text(encoding="utf-8")
    asked.write_text(f"{text}\n- topic: weather\n  wordings: [rain]\n", encoding="utf-8")
    result = run("check", "--folder", content)
    assert result.exit_code == 1
    assert result.stderr == f"{asked}:{text.count(chr(10)) + 2}: there is no topic “weather”\n"


def test_check_of_a_folder_that_is_not_there(tmp_path: Path) -> None:
    result = run("check", "--folder", tmp_path / "nothing")
    assert result.exit_code == 1
    assert "guide:1: the folder has no *.md files" in result.stderr


@pytest.mark.parametrize("name", ["logistics", "How long?", "5"])
def test_preview_shows_all_that_members_see(name: str) -> None:
    result = run("preview", name)
    assert result.exit_code == 0
    order = [
        "How long it lasts and how you meet",
        "The guide: Length and format",
        "generally lasts 20-30 minutes",
        "In plain words",
        "In general, the meeting takes 20 to 30 minutes.",
        "Program tip: Confirm the day before",
        "Not in the guide. Source: RCEL Tip Tuesday - Rice",
        "https://rcelconnect.org/",
        "Words explained: informational interview, virtually",
    ]
    places = [result.output.index(words) for words in order]
    assert places == sorted(places)


def test_preview_shows_what_was_changed_as_it_stands(content: Path) -> None:
    file = content / "program" / "05-offer-times.md"
    text = file.read_text(encoding="utf-8").replace("title: Suggest", 'title: "[red]:smile: Suggest', 1)
    file.write_text(text.replace("several times\n", 'several times"\n', 1) + "\n<b>R&D</b>", encoding="utf-8")
    result = run("preview", "logistics", "--folder", content)
    assert "[red]:smile: Suggest" in result.output
    assert "<b>R&D</b>" in result.output


def test_check_reads_translations_too(content: Path) -> None:
    file = content / "translations" / "es" / "plain" / "05-logistics.md"
    file.parent.mkdir(parents=True)
    file.write_text(
        "---\ntopic: logistics\n---\n[En general, 20 minutos.]{#S13} [Skype]{#S14}", encoding="utf-8"
    )
    result = run("check", "--folder", content)
    assert result.exit_code == 1
    assert "the guide says “30” in S13, the plain words do not" in result.stderr


def test_preview_of_an_unknown_topic_names_the_closest() -> None:
    result = run("preview", "purposee")
    assert result.exit_code == 1
    assert result.stderr == "There is no topic “purposee”. Topics: purpose\n"
    assert "definition" in run("preview", "qqqq").stderr


def test_preview_of_broken_content_tells_its_problems(content: Path) -> None:
    (content / "plain" / "05-logistics.md").unlink()
    result = run("preview", "logistics", "--folder", content)
    assert result.exit_code == 1
    assert "there are no plain words for the topic “logistics”" in result.stderr
