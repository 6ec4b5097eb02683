"""Mutants that do the same as the code: no test can tell them apart, by their names, with the reason."""

from collections.abc import Mapping

EQUIVALENT: Mapping[str, str] = {
    "bot.values.text.clean: if text.isprintable(): return text.strip() -> if False: return text.strip()": (
        "a short way to the same result"
    ),
    "bot.values.text._INVISIBLE: 'Cs' -> 'XCsX'": "what is looked at was cleaned, and has no lone surrogates",
}
