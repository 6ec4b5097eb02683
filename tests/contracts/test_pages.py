"""What the pages of the project link to is there, and the index of decisions names each of them."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DECISIONS = ROOT / "docs" / "decisions"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.M)


def slug(heading: str) -> str:
    """The anchor that a heading gets."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_is_linked_is_there(page: Path) -> None:
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        path, _hash, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        if anchor:
            headings = HEADING.findall(target.read_text(encoding="utf-8"))
            assert anchor in {slug(heading) for heading in headings}, link


def test_the_index_of_decisions_names_each_by_its_number_and_title() -> None:
    records = sorted(DECISIONS.glob("0*.md"))
    titles = {file.name: HEADING.findall(file.read_text(encoding="utf-8"))[0] for file in records}
    assert [name[:4] for name in titles] == [f"{number:04}" for number in range(1, len(records) + 1)]
    listed = re.findall(r"^- \[([^]]+)\]\(([^)]+)\)$", (DECISIONS / "README.md").read_text("utf-8"), re.M)
    assert [(title, name) for name, title in titles.items()] == listed
