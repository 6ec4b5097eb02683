"""One interaction of a person with Infoview: who, what, and the ways to answer, whatever it came through."""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.models.views import View

from bot.clock import Clock
from bot.db import Database
from bot.guidance.library import Library
from bot.guidance.translations import library_for
from bot.i18n import _, language
from bot.slack.gateway import NO_PREVIEWS, Gateway
from bot.slack.gateways import InstalledGateways
from bot.values import Actor, GoneError, UserError
from bot.views.as_json import as_json
from bot.views.blocks import Message, window
from bot.views.notices import notice
from handlers.coalescing import Coalescer
from handlers.languages import Languages

log = logging.getLogger(__name__)

_EPHEMERAL = json.dumps({"response_type": "ephemeral", **NO_PREVIEWS})[:-1] + ", "
"""How the JSON of an answer to a command begins; Bolt sends a text that is JSON as it is."""


UNKNOWN = "unknown"
"""The name of what nobody registered. What was typed or sent is no name: it may be private."""


class Kind(StrEnum):
    """How an interaction reached us."""

    COMMAND = "command"
    DIRECT_MESSAGE = "direct message"
    ACTION = "action"
    SUBMISSION = "submission"
    CLOSED = "closed"
    SHORTCUT = "shortcut"
    EVENT = "event"


@dataclass(frozen=True)
class Toolbox:
    """What handlers work with: ``slack`` is the workspace's that the interaction came from."""

    db: Database
    libraries: Mapping[str, Library]
    clock: Clock
    slack: Gateway
    languages: Languages
    homes: Coalescer
    public_url: str | None = None  # where the web process is reached from outside, where that is known

    @property
    def library(self) -> Library:
        """The guidance in the present language; in English where nobody translated any of it."""
        return library_for(self.libraries, language())


@dataclass(frozen=True)
class InstallDesk:
    """What is needed to look after installations; ``kept`` is how long an uninstalled workspace's data is."""

    db: Database
    gateways: InstalledGateways
    kept: timedelta


@dataclass(frozen=True)
class WorkspaceEvent:
    """Something happened to the installation of a workspace, at the moment ``at`` by Slack's clock."""

    desk: InstallDesk
    team_id: str
    event: Mapping[str, Any]
    at: datetime


MakeToolbox = Callable[[Gateway], Toolbox]
FollowUp = Callable[[Toolbox, Actor], Awaitable[None]]


class Late(Protocol):
    """The ways to answer once Slack waits no longer; each means what it means for an :class:`Interaction`."""

    async def tell(self, message: Message) -> None:
        """Beside what is shown."""

    async def show(self, message: Message) -> None:
        """In place of what is shown."""

    async def mark_done(self, message: Message) -> None:
        """In place of the message whose button was used."""

    async def open(self, view: View) -> None:
        """A window."""

    async def update(self, view: View) -> None:
        """In place of the window."""

    async def field_errors(self, errors: Mapping[str, str]) -> None:
        """What needs another look in the form."""

    async def finish(self) -> None:
        """The handler is done."""


@dataclass
class Interaction:
    """One interaction. ``words`` is the text after the command; ``follow_ups`` run after the answer.

    ``late`` is set once it takes longer than Slack waits, and gives where to answer then.
    """

    kind: Kind
    tools: Toolbox
    actor: Actor
    body: Mapping[str, Any]
    ack: AsyncAck
    words: str = ""
    name: str = UNKNOWN  # the command, button or form: of those that are registered
    follow_ups: list[FollowUp] = field(default_factory=list)
    repeatable_follow_ups: list[FollowUp] = field(default_factory=list)
    late: Awaitable[Late | None] | None = None
    opens_window: bool = False  # the command opens a window
    is_answering: bool = False  # an answer is on its way
    is_trigger_spent: bool = False
    is_repeated: bool = False  # handled before, or just now by another process
    is_admitted: bool = False  # the person may use Infoview
    is_replaced: bool = False  # the message whose button was used shows what happened now

    @property
    def trigger_id(self) -> str | None:
        """What lets us open a modal within three seconds; a message in a DM has none."""
        return None if self.is_trigger_spent else self.body.get("trigger_id")

    @property
    def response_url(self) -> str | None:
        """Where to answer for half an hour, five times; Home, windows and messages in a DM have none."""
        return self.body.get("response_url")

    @property
    def view(self) -> Mapping[str, Any]:
        """The view that was submitted, closed or acted in; empty where there is none."""
        return self.body.get("view") or {}

    @property
    def action(self) -> Mapping[str, Any]:
        """The button or picker that was used. Raises GoneError where there is none."""
        actions = self.body.get("actions") or []
        if not actions:
            raise GoneError(_("This button does not work any more. Type `/infoview` to go on."))
        return actions[0]  # type: ignore[no-any-return]

    @property
    def value(self) -> str:
        """The value of the button, or of the option that was chosen."""
        option = self.action.get("selected_option") or self.action
        return str(option.get("value") or "")

    @property
    def metadata(self) -> str:
        """The private_metadata of the view: ids only, and re-checked by the services."""
        return str(self.view.get("private_metadata") or "")

    @property
    def has_more_to_do(self) -> bool:
        """Whether something follows the answer."""
        return bool(self.follow_ups or self.repeatable_follow_ups)

    def after(self, follow_up: FollowUp, *, repeatable: bool = False) -> None:
        """Do this once the answer is on its way; its failure is logged and never shown.

        It is done once however often the request comes, unless it is ``repeatable``: shows anew what there
        is, and costs no write.
        """
        follow_ups = self.repeatable_follow_ups if repeatable else self.follow_ups
        if follow_up not in follow_ups:
            follow_ups.append(follow_up)

    async def post(self, channel: str, message: Message) -> None:
        """Post in a channel or to a person, once however often the request comes.

        Raises SlackFailureError.
        """
        await self.tools.db.claim(self.actor)
        await self.tools.slack.post(channel, message.payload())

    async def tell(self, message: Message) -> None:
        """Show ``message`` to the person beside what they see now: nothing is replaced or lost."""
        if self.kind is Kind.DIRECT_MESSAGE:
            await self.tools.db.claim(self.actor)
        if late := await self._late():
            await late.tell(message)
        elif self.kind is Kind.COMMAND:
            await self.ack(_EPHEMERAL + message.json[1:])
        elif self.kind is Kind.SUBMISSION:
            await self.ack({"response_action": "push", "view": as_json(as_window(message))})
        elif self.kind in {Kind.DIRECT_MESSAGE, Kind.EVENT}:
            await self.post(self.body["event"]["channel"], message)
        elif self.response_url:
            await self._respond(
                {"response_type": "ephemeral", "replace_original": False, **message.payload()}
            )
        else:
            await self.open_now(as_window(message))

    async def show(self, message: Message) -> None:
        """Show ``message`` in place of the ephemeral message or window the button stands in."""
        if late := await self._late():
            await late.show(message)
        elif self.kind is Kind.ACTION and self.view.get("type") == "modal":
            await self.update(as_window(message))
        elif not (self._is_ephemeral and await self.replace_original(message)):
            await self.tell(message)

    async def mark_done(self, message: Message) -> None:
        """Replace the message the button stands in by what happened, so that it is not used twice."""
        if late := await self._late():
            await late.mark_done(message)
        elif await self.replace_original(message):
            self.is_replaced = True
        else:
            await self.show(message)

    async def open(self, view: View) -> None:
        """Open a modal; on top of the present one where there is one."""
        if late := await self._late():
            await late.open(view)
        else:
            await self.open_now(view)

    async def update(self, view: View) -> None:
        """Put ``view`` in place of the modal that was submitted or acted in."""
        if late := await self._late():
            await late.update(view)
        elif self.kind is Kind.SUBMISSION:
            await self.ack({"response_action": "update", "view": as_json(view)})
        else:
            await self.tools.slack.call("views.update", view_id=self.view["id"], view=as_json(view))

    async def field_errors(self, errors: Mapping[str, str]) -> None:
        """Keep the form open and show a sentence at each field (block id) of ``errors``."""
        if late := await self._late():
            await late.field_errors(errors)
        else:
            await self.ack({"response_action": "errors", "errors": dict(errors)})

    async def finish(self) -> None:
        """The handler is done: acknowledge what it left open."""
        if late := await self._late():
            await late.finish()
        elif self.ack.response is None:
            await self.ack()

    async def answer_repetition(self) -> None:
        """The request was handled before: say so where a form waits, and leave all else as it is."""
        self.follow_ups.clear()
        self.is_repeated = True
        if self.kind is Kind.SUBMISSION and self.late is None:
            await self.update(as_window(notice(_("*This is saved already.* You can close this window."))))

    async def open_now(self, view: View) -> str:
        """Open a modal while Slack takes one; returns its id. Raises UserError and SlackFailureError."""
        if self.trigger_id is None:
            raise UserError(_("A form cannot open from here. Type the command in the message field instead."))
        method = "views.push" if self.view.get("type") == "modal" else "views.open"
        opened = await self.tools.slack.call(method, trigger_id=self.trigger_id, view=as_json(view))
        return str(opened["view"]["id"])

    async def replace_original(self, message: Message) -> bool:
        """Put ``message`` in place of the one the button stands in; False where it stands in none."""
        if self.kind is not Kind.ACTION or not self.response_url:
            return False
        await self._respond({"replace_original": True, **message.payload()})
        return True

    @property
    def _is_ephemeral(self) -> bool:
        return bool((self.body.get("container") or {}).get("is_ephemeral"))

    async def _late(self) -> Late | None:
        self.is_answering = True
        return await self.late if self.late is not None else None

    async def _respond(self, payload: Mapping[str, Any]) -> None:
        await self.tools.slack.respond(str(self.response_url), payload)


def as_window(message: Message) -> View:
    """A message as a window of its own."""
    return window("Infoview", message.blocks)
