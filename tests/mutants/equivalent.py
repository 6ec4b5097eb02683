"""Mutants that do the same as the code: no test can tell them apart, by their names, with the reason."""

from collections.abc import Mapping

_NAMED_ONCE = "a name that two functions of Infoview agree on"
_FOR_TYPES = "says to the type checker what is so anyway"
_SAME_DAY = "what is done with the day is the same with a moment of that day"
_ONLY_FASTER = (
    "a wording is found under each of its notions; this chooses the one that is looked at least often"
)
_OF_THE_PARSER = "each error of the parser has a mark and a problem, or a position and a reason"
_MINUTE_BY_MINUTE = "it then goes there minute by minute, by the same way out of a nine o'clock that is over"
_NINE_IS_OPEN = "at nine o'clock it is awake, and asks no more"

EQUIVALENT: Mapping[str, str] = {
    "bot.documents.trackers.reading._fitness: 0 -> 1": "an empty file is refused, whatever separates it",
    "bot.documents.trackers.rows.T: 'T' -> 'XTX'": _FOR_TYPES,
    "bot.documents.trackers.rows.T: TypeVar('T') -> 'T'": _FOR_TYPES,
    "bot.documents.trackers.rows._day_order: False -> True": "without a column of dates none is read",
    "bot.guidance.ask_match.Wordings.__init__: 1 -> 2": _ONLY_FASTER,
    "bot.guidance.ask_match.Wordings.__init__: counts.get(notion, 0) + 1"
    " -> counts.get(notion, 0) - 1": _ONLY_FASTER,
    "bot.guidance.ask_match.Wordings.__init__: min(wording.notions, key=lambda n: (counts[n], n))"
    " -> min(wording.notions)": _ONLY_FASTER,
    "bot.guidance.ask_match.holds: 1 -> 2": "behind the end there are fewer stems than the wording has",
    "bot.guidance.ask_match.holds: len(whole) - len(part) -> len(whole) + len(part)": (
        "behind the end there are fewer stems than the wording has"
    ),
    "bot.guidance.ask_spelling.Speller.__init__: 4096 -> 4097": "how many repairs are remembered",
    "bot.guidance.ask_spelling.Speller.__init__: lru_cache(maxsize=4096) -> lru_cache()": (
        "how many repairs are remembered"
    ),
    "bot.guidance.ask_spelling._once: '' -> 'XX'": "the words are compared with each other only",
    "bot.guidance.closest.Key: 'Key' -> 'XKeyX'": _FOR_TYPES,
    "bot.guidance.closest.Key: TypeVar('Key') -> 'Key'": _FOR_TYPES,
    "bot.guidance.frontmatter._line: 0 -> 1": _FOR_TYPES,
    'bot.guidance.frontmatter._reason: "it can\'t be read" -> "Xit can\'t be readX"': _OF_THE_PARSER,
    "bot.row_security.TEAM_OPTION: 'team_id' -> 'Xteam_idX'": _NAMED_ONCE,
    "bot.row_security._FREE_LOGIN: 'row_security_free_login' -> 'Xrow_security_free_loginX'": _NAMED_ONCE,
    "bot.services.lead_weeks.LeadWeeks.of: 1 -> 2": "holidays after the last day change nothing",
    "bot.services.lead_weeks.LeadWeeks._late_enough: week.at >= over_at -> week.at > over_at": (
        "at that moment the week is over, and the next open moment is that moment"
    ),
    "bot.services.lead_weeks._DAY: 1 -> 2": "the day that it leaves out is a Sunday, on which nothing comes",
    "bot.services.localtime.clock_change: first < second -> first <= second": "they differ there",
    "bot.services.localtime.iso_week: instant.astimezone(ZoneInfo(timezone)).date()"
    " -> instant.astimezone(ZoneInfo(timezone))": _SAME_DAY,
    "bot.services.localtime.moment: second < first -> second <= first": "where both are equal, either is it",
    "bot.services.localtime.next_weekly: after.astimezone(ZoneInfo(timezone)).date()"
    " -> after.astimezone(ZoneInfo(timezone))": _SAME_DAY,
    "bot.services.measures._different: if isinstance(part, tuple) -> nothing": _FOR_TYPES,
    "bot.services.measures._is_at_risk: 0 -> 1": "one is as far from five as none",
    "bot.services.measures._mean_change: if isinstance(part, tuple) -> nothing": _FOR_TYPES,
    "bot.services.measures._mean_change: int(part[0]) -> part[0]": _FOR_TYPES,
    "bot.services.measures._mean_change: int(part[1]) -> part[1]": _FOR_TYPES,
    "bot.services.measures._median: if isinstance(part, int) -> nothing": _FOR_TYPES,
    "bot.services.measures._sum: if isinstance(part, int) -> nothing": _FOR_TYPES,
    "bot.services.quiet.awake: local.date() + _DAY -> local.date() - _DAY": _MINUTE_BY_MINUTE,
    "bot.services.quiet.awake: local.time() < OPENS -> local.time() <= OPENS": _NINE_IS_OPEN,
    "bot.services.quiet.awake: opens > at -> opens >= at": _NINE_IS_OPEN,
    "bot.values.text.clean: if text.isprintable(): return text.strip() -> if False: return text.strip()": (
        "a short way to the same result"
    ),
    "bot.values.text._INVISIBLE: 'Cs' -> 'XCsX'": "what is looked at was cleaned, and has no lone surrogates",
}
