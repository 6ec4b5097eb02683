"""The library on the real content: lookups, typing errors, program tips and the texts of nudges."""

import dataclasses
import re
import timeit
from collections.abc import Callable
from time import thread_time

import pytest

from bot.guidance import (
    NUDGE_KINDS,
    NUDGES_WITHOUT_CONTACT,
    Library,
    NudgeText,
    closest,
    content_root,
    load_library,
    normalise,
)
from tests.timing import untraced

EXAMPLE = {
    "contact": "Ana María",
    "days": "8",
    "when": "tomorrow at 10:00",
    "goal": "3 meetings",
    "step": "Call",
}


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(content_root())


@pytest.mark.parametrize(
    ("typed", "topic_id"),
    [
        ("logistics", "logistics"),
        ("HOW LONG?", "logistics"),
        ("  how   long ", "logistics"),
        ("Length and format", "logistics"),
        ("5", "logistics"),
        ("section 5", "logistics"),
        ("american_networking", "american_networking"),
        ("american-networking", "american_networking"),
        ("don't ask for a job", "dont_ask_for_a_job"),
        ("don’t ask for a job", "dont_ask_for_a_job"),
        ("dont ask for a job", "dont_ask_for_a_job"),
    ],
)
def test_a_topic_is_found_by_its_names(library: Library, typed: str, topic_id: str) -> None:
    assert library.find_topic(typed) is library.topic(topic_id)


@pytest.mark.parametrize("typed", ["", "   ", "?!", "lenght", "11", "0", "\x00", "x" * 40_000])
def test_what_names_no_topic_finds_none(library: Library, typed: str) -> None:
    assert library.find_topic(typed) is None


@pytest.mark.parametrize(
    ("typed", "topic_id"),
    [
        ("lenght", "logistics"),
        ("how long", "logistics"),
        ("how lnog", "logistics"),
        ("how much time will it take", "logistics"),
        ("advocat", "advocates"),
        ("thank yu", "how_to_appear"),
        ("culure", "american_networking"),
        ("job interveiw", "not_a_job_interview"),
        ("questons", "learn"),
        ("refered", "purpose"),
        ("folow up", "you_request_it"),
        ("can i ask them for a job", "dont_ask_for_a_job"),
    ],
)
def test_a_misspelt_word_finds_the_closest_topic(library: Library, typed: str, topic_id: str) -> None:
    assert library.closest_topics(typed)[0].id == topic_id


@pytest.mark.parametrize("typed", ["", " ", "a", "asdfgh", "pizza", "weather", "\x00", "@#!"])
def test_nothing_close_is_an_empty_answer(library: Library, typed: str) -> None:
    assert library.closest_topics(typed) == ()


def test_the_closest_topics_are_limited(library: Library) -> None:
    assert len(library.closest_topics("interview", limit=1)) == 1
    assert len(library.closest_topics("ask for", limit=3)) <= 3


def test_closest_works_for_any_keys() -> None:
    commands = [(1, ["tips", "topics"]), (2, ["list"]), (3, ["settings"])]
    assert closest("tisp", commands) == (1,)
    assert closest("setings", commands) == (3,)
    assert closest("LIST", commands)[0] == 2
    assert closest("list", [("nothing", [])]) == ()


def test_words_are_compared_without_case_and_punctuation() -> None:
    assert normalise("  Don’t—ASK_for a\tjob?! ") == "dont ask for a job"
    assert normalise("日本語") == "日本語"


def test_topics_follow_each_other(library: Library) -> None:
    first, second = library.topics[:2]
    assert library.next_topic(first.id) is second
    assert library.previous_topic(second.id) is first
    assert library.previous_topic(first.id) is None
    assert library.next_topic(library.topics[-1].id) is None


def test_unknown_ids_are_key_errors(library: Library) -> None:
    for look_up in (library.topic, library.statement, library.topic_of, library.nudge, library.next_topic):
        with pytest.raises(KeyError):
            look_up("S31")
    assert library.tips_for("S31") == ()


def test_the_library_cannot_be_changed(library: Library) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        library.topics = ()  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        library.topics[0].title = ""  # type: ignore[misc]


def test_topics_are_slack_text(library: Library) -> None:
    assert library.topic("definition").mrkdwn.startswith(
        "*Informational interviews and American style networking*\n\n"
        "Wikipedia defines informational interviews as:\n\n> a meeting in which"
    )
    assert library.topic("purpose").mrkdwn.startswith(
        "The purpose of the interview is:\n• To learn valuable information from your host\n• To make"
    )


def test_each_tip_has_a_source_and_belongs_to_topics(library: Library) -> None:
    assert len(library.tips) >= 12
    assert [tip.order for tip in library.tips] == sorted(tip.order for tip in library.tips)
    for tip in library.tips:
        assert tip.source_title
        assert re.match(r"https?://", tip.source_url)
        assert all(tip in library.tips_for(topic_id) for topic_id in tip.topics)


def test_tips_are_shown_with_their_topic(library: Library) -> None:
    assert [tip.id for tip in library.tips_for("american_networking")] == [
        "writing_to_strangers",
        "people_say_yes",
    ]


@pytest.mark.parametrize("kind", NUDGE_KINDS)
def test_a_nudge_is_short_and_kind(library: Library, kind: str) -> None:
    nudge = library.nudge(kind)
    text = nudge.render(EXAMPLE)
    assert nudge.nudge == NUDGE_KINDS[kind]
    assert len(text.split()) <= 60
    assert max(len(sentence.split()) for sentence in re.split(r"[.:?!] ", text)) <= 21
    assert not re.search(r"[{}]", text)
    assert not re.search(
        r"\b(should have|still not|failed|forgot|streak|other members|everyone|guarantee|late)\b",
        text,
        re.IGNORECASE,
    )


@pytest.mark.parametrize("kind", sorted(set(NUDGE_KINDS) - NUDGES_WITHOUT_CONTACT))
def test_a_nudge_about_a_contact_names_the_contact(library: Library, kind: str) -> None:
    assert "Ana María" in library.nudge(kind).render(EXAMPLE)


def test_values_in_a_nudge_are_escaped(library: Library) -> None:
    text = library.nudge("offer_times").render({"contact": "<!channel> & {days} <@U1>"})
    assert text.startswith("&lt;!channel&gt; &amp; {days} &lt;@U1&gt; replied to you.")


def test_a_nudge_without_a_value_says_which() -> None:
    nudge = NudgeText("follow_up", "N04", "Done", "You wrote to {contact}.", ("contact",))
    with pytest.raises(KeyError, match="contact"):
        nudge.render({"days": "7"})


def test_loading_and_looking_up_is_fast() -> None:
    library = load_library(content_root())
    assert best_of(lambda: load_library(content_root()), 5) < 0.050
    assert best_of(lambda: library.find_topic("how long"), 20) < 0.001
    assert best_of(lambda: library.closest_topics("how lnog does it take"), 50) < 0.001


def best_of(work: Callable[[], object], times: int) -> float:
    """The seconds of the quickest run, which a busy machine disturbs least."""
    with untraced():
        return min(timeit.repeat(work, number=1, repeat=times, timer=thread_time))
