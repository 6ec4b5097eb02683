"""docs/performance.md: its tables, each made of raw data that is kept beside it in docs/measurements."""

import json
import os
import platform
import re
import sys
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from bot.clock import SystemClock

DOCS = Path(__file__).parents[2] / "docs"
_DIGITS = 6
_LINE = 110
_MARKED = re.compile(r"<!-- ([a-z-]+): begin -->\n(.*?)\n?<!-- \1: end -->", re.DOTALL)

T = TypeVar("T")


def table(head: Sequence[str], rows: Iterable[Sequence[str]], words: int = 1) -> str:
    """A Markdown table; the first ``words`` columns are words, the others numbers."""
    line = "|---" * words + "|---:" * (len(head) - words) + "|"
    return "\n".join(["| " + " | ".join(head) + " |", line, *("| " + " | ".join(row) + " |" for row in rows)])


def marked(docs: Path = DOCS) -> dict[str, str]:
    """What stands in the page between two marks, by their name."""
    return dict(_MARKED.findall(_page(docs).read_text("utf-8")))


class Part(Generic[T]):
    """What stands between two marks of the page: made of raw data of one type, and of nothing else."""

    def __init__(self, name: str, raw: type[T], make: Callable[[T], str]) -> None:
        self.name = name
        self._raw = TypeAdapter(raw)
        self._make = make

    def of(self, raw: T) -> str:
        """The tables in Markdown, made of what would be kept of ``raw``: the same as from its file."""
        return self._of(self._kept(raw))

    def show(self, raw: T, command: str, *, write: bool) -> None:
        """Print the tables, and write them where asked (:meth:`write`)."""
        sys.stdout.write(f"{self.of(raw)}\n\n")
        if write:
            self.write(raw, command)

    def write(self, raw: T, command: str, docs: Path = DOCS) -> None:
        """Put the tables into the page in place of what stands there, and keep their raw data beside it.

        ``command`` is what to type to measure it again.
        """
        kept = self._kept(raw)
        file = self.file(docs)
        file.parent.mkdir(exist_ok=True)
        file.write_text(as_text({**_circumstances(), "command": command, "data": kept}) + "\n", "utf-8")
        page = _page(docs)
        begin, end = f"<!-- {self.name}: begin -->", f"<!-- {self.name}: end -->"
        before, _begin, rest = page.read_text("utf-8").partition(begin)
        _old, _end, after = rest.partition(end)
        page.write_text(f"{before}{begin}\n{self._of(kept)}\n{end}{after}", "utf-8")

    def again(self, docs: Path = DOCS) -> str:
        """The tables in Markdown, made anew of the raw data that is kept."""
        return self._of(json.loads(self.file(docs).read_text("utf-8"))["data"])

    def file(self, docs: Path = DOCS) -> Path:
        """Where the raw data is kept."""
        return docs / "measurements" / f"{self.name}.json"

    def _of(self, kept: object) -> str:
        return self._make(self._raw.validate_python(kept))

    def _kept(self, raw: T) -> object:
        return _rounded(self._raw.dump_python(raw, mode="json"))


def as_text(value: Any, indent: str = "") -> str:
    """JSON in which a list or an object that fits into a line has one, and numbers fill their lines."""
    short = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(short) <= _LINE or not isinstance(value, Mapping | list):
        return short
    deeper = f"{indent} "
    between = f",\n{deeper}"
    if isinstance(value, Mapping):
        inner = between.join(f"{as_text(key)}: {as_text(one, deeper)}" for key, one in value.items())
    elif all(isinstance(one, int | float) for one in value):
        inner = f"\n{deeper}".join(textwrap.wrap(short[1:-1], _LINE - len(deeper)))
    else:
        inner = between.join(as_text(one, deeper) for one in value)
    return f"{short[0]}\n{deeper}{inner}\n{indent}{short[-1]}"


def _page(docs: Path) -> Path:
    return docs / "performance.md"


def _circumstances() -> dict[str, object]:
    """When it was measured, and on what; not on whose machine."""
    return {
        "measured_at": SystemClock().now().isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "cpu": _cpu(),
    }


def _cpu() -> str:
    """The model's name where Linux tells it, else the kind."""
    known = Path("/proc/cpuinfo")
    told = known.read_text("utf-8") if known.exists() else ""
    found = re.search(r"^model name\s*: (.+)$", told, re.MULTILINE)
    return found[1] if found else platform.machine()


def _rounded(value: Any) -> Any:
    """Without the digits that no clock can mean."""
    if isinstance(value, float):
        return float(f"{value:.{_DIGITS}g}")
    if isinstance(value, Mapping):
        return {key: _rounded(one) for key, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list) else value
