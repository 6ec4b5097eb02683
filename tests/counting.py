"""Which tests count the lines they run through. Counting takes as long as running, so not all do.

The share of lines that is asked for stays as it is: those that count have to reach it alone.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

_CONTRACTS = Path(__file__).parent / "contracts"
_UNCOUNTED = pytest.StashKey[bool]()


def leave_uncounted(items: Sequence[pytest.Item]) -> None:
    """Choose the tests that count nothing.

    Those that run in the same way on SQLite too, those in Chromium, and the contracts, which lead large sets
    of inputs through what other tests run through.
    """
    names = {item.nodeid for item in items}
    for item in items:
        twin = item.nodeid.replace("[postgres", "[sqlite")
        item.stash[_UNCOUNTED] = (
            (twin != item.nodeid and twin in names)
            or item.get_closest_marker("browser") is not None
            or _CONTRACTS in item.path.parents
        )


def is_counted(item: pytest.Item) -> bool:
    """Whether this test counts what it runs through, its fixtures too."""
    return not item.stash.get(_UNCOUNTED, False)


@contextmanager
def not_counting(config: pytest.Config) -> Iterator[None]:
    """Count no lines meanwhile."""
    plugin = config.pluginmanager.getplugin("_cov")
    controller = plugin and plugin.cov_controller
    if controller is None:
        yield
        return
    controller.pause()
    try:
        yield
    finally:
        controller.resume()
