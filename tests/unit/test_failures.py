"""What Slack's error codes mean: each of one kind, and what nobody knows is never tried again by itself."""

from collections import Counter

import pytest

from bot.slack import failures
from bot.slack.failures import kind_of
from bot.values import FailureKind


def test_no_code_is_of_two_kinds() -> None:
    sets = [codes for name, codes in vars(failures).items() if name.endswith("_CODES")]
    counted = Counter(code for codes in sets for code in codes)
    assert len(sets) == 7
    assert [code for code, count in counted.items() if count > 1] == []


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        ("token_revoked", 200, FailureKind.WORKSPACE),
        ("account_inactive", 200, FailureKind.WORKSPACE),
        ("team_added_to_org", 200, FailureKind.TRANSIENT),
        ("user_not_found", 200, FailureKind.USER),
        ("restricted_action_read_only_channel", 200, FailureKind.CHANNEL),
        ("ratelimited", 429, FailureKind.LIMITED),
        ("http_429", 429, FailureKind.LIMITED),
        ("service_unavailable", 503, FailureKind.TRANSIENT),
        ("internal_error", 200, FailureKind.UNKNOWN_OUTCOME),
        ("http_502", 502, FailureKind.UNKNOWN_OUTCOME),
        ("a_code_of_tomorrow", 200, FailureKind.REQUEST),
    ],
)
def test_a_code_and_a_status_say_whom_it_concerns(code: str, status: int, kind: FailureKind) -> None:
    assert kind_of(code, status) is kind
