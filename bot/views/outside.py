"""The summary outside Slack, as a lead sets it up: the token, the addresses, the weekly push and its list."""

from collections.abc import Mapping

from slack_sdk.models.blocks import Block
from slack_sdk.models.blocks.block_elements import UrlInputElement
from slack_sdk.models.views import View

from bot.documents.summaries import pull_request, sheet_formula
from bot.guidance.markdown import escape
from bot.i18n import N_, Words, _
from bot.values import OutsideDesk, PushKind, PushLine, PushState, PushTrouble, TokenCard, WebhookCard
from bot.views.answers import Answers
from bot.views.blocks import (
    actions,
    button,
    confirm,
    context,
    day_words,
    divider,
    field,
    form,
    header,
    literal,
    moment_words,
    section,
    window,
)

WEBHOOK_FORM = "webhook.submit"
ADDRESS_LIMIT = 2000
_SHOWN_ADDRESS = 200
_NO_SERVER = "https://infoview.example"
"""Where nobody told us our own address."""

_KINDS: Mapping[PushKind, str] = Words({PushKind.WEEKLY: N_("Weekly"), PushKind.TEST: N_("Test")})
_STATES: Mapping[PushState, str] = Words(
    {
        PushState.QUEUED: N_("waiting"),
        PushState.SENT: N_("sent"),
        PushState.FAILED: N_("failed"),
        PushState.SKIPPED: N_("not sent"),
    }
)
_TROUBLES: Mapping[PushTrouble, str] = Words(
    {
        PushTrouble.NOT_FOUND: N_("the name in the address was not found"),
        PushTrouble.NOT_PUBLIC: N_("the address leads into a private network"),
        PushTrouble.NO_CONNECTION: N_("no secure connection"),
        PushTrouble.TOO_SLOW: N_("no answer in time"),
        PushTrouble.REDIRECT: N_("the address sends to another address"),
        PushTrouble.STATUS: N_("the other side answered with an error"),
        PushTrouble.GONE: N_("the other side wants no more messages"),
        PushTrouble.NOT_LEAD: N_("who set the address does not lead this cohort any more"),
        PushTrouble.NOT_MADE: N_("something went wrong on our side"),
    }
)


def outside_window(desk: OutsideDesk, note: str | None = None) -> View:
    """What is set up now; ``note`` is mrkdwn of ours that says what just happened."""
    return window(
        _("Use the numbers"),
        [
            *([section(note)] if note else []),
            header(desk.cohort.name),
            section(
                _(
                    "Take the summary of this cohort to a spreadsheet or another program. It has the same"
                    " numbers that you see in Slack, and nothing else."
                )
            ),
            divider(),
            *_token_blocks(desk),
            divider(),
            *_webhook_blocks(desk),
            context(_("All leads of this cohort see this. Each change is in *Who did what*.")),
            actions(button(_("Back to the cohort"), "cohort.manage:back", desk.cohort.id)),
        ],
        callback_id="outside.window",
        private_metadata=desk.cohort.id,
    )


def token_window(cohort_id: str, token: str, public_url: str | None) -> View:
    """The token, this one time."""
    address = f"{(public_url or _NO_SERVER).rstrip('/')}/v1/cohorts/{cohort_id}/summary"
    ask = _("Your Infoview team can tell you the name of your server, to put it in the place of `{name}`.")
    return window(
        _("Your token"),
        [
            section(
                _(
                    "*Copy what you need now.* The token is shown only this once. If you lose it, make a"
                    " new one."
                )
            ),
            section(_("*In Google Sheets*") + f"\n```{sheet_formula(address, token)}```"),
            section(_("*In another program*") + f"\n```{pull_request(address, token)}```"),
            section(
                _(
                    "Keep it like a password: who has it can read the summary of this cohort. It works while"
                    " you lead the cohort, until you revoke it."
                )
            ),
            *([] if public_url else [context(ask.format(name=_NO_SERVER))]),
            actions(button(_("I have copied it"), "outside.open:back", cohort_id)),
        ],
        callback_id="outside.window",
        private_metadata=cohort_id,
    )


def webhook_form(cohort_id: str) -> View:
    """Where the summary should go every week."""
    return form(
        _("Weekly push"),
        WEBHOOK_FORM,
        [
            section(
                _(
                    "Every Monday morning Infoview sends the summary to this address, as JSON and signed. A"
                    " new address takes the place of the one before."
                )
            ),
            field(
                _("Address"),
                "address",
                UrlInputElement(action_id="address"),
                hint=_("It must begin with https:// and be reachable from the internet."),
            ),
        ],
        private_metadata=cohort_id,
    )


def read_address(answers: Answers) -> str:
    """The address as it was typed; an empty text where there is none."""
    return (answers.text("address") or "")[: ADDRESS_LIMIT + 1]


def not_an_address() -> Mapping[str, str]:
    """The sentence at the field."""
    return {
        "address": _(
            "Please give an address that begins with https:// and has no user name in it, of at most 2,000"
            " characters. For example: https://example.org/infoview"
        )
    }


def secret_window(cohort_id: str, secret: str) -> View:
    """The secret that messages are signed with, this one time."""
    return window(
        _("Weekly push"),
        [
            section(_("*Saved.* Copy the secret now. It is shown only this once.") + f"\n```{secret}```"),
            section(
                _(
                    "With it the other side checks that a message is from Infoview, by the rules of"
                    " <https://www.standardwebhooks.com/>. There are libraries for it."
                )
            ),
            actions(button(_("I have copied it"), "outside.open:back", cohort_id)),
        ],
        callback_id="outside.window",
        private_metadata=cohort_id,
    )


def test_note() -> str:
    """After asking for a test."""
    return _("*The test is on its way.* Choose *Look again* in a moment to see how it went.")


def _token_blocks(desk: OutsideDesk) -> list[Block]:
    cohort_id = desk.cohort.id
    title = _("*A spreadsheet or a program reads it*")
    if desk.token is None:
        return [
            section(f"{title}\n" + _("It needs an address with a token. There is no token now.")),
            actions(button(_("Make a token"), "token.make", cohort_id)),
        ]
    stops = _("Every spreadsheet and program that uses the token you have now stops getting numbers.")
    renew = confirm(_("Make a new token?"), stops, _("Make a new token"))
    revoke = confirm(_("Revoke the token?"), stops, _("Revoke the token"))
    return [
        section(f"{title}\n{_token_words(desk.token, desk.cohort.timezone)}"),
        actions(
            button(_("Make a new token"), "token.make", cohort_id, confirm=renew),
            button(_("Revoke the token"), "token.revoke", cohort_id, style="danger", confirm=revoke),
        ),
    ]


def _token_words(token: TokenCard, timezone: str) -> str:
    made = _("<@{person}> made a token on {moment}.").format(
        person=token.made_by, moment=moment_words(token.made_at, timezone)
    )
    used = (
        _("It was not used yet.")
        if token.used_on is None
        else _("It was last used on {day}.").format(day=day_words(token.used_on))
    )
    return f"{made} {used}"


def _webhook_blocks(desk: OutsideDesk) -> list[Block]:
    cohort_id, webhook = desk.cohort.id, desk.webhook
    title = _("*Infoview sends it every week*")
    if webhook is None:
        return [
            section(f"{title}\n" + _("To an https address of your choice. None is set now.")),
            actions(button(_("Set an address"), "webhook.edit", cohort_id)),
        ]
    stop = confirm(
        _("Send nothing any more?"),
        _("The address, its secret and the list below are deleted."),
        _("Stop sending"),
    )
    return [
        section(f"{title}\n{_webhook_words(webhook, desk.cohort.timezone)}"),
        actions(
            button(_("Send a test"), "webhook.test", cohort_id),
            button(_("Look again"), "outside.open:again", cohort_id),
            button(_("Set another address"), "webhook.edit", cohort_id),
            button(_("Stop sending"), "webhook.remove", cohort_id, style="danger", confirm=stop),
        ),
        *(context(_push_line(push, desk.cohort.timezone)) for push in webhook.pushes),
    ]


def _webhook_words(webhook: WebhookCard, timezone: str) -> str:
    following = (
        _("Nothing more is planned. To begin again, set the address once more.")
        if webhook.next_push_at is None
        else _("Next: {moment}.").format(moment=moment_words(webhook.next_push_at, timezone))
    )
    to = _("To `{address}`, set by <@{person}>.").format(
        address=literal(webhook.address, _SHOWN_ADDRESS).replace("`", "'"), person=webhook.made_by
    )
    return f"{to}\n{following}"


def _push_line(push: PushLine, timezone: str) -> str:
    parts = [
        _("*{kind}*, {moment}: {state}").format(
            kind=_KINDS[push.kind],
            moment=moment_words(push.due_at, timezone),
            state=_STATES[push.state],
        )
    ]
    if push.trouble is not None:
        parts.append(f"{_TROUBLES[push.trouble]}{f' ({push.status})' if push.status else ''}")
    if push.state is PushState.QUEUED and push.attempts:
        parts.append(_("next attempt {moment}").format(moment=moment_words(push.send_after, timezone)))
    return escape(", ".join(parts))
