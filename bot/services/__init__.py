"""The rules: plain synchronous functions over a Session, a clock and values. No Slack, no HTTP."""

from bot.models import new_id

__all__ = ["new_id"]
