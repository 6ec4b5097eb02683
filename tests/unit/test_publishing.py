"""When a number of a summary may move, and what of the activity is shown: the borders of each rule."""

from collections.abc import Iterable

import pytest

from bot.services import publishing
from bot.services.publishing import NOBODY, Marks
from bot.values import Measure


def marks(letters: str, shared: str = "", sharers: int = 0) -> Marks:
    """One mark for each letter."""
    return Marks(_bytes(letters), _bytes(shared), sharers)


def _bytes(letters: Iterable[str]) -> frozenset[bytes]:
    return frozenset(letter.encode() for letter in letters)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        pytest.param(NOBODY, marks("abcde"), 5, id="five new"),
        pytest.param(marks("abc"), marks("abc"), 0, id="nobody"),
        pytest.param(marks("abcdef"), marks("abxyzu"), 4, id="four others"),
        pytest.param(marks("abcde"), NOBODY, 5, id="five gone"),
        pytest.param(marks("abcde"), marks("xyz"), 5, id="the larger side counts"),
        pytest.param(marks("abc"), marks("vwxyz"), 5, id="also where it is the later one"),
        pytest.param(NOBODY, marks("abcde", shared="a", sharers=1), 4, id="who shares is never among them"),
        pytest.param(marks("abcde", shared="a", sharers=1), NOBODY, 4, id="nor was"),
        pytest.param(marks("abcde"), marks("x", shared="x", sharers=1), 4, id="who shares may be one gone"),
        pytest.param(marks("abcdef"), marks("a", shared="a", sharers=1), 5, id="not where the mark is old"),
        pytest.param(marks("abcde"), marks("", sharers=2), 3, id="who shares and has no part any more"),
    ],
)
def test_how_many_moved_a_number(before: Marks, now: Marks, expected: int) -> None:
    assert publishing.moved(before, now) == expected


def test_the_first_number_needs_five() -> None:
    assert not publishing.may_move([], marks("abcd"))
    assert publishing.may_move([], marks("abcde"))


def test_it_differs_by_five_from_each_that_was_published() -> None:
    first, second = marks("abcde"), marks("vwxyz")
    assert publishing.may_move([first, second], marks("fghij"))
    assert not publishing.may_move([first, second], first)
    assert not publishing.may_move([first, second], second)


def test_what_is_nearly_one_number_moves_together() -> None:
    five, four = marks("abcde"), marks("abcd")
    both = {Measure.MET: five, Measure.MEETINGS: five}
    assert publishing.due({}, both) == [Measure.MET, Measure.MEETINGS]
    assert publishing.due({}, {**both, Measure.REPLIED: five}) == [*both, Measure.REPLIED]
    assert publishing.due({}, {**both, Measure.MEETINGS: four, Measure.REPLIED: five}) == [Measure.REPLIED]
    assert publishing.due({Measure.MET: [five]}, both) == []


def test_a_number_is_shown_with_five_who_do_not_share() -> None:
    parts = dict.fromkeys("abcdef", 2)
    assert publishing.published(Measure.REPLIED, parts, set()) == (12, None)
    assert publishing.published(Measure.REPLIED, parts, {"a"}) == (12, None)
    assert publishing.published(Measure.REPLIED, parts, {"a", "b"}) == (None, None)
    assert publishing.is_shown(set("abcde"), {"x"})
    assert not publishing.is_shown(set("abcd"), set())


@pytest.mark.parametrize(
    ("week", "before", "sharing", "before_is_shown", "expected"),
    [
        pytest.param("abcde", "abcde", "", True, (5, 5), id="five in both"),
        pytest.param("abcd", "abcd", "", False, (None, None), id="four in both"),
        pytest.param("abcd", "wxyz", "", False, (None, None), id="eight would tell four and four"),
        pytest.param("abc", "wxyz", "", False, (None, 7), id="seven may be four and three"),
        pytest.param("abcd", "xy", "", False, (None, 6), id="so may six"),
        pytest.param("abcde", "wxyz", "", False, (5, None), id="nine would tell four before"),
        pytest.param("abcde", "xyz", "", False, (5, 8), id="eight does not tell how many before"),
        pytest.param("wxyz", "abcde", "", True, (None, None), id="nine would tell four now"),
        pytest.param("xyz", "abcde", "", True, (None, 8), id="eight does not tell how many now"),
        pytest.param("abcde", "evwxy", "", True, (5, 9), id="both are shown: nine tells nothing new"),
        pytest.param("abcde", "devwx", "", True, (5, 8), id="nor does eight"),
        pytest.param("abcdef", "", "ef", False, (None, None), id="who shares does not hide the others"),
        pytest.param("abcdefg", "", "fg", False, (7, 7), id="but is counted"),
    ],
)
def test_how_many_were_active(
    week: str, before: str, sharing: str, before_is_shown: bool, expected: tuple[int | None, int | None]
) -> None:
    shown = publishing.active(set(week), set(before), set(sharing), before_is_shown=before_is_shown)
    assert shown == expected
