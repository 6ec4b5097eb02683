"""What the headings of a tracker's columns stand for."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from bot.values import TrackerField

_F = TrackerField

_HEADINGS: Mapping[TrackerField, tuple[str, ...]] = {
    _F.LAST_NAME: ("last name", "surname", "family name"),
    _F.ORGANISATION: (
        "organization",
        "organisation",
        "company",
        "company name",
        "employer",
        "org",
        "firm",
        "workplace",
        "company organization",
        "place of work",
    ),
    _F.ROLE: ("role", "title", "job title", "position", "job", "occupation"),
    _F.PROFILE: (
        "email",
        "e mail",
        "email address",
        "email or link",
        "linkedin",
        "linkedin url",
        "linkedin profile",
        "profile",
        "link",
        "url",
        "website",
    ),
    _F.SOURCE: (
        "how met",
        "how we met",
        "how did we meet",
        "how did you meet",
        "how i know them",
        "how i met them",
        "how i found them",
        "met through",
        "where met",
        "where we met",
        "source",
        "connection",
        "relationship",
    ),
    _F.CHANNEL: (
        "channel",
        "method",
        "contact method",
        "method of contact",
        "outreach method",
        "how contacted",
        "medium",
        "platform",
        "via",
    ),
    _F.LAST_CONTACT: (
        "last contact",
        "last contacted",
        "last contact date",
        "date of last contact",
        "last touch",
        "last spoke",
        "last outreach",
        "date contacted",
        "contact date",
        "contacted on",
        "date reached out",
        "outreach date",
        "date sent",
        "date",
    ),
    _F.STATUS: ("status", "stage", "progress", "outreach status"),
    _F.INTRODUCED_BY: ("introduced by", "introduction by", "referred by", "referral", "introduced through"),
    _F.WHY: ("why", "why this person", "reason", "reason for contact", "purpose"),
    _F.NOTES: ("notes", "note", "comments", "comment", "remarks", "details"),
    _F.NAME: (
        "name",
        "full name",
        "contact",
        "contact name",
        "name of contact",
        "person",
        "contact person",
        "first name",
        "given name",
        "who",
    ),
}
"""Headings in the words of :func:`_plain`; the name comes last, so that “company name” is none."""


_LONG_ENOUGH = 5


def guess_columns(headers: Sequence[str]) -> dict[TrackerField, int]:
    """The number of the column that stands for each field, where one does; no column stands for two."""
    plain = [_plain(header) for header in headers]
    found: dict[TrackerField, int] = {}
    for fits in (_is, _contains):
        for meaning, headings in _HEADINGS.items():
            if meaning not in found:
                free = [number for number in range(len(plain)) if number not in found.values()]
                number = _first(plain, free, headings, fits)
                if number is not None:
                    found[meaning] = number
    return found


def _first(
    plain: Sequence[str], free: Sequence[int], headings: Sequence[str], fits: Callable[[str, str], bool]
) -> int | None:
    for heading in headings:
        for number in free:
            if fits(plain[number], heading):
                return number
    return None


def _is(header: str, heading: str) -> bool:
    return header == heading


def _contains(header: str, heading: str) -> bool:
    """Short headings count alone only: a “date of birth” is no date of a contact."""
    return len(heading) >= _LONG_ENOUGH and f" {heading} " in f" {header} "


def _plain(header: str) -> str:
    """Small letters and digits, single spaces: ``Company / Organization:`` is ``company organization``."""
    composed = unicodedata.normalize("NFKC", header).casefold()
    return " ".join(re.sub(r"[\W_]+", " ", composed).split())
