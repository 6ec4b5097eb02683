"""What is said of speed comes from the tables of the benchmarks, and these from the raw data beside them."""

import re
from pathlib import Path

from tests.load import page
from tests.load.tables import PARTS

ROOT = Path(__file__).parents[2]
TABLES = page.marked()
NUMBER = re.compile(r"(?<![\w.,])\d+(?:,\d{3})*(?:\.\d+)?")


def test_no_table_is_empty() -> None:
    assert len(TABLES) == (page.DOCS / "performance.md").read_text("utf-8").count(": begin -->")
    assert [name for name, table in TABLES.items() if "|" not in table] == []


def test_each_table_has_its_raw_data() -> None:
    assert {part.name for part in PARTS} == set(TABLES)
    kept = {file.stem for file in (page.DOCS / "measurements").glob("*.json")}
    assert kept == set(TABLES)


def test_each_table_is_what_its_raw_data_says() -> None:
    assert {part.name: part.again() for part in PARTS} == dict(TABLES)


def test_each_figure_of_the_readme_stands_in_a_table() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.partition("\n## How fast it is\n")[2].partition("\n## ")[0]
    measured = set(NUMBER.findall("".join(TABLES.values())))
    figures = NUMBER.findall(re.sub(r"\([^)]*\)|`[^`]*`", "", section))
    assert len(figures) > 5
    assert [figure for figure in figures if figure not in measured] == []
