"""Pictures of a summary, by Vega-Lite: readable on a phone, on a dark screen and without colours.

The library takes about 130 MB and most of a second at first, so it never enters this process:
:func:`picture` starts a short one for each picture.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from bot.values import Bar, Chart, SummaryPicture

SECONDS = 20
"""After that the picture is given up; it takes one or two."""

_RENDERER = "bot.documents.chart_renderer"
_WIDTH = 560
_NAMES_WIDTH = 170
_FUNNEL_HEIGHT = 200
_WEEK_HEIGHT = 90
_FONT_SIZE = 17
_BLUE = "#0072B2"  # of Okabe and Ito's colours for all kinds of colour vision
_INK, _GREY, _PAPER = "#1d1c1d", "#616061", "#ffffff"
_LABEL = {"baseline": "middle", "align": "left", "dx": 6}


class PictureError(Exception):
    """The picture could not be drawn."""


def picture(shown: SummaryPicture) -> bytes:
    """A PNG file. Raises PictureError."""
    try:
        drawn = subprocess.run(  # noqa: S603 - this Python and a module of ours
            [sys.executable, "-m", _RENDERER],
            input=json.dumps(specification(shown)).encode(),
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise PictureError(type(error).__name__) from error
    return drawn.stdout


def specification(shown: SummaryPicture) -> dict[str, Any]:
    """The picture as a Vega-Lite specification."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": _PAPER,
        "padding": 16,
        "spacing": 24,
        "vconcat": [
            _funnel(shown.funnel, shown.hidden),
            *(_week_chart(chart, shown.hidden, is_last=chart is shown.weekly[-1]) for chart in shown.weekly),
        ],
        "config": {
            "font": "sans-serif",
            "view": {"stroke": None},
            "axis": {"labelFontSize": _FONT_SIZE, "labelColor": _INK, "labelLimit": 220},
            "title": {"fontSize": _FONT_SIZE + 2, "anchor": "start", "color": _INK},
            "text": {"fontSize": _FONT_SIZE, "color": _INK},
        },
    }


def _funnel(chart: Chart, hidden: str) -> dict[str, Any]:
    value = {
        "field": "count",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, _top(chart)], "range": [_NAMES_WIDTH, _WIDTH]},
    }
    in_grey = {"type": "text", **_LABEL, "color": _GREY, "fontStyle": "italic"}
    return {
        "title": chart.title,
        "width": _WIDTH,
        "height": _FUNNEL_HEIGHT,
        "data": {"values": _rows(chart.bars, hidden)},
        "encoding": {"y": {**_in_order("nominal", chart), "axis": None, "scale": {"paddingInner": 0.2}}},
        "layer": [
            {
                "mark": {"type": "text", "baseline": "middle", "align": "left"},
                "encoding": {"x": {"value": 0}, "text": {"field": "label"}},
            },
            _only("shown", {"type": "bar", "color": _BLUE}, {"x": value}),
            _only("shown", {"type": "text", **_LABEL}, {"x": value, "text": {"field": "words"}}),
            _only("hidden", in_grey, {"x": {"value": _NAMES_WIDTH}, "text": {"field": "words"}}),
        ],
    }


def _in_order(kind: str, chart: Chart) -> dict[str, Any]:
    return {"field": "label", "type": kind, "sort": [bar.label for bar in chart.bars], "title": None}


def _week_chart(chart: Chart, hidden: str, *, is_last: bool) -> dict[str, Any]:
    axis = {"labelAngle": 0, "ticks": False, "labelOverlap": True, "labels": is_last, "domainColor": _GREY}
    value = {"field": "count", "type": "quantitative", "axis": None, "scale": {"domain": [0, _top(chart)]}}
    whole = {"type": "rect", "fill": _PAPER, "stroke": _GREY, "strokeDash": [4, 4], "opacity": 0.8}
    above = {"type": "text", "baseline": "bottom", "dy": -3}
    return {
        "title": chart.title,
        "width": _WIDTH,
        "height": _WEEK_HEIGHT,
        "data": {"values": _rows(chart.bars, hidden)},
        "encoding": {
            "x": {**_in_order("ordinal", chart), "axis": axis, "scale": {"paddingInner": 0.25}},
        },
        "layer": [
            _only("hidden", whole, {"y": {"value": 0}, "y2": {"value": _WEEK_HEIGHT}}),
            _only(
                "hidden",
                {"type": "text", "color": _GREY, "baseline": "middle"},
                {"y": {"value": _WEEK_HEIGHT / 2}, "text": {"value": "?"}},
            ),
            _only("shown", {"type": "bar", "color": _BLUE}, {"y": value}),
            _only("shown", above, {"y": value, "text": {"field": "words"}}),
        ],
    }


def _rows(bars: Sequence[Bar], hidden: str) -> list[dict[str, Any]]:
    return [
        {
            "label": bar.label,
            "count": bar.count,
            "words": hidden if bar.count is None else f"{bar.count:,}",
            "is": "hidden" if bar.count is None else "shown",
        }
        for bar in bars
    ]


def _top(chart: Chart) -> float:
    """The end of the scale, with room for the number beside the longest bar."""
    return max((bar.count or 0 for bar in chart.bars), default=0) * 1.25 or 1


def _only(which: str, mark: dict[str, Any], encoding: dict[str, Any]) -> dict[str, Any]:
    return {"transform": [{"filter": f"datum.is === '{which}'"}], "mark": mark, "encoding": encoding}
