"""Translations in the tree can be shown: their gaps are those of the English, and they are compiled."""

import io
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).parents[2] / "content" / "locale"
OFFERED = frozenset({"hour24"})
"""Gaps that a translation may use though English does not."""


def gaps(text: str) -> set[str]:
    """The names between braces. Raises ValueError for a brace that is not closed."""
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def wrong_gaps(catalog: Catalog) -> Iterator[str]:
    """Texts that would fail when they are shown."""
    for message in catalog:
        sources = message.id if isinstance(message.id, list | tuple) else [message.id]
        known = set(OFFERED).union(*(gaps(source) for source in sources if source))
        for text in message.string if isinstance(message.string, list | tuple) else [message.string]:
            try:
                unknown = gaps(text or "") - known
            except ValueError as error:
                yield f"{text!r}: {error}"
            else:
                yield from (f"{text!r}: no gap is called {{{name}}}" for name in unknown)


def compiled(catalog: Catalog) -> bytes:
    made = io.BytesIO()
    write_mo(made, catalog)
    return made.getvalue()


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def test_the_catalogues_of_the_tree() -> None:
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/infoview.po")):
        catalog = read(path)
        assert list(wrong_gaps(catalog)) == [], path
        assert path.with_suffix(".mo").read_bytes() == compiled(catalog), f"{path}: run pybabel compile"


@pytest.mark.parametrize(
    ("english", "translated", "count"),
    [
        ("Hello {name}", "Hola {name}", 0),
        ("{hour}:{minute} {half}", "{hour24}:{minute}", 0),
        ("Hello {name}", "Hola {nombre}", 1),
        ("Hello {name}", "Hola {name", 1),
        (("{count} day", "{count} days"), ("{count} día", "{número} días"), 1),
    ],
)
def test_a_gap_that_is_wrong_is_found(
    english: str | tuple[str, ...], translated: str | tuple[str, ...], count: int
) -> None:
    catalog = Catalog(locale="es")
    catalog.add(english, translated)
    assert len(list(wrong_gaps(catalog))) == count
