"""Every message and window, for people who hear them or who learn English: names and short sentences."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.guidance import content_root, load_library
from tests.contracts.every_view import PARTS
from tests.unit.test_plain_words import IDIOMS

Node = dict[str, Any]

LIBRARY = load_library(content_root())
VAGUE = re.compile(
    r"ok|okay|yes|no|submit|send|go|go on|click here|here|this|more|open|manage|continue|proceed|confirm|look"
    r"|share|forget|leave|revoke|stop it|read it|do it|later|check|ask|details|info|link"
)
"""Words on a button that do not say what will happen."""

CHOOSES = ("static_select", "multi_static_select", "users_select", "multi_users_select", "channels_select")
LONGEST_SENTENCE = 30
"""Words of one sentence of ours. The guide's own sentences are quoted as they are."""

LIST_OF = 4
"""Commas, from which on a sentence is a list, that people read item by item."""

A_WORD_EXPLAINED = "guide, term"

NAMED_BESIDE_IT = {"roster.member"}
"""Buttons of a row whose name only Slack knows: the row's text mentions the member."""

_QUOTED = re.compile(r"“[^”]*”|^> .*$|<[^>]*>", re.M)
_EMOJI = re.compile(r":[a-z][a-z0-9_+-]*:|[\u2190-\u2BFF\U0001F000-\U0001FAFF]")
_LETTER = re.compile(r"\w")


@pytest.fixture(scope="module")
def everything() -> list[tuple[str, Node]]:
    """Every message and window, by its part and name."""
    return [(f"{part}, {name}", shown) for part, views in PARTS.items() for name, shown in views(LIBRARY)]


def nodes(shown: Any) -> Iterator[Node]:
    """A view and everything in it."""
    if isinstance(shown, dict):
        yield shown
    for part in shown.values() if isinstance(shown, dict) else shown if isinstance(shown, list) else ():
        yield from nodes(part)


def of_type(shown: Node, *kinds: str) -> Iterator[Node]:
    """What in a view is of these types."""
    return (node for node in nodes(shown) if node.get("type") in kinds)


def words_on_buttons(shown: Node) -> Iterator[str]:
    """What stands on everything that is pressed: buttons, a form's submit, the answers of a question."""
    yield from (node["text"]["text"] for node in of_type(shown, "button"))
    for node in nodes(shown):
        answers = (node.get(key) for key in ("submit", "confirm", "deny"))
        yield from (words["text"] for words in answers if words and isinstance(words.get("text"), str))


def test_what_a_button_does_stands_on_it(everything: list[tuple[str, Node]]) -> None:
    pressed = {words: where for where, shown in everything for words in words_on_buttons(shown)}
    assert len(pressed) > 150
    assert {words: where for words, where in pressed.items() if VAGUE.fullmatch(words.lower())} == {}
    assert [words for words in pressed if not _LETTER.search(_EMOJI.sub("", words))] == []


def test_buttons_that_look_alike_say_whom_they_are_about(everything: list[tuple[str, Node]]) -> None:
    for where, shown in everything:
        values_of: dict[str, set[str]] = {}
        for button in of_type(shown, "button"):
            text, label = button["text"]["text"], button.get("accessibility_label", "")
            assert label == "" or label.startswith(f"{text}: "), f"{where}: who says {text!r} finds nothing"
            if not label and "value" in button and button["action_id"] not in NAMED_BESIDE_IT:
                values_of.setdefault(text, set()).add(button["value"])
        assert [text for text, values in values_of.items() if len(values) > 1] == [], where


def test_pictures_and_fields_and_menus_have_words(everything: list[tuple[str, Node]]) -> None:
    for where, shown in everything:
        for picture in of_type(shown, "image"):
            assert _LETTER.search(picture["alt_text"]), where
        for field in of_type(shown, "input"):
            assert _LETTER.search(field["label"]["text"]), where
        for block in of_type(shown, "actions", "section"):  # a field has its label
            for menu in of_type(block, *CHOOSES):
                assert _LETTER.search(menu.get("placeholder", {}).get("text", "") or _chosen(menu)), where


def _chosen(menu: Node) -> str:
    return str(menu.get("initial_option", {}).get("text", {}).get("text", ""))


def test_no_meaning_hangs_on_a_sign_alone(everything: list[tuple[str, Node]]) -> None:
    for where, shown in everything:
        for node in of_type(shown, "mrkdwn", "plain_text"):
            for line in node["text"].splitlines():
                if _EMOJI.search(line):
                    assert _LETTER.search(_EMOJI.sub("", line)), f"{where}: {line}"


def test_a_message_can_be_read_without_its_blocks(everything: list[tuple[str, Node]]) -> None:
    messages = [(where, shown) for where, shown in everything if "text" in shown and "blocks" in shown]
    assert len(messages) > 200
    assert [where for where, shown in messages if not shown["text"].strip()] == []


def test_sentences_are_short_and_plain(everything: list[tuple[str, Node]]) -> None:
    of_the_guide = "\n".join(one.words for topic in LIBRARY.topics for one in topic.statements)
    for where, shown in everything:
        if where.startswith(A_WORD_EXPLAINED):
            continue
        for node in of_type(shown, "mrkdwn", "plain_text"):
            for sentence in re.split(r"(?<=[.?!:;])\s+|\n", _QUOTED.sub("…", node["text"])):
                plain = sentence.strip("*_ ")
                if plain in of_the_guide or plain.count(",") >= LIST_OF or "→" in plain:
                    continue
                assert len(plain.split()) <= LONGEST_SENTENCE, f"{where}: {plain}"
                assert not IDIOMS.search(plain), f"{where}: {plain}"
