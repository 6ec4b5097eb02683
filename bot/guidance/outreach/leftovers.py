"""J1 and J2 by subject: a clause that names a job or a hirer, and nothing in it explains why.

In a message that asks to talk, these words stand beside learning, the past, or somebody's own work ("how you
got your job"). Where none of these is near, the clause is after them ("about the position you posted").
"""

import re

from bot.guidance.outreach.clauses import Draft, Passage
from bot.guidance.outreach.patterns import is_denied, pattern

_JOB = pattern(
    r"(?:jobs?|vacanc(?:y|ies)|internships?|placements?|apprenticeships?|traineeships?|employment|shifts?"
    r"|openings?|hiring|hire|hired"
    r"|(?:an?|the|any|this|that|open|some|your|no) (?:\S+ ){0,2}?(?:positions?|roles?|post)(?! (?:of"
    r"|in (?:the|our|my) (?:family|community|church|choir|board)|about|on|in your)))"
)
_HIRER = pattern(
    r"(?:refer|referrals?|recruiters?|hr|human resources|hiring (?:manager|team|committee)"
    r"|endorse(?:ment)?|vouch|search committee|selection committee|hiring committee|candidacy|my application)"
)
_EXPLAINED = pattern(
    r"(?:how|what|why|who|where|which|learn\S*|hear\S*|understand\S*|tell|told|curious|wonder\S* (?:how"
    r"|what|why)|know how|story|stories|talk|article|book|paper|study|studies|studied|stud(?:y|ying)"
    r"|wrote|write|taught"
    r"|teach\S*|said|says?|class|course|panel|podcast|program|career|path|advice|tips|search\S*|hunting"
    r"|fair|market|interview|described?|explain\S*|view|trends|chart|report|post|thesis|compare|between"
    r"|novel|film|research|newsletter|speech|theory|law|lecture|hard|harder|hardest|easy|easier|difficult"
    r"|question of)"
)
_PAST = pattern(
    r"(?:was|were|had|did|got|became|began|started|finished|lost|left|worked|applied|came|went|saw|read"
    r"|met|used to|last|ago|once|since|gave|made|found|took|ran|led|held|changed|grew|\S{3,}ed)"
)
_OWN = pattern(
    r"(?:my|his|her|their|our|your|own|first|second|third|tenth|last|present|current|same|day|night|old"
    r"|new|previous|full|regular|dream|two|both|one) (?:\S+ ){0,2}?(?:jobs?|positions?|roles?"
    r"|internships?|apprenticeships?|placements?|shifts?|post|hire|hires|referrals?|recruiters?|hr|hiring)"
    r"(?! (?:in|at|on|with|under|to) your?(?!\S))",
    r"(?:i|we|you|he|she|they|am|are|is|who) (?:\S+ )?(?:have|has|do|hold|holds|like|love|enjoy|work"
    r"|works|run|runs|hire|hires|do|does|manage|manages|study|recruit) (?:\S+ ){0,2}\S+",
    r"(?:you|they|who|he|she|we|company|school|boss) (?:\S+ )?(?:hired|hires?)",
    r"(?:position|role|post|job) (?:that )?(?:you|he|she|they) (?:took|take|hold|held|had|have|do|did|left)",
    r"(?:after|before|during|between|on|off|from|by|because of) (?:my |a |the |your |night |day |late "
    r"|early )*(?:shift|shifts|job|jobs|work|internship)",
    r"(?:as|am|is|are|be) (?:an? |the )?(?:\S+ )?(?:recruiter|hr)",
    r"(?:good|great|fine|nice|superb|marvelous|wonderful) job",
    r"(?:refer|referring) to (?!me|you|your|the (?:hiring|recruiter))\S+",
    r"opening (?:a|an|the|your|night|day|of|speech|hours|remarks|ceremony|scene|line|chapter|up|doors)",
    r"openings? (?:in|on) (?:your|my) (?:\S+ )?\S+",
    r"(?:hour|half hour|minutes) (?:\S+ )?openings?",
    r"(?:grand|gallery|shop|store|exhibit|show|film|art|chess|season) openings?",
    r"for hire",
    r"(?:your|the) openings? (?:at|of|night|show)",
    r"(?:student|place|am|enrolled|now|started) in (?:\S+ ){0,4}?(?:apprenticeship|internship|placement)",
    r"in a position to",
    r"job (?:shadow\S*|title|titles|seekers?|coach|club|center|corps|description|security|creation|training)",
    r"placements? (?:test|exam)",
    r"hr (?:student|degree|certificate|professional|manager|field|people|work|career|department of)",
)
_NOTHING = pattern(r"(?:not|no|never|neither|nor|without|none|nothing|cannot|do not|am not|least|last thing)")


def find_job_subject(draft: Draft) -> str | None:
    """The words that name work without a reason, as typed; None where there are none."""
    return _find(draft, _JOB)


def find_hirer_subject(draft: Draft) -> str | None:
    """The words that name a referral or a hirer without a reason, as typed; None where there are none."""
    return _find(draft, _HIRER)


def _find(draft: Draft, subject: re.Pattern[str]) -> str | None:
    for clause in draft.clauses:
        match = subject.search(clause.words)
        if match is not None and not _is_explained(clause, match):
            return clause.quote(*match.span())
    return None


def _is_explained(clause: Passage, match: re.Match[str]) -> bool:
    if any(expression.search(clause.words) for expression in (_EXPLAINED, _NOTHING)):
        return True
    if _PAST.search(clause.words[: match.start()]) or is_denied(clause, match):
        return True
    return any(
        own.start() < match.end() and match.start() < own.end() + 1 for own in _OWN.finditer(clause.words)
    )
