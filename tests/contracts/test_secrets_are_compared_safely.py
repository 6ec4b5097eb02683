"""No secret is compared by ``==`` or ``in``: how long that takes tells how much of a guess is right."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = sorted(
    path
    for folder in ("bot", "handlers")
    for path in (ROOT / folder).rglob("*.py")
    if "playground" not in path.parts  # the stand-in for Slack, which keeps no real secret
)

BOTH_OURS = {("bot/services/purging.py", "row.organisation_digest != last")}
"""Comparisons of two values of our own, at which nobody outside can guess."""

_SECRET = re.compile(r"(^|_)(secret|token|signature|digest|password|hmac|mac|presented)$")
_MAKES_ONE = {"get_secret_value", "hexdigest"}
_CASES = (ast.Eq, ast.NotEq, ast.In, ast.NotIn)


def unsafe(source: str) -> Iterator[str]:
    """The comparisons of what is named as a secret; a condition that the database looks up is none."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare) and any(isinstance(case, _CASES) for case in node.ops):
            names = {_name(side) for side in (node.left, *node.comparators)}
            is_secret = any(_SECRET.search(name) or name in _MAKES_ONE for name in names)
            if is_secret and "col" not in names:
                yield ast.unparse(node)


def _name(side: ast.expr) -> str:
    """The last name of ``side``: of ``made.hexdigest()`` it is ``hexdigest``."""
    return ast.unparse(side.func if isinstance(side, ast.Call) else side).rpartition(".")[2]


def test_no_secret_is_compared_by_its_letters() -> None:
    found = {
        (str(path.relative_to(ROOT)), comparison)
        for path in SOURCES
        for comparison in unsafe(path.read_text(encoding="utf-8"))
    }
    assert found == BOTH_OURS


def test_such_a_comparison_is_found_and_another_is_not() -> None:
    source = """
cohort.code_digest == code_digest(session, proof)
if given.get_secret_value() != expected: pass
made.hexdigest() in known
token == other or api_token != x
select(Row).where(col(Row.digest) == digest)
hmac.compare_digest(token, other)
token is None
nudge.kind == DIGEST
"""
    assert set(unsafe(source)) == {
        "cohort.code_digest == code_digest(session, proof)",
        "given.get_secret_value() != expected",
        "made.hexdigest() in known",
        "token == other",
        "api_token != x",
    }
