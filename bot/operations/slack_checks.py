"""The doctor's look at Slack: tokens, scopes, the clock, and whether Slack can reach this bot."""

import json
from collections.abc import Mapping
from datetime import timedelta

import aiohttp
import httpx
from slack_sdk.signature import SignatureVerifier

from bot.clock import Clock
from bot.config import Settings
from bot.operations.findings import Finding, not_checked, ok, problem
from bot.slack.asking import SlackSays, knows_app, may_open_a_socket, whose_token
from bot.slack.calls import connection_pool
from bot.slack.scopes import BOT_SCOPES

SLACK, TOKEN, SCOPES, APP_TOKEN, APP, CLOCK, ADDRESS = (
    "slack",
    "bot token",
    "scopes",
    "app token",
    "oauth app",
    "clock",
    "request url",
)

MOST_APART = timedelta(seconds=60)
"""Slack's requests are refused when the clocks are five minutes apart; this leaves time to act."""

_PATIENCE_SECONDS = 10.0
_CHALLENGE = "asked-by-infoview-doctor"

_COPY_IT = "Copy the Bot User OAuth Token from your app's page, Install App, into SLACK_BOT_TOKEN."
_TOKEN_CURES: Mapping[str, str] = {
    "account_inactive": "The app was removed from the workspace: on your app's page, Install App, install it"
    " again and copy the new token into SLACK_BOT_TOKEN.",
    "token_revoked": "On your app's page, Install App, reinstall it, and copy the new token into"
    " SLACK_BOT_TOKEN.",
    "not_allowed_token_type": _COPY_IT,
}
_APP_CURES: Mapping[str, str] = {
    "invalid_client_id": "Copy the Client ID from your app's page, Basic Information, into SLACK_CLIENT_ID.",
    "bad_client_secret": (
        "Copy the Client Secret from your app's page, Basic Information, into SLACK_CLIENT_SECRET."
    ),
}


async def slack_findings(settings: Settings, clock: Clock) -> list[Finding]:
    """Everything about Slack that the settings make it possible to look at."""
    async with connection_pool() as pool:
        try:
            found = await _asked(settings, clock, pool)
        except (TimeoutError, aiohttp.ClientError) as error:
            found = [
                problem(
                    SLACK,
                    f"{settings.slack_api_url} cannot be reached: {type(error).__name__}.",
                    "Let this machine connect to it (DNS, firewall, proxy), or remove SLACK_API_URL.",
                )
            ]
    if not settings.uses_socket_mode and settings.slack_signing_secret is not None:
        found.append(await _request_url(settings, settings.slack_signing_secret.get_secret_value(), clock))
    return found


async def _asked(settings: Settings, clock: Clock, pool: aiohttp.ClientSession) -> list[Finding]:
    api = settings.slack_api_url
    if settings.slack_client_id is not None and settings.slack_client_secret is not None:
        secret = settings.slack_client_secret.get_secret_value()
        said = await knows_app(pool, api, settings.slack_client_id, secret)
        found = [_app(said)]
    elif settings.slack_bot_token is not None:
        said = await whose_token(pool, api, settings.slack_bot_token.get_secret_value())
        found = _token(said)
    else:
        return [not_checked(TOKEN, "There is none.")]
    found.append(_clock(said, clock))
    if settings.slack_app_token is not None:
        told = await may_open_a_socket(pool, api, settings.slack_app_token.get_secret_value())
        found.append(_app_token(told))
    return found


def _app(said: SlackSays) -> Finding:
    if said.error in _APP_CURES:
        return problem(APP, f"Slack does not know this app: {said.error}.", _APP_CURES[said.error])
    if said.error == "invalid_code":  # all else was right
        return ok(APP, "Slack knows the client id and its secret.")
    return not_checked(APP, f"Slack answered {said.error}.", "Try again in a minute.")


def _token(said: SlackSays) -> list[Finding]:
    if said.error:
        cure = _TOKEN_CURES.get(said.error, _COPY_IT)
        return [problem(TOKEN, f"Slack does not take it: {said.error}.", cure)]
    whose = ok(TOKEN, f"Slack takes it, for the workspace {said.body.get('team')}.")
    missing = sorted(set(BOT_SCOPES) - said.scopes)
    if missing:
        return [
            whose,
            problem(
                SCOPES,
                f"The token lacks what manifest.yml asks for: {', '.join(missing)}.",
                "On your app's page, App Manifest, paste manifest.yml again, then reinstall the app.",
            ),
        ]
    more = sorted(said.scopes - set(BOT_SCOPES))
    beyond = f" It has more than it needs: {', '.join(more)}." if more else ""
    return [whose, ok(SCOPES, f"All {len(BOT_SCOPES)} of manifest.yml are granted.{beyond}")]


def _app_token(said: SlackSays) -> Finding:
    if not said.error:
        return ok(APP_TOKEN, "Slack takes it for Socket Mode.")
    return problem(
        APP_TOKEN,
        f"Slack does not take it for Socket Mode: {said.error}.",
        "On your app's page, Basic Information, App-Level Tokens, make one with connections:write, and switch"
        " Socket Mode on.",
    )


def _clock(said: SlackSays, clock: Clock) -> Finding:
    if said.at is None:
        return not_checked(CLOCK, "Slack's answer has no time.")
    apart = clock.now() - said.at
    seconds = round(apart.total_seconds())
    if abs(apart) <= MOST_APART:
        return ok(CLOCK, f"It agrees with Slack's ({seconds:+d} s).")
    way = "ahead of" if seconds > 0 else "behind"
    return problem(
        CLOCK,
        f"It is {abs(seconds)} s {way} Slack's: from 300 s on every request is refused.",
        "Set this machine's clock by the network (timedatectl set-ntp true).",
    )


async def _request_url(settings: Settings, secret: str, clock: Clock) -> Finding:
    """Ask the running bot as Slack would: by its public address, and signed."""
    address = settings.request_url
    if address is None:
        return not_checked(
            ADDRESS,
            "PUBLIC_URL is not set, so it is not known.",
            "Set PUBLIC_URL to the address in your app's manifest, and ask again while the bot runs.",
        )
    body = json.dumps({"type": "url_verification", "challenge": _CHALLENGE})
    stamp = str(int(clock.now().timestamp()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body)
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": str(signature),
    }
    try:
        async with httpx.AsyncClient(timeout=_PATIENCE_SECONDS) as client:
            answer = await client.post(address, content=body, headers=headers)
    except httpx.HTTPError as error:
        return problem(
            ADDRESS,
            f"{address} cannot be reached: {type(error).__name__}.",
            "Start the bot, and look at its name in DNS, its certificate and the firewall in front.",
        )
    if answer.status_code == 200 and _CHALLENGE in answer.text:
        return ok(ADDRESS, f"{address} answers, with the same signing secret.")
    cure = _STATUS_CURES.get(answer.status_code, _ANOTHER_SERVER)
    return problem(ADDRESS, f"{address} answers with status {answer.status_code}.", cure)


_ANOTHER_SERVER = "Let the proxy in front hand /slack/events to the bot's HOST and PORT, unchanged."
_STATUS_CURES: Mapping[int, str] = {
    401: "Restart the bot with this SLACK_SIGNING_SECRET (app's page, Basic Information), or set its clock.",
    403: "Let the proxy in front set X-Forwarded-Proto, or correct TRUSTED_PROXY_HOPS.",
    502: "Start the bot: the proxy in front is there, and the bot behind it is not.",
    503: "Start the bot: the proxy in front is there, and the bot behind it is not.",
}
