"""The draft check judges requests, not words: each request is found, its innocent twin is not."""

import pytest

from bot.guidance.outreach import check_draft
from tests.unit.draft_pairs import JOB, REFERRAL, RESUME

MESSAGE = """Hello Ms. Lindqvist,

I study carpentry, and your talk on old boats at the Ballard library stayed with me. Could I call you for \
20 minutes on Tuesday or Wednesday? {sentence}

Thank you,
Amir"""
BLOCKS = frozenset({"J1", "J2", "J3"})


def blocks(sentence: str) -> frozenset[str]:
    """The block rules that fail for a ready message with one more sentence."""
    return check_draft(MESSAGE.format(sentence=sentence)).failed & BLOCKS


def test_the_message_around_the_sentences_is_ready() -> None:
    assert check_draft(MESSAGE.format(sentence="")).ready


@pytest.mark.parametrize("request_text", [request for request, _ in (*JOB, *REFERRAL, *RESUME)])
def test_a_request_is_found(request_text: str) -> None:
    assert blocks(request_text)


@pytest.mark.parametrize("innocent", [innocent for _, innocent in (*JOB, *REFERRAL, *RESUME)])
def test_the_innocent_twin_is_not(innocent: str) -> None:
    assert not blocks(innocent)
    assert check_draft(MESSAGE.format(sentence=innocent)).ready
