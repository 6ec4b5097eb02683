"""What is said of speed comes from the tables that the benchmarks write."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/performance.md").read_text(encoding="utf-8")
MARKED = re.compile(r"<!-- ([a-z-]+): begin -->\n(.*?)<!-- \1: end -->", re.DOTALL)
NUMBER = re.compile(r"(?<![\w.,])\d+(?:,\d{3})*(?:\.\d+)?")


def test_no_table_is_empty() -> None:
    tables = {name: table.strip() for name, table in MARKED.findall(PAGE)}
    assert len(tables) == PAGE.count(": begin -->")
    assert [name for name, table in tables.items() if "|" not in table] == []


def test_each_figure_of_the_readme_stands_in_a_table() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.partition("\n## How fast it is\n")[2].partition("\n## ")[0]
    measured = set(NUMBER.findall("".join(table for _name, table in MARKED.findall(PAGE))))
    figures = NUMBER.findall(re.sub(r"\([^)]*\)|`[^`]*`", "", section))
    assert len(figures) > 5
    assert [figure for figure in figures if figure not in measured] == []
