"""Content by language: translated file by file, English behind it, and never out of step with it."""

import shutil
from pathlib import Path

import pytest

from bot.guidance import ContentProblems, content_root
from bot.guidance.translations import library_for, load_libraries


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the content that a test may change."""
    copied = tmp_path / "content"
    shutil.copytree(content_root(), copied, ignore=shutil.ignore_patterns("__pycache__", "eval"))
    return copied


def translate(root: Path, name: str, **changes: str) -> Path:
    """A translation of one file into Spanish: the same but for the changes."""
    text = (root / name).read_text(encoding="utf-8")
    for before, after in changes.items():
        assert before in text
        text = text.replace(before, after, 1)
    file = root / "translations" / "es" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_english_alone() -> None:
    assert list(load_libraries(content_root())) == ["en"]


def test_a_translated_topic_and_english_behind_it(root: Path) -> None:
    english = load_libraries(root)["en"].topic("logistics")
    translate(root, "guide/05-logistics.md", **{english.title: "Lo práctico"})
    libraries = load_libraries(root)
    spanish = libraries["es"]
    assert list(libraries) == ["en", "es"]
    assert spanish.topic("logistics").title == "Lo práctico"
    assert spanish.topics[0] == libraries["en"].topics[0]
    assert spanish.nudges == libraries["en"].nudges


def test_a_translated_topic_is_found_by_its_english_name_too(root: Path) -> None:
    english = load_libraries(root)["en"].topic("logistics")
    translate(root, "guide/05-logistics.md", **{english.title: "Lo práctico"})
    spanish = load_libraries(root)["es"]
    for typed in ("lo práctico", english.title, english.aliases[0]):
        found = spanish.find_topic(typed)
        assert found is not None, typed
        assert found.id == "logistics"


def test_a_translation_of_no_file_is_told(root: Path) -> None:
    translate(root, "guide/05-logistics.md").rename(
        root / "translations" / "es" / "guide" / "05-logistica.md"
    )
    with pytest.raises(ContentProblems, match=r"05-logistica\.md:1: there is no guide/05-logistica\.md"):
        load_libraries(root)


def test_a_translation_keeps_the_id(root: Path) -> None:
    translate(root, "guide/05-logistics.md", **{"id: logistics": "id: practico"})
    with pytest.raises(ContentProblems, match=r"“id” must be as in 05-logistics\.md: logistics"):
        load_libraries(root)


def test_a_translation_leaves_out_no_statement(root: Path) -> None:
    translate(root, "guide/05-logistics.md", **{"]{#S13}": "]"})
    with pytest.raises(ContentProblems, match="S13"):
        load_libraries(root)


@pytest.mark.parametrize(("tag", "found"), [("es-MX", "es"), ("es", "es"), ("fr", "en"), ("en", "en")])
def test_the_library_of_a_language(root: Path, tag: str, found: str) -> None:
    translate(root, "guide/05-logistics.md")
    libraries = load_libraries(root)
    assert library_for(libraries, tag) is libraries[found]
