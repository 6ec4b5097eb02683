"""docs/content.md tells staff what the loader takes: the same keys, and examples that load as they stand."""

import re
import shutil
from pathlib import Path

import pytest

from bot.content_tools import check
from bot.guidance import ContentProblems, content_root

pytestmark = pytest.mark.slow

PAGE = (Path(__file__).parents[2] / "docs" / "content.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S))
EXAMPLES = re.findall(r"^`content/([^`]+)`:\n\n```\w+\n(.*?)^```", PAGE, re.M | re.S)
ADDED = "zzz.md"
FOLDERS = {
    "A topic of the guide": "guide",
    "Plain words of a topic": "plain",
    "A term of the glossary": "glossary",
    "A program tip": "program",
    "The text of a nudge": "nudges",
    "A practice card": "practice",
    "An example question": "questions",
}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return copied(tmp_path)


def copied(folder: Path) -> Path:
    root = folder / "content"
    shutil.copytree(content_root(), root, ignore=shutil.ignore_patterns("__pycache__"))
    return root


def keys_of(section: str) -> set[str]:
    return set(re.findall(r"^\| `(\w+)` \|", section, re.M))


def needed_keys_of(section: str) -> set[str]:
    return set(re.findall(r"^\| `(\w+)` \| yes \|", section, re.M))


@pytest.fixture(scope="module")
def problems_of_unknown_keys(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What is said where each folder has a file with a key that nobody knows."""
    root = copied(tmp_path_factory.mktemp("unknown"))
    for folder in FOLDERS.values():
        (root / folder / ADDED).write_text("---\nunknown_key: x\n---\nWords.\n", encoding="utf-8")
    with pytest.raises(ContentProblems) as raised:
        check(root)
    return str(raised.value).split("\n")


@pytest.mark.parametrize(("title", "folder"), FOLDERS.items())
def test_the_page_names_the_keys_the_loader_takes(
    problems_of_unknown_keys: list[str], title: str, folder: str
) -> None:
    problems = [line for line in problems_of_unknown_keys if f"{folder}/{ADDED}" in line]
    known = next(line.partition("known keys are ")[2] for line in problems if "unknown_key" in line)
    missing = {match[1] for line in problems if (match := re.search(r"the key “(\w+)” is missing", line))}
    assert keys_of(SECTIONS[title]) == set(known.split(", "))
    assert needed_keys_of(SECTIONS[title]) == missing


@pytest.mark.parametrize(("file", "text"), EXAMPLES, ids=[file for file, _ in EXAMPLES])
def test_each_example_loads_as_it_stands(content: Path, file: str, text: str) -> None:
    path = content / file
    before = path.read_text(encoding="utf-8") + "\n" if file.endswith(".yml") else ""
    path.write_text(before + text, encoding="utf-8")
    check(content)


def test_every_folder_of_content_is_on_the_page(content: Path) -> None:
    folders = {path.name for path in content.iterdir() if path.is_dir()} - {"eval", "locale"}
    named = set(re.findall(r"^\| `content/(\w+)/` \|", PAGE, re.M)) - {"translations"}
    assert named == folders - {"translations"}


def test_every_kind_of_content_has_an_example() -> None:
    assert {file.partition("/")[0] for file, _ in EXAMPLES} == {
        "guide",
        "plain",
        "glossary",
        "program",
        "nudges",
        "practice",
        "questions",
        "ask",
    }


def test_the_commands_on_the_page_are_there() -> None:
    from bot.cli import content_commands

    there = {command.name for command in content_commands.registered_commands}
    assert set(re.findall(r"infoview content (\w+)", PAGE)) == there
