"""What is there when a process is ready is not looked through for garbage, and what comes later is."""

import gc
from collections.abc import Iterator

import pytest

from bot.cli_support import collect_garbage_from_now, put_garbage_off


@pytest.fixture(autouse=True)
def _afterwards() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


class _Ring:
    """Something that only a search finds to be garbage."""

    def __init__(self) -> None:
        self.me = self


def test_a_start_is_not_held_up_and_a_running_process_forgets_rings_again() -> None:
    put_garbage_off()
    assert not gc.isenabled()
    collect_garbage_from_now()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 10_000  # at least all modules
    ring = _Ring()
    assert any(one is ring for one in gc.get_objects())
    del ring
    assert gc.collect() >= 1
