"""D1, F1, A1 and T1: is a meeting asked for, how long, how, and when?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from bot.guidance.outreach.clauses import Passage
from bot.guidance.outreach.marks import PAST
from bot.guidance.outreach.patterns import pattern
from bot.guidance.outreach.reading import Reading

LEAST, SHORTEST, LONGEST = 15, 20, 30
"""Minutes: below ``LEAST`` or above ``LONGEST`` fails, from ``SHORTEST`` on there is nothing to say."""

_FIGURES = {
    "five": 5, "ten": 10, "fifteen": 15, "twenty": 20, "twenty five": 25, "thirty": 30, "thirty five": 35,
    "forty": 40, "forty five": 45, "fifty": 50, "sixty": 60, "ninety": 90, "couple of": 2, "two": 2,
    "twelve": 12, "eighteen": 18,
}  # fmt: skip
_NUMBER = (
    r"(?:\d{1,3}|twenty five|thirty five|forty five|"
    + "|".join(name for name in _FIGURES if " " not in name)
    + r"|couple of)"
)
_UNIT = (
    r"(?:(?:odd |ish |something |at (?:the )?(?:very )?(?:most|least) )?(?:short |quick |good "
    r"|little |or so |of your |more |precious |brief |of the )*minutes|')"
)
_DURATION = re.compile(
    rf"(?<!\S)(?:(?P<low>{_NUMBER})(?: minutes)?(?: (?:-|to|or|and|till|until|up to|maybe)){{1,2}} )?"
    rf"(?P<high>{_NUMBER}) {_UNIT}(?: (?:to|or|-) (?:even )?(?P<hour>an hour|one hour|1 hour))?(?!\S)"
)
_HOURS = (
    (pattern(r"(?:three quarters of an|hour and (?:a )?half|one and (?:a )?half hours?|hour and \S+ minutes"
             r"|hour half"
             r"|(?:an|one|1|full|whole|\d|two|three|couple|couple of|several|few"
             r"|entire) (?:\S+ )?(?:hours?|hr)|hour long"
             r"|hour (?:call|chat|meeting|talk|conversation))"), 60),
    (pattern(r"half (?:a |an |of an |of one |of hour )?(?:hour's|hour|hr|hours)",
             r"half of (?:an|one|the) hour", r"half hour"), 30),
    (pattern(r"quarter (?:of )?(?:an |a )?hour", r"quarter hour"), 15),
)  # fmt: skip
_ELSEWHERE_AFTER = re.compile(
    r" (?:openings?|gap|slot|each way|away|long|ago|late|every|per|a day|lectures?|episodes?|podcasts?"
    r"|films?|documentary|webinars?"
    r"|presentations?|keynotes?|workshops?|class(?:es)?|courses?|speech|drive|ride|commute|walk from|bus"
    r"|earlier"
    r"|sessions?|panel|from (?:my|your|the)|of (?:bus|traffic)|a week|in traffic|news|before you|tour"
    r"|on the bus|of your (?:choosing|choice|own)|of (?:the )?day|that suits)(?!\S)"
)
_ELSEWHERE_BEFORE = re.compile(
    r"(?:bus|drive|drove|commute|rode|walked|waited|wait|took me|takes me|spent|lasted|listened|watched|every"
    r"|last|sat|stood|lasts|late|past|live|lives|rides?|ferry|train) (?:\S+ ){0,2}$"
    r"|(?:your|at|which|what|whatever) $"
)


class Length(Enum):
    """How the length asked for compares with 20 to 30 minutes."""

    MISSING = "missing"
    TOO_SHORT = "too_short"
    NEARLY = "nearly"
    FITS = "fits"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Asked:
    """The length asked for, with the words that say it."""

    length: Length
    quote: str | None = None


def asks_to_meet(reading: Reading) -> bool:
    """Whether the message asks to talk or meet: a question, a wish, a proposal or an offer of a call."""
    return reading.first("ask") is not None


def length(reading: Reading) -> Asked:
    """The length asked for; one that is too long or too short where any part of it is."""
    found = [asked for clause in reading.draft.clauses for asked in _lengths(reading, clause)]
    for wanted in (Length.TOO_LONG, Length.FITS, Length.NEARLY, Length.TOO_SHORT):
        match = next((asked for asked in found if asked.length is wanted), None)
        if match is not None:
            return match
    return Asked(Length.MISSING)


def _lengths(reading: Reading, clause: Passage) -> Iterator[Asked]:
    taken: list[tuple[int, int]] = []
    for match in _DURATION.finditer(clause.words):
        taken.append(match.span())
        if not _is_elsewhere(reading, clause, match):
            minutes = [_minutes(match[name]) for name in ("low", "high") if match[name]]
            yield Asked(_compare([*minutes, *([60] if match["hour"] else [])]), clause.quote(*match.span()))
    for expression, minutes_meant in reversed(_HOURS):
        for match in expression.finditer(clause.words):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            if not _is_elsewhere(reading, clause, match):
                more = _is_more_than_half(clause.words, match)
                yield Asked(_compare([90 if more else minutes_meant]), clause.quote(*match.span()))


def _is_more_than_half(words: str, match: re.Match[str]) -> bool:
    return bool(re.search(r"(?:hour|one|an) and (?:a )?$", words[: match.start()]))


def _minutes(number: str) -> int:
    return int(number) if number.isdigit() else _FIGURES[number]


def _compare(minutes: list[int]) -> Length:
    if max(minutes) > LONGEST:
        return Length.TOO_LONG
    if min(minutes) < LEAST:
        return Length.TOO_SHORT
    return Length.FITS if min(minutes) >= SHORTEST else Length.NEARLY


def _is_elsewhere(reading: Reading, clause: Passage, match: re.Match[str]) -> bool:
    words = clause.words
    before, after = words[: match.start()], words[match.end() :]
    if PAST.search(before) and not clause.is_question and not reading.does("ask", clause):
        return True
    return bool(_ELSEWHERE_AFTER.match(after) or _ELSEWHERE_BEFORE.search(before))


def names_format(reading: Reading) -> bool:
    """Whether phone, video or a place is named for the meeting, or the choice is left open."""
    return reading.says("format")


def offers_times(reading: Reading) -> bool:
    """Whether times are offered, or the contact may choose."""
    return reading.says("times")
