"""Regular expressions over normal words (see :mod:`bot.guidance.outreach.clauses`), and when they count.

Every gap between words has a bound, so that no message can make matching slow.
"""

import re
from collections.abc import Iterator, Sequence

from bot.guidance.outreach.clauses import Passage


def pattern(*alternatives: str) -> re.Pattern[str]:
    """One expression for several ways to say a thing; ``~`` stands for up to three, ``~~`` for six words."""
    joined = "|".join(f"(?:{alternative})" for alternative in alternatives)
    joined = joined.replace("~~ ", r"(?:\S+ ){0,6}?").replace("~ ", r"(?:\S+ ){0,3}?")
    return re.compile(rf"(?<!\S)(?:{joined})(?!\S)")


_NEGATION = pattern(
    "not",
    "never",
    "no",
    "nor",
    "neither",
    "without",
    "rather than",
    "instead of",
    "nothing to do with",
    "far from",
    "the last thing",
    "need not",
    "no need",
    "last thing i (?:need|want|am after|am looking for)",
    "cease",
    "promise not",
    "none of",
    "not to",
)
_NO_NEGATION = pattern(
    "not (?:sure|know|only|just|simply|hesitate|mind|wait|forget|certain|aware|help|too|yet)",
    "no (?:idea|problem|longer|one|doubt|matter|rush|hurry)",
    "(?:why|if|or|but|maybe|perhaps|whether or) not",
    "can not (?:find|get|wait|help|stop|believe|seem|afford|work)",
    "have not (?:found|got|had|worked|been|heard|received|yet)",
    "has not",
    "(?:should|ought) not(?! (?:take|need|last|be))",
    "not (?:supposed|meant|allowed|polite|proper|right|usual|done|nice|appropriate|wise|smart|customary"
    "|correct|good|the (?:place|way|custom|moment|time|done thing)|my (?:style|habit|way))",
    "had not",
    "did not (?:find|get|have|work|receive|hear|succeed)",
    "could not (?:find|get|help)",
    "without (?:a )?(?:job|work|success|luck|income|result)",
    "no (?:luck|success|answer|reply|experience)",
    "(?:(?<!need )(?<!for )(?<!needs )(?<!want )(?<!seek )(?<!asking )(?<!about ))no (?:job|work"
    "|income)(?: yet"
    "| now| here| at the moment)?",
)
_DENIED_AFTER = pattern("~ (?:is|are|was) not (?:what|why|my|the|our|a|something|on)")
_DENIED_NOUN = pattern(
    "no (?:~ )?(?:job|jobs|referral|referrals|resume|cv|internship|work)"
    " (?:~ )?(?:talk|talks|request|requests|ask|asks|questions?|attached|enclosed|needed|expected|from)",
)


def asserted(expression: re.Pattern[str], clause: Passage) -> Iterator[re.Match[str]]:
    """The matches in one clause that are said and not denied."""
    for match in expression.finditer(clause.words):
        if not is_denied(clause, match):
            yield match


def is_denied(clause: Passage, match: re.Match[str]) -> bool:
    """Whether the words of ``match`` are denied within their clause ("I am not asking for a job")."""
    if _DENIED_NOUN.search(clause.words):
        return True
    if _DENIED_AFTER.match(clause.words, match.end() + 1):
        return True
    innocent = [found.span() for found in _NO_NEGATION.finditer(clause.words)]
    return any(
        negation.start() < match.end()
        and not any(start <= negation.start() < end for start, end in innocent)
        and _reaches(clause.words, negation, match)
        for negation in _NEGATION.finditer(clause.words)
    )


def _reaches(words: str, negation: re.Match[str], match: re.Match[str]) -> bool:
    """Whether the negation is of this request: it stands close before it, or denies a wish or a purpose."""
    between = words[negation.end() : match.start()].split()
    return (
        len(between) <= _CLOSE
        or negation[0] in _ALL_DENIED
        or _DENIED_WISH.match(words, negation.end() + 1) is not None
    )


_ALL_DENIED = frozenset({"need not", "no need"})
"""Negations that deny all that follows in their clause."""

_CLOSE = 2
"""Words that may stand between a negation and what it denies."""

_DENIED_WISH = pattern(
    r"(?:have to |need to |to |be )?(?:put|pass|refer|recommend|introduce|forward|connect|mention|hire"
    r"|give|share|vouch)",
    r"(?:~~ )?(?:ask|asks|asking|looking|look|seek|seeking|request|requesting|want|wanting|expect"
    r"|expecting|hope|hoping|write|writing|mean|meant"
    r"|intend|need|contact|contacting|here|after|about|apply|applying|send|sending|attach|attaching"
    r"|trying|try|interested|job|search|hint|push|request"
    r"|a question|because|to get|to find|for|inquiring|fishing)",
)


def is_negative(clause: Passage) -> bool:
    """Whether a clause holds any negation."""
    return _NEGATION.search(clause.words) is not None


def first(expressions: Sequence[re.Pattern[str]], clauses: Iterator[Passage]) -> str | None:
    """The first asserted match of any expression, in the message's own words."""
    for clause in clauses:
        for expression in expressions:
            match = next(asserted(expression, clause), None)
            if match is not None:
                return clause.quote(*match.span())
    return None
