"""What the pages for operators name is there: each attack's tests, links, settings, and the scopes."""

import ast
import re
from pathlib import Path

import pytest

from bot.config import Settings
from bot.slack.scopes import BOT_SCOPES
from tests.mutants.__main__ import LEAST_KILLED
from tests.mutants.groups import SAFETY

ROOT = Path(__file__).parents[2]
PAGES = (
    "README.md",
    "SECURITY.md",
    "docs/operations.md",
    "docs/security.md",
    "docs/privacy.md",
    "docs/marketplace.md",
)
FEWEST_ATTACKS = 15

_TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
_LINK = re.compile(r"\]\((?!https?://)([^)#]+)(?:#[^)]*)?\)")
_SETTING = re.compile(r"`([A-Z]+(?:_[A-Z]+)+)`")


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def attacks() -> list[list[str]]:
    """The cells of each row of the table of attacks."""
    table = text_of("docs/security.md").partition("\n## Attacks\n")[2].partition("\n## ")[0]
    rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in table.splitlines() if line.startswith("|")]
    return rows[2:]


def functions_in(path: str) -> set[str]:
    tree = ast.parse(text_of(path))
    return {node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}


def test_each_attack_has_a_name_an_answer_tests_and_a_figure() -> None:
    rows = attacks()
    assert {len(row) for row in rows} == {4}
    assert all(cell.strip() for row in rows for cell in row)
    names = [name[1] for row in rows if (name := re.match(r" \*\*([^*]+)\.\*\*", row[0]))]
    assert len(names) == len(set(names)) >= FEWEST_ATTACKS
    assert [row[0] for row in rows if not _TEST.search(row[2])] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_test_a_page_names_is_there(page: str) -> None:
    for path, function in _TEST.findall(text_of(page)):
        assert (ROOT / path).is_file(), path
        assert not function or function in functions_in(path), f"{path}::{function}"


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    for target in _LINK.findall(text_of(page)):
        assert ((ROOT / page).parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES)
def test_every_setting_a_page_names_is_one(page: str) -> None:
    known = {name.upper() for name in Settings.model_fields}
    assert set(_SETTING.findall(text_of(page))) <= known


def test_the_scopes_are_those_that_are_asked_for() -> None:
    table = text_of("docs/marketplace.md").partition("\n## Scopes\n")[2].partition("\n## ")[0]
    assert tuple(sorted(re.findall(r"^\| `([a-z:]+)`", table, re.MULTILINE))) == BOT_SCOPES


def test_the_page_has_the_figures_of_each_group_of_mutants() -> None:
    table = text_of("docs/security.md").partition("\n## Planted faults\n")[2].partition("\n## ")[0]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines() if "%" in line]
    figures = {row[0].lower(): row[-5:] for row in rows if row}
    assert set(figures) == set(SAFETY)
    for planted, killed, survived, equivalent, share in figures.values():
        assert int(planted) == int(killed) + int(survived) + int(equivalent)
        assert float(share.rstrip(" %")) / 100 >= LEAST_KILLED
