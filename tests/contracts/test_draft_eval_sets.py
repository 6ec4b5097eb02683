"""The draft check's evaluation messages and lessons are well formed and say the same thing in every field."""

from pathlib import Path
from typing import NotRequired, TypedDict

import pytest

from bot.guidance import content_root
from bot.guidance.loaders import read_yaml

JOB_RULES = {"J1", "J2", "J3"}
DECIDING_RULES = JOB_RULES | {"D1", "F1", "W1", "A1", "T1", "B1", "P1"}
TIP_RULES = {"D1", "B1", "G1", "N1"}
SETS = ("draft_tuning", "draft_former", "draft_dev", "draft_held_out")


class Message(TypedDict):
    """One message of the set, as README-draft.md describes its fields."""

    id: str
    category: str
    text: str
    verdict: str
    fails: list[str]
    tips: NotRequired[list[str]]
    either: NotRequired[list[str]]
    why: NotRequired[str]


def read(file: Path) -> list[Message]:
    """The messages of a file, in its order."""
    messages: list[Message] = read_yaml(file)["messages"]
    return messages


def word_count(message: Message) -> int:
    return len(message["text"].split())


FILES = [
    *(content_root() / "eval" / f"{name}.yml" for name in SETS),
    *sorted((content_root() / "outreach" / "messages").glob("*.yml")),
]
ALL = [message for file in FILES for message in read(file)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_message_agrees_with_itself(file: Path) -> None:
    for message in read(file):
        agrees_with_itself(message)


def agrees_with_itself(message: Message) -> None:
    fails = set(message["fails"])
    assert set(message) <= Message.__annotations__.keys()
    assert fails <= DECIDING_RULES
    assert set(message.get("tips", [])) <= TIP_RULES
    assert set(message.get("either", [])) <= DECIDING_RULES
    assert message["verdict"] == ("revise" if fails else "ready")
    assert 10 <= word_count(message) <= 200
    assert (word_count(message) > 150) == ("B1" in fails)
    assert len(message["fails"]) == len(fails)


def test_no_message_or_id_is_given_twice() -> None:
    assert len({message["id"] for message in ALL}) == len(ALL)
    assert len({message["text"] for message in ALL}) == len(ALL)


def test_the_set_is_large_enough_for_its_purpose() -> None:
    assert len(ALL) >= 500
    assert sum(message["verdict"] == "ready" for message in ALL) >= 80
    assert sum(bool(JOB_RULES & set(message["fails"])) for message in ALL) >= 90


@pytest.mark.parametrize("file", FILES[: len(SETS)], ids=lambda file: file.stem)
def test_each_set_fails_every_rule_somewhere(file: Path) -> None:
    assert {rule for message in read(file) for rule in message["fails"]} == DECIDING_RULES
