"""What went well in a cohort and what needs the lead's attention: fixed rules over the summary's own numbers.

A rule looks at one rate of the whole cohort, and only where it is shown and its whole is at least
:data:`ENOUGH`. From ``good`` on it went well; below ``low`` a step is suggested. No rule names or counts a
member. The limits are ours: they mark the far ends and are no norm.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.documents.summaries import Line, figures
from bot.i18n import N_, _
from bot.values import CohortSummary
from bot.views.bars import percent

ENOUGH = 10
"""Of fewer a rate says little."""


@dataclass(frozen=True, slots=True)
class Rule:
    """When a rate is good or low, and what is said then; ``{share}`` is the rate in percent."""

    measure: str
    low: float
    good: float
    well: str
    attention: str


RULES = (
    Rule(
        "response",
        0.2,
        0.4,
        N_("Many people answer: {share} of those contacted 14 days ago or earlier."),
        N_(
            "Many were contacted, few replied ({share}). Share the tip on following up once:"
            " `/infoview tips follow up`."
        ),
    ),
    Rule(
        "scheduled",
        0.4,
        0.75,
        N_("Most replies lead to a meeting: {share}."),
        N_(
            "Few replies lead to a meeting ({share}). Share the tip to offer times:"
            " `/infoview tips offer times`."
        ),
    ),
    Rule(
        "debriefed",
        0.5,
        0.8,
        N_("Most meetings have a debrief: {share}."),
        N_(
            "Few meetings have a debrief ({share}). Take five minutes for it together when you meet:"
            " `/infoview debrief`."
        ),
    ),
    Rule(
        "thanked",
        0.6,
        0.9,
        N_("Nearly everybody was thanked: {share} of the meetings."),
        N_("Few meetings are followed by thanks ({share}). Share the tip: `/infoview tips thank you`."),
    ),
)


def attention(found: CohortSummary) -> str:
    """Both lists in mrkdwn; an empty text where no rule speaks."""
    lines = {line.measure: line for line in figures(found)}
    spoken = [(rule, lines[rule.measure]) for rule in RULES if _is_enough(lines[rule.measure])]
    well = [_said(rule.well, line) for rule, line in spoken if (line.share or 0) >= rule.good]
    low = [_said(rule.attention, line) for rule, line in spoken if (line.share or 0) < rule.low]
    return "\n".join((*_titled(_("*What went well*"), well), *_titled(_("*What needs your attention*"), low)))


def _is_enough(line: Line) -> bool:
    return line.share is not None and (line.of or 0) >= ENOUGH


def _said(words: str, line: Line) -> str:
    return "• " + _(words).format(share=percent(line.share or 0))


def _titled(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield title
        yield from lines
