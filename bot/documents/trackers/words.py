"""The words of trackers for statuses, channels and ways to meet, as values of the interview log."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from bot.values import Channel, Source, Status

E = TypeVar("E", bound=StrEnum)
_S = Status

_STATUSES: Mapping[Status, Sequence[str]] = {
    _S.PLANNED: (
        "to contact",
        "to do",
        "todo",
        "planned",
        "not contacted",
        "not yet contacted",
        "not started",
        "new",
        "lead",
        "target",
        "prospect",
        "want to contact",
    ),
    _S.CONTACTED: (
        "awaiting reply",
        "awaiting response",
        "waiting",
        "waiting for reply",
        "waiting for response",
        "contacted",
        "reached out",
        "messaged",
        "message sent",
        "emailed",
        "email sent",
        "sent",
        "no reply yet",
    ),
    _S.FOLLOWED_UP: ("followed up", "follow up sent", "followup sent"),
    _S.REPLIED: (
        "replied",
        "replied not scheduled",
        "responded",
        "response received",
        "answered",
        "scheduling",
    ),
    _S.SCHEDULED: (
        "scheduled",
        "meeting scheduled",
        "call scheduled",
        "interview scheduled",
        "meeting set",
        "booked",
    ),
    _S.MET: (
        "met",
        "done",
        "complete",
        "completed",
        "interviewed",
        "interview done",
        "talked",
        "spoke",
        "had call",
        "meeting held",
        "we met",
    ),
    _S.KEEPING_IN_TOUCH: ("keeping in touch", "in touch", "staying in touch"),
    _S.DECLINED: ("declined", "said no", "not interested", "not available", "rejected"),
    _S.NO_RESPONSE: ("no response", "no reply", "no answer", "ghosted", "unresponsive"),
    _S.CLOSED: ("closed", "archived", "inactive", "not now", "on hold", "dead"),
}

_CHANNELS: Mapping[Channel, Sequence[str]] = {
    Channel.EMAIL: ("email", "e mail", "mail", "gmail", "outlook"),
    Channel.LINKEDIN: ("linkedin", "linked in", "linkedin message", "li", "inmail"),
    Channel.PHONE: ("phone", "call", "phone call", "text", "sms", "whatsapp", "text message", "cell"),
    Channel.IN_PERSON: ("in person", "face to face", "f2f"),
    Channel.OTHER: ("other", "another way"),
}

_SOURCES: Mapping[Source, Sequence[str]] = {
    Source.ALUMNI: ("alumni", "alum", "alumnus", "alumna", "alumni network", "alumni database"),
    Source.PROFESSOR: ("professor", "teacher", "professor or teacher", "instructor", "faculty"),
    Source.FRIEND_FAMILY: ("friend family", "friend", "family", "friend or family", "friends", "relative"),
    Source.EVENT: (
        "event",
        "conference",
        "career fair",
        "job fair",
        "meetup",
        "networking event",
        "webinar",
    ),
    Source.LINKEDIN_OR_WEB: (
        "linkedin or web",
        "linkedin or the web",
        "linkedin",
        "web",
        "website",
        "online",
        "cold outreach",
        "cold email",
    ),
    Source.INTRODUCED_BY_CONTACT: (
        "introduced by contact",
        "introduced by another contact",
        "introduction",
        "introduced",
        "referral",
        "referred",
        "mutual contact",
    ),
    Source.PROGRAM: ("program", "my program", "bootcamp", "career office", "career services", "mentor"),
    Source.OTHER: ("other", "another way"),
}


def _by_word(words: Mapping[E, Sequence[str]]) -> Mapping[str, E]:
    return {word: meaning for meaning, all_words in words.items() for word in all_words}


_STATUS_OF, _CHANNEL_OF, _SOURCE_OF = _by_word(_STATUSES), _by_word(_CHANNELS), _by_word(_SOURCES)


def status_of(text: str) -> Status | None:
    """The status a tracker's word stands for; None where we do not know it."""
    return _STATUS_OF.get(_plain(text))


def channel_of(text: str) -> Channel | None:
    """The channel a tracker's word stands for; None where we do not know it."""
    return _CHANNEL_OF.get(_plain(text))


def source_of(text: str) -> Source | None:
    """The way to meet a tracker's word stands for; None where we do not know it."""
    return _SOURCE_OF.get(_plain(text))


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", text.casefold()).split())
