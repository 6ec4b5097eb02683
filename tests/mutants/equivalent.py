"""Mutants that do the same as the code: no test can tell them apart, by their names, with the reason."""

from collections.abc import Mapping

_NAMED_ONCE = "a name that two functions of Infoview agree on"

EQUIVALENT: Mapping[str, str] = {
    "bot.row_security.TEAM_OPTION: 'team_id' -> 'Xteam_idX'": _NAMED_ONCE,
    "bot.row_security._FREE_LOGIN: 'row_security_free_login' -> 'Xrow_security_free_loginX'": _NAMED_ONCE,
    "bot.values.text.clean: if text.isprintable(): return text.strip() -> if False: return text.strip()": (
        "a short way to the same result"
    ),
    "bot.values.text._INVISIBLE: 'Cs' -> 'XCsX'": "what is looked at was cleaned, and has no lone surrogates",
}
