"""Signed requests as Slack sends them, made before they are sent; no two have one trigger_id or event_id."""

import json
import time
from collections.abc import Mapping
from itertools import count
from typing import Any
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier


class Slack:
    """Makes the bytes of requests for one workspace."""

    def __init__(self, signing_secret: str, team_id: str) -> None:
        self._verifier = SignatureVerifier(signing_secret)
        self._team_id = team_id
        self._numbers = count(1)

    def command(self, user_id: str, text: str) -> bytes:
        """A slash command, with all that Slack sends along."""
        form = {
            "token": "verification-token-of-old",
            "team_id": self._team_id,
            "team_domain": "harbor",
            "channel_id": "C0GENERAL",
            "channel_name": "general",
            "user_id": user_id,
            "user_name": "member",
            "command": "/infoview",
            "text": text,
            "api_app_id": "A0INFOVIEW",
            "is_enterprise_install": "false",
            "response_url": "http://127.0.0.1:9/commands/none",
            "trigger_id": self._trigger(),
        }
        return self._request(urlencode(form).encode(), "application/x-www-form-urlencoded")

    def event(self, event: Mapping[str, Any]) -> bytes:
        """An event."""
        body = {
            "type": "event_callback",
            "team_id": self._team_id,
            "api_app_id": "A0INFOVIEW",
            "event_id": f"Ev{next(self._numbers):010}",
            "event_time": int(time.time()),
            "event": dict(event),
        }
        return self._request(json.dumps(body).encode(), "application/json")

    def submission(self, user_id: str, callback_id: str, metadata: str, values: Mapping[str, Any]) -> bytes:
        """A submitted form; ``values`` are the elements by their blocks."""
        payload = {
            "type": "view_submission",
            "team": {"id": self._team_id, "domain": "harbor"},
            "user": {"id": user_id, "team_id": self._team_id},
            "api_app_id": "A0INFOVIEW",
            "trigger_id": self._trigger(),
            "view": {
                "id": f"V{next(self._numbers):010}",
                "hash": "1700000000.abc",
                "type": "modal",
                "callback_id": callback_id,
                "private_metadata": metadata,
                "blocks": [],
                "state": {"values": {block: {block: held} for block, held in values.items()}},
            },
        }
        form = {"payload": json.dumps(payload)}
        return self._request(urlencode(form).encode(), "application/x-www-form-urlencoded")

    def _trigger(self) -> str:
        return f"{next(self._numbers)}.1700000000.0123456789abcdef"

    def _request(self, body: bytes, content_type: str) -> bytes:
        stamp = str(int(time.time()))
        signature = self._verifier.generate_signature(timestamp=stamp, body=body)
        head = (
            "POST /slack/events HTTP/1.1\r\nhost: 127.0.0.1\r\n"
            "user-agent: Slackbot 1.0 (+https://api.slack.com/robots)\r\naccept: application/json,*/*\r\n"
            f"content-type: {content_type}\r\ncontent-length: {len(body)}\r\n"
            f"x-slack-request-timestamp: {stamp}\r\nx-slack-signature: {signature}\r\n\r\n"
        )
        return head.encode() + body


def repeated(request: bytes) -> bytes:
    """The same request as Slack sends it once more, when it had no answer in time."""
    head, end, body = request.partition(b"\r\n\r\n")
    return head + b"\r\nx-slack-retry-num: 1\r\nx-slack-retry-reason: http_timeout" + end + body
