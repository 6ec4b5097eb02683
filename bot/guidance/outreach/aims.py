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
_HARMLESS = pattern(
    r"(?:looking for|look for|need|seek|seeking) (?:an? )?(?:people|someone|somebody|person|one) "
    r"(?:to learn from|who (?:knows?|can|understands?|explains?)) ?(?:\S+)?",
    r"(?:hold|held|have) the position i (?:dream|admire|hope)",
    r"openings? in your (?:day|week|month|calendar|schedule|diary)",
    r"open to (?:your|any) (?:suggestions?|ideas?|formats?|times?|days?|advice)",
    r"hiring halls?",
    r"(?:students|children|friends|people|clients|patients|neighbors) (?:\S+ )?ask me (?:about|for|how)",
    r"(?:parts?|sides?|aspects?|pieces?) of your (?:job|work|position)",
    r"(?:fit|squeeze|pencil) me in (?:when|whenever|on|at|this|next|any)",
    r"(?:slot|time|date|gap|opening) (?:that )?(?:you have|is) open",
    r"welcome a word (?:with|from)",
    r"put me at ease",
    r"serve (?:my|our|the) community",
    r"took a chance on me",
    r"openings? in chess",
    r"at your disposal (?:on|for|in) (?:any|a|the|whatever)",
    r"work (?:through|on|out) (?:my|the|these|some|a few|a) (?:\S+ )?"
    r"(?:questions?|time|date|problem|pitch|speech|essay|english)",
    r"join a \S+ like yours",
    r"join your (?:table|class|line|walk|tour|webinar)",
)
_THERE = re.compile(
    r"(?<!\S)(?:(?:at|for|with|under|on|inside|within|into) (?:you|your)"
    r"|in your (?!field|trade|profession|industry|area|line)\S+|you (?:have|need|know of|hear of)"
    r"|looking for|look for|apply|applying|hire|hiring|give me|there is)(?!\S)"
)


def without_aims(draft: Draft) -> Draft:
    """The message without its clauses on a career in general and on changes of plan."""
    return Draft(
        draft.text,
        tuple(Sentence(one.whole, tuple(filter(_may_ask, one.clauses))) for one in draft.sentences),
    )


def _may_ask(clause: Passage) -> bool:
    if _HARMLESS.search(clause.words):
        return False
    return _AIM.search(clause.words) is None or _THERE.search(clause.words) is not None
