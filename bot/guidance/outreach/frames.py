"""The frames of a guided start: the few words around the member's own.

They stay English in every language of the interface, because the reader is a host in the United States.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum


class Guided(StrEnum):
    """The messages with a guided start."""

    FIRST = "first"
    FOLLOW_UP = "follow_up"
    THANK_YOU = "thank_you"


FRAMES: Mapping[Guided, Sequence[str]] = {
    Guided.FIRST: (
        "Hello {name},",
        "{who} {why} I would like to learn {learn}.",
        "Could we talk for {how}? I am free {when}. I can also follow your schedule.",
        "Thank you for your time.",
    ),
    Guided.FOLLOW_UP: (
        "Hello {name},",
        "I wrote to you some days ago. I know that you have a lot to do. {why} I would still like to learn"
        " {learn}.",
        "Could we talk for {how}? I am free {when}. I can also follow your schedule.",
        "Thank you for your time.",
    ),
    Guided.THANK_YOU: (
        "Hello {name},",
        "Thank you for talking with me. {lesson} {next}",
        "I am grateful for your time and your advice.",
    ),
}
"""Each message's paragraphs; placeholders are the names of the fields, and ``name`` is the contact's."""
