"""Three seconds: whoever waits longer sees that it goes on, and the answer follows where they look.

Slack shows an error to the person where an app has not answered within three seconds, and takes no window for
a ``trigger_id`` after that. Where a database or Slack itself is slow, the router acknowledges before, shows
an interim answer, and lets the handler go on. What it then says goes to one of the places of this module.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.slack.failures import SlackFailureError
from bot.views import late as views
from bot.views.as_json import as_json
from bot.views.blocks import Message
from bot.views.notices import notice
from handlers.interaction import Interaction, Kind, Late, as_window

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 1.5
"""From the arrival of a request until the person sees that it goes on. Slack waits for three; the way of the
request to us and of the interim window back take their part."""


async def acknowledge(interaction: Interaction) -> None:
    """Answer Slack now, with the interim answer where the acknowledgement can carry one."""
    if interaction.kind is Kind.SUBMISSION:
        await interaction.ack({"response_action": "update", "view": as_json(views.saving_window())})
    elif interaction.kind is Kind.COMMAND and not interaction.opens_window:
        await interaction.ack({"response_type": "ephemeral", **views.working().payload()})
    else:
        await interaction.ack()


async def begin(interaction: Interaction) -> Late | None:
    """Show the interim answer; returns where to answer from now on, None where that stays as it was.

    ``is_answering`` interactions have the answer on its way already, so nothing else is shown. Never raises.
    """
    if interaction.kind is Kind.SUBMISSION:
        return _InForm(interaction)
    if interaction.kind is Kind.COMMAND and (interaction.is_answering or not interaction.opens_window):
        return _ByUrl(interaction)
    if interaction.is_answering:
        return None
    try:
        if interaction.kind is Kind.DIRECT_MESSAGE:
            channel = str(interaction.body["event"]["channel"])
            posted = await interaction.tools.slack.post(channel, views.working().payload())
            return _InMessage(interaction, channel, posted)
        if interaction.trigger_id is not None:
            return _InWindow(interaction, await interaction.open_now(views.working_window()))
    except SlackFailureError as failure:
        log.warning("an interim answer was not shown: %s", failure.code)
    return _ByUrl(interaction) if interaction.kind is Kind.COMMAND else None


async def ended_within(work: asyncio.Task[Any], seconds: float) -> None:
    """Wait for work, but no longer; what ``asyncio.wait`` does, for a third of its time."""
    loop = asyncio.get_running_loop()
    over = loop.create_future()

    def end(_work: object = None) -> None:
        if not over.done():
            over.set_result(None)

    timer = loop.call_later(seconds, end)
    work.add_done_callback(end)
    try:
        await over
    finally:
        timer.cancel()
        work.remove_done_callback(end)


class _Place:
    """Where a late answer goes: all comes down to telling, or to updating a view."""

    def __init__(self, interaction: Interaction) -> None:
        self._interaction = interaction
        self._slack = interaction.tools.slack
        self._is_used = False

    async def tell(self, message: Message) -> None:
        raise NotImplementedError

    async def show(self, message: Message) -> None:
        await self.tell(message)

    async def mark_done(self, message: Message) -> None:
        await self.tell(message)

    async def open(self, view: View) -> None:
        """Nothing opens any more where no window is."""
        del view
        await self.tell(views.too_late())

    async def update(self, view: View) -> None:
        await self.open(view)

    async def field_errors(self, errors: Mapping[str, str]) -> None:
        await self.tell(notice("\n".join(errors.values())))

    async def finish(self) -> None:
        """The handler is done; where nothing was shown here, say so."""

    async def _update(self, view_id: str, view: Mapping[str, Any]) -> None:
        self._is_used = True
        await self._slack.call("views.update", view_id=view_id, view=view)


class _ByUrl(_Place):
    """A command: the answer is a message of its own."""

    def __init__(self, interaction: Interaction) -> None:
        super().__init__(interaction)
        interaction.is_trigger_spent = True

    async def tell(self, message: Message) -> None:
        await self._slack.respond(
            str(self._interaction.response_url), {"response_type": "ephemeral", **message.payload()}
        )


class _InMessage(_Place):
    """A message in the DM: the answer takes the place of the interim one."""

    def __init__(self, interaction: Interaction, channel: str, ts: str) -> None:
        super().__init__(interaction)
        self._channel = channel
        self._ts = ts

    async def tell(self, message: Message) -> None:
        self._is_used = True
        await self._slack.call("chat.update", channel=self._channel, ts=self._ts, **message.payload())

    async def finish(self) -> None:
        if not self._is_used:
            await self.tell(views.done())


class _InWindow(_Place):
    """A button, a shortcut or a command that opens a form: the answer stands in the interim window."""

    def __init__(self, interaction: Interaction, view_id: str) -> None:
        super().__init__(interaction)
        self._view_id = view_id

    async def tell(self, message: Message) -> None:
        await self.open(as_window(message))

    async def show(self, message: Message) -> None:
        await self._interaction.replace_original(message)
        await self.tell(message)

    async def mark_done(self, message: Message) -> None:
        self._interaction.is_replaced = await self._interaction.replace_original(message)
        await self.tell(message)

    async def open(self, view: View) -> None:
        await self._update(self._view_id, as_json(view))

    async def update(self, view: View) -> None:
        """The window below changes; the interim one cannot be closed, so it says that it is done."""
        await self._update(str(self._interaction.view["id"]), as_json(view))
        self._is_used = False

    async def finish(self) -> None:
        if not self._is_used:
            await self.open(views.done_window())


class _InForm(_Place):
    """A form that was sent: what comes next stands in its place, or the form again, filled in as it was."""

    async def tell(self, message: Message) -> None:
        await self._again(message.blocks)

    async def open(self, view: View) -> None:
        await self._update(self._view_id, as_json(view))

    async def field_errors(self, errors: Mapping[str, str]) -> None:
        await self._again(views.sentences(self._interaction.view, errors))

    async def finish(self) -> None:
        if not self._is_used and not self._interaction.is_repeated:  # the first one says what came of it
            await self.open(views.done_window())

    async def _again(self, above: Sequence[Block]) -> None:
        await self._update(self._view_id, views.refilled(self._interaction.view, above))

    @property
    def _view_id(self) -> str:
        return str(self._interaction.view["id"])
