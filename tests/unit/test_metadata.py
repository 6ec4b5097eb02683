"""What forms and menus hand back, as text: any text is read, or refused as one of an older version."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.documents.exports import NotAnExportError, read_json
from bot.values import GoneError, PeriodChoice, UserError
from bot.views import (
    contact_forms,
    contact_list,
    guided,
    imports,
    interviews,
    learned,
    nudge_controls,
    periods,
    preparation,
    previews,
)
from bot.views.debrief_steps import Place

PIECES = st.sampled_from(
    [":", " ", "²", "٣", "7", "c1", "goals", "follow_up", "mute", "2026-09-07", "2026-02-30", "to"]
)
ANY = st.lists(PIECES | st.text(max_size=5), max_size=10).map("".join)

READERS: list[Callable[[str], object]] = [
    Place.of,
    contact_forms.read_place,
    guided.read_kind,
    imports.chosen_column,
    interviews.read_place,
    nudge_controls.parse,
    periods.read,
    periods.split,
    preparation.read_place,
    previews.read_test,
    lambda text: contact_list.read_query({"private_metadata": text}),
    lambda text: learned.read_query({"private_metadata": text}),
]


@given(text=ANY)
@example("c1:²")
@example("c1:i1:²::UTC")
@example("²")
@example("c1 ²")
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    for read in READERS:
        with suppress(UserError):
            read(text)


@pytest.mark.parametrize("read", [contact_forms.read_place, preparation.read_place])
def test_a_place_is_an_id_and_a_version(read: Callable[[str], object]) -> None:
    assert read("c1:7") == ("c1", 7)
    for text in ("c1", "c1:", ":7", "c1:x", "c1:²"):
        with pytest.raises(GoneError):
            read(text)


DAYS = st.dates(date(1000, 1, 1))
NAMES = st.sampled_from(["", "Spring 2026", "Class of 2026 to 2027", "week", "Término"])


@given(name=NAMES, first=DAYS, last=DAYS, joint=st.sampled_from([" to ", " - ", "–", " "]))
def test_typed_days_are_found_behind_the_name(name: str, first: date, last: date, joint: str) -> None:
    typed = f"{name} {first}{joint}{last}"
    assert periods.split(typed) == (name, PeriodChoice(first=first, last=last))


@given(
    name=NAMES,
    weeks=st.integers(1, 999),
    words=st.sampled_from(["{} weeks", "last {} weeks", "THE LAST {} WEEKS"]),
)
def test_a_number_of_weeks_is_found_behind_the_name(name: str, weeks: int, words: str) -> None:
    assert periods.split(f"{name} {words.format(weeks)}") == (name, PeriodChoice(latest=weeks))


@given(content=st.binary(max_size=100))
def test_any_bytes_are_an_export_or_refused_in_words(content: bytes) -> None:
    with suppress(NotAnExportError):
        read_json(content)
