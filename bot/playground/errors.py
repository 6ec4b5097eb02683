"""Slack's way to say no: an error name, with details where Slack gives them."""

from __future__ import annotations

from collections.abc import Sequence


class SlackRefusalError(Exception):
    """A request Slack would answer with `ok: false` and this error name.

    `messages` are the details of `response_metadata.messages`; `fields` are further fields of the answer.
    """

    def __init__(self, error: str, messages: Sequence[str] = (), **fields: str) -> None:
        super().__init__(error)
        self.error = error
        self.messages = tuple(messages)
        self.fields = fields
