"""Which fonts a text needs, of those that are installed with Infoview: Noto, under the SIL Open Font License.

Each script has a font of its own. Reading all of them takes seconds, so only those that a text needs are
named.
"""

import unicodedata
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

TEXT = "NotoSans[wght].ttf"
"""Latin, Greek and Cyrillic."""

_SYMBOLS = ("NotoSansSymbols[wght].ttf", "NotoEmoji[wght].ttf")
_SCRIPTS = (
    "Arabic",
    "Armenian",
    "Bengali",
    "Devanagari",
    "Ethiopic",
    "Georgian",
    "Gujarati",
    "Gurmukhi",
    "Hebrew",
    "Kannada",
    "Khmer",
    "Lao",
    "Malayalam",
    "Myanmar",
    "Oriya",
    "Sinhala",
    "Tamil",
    "Telugu",
    "Thai",
)
_EAST_ASIAN = ("BOPOMOFO", "CJK", "FULLWIDTH", "HALFWIDTH", "HANGUL", "HIRAGANA", "IDEOGRAPHIC", "KATAKANA")
_EAST_ASIAN_FONT = "NotoSansCJKjp-Regular.otf"
_SIMPLE = frozenset({TEXT, _EAST_ASIAN_FONT, *_SYMBOLS})
_FILES = {script.upper(): (f"NotoSans{script}[wght].ttf",) for script in _SCRIPTS} | dict.fromkeys(
    _EAST_ASIAN, (_EAST_ASIAN_FONT,)
)
"""The fonts by the first word of the names that Unicode gives to the characters of a script."""


def fonts_for(texts: Iterable[str]) -> list[Path]:
    """The files of the fonts that these texts need, the one for most of them first."""
    needed = dict.fromkeys([TEXT])
    for character in sorted(set().union(*texts)):
        needed.update(dict.fromkeys(_fonts_of(character)))
    return [_path(name) for name in needed]


def need_shaping(fonts: Iterable[Path]) -> bool:
    """Whether a font is among them whose letters change with their neighbours, or run from right to left."""
    return any(font.name not in _SIMPLE for font in fonts)


def _fonts_of(character: str) -> tuple[str, ...]:
    if unicodedata.category(character).startswith("S"):
        return _SYMBOLS
    word = unicodedata.name(character, "").replace("-", " ").partition(" ")[0]
    return _FILES.get(word, ())


def _path(name: str) -> Path:
    package = "noto_cjk_sans_jp_regular" if name == _EAST_ASIAN_FONT else "manimgx_fonts"
    return Path(str(files(package) / name))
