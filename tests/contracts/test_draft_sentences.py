"""The draft check's example sentences and the weights that were learned from them belong together."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from bot.guidance import content_root
from bot.guidance.outreach.clauses import take_apart
from bot.guidance.outreach.examples import Example, read_examples
from bot.guidance.outreach.reading import Reading
from bot.guidance.outreach.training import REQUEST, fingerprint
from bot.guidance.outreach.weights import DETAILS, WEIGHTS, learned

LEAST_RIGHT = 0.97


@cache
def examples() -> tuple[Example, ...]:
    return read_examples(content_root() / "outreach" / "sentences")


@pytest.mark.parametrize("part", [WEIGHTS, DETAILS])
def test_the_weights_are_those_of_the_sentences(part: Path) -> None:
    assert learned(part).examples == fingerprint(content_root()), "learn them anew: infoview content train"


@pytest.mark.parametrize("part", [WEIGHTS, DETAILS])
def test_the_weights_are_a_small_file(part: Path) -> None:
    assert (content_root() / part).stat().st_size < 1_000_000


@pytest.mark.parametrize("group", sorted({example.group for example in examples()}))
def test_requests_are_told_from_innocent_sentences(group: str) -> None:
    right: Counter[bool] = Counter()
    those: Counter[bool] = Counter()
    for example in examples():
        if example.group == group:
            asks = REQUEST in example.labels
            those[asks] += 1
            right[asks] += bool(Reading(take_apart(example.text)).requests) is asks
    assert all(right[asks] >= LEAST_RIGHT * those[asks] for asks in those), (right, those)


def test_no_sentence_says_two_things() -> None:
    said: dict[str, frozenset[str]] = {}
    for example in examples():
        assert (REQUEST in said.setdefault(example.text, example.labels)) is (REQUEST in example.labels), (
            example.text
        )
