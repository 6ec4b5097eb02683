"""The check of an outreach message: what is asked, clause by clause, never by keywords.

What a clause does (asks for a job, says why this person) is told by word weights learned from example
sentences; numbers, times, formats, greeting and thanks by fixed patterns. All of it is local.
"""

from collections.abc import Callable, Mapping

from bot.guidance.outreach import manners, meeting
from bot.guidance.outreach.clauses import Draft, Passage, take_apart
from bot.guidance.outreach.meeting import Length
from bot.guidance.outreach.reading import REQUEST_RULES, Reading
from bot.guidance.outreach.verdict import LEVELS, DraftVerdict, Finding, Level

MOST_WORDS, GOOD_WORDS = 150, 125
_REQUESTS = frozenset(REQUEST_RULES.values())
LONGEST_READ = 4_000
"""Characters that are read; a message of 150 words is far shorter."""


def check_draft(text: str) -> DraftVerdict:
    """Judge one message. The same text gives the same verdict; any text is judged, none raises."""
    read = text[:LONGEST_READ]
    draft = take_apart(read)
    reading = Reading(draft)
    findings = [finding for rule in LEVELS for finding in _CHECKS[rule](reading)]
    not_met = {finding.rule for finding in findings}
    if not_met & _REQUESTS:
        not_met |= _REQUESTS
    words = draft.length if len(text) == len(read) else sum(map(bool, text.split()))
    return DraftVerdict(tuple(findings), tuple(rule for rule in LEVELS if rule not in not_met), words)


def _quoting(rule: str, passage: Passage, aspect: str = "") -> Finding:
    return Finding(rule, LEVELS[rule], passage.quote(0, len(passage.words.rstrip(" ,?"))), aspect)


def _missing(rule: str, is_there: bool, aspect: str = "") -> list[Finding]:
    return [] if is_there else [Finding(rule, LEVELS[rule], None, aspect)]


def _length(reading: Reading) -> list[Finding]:
    asked = meeting.length(reading) if meeting.asks_to_meet(reading) else meeting.Asked(Length.MISSING)
    if asked.length is Length.FITS:
        return []
    level = Level.TIP if asked.length is Length.NEARLY else LEVELS["D1"]
    return [Finding("D1", level, asked.quote, asked.length.value)]


def _short(draft: Draft) -> list[Finding]:
    if draft.length > MOST_WORDS:
        return [Finding("B1", LEVELS["B1"], None, "too_long")]
    return [Finding("B1", Level.TIP, None, "long")] if draft.length > GOOD_WORDS else []


def _reason(reading: Reading) -> list[Finding]:
    if reading.first("why") is not None:
        return []
    return [Finding("W1", LEVELS["W1"], manners.generic_praise(reading.draft))]


def _polite(reading: Reading) -> list[Finding]:
    rude = reading.first("rude")
    return [
        *_missing("P1", manners.greets(reading.draft), "greeting"),
        *_missing("P1", manners.thanks(reading.draft), "thanks"),
        *([_quoting("P1", rude, "rude")] if rude is not None else []),
    ]


def _requested(rule: str) -> Callable[[Reading], list[Finding]]:
    def check(reading: Reading) -> list[Finding]:
        passage = reading.requests.get(rule)
        return [_quoting(rule, passage)] if passage is not None else []

    return check


_CHECKS: Mapping[str, Callable[[Reading], list[Finding]]] = {
    "J1": _requested("J1"),
    "J2": _requested("J2"),
    "J3": _requested("J3"),
    "D1": _length,
    "F1": lambda reading: _missing("F1", meeting.asks_to_meet(reading) and meeting.names_format(reading)),
    "W1": _reason,
    "A1": lambda reading: _missing("A1", meeting.asks_to_meet(reading)),
    "T1": lambda reading: _missing("T1", meeting.asks_to_meet(reading) and meeting.offers_times(reading)),
    "B1": lambda reading: _short(reading.draft),
    "P1": _polite,
    "G1": lambda reading: _missing("G1", manners.names_goal(reading.draft)),
    "N1": lambda reading: _missing("N1", manners.says_who(reading.draft)),
}
