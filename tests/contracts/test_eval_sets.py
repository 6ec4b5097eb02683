"""The questions that "ask the guide" is measured by: well formed, enough of every kind, halves apart.

A failure never prints a question of the set-aside half: whoever reads one can't measure with it any more.
"""

from collections import Counter
from typing import Any

import pytest

from bot.guidance import Library, content_root, load_library, normalise
from bot.guidance.loaders import read_yaml

HALVES = ("ask_tuning", "ask_held_out")
MORE = ("ask_more_newcomers", "ask_more_students")
FEWEST_IN_A_HALF = {
    "plain": 20,
    "paraphrased": 20,
    "misspelt": 12,
    "non_native": 12,
    "short": 15,
    "long": 8,
    "other_script": 6,
    "mixed": 6,
    "out_of_scope": 15,
    "near_miss": 20,
}
NEVER_COVERED = ("out_of_scope", "near_miss", "other_script")

Entry = dict[str, Any]


def read(half: str) -> list[Entry]:
    path = content_root() / "eval" / f"{half}.yml"
    entries: list[Entry] = read_yaml(path)
    return entries


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(content_root())


@pytest.mark.parametrize("half", [*HALVES, *MORE])
def test_entries_have_their_fields_and_nothing_else(half: str) -> None:
    for entry in read(half):
        assert {"question", "kind", "topics"} <= set(entry) <= {"question", "kind", "topics", "tip", "why"}
        assert all(isinstance(entry[key], str) for key in entry if key != "topics")
        assert entry["kind"] in FEWEST_IN_A_HALF
        assert entry["question"].strip()
        assert isinstance(entry["topics"], list)


@pytest.mark.parametrize("half", [*HALVES, *MORE])
def test_topics_and_tips_exist(half: str, library: Library) -> None:
    topics = {topic.id for topic in library.topics}
    tips = {tip.id for tip in library.tips}
    for entry in read(half):
        assert set(entry["topics"]) <= topics
        assert len(set(entry["topics"])) == len(entry["topics"])
        assert entry.get("tip") in {None, *tips}


@pytest.mark.parametrize("half", HALVES)
def test_every_kind_has_enough_questions(half: str) -> None:
    counts = Counter(entry["kind"] for entry in read(half))
    assert set(counts) == set(FEWEST_IN_A_HALF)
    assert {kind: counts[kind] for kind, fewest in FEWEST_IN_A_HALF.items() if counts[kind] < fewest} == {}


@pytest.mark.parametrize("half", [*HALVES, *MORE])
def test_kinds_and_judgements_agree(half: str) -> None:
    for entry in read(half):
        if entry["kind"] in NEVER_COVERED:
            assert not entry["topics"]
        if "tip" in entry:
            assert not entry["topics"]


@pytest.mark.parametrize("half", [*HALVES, *MORE])
def test_every_topic_is_asked_for(half: str, library: Library) -> None:
    asked = Counter(topic for entry in read(half) for topic in entry["topics"])
    assert all(asked[topic.id] >= 5 for topic in library.topics)


def test_together_there_are_enough() -> None:
    entries = [entry for half in HALVES for entry in read(half)]
    assert len(entries) >= 200
    assert sum(entry["kind"] in {"out_of_scope", "near_miss"} for entry in entries) >= 60


def test_the_halves_are_alike_in_size() -> None:
    tuning, held_out = (Counter(entry["kind"] for entry in read(half)) for half in HALVES)
    assert all(abs(tuning[kind] - held_out[kind]) <= 2 for kind in FEWEST_IN_A_HALF)


def test_no_question_is_asked_twice() -> None:
    # Punctuation alone makes no new question, but some questions are nothing else.
    typed = [entry["question"] for half in HALVES for entry in read(half)]
    counts = Counter(normalise(question) or question for question in typed)
    assert [question for question, times in counts.items() if times > 1] == []


@pytest.mark.parametrize("name", MORE)
def test_more_questions_are_many_of_both_sorts_and_none_is_set_aside(name: str) -> None:
    entries = read(name)
    covered = sum(bool(entry["topics"]) for entry in entries)
    assert covered >= 165
    assert len(entries) - covered >= 85
    set_aside = {normalise(entry["question"]) or entry["question"] for entry in read("ask_held_out")}
    assert sum(normalise(entry["question"]) in set_aside for entry in entries) == 0
