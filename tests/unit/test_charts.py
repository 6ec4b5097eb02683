"""The picture of a summary: hidden numbers are drawn as hidden, and the library stays out of this process."""

import sys
from typing import Any

import pytest

from bot.documents import charts
from bot.documents.charts import PictureError, picture, specification
from bot.values import Bar, Chart, SummaryPicture

SHOWN = SummaryPicture(
    Chart("Funnel", (Bar("Contacted", 12), Bar("Replied", 0), Bar("Met", None))),
    (Chart("Wrote", tuple(Bar(f"Sep {day}", None if day == 2 else day) for day in range(1, 13))),),
    "not shown",
)


def drawn(chart: dict[str, Any], which: str) -> set[str]:
    """The labels of the bars that the layers for shown or hidden ones draw."""
    return {row["label"] for row in chart["data"]["values"] if row["is"] == which}


def test_a_hidden_number_is_never_a_zero() -> None:
    funnel, weekly = specification(SHOWN)["vconcat"]
    assert drawn(funnel, "hidden") == {"Met"}
    assert drawn(funnel, "shown") == {"Contacted", "Replied"}
    assert drawn(weekly, "hidden") == {"Sep 2"}
    bars = [layer for layer in (*funnel["layer"], *weekly["layer"]) if layer["mark"]["type"] == "bar"]
    assert {layer["transform"][0]["filter"] for layer in bars} == {"datum.is === 'shown'"}
    assert weekly["encoding"]["x"]["sort"] == [f"Sep {day}" for day in range(1, 13)]


def test_it_is_drawn_in_a_process_of_its_own() -> None:
    assert picture(SHOWN).startswith(b"\x89PNG")
    assert "vl_convert" not in sys.modules


def test_odd_words_and_no_weeks() -> None:
    odd = 'a"b\\<&>'
    assert picture(SummaryPicture(Chart(odd, (Bar(odd, None),)), (Chart(odd, ()),), odd))


def test_a_picture_that_cannot_be_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "_RENDERER", "bot.documents.no_such_module")
    with pytest.raises(PictureError):
        picture(SHOWN)
