"""Nothing waits for time to pass: neither the tests nor the bot.

A poll is no such wait: a loop that looks for something again and again, and gives up at a deadline. What else
sleeps is named here, with its reason.
"""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for folder in ("bot", "handlers", "tests") for path in (ROOT / folder).rglob("*.py"))

ALLOWED: Mapping[str, str] = {
    "bot/key_tools.py: rotate": "lets other writers in between two batches",
    "bot/sender.py: _record": "tries again once a second while the database is away",
    "bot/slack/gateways.py: _keep_up": "looks for new installations every two seconds",
    "tests/load/answering.py: _idle": "measures on a machine that has nothing else to do",
    "tests/load/bench_nudges.py: watch": "measures memory from time to time",
    "tests/load/traffic.py: arrivals": "sends requests at the moments a measurement asks for",
    "tests/mutants/trial.py: _reap": "looks at processes, each with its own time limit",
    "tests/soak/traffic.py: act": "sends requests at a steady rate",
    "tests/soak/traffic.py: _ask": "repeats a request after a second, as Slack does",
    "tests/storm.py: storm": "kills at moments nobody foresees, for minutes; not part of the suite",
    "tests/storm.py: _until_received": "polls, and gives up when nothing has come for a while",
    "tests/unit/test_outbound.py: drip": "a receiver that is slow: the bot gives up on it",
}
"""What sleeps, by its function, and why it may."""

_WAITS = {"time.sleep", "asyncio.sleep", "anyio.sleep", "sleep"}
_WAITS_OF_A_PAGE = "wait_for_timeout"
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def sleeping(source: str) -> Iterator[str]:
    """The names of the functions that sleep where they do not poll with a deadline."""
    yield from _sleeping(ast.parse(source), "", has_deadline=False, repeats=False)


def _sleeping(node: ast.AST, function: str, *, has_deadline: bool, repeats: bool) -> Iterator[str]:
    if isinstance(node, _FUNCTIONS):
        function, has_deadline, repeats = node.name, False, False
    elif isinstance(node, ast.AsyncWith):
        has_deadline = has_deadline or any("asyncio.timeout(" in ast.unparse(item) for item in node.items)
    elif isinstance(node, ast.While):
        repeats = True
        has_deadline = has_deadline or "monotonic()" in ast.unparse(node.test)
    elif isinstance(node, ast.Call) and _is_sleep(node) and not (has_deadline and repeats):
        yield function
    for child in ast.iter_child_nodes(node):
        yield from _sleeping(child, function, has_deadline=has_deadline, repeats=repeats)


def _is_sleep(call: ast.Call) -> bool:
    called = ast.unparse(call.func)
    is_zero = bool(call.args) and isinstance(call.args[0], ast.Constant) and not call.args[0].value
    return (called in _WAITS and not is_zero) or called.endswith(f".{_WAITS_OF_A_PAGE}")


def test_nothing_waits_for_time_to_pass() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {function}"
        for path in SOURCES
        for function in sleeping(path.read_text(encoding="utf-8"))
    }
    assert found == set(ALLOWED)


def test_a_poll_is_told_from_a_wait() -> None:
    source = """
async def waits():
    async with asyncio.timeout(5):
        await asyncio.sleep(0.1)
async def polls():
    async with asyncio.timeout(5), other():
        while not is_ready():
            await asyncio.sleep(0.01)
async def polls_for_ever():
    while not is_ready():
        await sleep(PAUSE)
def polls_too():
    while not is_ready() and time.monotonic() < deadline:
        time.sleep(0.1)
async def lets_others_run():
    await asyncio.sleep(0)
async def waits_in_a_browser(page):
    async with asyncio.timeout(5):
        await page.wait_for_timeout(500)
async def hides_it():
    async with asyncio.timeout(5):
        while True:
            def inner():
                time.sleep(1)
"""
    assert list(sleeping(source)) == ["waits", "polls_for_ever", "waits_in_a_browser", "inner"]
