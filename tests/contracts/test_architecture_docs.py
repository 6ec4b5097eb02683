"""docs/architecture.md names what is there; modules begin with words."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "architecture.md"
TEXT = PAGE.read_text(encoding="utf-8")
RECIPES = dict(re.findall(r"^## (Add [^\n]+)\n\n(.*?)(?=^## |\Z)", TEXT, re.M | re.S))
STATIC = ROOT / "bot" / "playground" / "static"
MOST_BYTES = 2_500_000
"""Of all pictures together: who clones the project waits for them."""
CODE = ("bot", "handlers", "content", "docs", "tests")
ANY_NAME = re.compile(r"`([A-Za-z_]+(?:\.[A-Z_]+)?)`")


@pytest.mark.parametrize("title", ["Add a command", "Add a nudge", "Add a measure", "Add a language"])
def test_a_recipe_has_ten_lines_and_names_what_is_there(title: str) -> None:
    lines = RECIPES[title].strip().splitlines()
    assert [line.split(".")[0] for line in lines] == [str(number) for number in range(1, 11)]
    for line in lines:
        read = "\n".join(
            (PAGE.parent / path.partition("#")[0]).read_text(encoding="utf-8")
            for path in re.findall(r"\]\(([^)\s]+)\)", line)
        )
        named = set(ANY_NAME.findall(line)) - {"English"}
        assert not read or {name for name in named if name.split(".")[-1] not in read} == set(), line


def test_the_picture_names_what_is_there() -> None:
    places = re.findall(r'\["?(?:\()?"?((?:bot|handlers)/[\w./]*)<br>', TEXT)
    assert len(places) >= 12
    assert [place for place in places if not (ROOT / place).exists()] == []


def test_where_things_belong_is_where_they_are() -> None:
    table = re.findall(r"^\| (`[^|]+) \|", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.M)
    places = re.findall(r"`((?:bot|handlers|content|tests)/[^`]*)`", " ".join(table))
    assert len(places) > 20
    assert [place for place in places if not (ROOT / place).exists()] == []


def test_pictures_of_the_documentation_are_described_used_and_small() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    shown = re.findall(r"!\[([^\]]*)\]\((?:docs/)?(pictures/[^)]+)\)", text)
    shown += [(alt, src) for src, alt in re.findall(r'<img src="docs/(pictures/[^"]+)" alt="([^"]*)"', text)]
    assert [src for alt, src in shown if len(alt.split()) < 3] == []
    there = list((ROOT / "docs" / "pictures").iterdir())
    assert {src for _alt, src in shown} == {f"pictures/{picture.name}" for picture in there}
    assert sum(picture.stat().st_size for picture in there) < MOST_BYTES


def test_every_module_begins_with_what_it_is_for() -> None:
    modules = [path for part in CODE for path in (ROOT / part).rglob("*.py")]
    assert len(modules) > 500
    silent = [path for path in modules if path.stat().st_size and not path.read_bytes().startswith(b'"""')]
    page = [path for path in STATIC.iterdir() if path.suffix in {".js", ".css"}]
    assert silent + [path for path in page if not path.read_bytes().startswith(b"/*")] == []
