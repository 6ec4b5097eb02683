"""Clauses about the sender's own way in life, and about plans that may change: never a request."""

import re

from bot.guidance.outreach.clauses import Draft, Passage, Sentence
from bot.guidance.outreach.patterns import pattern

_AIM = pattern(
    r"(?:work|job|join|become|career|start|position) (?:~~ )?(?:one day|someday|in \S+ years"
    r"|after (?:school|graduation|college|my degree))",
    r"(?:work|job|join|career|position) (?:~ )?(?:in|of) (?:this|the|a|that|your) (?:\S+ )?"
    r"(?:field|trade|profession|industry|area|line of work)",
    r"join a (?:field|trade|profession|union|guild)",
    r"(?:hard|easy|harder|easier|difficult|possible|long|usual|common) (?:\S+ ){0,3}?to (?:find|get|land)",
    r"(?:if|in case) (?:something|anything) (?:urgent )?comes up(?= ,)",
    r"if you (?:need|want|have) to (?!hire|fill|add|grow|expand)\S+",
    r"if you (?:want|like|wish)(?= [,.]|$)",
)
_THERE = re.compile(
    r"(?<!\S)(?:(?:at|for|with|under|on|inside|within|into) (?:you|your)|in your (?!field|trade|profession|industry|area|line)\S+"
    r"|you (?:have|need|know of|hear of)|looking for|look for|apply|applying|hire|hiring|give me|there is)(?!\S)"
)


def without_aims(draft: Draft) -> Draft:
    """The message without its clauses on a career in general and on changes of plan."""
    return Draft(
        draft.text,
        tuple(Sentence(one.whole, tuple(filter(_may_ask, one.clauses))) for one in draft.sentences),
    )


def _may_ask(clause: Passage) -> bool:
    return _AIM.search(clause.words) is None or _THERE.search(clause.words) is not None
