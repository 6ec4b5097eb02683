"""The draft check judges requests, not words: each request is found, its innocent twin is left alone."""

from pathlib import Path

import pytest
import yaml

from bot.guidance.outreach import check_draft

SENTENCES = yaml.safe_load(Path(__file__).with_name("draft_pairs.yml").read_text(encoding="utf-8"))
REQUESTS: list[str] = [*(pair["request"] for pair in SENTENCES["pairs"]), *SENTENCES["requests"]]
INNOCENT: list[str] = [*(pair["innocent"] for pair in SENTENCES["pairs"]), *SENTENCES["innocent"]]
MESSAGE = """Hello Ms. Lindqvist,

I study carpentry, and your talk on old boats at the Ballard library stayed with me. Could I call you for \
20 minutes on Tuesday or Wednesday? {sentence}

Thank you,
Amir"""
BLOCKS = frozenset({"J1", "J2", "J3"})


def test_the_message_around_the_sentences_is_ready() -> None:
    assert check_draft(MESSAGE.format(sentence="")).ready


@pytest.mark.parametrize("sentence", REQUESTS)
def test_a_request_is_found(sentence: str) -> None:
    assert check_draft(MESSAGE.format(sentence=sentence)).failed & BLOCKS


@pytest.mark.parametrize("sentence", INNOCENT)
def test_an_innocent_sentence_leaves_the_message_ready(sentence: str) -> None:
    assert check_draft(MESSAGE.format(sentence=sentence)).ready
