"""What names a request of Slack, so that its repetition is recognised, whatever it came through.

Slack retries events only, with the same ``event_id``. Everything else can come again where somebody replays
it: then its bytes are the same, and with them the ``trigger_id`` that Slack made for it. A submitted form is
named by the view, the view's ``hash`` (Slack changes it with each update) and what was filled in: somebody
who submits it again because the first answer was lost saves once, and somebody who changed a word is heard.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from bot.values import Request


def request_of(body: Mapping[str, Any]) -> Request:
    """The request that ``body`` is; its key is a digest, because a form may hold private text."""
    return Request(hashlib.sha256(_name(body).encode("utf-8", "surrogatepass")).hexdigest())


def _name(body: Mapping[str, Any]) -> str:
    if event_id := body.get("event_id"):
        return f"event {event_id}"
    view = body.get("view")
    if view is not None and body.get("type") in {"view_submission", "view_closed"}:
        filled_in = json.dumps(view.get("state"), sort_keys=True)
        return f"{body['type']} {view.get('id')} {view.get('hash')} {filled_in}"
    if trigger_id := body.get("trigger_id"):
        return f"trigger {trigger_id}"
    return json.dumps(body, sort_keys=True)
