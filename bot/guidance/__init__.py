"""The guide, program tips and nudge texts: Markdown files loaded into an immutable :class:`Library`.

Pure: no Slack, no database, no clock.
"""

from bot.guidance.closest import closest, normalise
from bot.guidance.entries import (
    NUDGE_KINDS,
    NUDGES_WITHOUT_CONTACT,
    STATEMENT_IDS,
    NudgeText,
    PlainWords,
    ProgramTip,
    Statement,
    Term,
    Topic,
)
from bot.guidance.glossary import Glossary
from bot.guidance.library import Library, load_library
from bot.guidance.problems import ContentError, ContentProblems
from bot.guidance.root import content_root

__all__ = [
    "NUDGES_WITHOUT_CONTACT",
    "NUDGE_KINDS",
    "STATEMENT_IDS",
    "ContentError",
    "ContentProblems",
    "Glossary",
    "Library",
    "NudgeText",
    "PlainWords",
    "ProgramTip",
    "Statement",
    "Term",
    "Topic",
    "closest",
    "content_root",
    "load_library",
    "normalise",
]
