"""The draft check against its evaluation sets: few wrong verdicts, no request missed, and quick."""

import pytest

from bot.guidance import content_root
from bot.guidance.outreach.scores import HALVES, score

MOST_WRONG = 0.04
P50_SECONDS = 0.002


@pytest.mark.parametrize("half", HALVES)
def test_few_verdicts_are_wrong(half: str) -> None:
    assert score(content_root(), half).wrong_share <= MOST_WRONG


@pytest.mark.parametrize("half", HALVES)
def test_no_request_for_a_job_a_referral_or_with_a_resume_is_missed(half: str) -> None:
    assert score(content_root(), half).missed == 0


@pytest.mark.parametrize("half", HALVES)
def test_a_message_is_judged_quickly(half: str) -> None:
    fastest = min(score(content_root(), half).quantile(0.5) for _ in range(3))
    assert fastest < P50_SECONDS
