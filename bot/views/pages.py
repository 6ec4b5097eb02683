"""The way through a list with pages."""

from typing import Any

from slack_sdk.models.blocks import Block

from bot.i18n import _
from bot.values import Page
from bot.views.blocks import actions, button, context


def pager(page: Page[Any], action_id: str, prefix: str = "") -> list[Block]:
    """Where we are in the list, and buttons to the pages beside; nothing where there is one page.

    A button's value is ``prefix`` and the number of its page.
    """
    if page.pages == 1:
        return []
    ways = []
    if page.number > 1:
        ways.append(button(_("Previous page"), f"{action_id}:previous", f"{prefix}{page.number - 1}"))
    if page.number < page.pages:
        ways.append(button(_("Next page"), f"{action_id}:next", f"{prefix}{page.number + 1}"))
    words = _("Page {number} of {pages}.").format(number=page.number, pages=page.pages)
    return [context(words), actions(*ways)]
