"""Words that do not belong in a nudge: guilt, hurry, comparison with others, and promises."""

import re
from collections.abc import Iterator, Mapping

_UNWELCOME: Mapping[str, tuple[str, ...]] = {
    "no guilt": (
        r"you (?:did not|didn't|have not|haven't|still have not|still haven't|never|forgot|failed|missed)",
        r"should have",
        r"forgot(?:ten)?",
        r"fail(?:ed|ure)?",
        r"overdue",
        r"fall(?:en|ing)? behind|fell behind",
        r"disappoint(?:ed|ing)?",
        r"asham\w+|shame|guilt\w*",
        r"excuses?|laz(?:y|iness)",
        r"ignor(?:e|ed|ing) (?:me|us|this|these)",
    ),
    "no hurry": (
        r"you must",
        r"hurry|asap|as soon as possible|immediately|urgent(?:ly)?",
        r"last (?:chance|reminder)|final (?:chance|reminder)",
        r"(?:do not|don't) forget",
        r"too late",
    ),
    "no streaks and nothing to lose": (r"streaks?", r"(?:lose|losing|lost) (?:your|all|the)"),
    "no comparison with others": (
        r"other members|others (?:have|are|did)|most (?:other )?members",
        r"everybody else|everyone else",
        r"better than|more than others|than your (?:cohort|group)",
        r"rank(?:ing|ed)?|leaderboards?",
    ),
    "no promise of a job": (
        r"guarantee\w*|promis\w+",
        r"(?:get|find|give|land|offer) (?:you )?(?:a|the) job|job offers?|get hired",
        r"refer you|a referral",
    ),
}
_PATTERNS = {
    why: re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE) for why, patterns in _UNWELCOME.items()
}


def unwelcome(text: str) -> Iterator[tuple[str, str]]:
    """What does not belong in a nudge's text (in English), and why, each once."""
    plain = text.replace("’", "'")
    for why, pattern in _PATTERNS.items():
        match = pattern.search(plain)
        if match is not None:
            yield match[0], why
