"""No text of the interface stands in the code without a mark for translation, and their list is fresh."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "content" / "locale" / "infoview.pot"
SPEAKING = sorted(
    path
    for folder in ("bot/views", "handlers", "bot/services", "bot/values")
    for path in (ROOT / folder).rglob("*.py")
)

_MARKS = frozenset({"_", "N_", "ngettext", "count_words"})
_FOR_DEVELOPERS = frozenset(
    {"ValueError", "RuntimeError", "KeyError", "TypeError", "TypeVar", "compile", "text", "strptime"}
)
_WORDS = re.compile(r"[A-Za-z]{2,}")
_ALIKE = frozenset({"Infoview"})
"""What is the same in every language."""


def looks_like_language(text: str) -> bool:
    """Whether somebody could read it: words with a space between them, or a capital at the beginning."""
    bare = re.sub(r"`[^`]*`|<[^>]*>|/infoview( [a-z]+)?", "", text)
    if bare.strip() in _ALIKE or not _WORDS.search(bare):
        return False
    return bool(
        re.search(r"[A-Za-z]{2,}[^A-Za-z]* [^A-Za-z]*[A-Za-z]{2,}", bare)
        or re.match(r"\W*[A-Z][a-z]{2,}", bare)
    )


class Unmarked(ast.NodeVisitor):
    """Collects the texts that are neither marked nor meant for developers."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []

    def visit_Call(self, node: ast.Call) -> None:
        name = ast.unparse(node.func).rpartition(".")
        if name[2] in _MARKS | _FOR_DEVELOPERS or name[0] == "log":
            return
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring
            self.generic_visit(node)

    def visit_Assert(self, node: ast.Assert) -> None:
        pass

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_arg(self, node: ast.arg) -> None:
        pass

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for part in (*node.args.defaults, *node.args.kw_defaults, *node.body):
            if part is not None:
                self.visit(part)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self.visit_FunctionDef(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        if ast.unparse(node.targets[0]) != "__all__":
            self.visit(node.value)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and looks_like_language(node.value):
            self.found.append((node.lineno, node.value))


def unmarked(source: str) -> Iterator[tuple[int, str]]:
    visitor = Unmarked()
    visitor.visit(ast.parse(source))
    yield from visitor.found


NOT_INTERFACE = {
    "bot/values/reasons.py",  # in the table of deliveries, for operators
    "handlers/errors.py",  # what stands in the log; its sentences are marked and rendered in scenarios
    "handlers/interaction.py",  # kinds, for the log
}


@pytest.mark.parametrize("path", SPEAKING, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_text_is_marked(path: Path) -> None:
    if str(path.relative_to(ROOT)) in NOT_INTERFACE:
        return
    assert list(unmarked(path.read_text(encoding="utf-8"))) == []


def test_a_text_without_a_mark_is_found() -> None:
    source = """
def greet() -> "No one":
    'Say hello to somebody.'
    log.info("said hello")
    return f"Hello {x}", _("Hello you"), "greet.somebody"
"""
    assert list(unmarked(source)) == [(5, "Hello ")]


def test_a_gap_is_never_filled_before_translation() -> None:
    for path in SPEAKING:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in _MARKS:
                assert not any(isinstance(part, ast.JoinedStr) for part in node.args), f"{path}:{node.lineno}"


def test_the_list_of_texts_is_fresh(tmp_path: Path) -> None:
    fresh = tmp_path / "infoview.pot"
    subprocess.run([ROOT / ".ci" / "extract-messages", fresh], check=True, timeout=60)
    assert TEMPLATE.read_text(encoding="utf-8") == fresh.read_text(encoding="utf-8"), "run: make pot"
