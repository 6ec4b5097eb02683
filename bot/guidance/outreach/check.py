"""The check of an outreach message: what is asked, clause by clause, never by keywords. Local, no model."""

from collections.abc import Callable, Mapping

from bot.guidance.outreach import favours, job, manners, meeting, unexplained
from bot.guidance.outreach.clauses import Draft, take_apart
from bot.guidance.outreach.meeting import Length
from bot.guidance.outreach.verdict import LEVELS, DraftVerdict, Finding, Level

MOST_WORDS, GOOD_WORDS = 150, 125
LONGEST_READ = 4_000
"""Characters that are read; a message of 150 words is far shorter."""


def check_draft(text: str) -> DraftVerdict:
    """Judge one message. The same text gives the same verdict; any text is judged, none raises."""
    read = text[:LONGEST_READ]
    draft = take_apart(read)
    findings = [finding for rule in LEVELS for finding in _CHECKS[rule](draft)]
    failed = {finding.rule for finding in findings}
    words = draft.length if len(text) == len(read) else sum(map(bool, text.split()))
    return DraftVerdict(tuple(findings), tuple(rule for rule in LEVELS if rule not in failed), words)


def _quoted(rule: str, quote: str | None) -> list[Finding]:
    return [Finding(rule, LEVELS[rule], quote)] if quote is not None else []


def _job(draft: Draft) -> str | None:
    found = job.find(draft)
    if found is not None or favours.find_referral(draft) or favours.find_resume(draft):
        return found
    return unexplained.find(draft)


def _missing(rule: str, is_there: bool, aspect: str = "") -> list[Finding]:
    return [] if is_there else [Finding(rule, LEVELS[rule], None, aspect)]


def _length(draft: Draft) -> list[Finding]:
    asked = meeting.length(draft) if meeting.asks_to_meet(draft) else meeting.Asked(Length.MISSING)
    if asked.length is Length.FITS:
        return []
    level = Level.TIP if asked.length is Length.NEARLY else LEVELS["D1"]
    return [Finding("D1", level, asked.quote, asked.length.value)]


def _short(draft: Draft) -> list[Finding]:
    if draft.length > MOST_WORDS:
        return [Finding("B1", LEVELS["B1"], None, "too_long")]
    return [Finding("B1", Level.TIP, None, "long")] if draft.length > GOOD_WORDS else []


def _reason(draft: Draft) -> list[Finding]:
    if manners.gives_reason(draft):
        return []
    return [Finding("W1", LEVELS["W1"], manners.generic_praise(draft))]


def _polite(draft: Draft) -> list[Finding]:
    return [
        *_missing("P1", manners.greets(draft), "greeting"),
        *_missing("P1", manners.thanks(draft), "thanks"),
        *(Finding("P1", LEVELS["P1"], quote, "rude") for quote in [manners.rudeness(draft)] if quote),
    ]


_CHECKS: Mapping[str, Callable[[Draft], list[Finding]]] = {
    "J1": lambda draft: _quoted("J1", _job(draft)),
    "J2": lambda draft: _quoted("J2", favours.find_referral(draft)),
    "J3": lambda draft: _quoted("J3", favours.find_resume(draft)),
    "D1": _length,
    "F1": lambda draft: _missing("F1", meeting.asks_to_meet(draft) and meeting.names_format(draft)),
    "W1": _reason,
    "A1": lambda draft: _missing("A1", meeting.asks_to_meet(draft)),
    "T1": lambda draft: _missing("T1", meeting.asks_to_meet(draft) and meeting.offers_times(draft)),
    "B1": _short,
    "P1": _polite,
    "G1": lambda draft: _missing("G1", manners.names_goal(draft)),
    "N1": lambda draft: _missing("N1", manners.says_who(draft)),
}
