"""The pieces of guidance, immutable: topics and statements of the guide, program tips, texts of nudges."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.guidance.markdown import escape

STATEMENT_IDS = tuple(f"S{number}" for number in range(1, 31))
"""The statements the guide is made of, in its order."""

NUDGE_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "first_person": "N01",
        "write_first_message": "N02",
        "next_person": "N02",
        "add_another_person": "N03",
        "follow_up": "N04",
        "close_silent": "N05",
        "offer_times": "N06",
        "prepare": "N07",
        "how_did_it_go": "N08",
        "thank_you": "N09",
        "debrief": "N10",
        "next_step_due": "N11",
        "keep_in_touch": "N12",
        "after_decline": "N13",
        "celebrate": "N14",
        "all_done": "",
    }
)
"""Each kind of next step and the nudge it is; ``all_done`` is shown on request only and is no nudge."""

PLACEHOLDERS: Mapping[str, int] = MappingProxyType({"contact": 2, "days": 1, "when": 8, "goal": 6})
"""What a nudge's text can leave open, and how many words stand there at most in general.

Never the member's own words, which a direct message must not carry.
"""

NUDGES_WITHOUT_CONTACT = frozenset({"first_person", "next_person", "celebrate", "all_done"})
"""All other nudges name the contact they are about."""

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
"""A placeholder as it stands in a nudge's text."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement in the guide's own words, plain; ``credit`` names whom the guide quotes, or is empty."""

    id: str
    words: str
    topic_id: str
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """One section of the guide.

    ``order`` is the section's number, ``section`` its name; ``mrkdwn`` is the body for Slack (escaped, at
    most 3,000 characters), ``text`` the same words plain; ``credit`` names whom the guide quotes or is empty.
    """

    id: str
    title: str
    section: str
    order: int
    aliases: tuple[str, ...]
    statements: tuple[Statement, ...]
    mrkdwn: str
    text: str
    credit: str = ""


@dataclass(frozen=True, slots=True)
class ProgramTip:
    """Advice that is not in the guide: always shown as a program tip, with its source.

    ``topics`` are the ids of the topics it is shown with; ``mrkdwn`` is escaped for Slack, ``text`` is plain.
    """

    id: str
    title: str
    topics: tuple[str, ...]
    order: int
    source_title: str
    source_url: str
    aliases: tuple[str, ...]
    mrkdwn: str
    text: str


@dataclass(frozen=True, slots=True)
class PlainWords:
    """One topic in plain words, by the program: shown beside the guide's own words, never instead of them.

    ``words`` has the plain words of each statement of the topic; ``mrkdwn`` is escaped for Slack, at most
    3,000 characters, ``text`` is plain.
    """

    topic_id: str
    words: Mapping[str, str]
    mrkdwn: str
    text: str


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the glossary, explained by the program.

    ``statements`` are those in which the guide itself explains it; ``mrkdwn`` is escaped for Slack, ``text``
    is plain.
    """

    id: str
    term: str
    aliases: tuple[str, ...]
    statements: tuple[str, ...]
    mrkdwn: str
    text: str


@dataclass(frozen=True, slots=True)
class NudgeText:
    """What one kind of next step says: at most 60 words and one button.

    ``nudge`` is N01 to N14, or empty for ``all_done``; ``body`` is escaped for Slack, with placeholders.
    """

    kind: str
    nudge: str
    button: str
    body: str
    placeholders: tuple[str, ...]

    def render(self, values: Mapping[str, str]) -> str:
        """The body for Slack, with each placeholder replaced by its value, escaped; other values are ignored.

        Raises ``KeyError`` with the placeholder's name when its value is missing.
        """
        return PLACEHOLDER.sub(lambda match: escape(values[match[1]]), self.body)
