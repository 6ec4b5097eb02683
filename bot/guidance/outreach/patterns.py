"""Regular expressions over normal words (see :mod:`bot.guidance.outreach.clauses`).

Every gap between words has a bound, so that no message can make matching slow.
"""

import re


def pattern(*alternatives: str) -> re.Pattern[str]:
    """One expression for several ways to say a thing; ``~`` stands for up to three, ``~~`` for six words."""
    joined = "|".join(f"(?:{alternative})" for alternative in alternatives)
    joined = joined.replace("~~ ", r"(?:\S+ ){0,6}?").replace("~ ", r"(?:\S+ ){0,3}?")
    return re.compile(rf"(?<!\S)(?:{joined})(?!\S)")
