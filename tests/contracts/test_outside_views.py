"""The windows of the summary outside Slack, within Slack's limits, with texts as odd as they can be."""

from datetime import UTC, date, datetime

import pytest
from slack_sdk.models.views import View

from bot.playground.blockkit import check_view, is_too_large
from bot.services.pushes import LISTED
from bot.values import OutsideDesk, PushKind, PushLine, PushState, PushTrouble, TokenCard, WebhookCard
from bot.views import outside
from tests.contracts import test_home_and_cohort_views as home_samples

NOW = datetime(2026, 9, 7, 14, 0, tzinfo=UTC)
TOKEN = "infoview_" + "0" * 64
LINES = tuple(
    PushLine(kind, state, trouble, 503, attempts, NOW, NOW, None)
    for kind in PushKind
    for state in PushState
    for trouble, attempts in ((None, 0), *((trouble, 3) for trouble in PushTrouble))
)


def desks() -> dict[str, OutsideDesk]:
    cohort = home_samples.COHORT
    made = {"nothing": OutsideDesk(cohort, None, None)}
    for number in range(0, len(LINES), LISTED):
        token = TokenCard("U" + "0" * 20, NOW, date(2026, 9, 7) if number else None)
        address = f"https://example.org/{'`&<!channel>' * 170}"[: outside.ADDRESS_LIMIT]
        webhook = WebhookCard(
            address, "U" + "0" * 20, None if number else NOW, LINES[number : number + LISTED]
        )
        made[f"all {number}"] = OutsideDesk(cohort, token, webhook)
    return made


def views() -> dict[str, View]:
    """Every window, by name."""
    cohort_id = home_samples.COHORT.id
    return {
        **{name: outside.outside_window(desk) for name, desk in desks().items()},
        "tested": outside.outside_window(desks()["all 0"], outside.test_note()),
        "token": outside.token_window(cohort_id, TOKEN, "https://" + "x" * 250 + "/"),
        "token, no address": outside.token_window(cohort_id, TOKEN, None),
        "address": outside.webhook_form(cohort_id),
        "secret": outside.secret_window(cohort_id, "whsec_" + "0" * 44),
    }


@pytest.mark.parametrize("name", views())
def test_windows_fit(name: str) -> None:
    view = views()[name].to_dict()
    assert check_view(view) == []
    assert not is_too_large(view)
    assert "<!channel>" not in str(view)
