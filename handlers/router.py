"""Constant-time dispatch: tables from payload kinds to listeners, and from exact ids to handlers.

A table costs the same for 64 commands as for one, and Bolt hands each payload over before it looks for
listeners of its own (:mod:`handlers.entrance`). An action id is ``feature.verb``; what follows a colon only
makes it unique within a block.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from html import unescape
from typing import Any, TypeVar

from slack_bolt.context.ack.async_ack import AsyncAck

from bot import logs, metrics
from bot.clock import monotonic
from bot.guidance.closest import closest
from bot.i18n import _, speaking
from bot.slack.failures import SlackFailureError
from bot.slack.gateway import Gateway
from bot.values import Actor, GoneError, RepeatedRequestError, clean
from bot.views.blocks import Message, shorten
from bot.views.notices import open_form, unknown_words
from handlers import errors, gate, late
from handlers.errors import Outcome
from handlers.interaction import (
    FollowUp,
    InstallDesk,
    Interaction,
    Kind,
    MakeToolbox,
    WorkspaceEvent,
)
from handlers.languages import Languages
from handlers.requests import request_of
from handlers.settled import is_click, note_click

Handler = Callable[[Interaction], Awaitable[None]]
WorkspaceHandler = Callable[[WorkspaceEvent], Awaitable[None]]
Listener = Callable[[Mapping[str, Any], AsyncAck, Gateway], Awaitable[None]]
"""Takes the payloads of one kind, with the way to answer and the gateway of their workspace."""

H = TypeVar("H", bound=Callable[..., Awaitable[None]])
T = TypeVar("T")

log = logging.getLogger(__name__)

ECHO_LIMIT = 80
"""Characters of an unknown input that are shown back."""

_QUESTIONS = "questions"
_NEXT_STEP = "next_step"
"""The name of the command without a word."""
_QUESTION_WORDS = 3
"""So many words that begin with no command are taken for a question."""
_LIKE_A_COMMAND = 75.0
"""From 0 to 100: from here on a first word is a misspelt command and no word of a question."""
_SHORTEST_COMMAND = 3


@dataclass(frozen=True, slots=True)
class Opening:
    """The button that opens a form where none can open by itself (a message in a DM has no trigger_id)."""

    label: str
    action_id: str


@dataclass
class Routes:
    """The tables of one feature; each handler is registered by decorators under its exact ids."""

    commands: dict[str, Handler] = field(default_factory=dict)
    openings: dict[str, Opening] = field(default_factory=dict)
    at_once: dict[str, bool] = field(default_factory=dict)
    actions: dict[str, Handler] = field(default_factory=dict)
    submissions: dict[str, Handler] = field(default_factory=dict)
    closings: dict[str, Handler] = field(default_factory=dict)
    shortcuts: dict[str, Handler] = field(default_factory=dict)
    message_shortcuts: dict[str, Handler] = field(default_factory=dict)
    events: dict[str, Handler] = field(default_factory=dict)
    workspace_events: dict[str, WorkspaceHandler] = field(default_factory=dict)
    fallbacks: dict[str, Handler] = field(default_factory=dict)

    def command(self, word: str, opens: Opening | None = None, *, at_once: bool = False) -> Callable[[H], H]:
        """Register a word after ``/infoview``; ``opens`` where it opens a form.

        ``at_once`` where the answer is made of what is in memory: such a handler waits for nothing.
        """
        if opens is not None:
            self.openings[word] = opens
        if at_once:
            self.at_once[word] = True
        return _register(self.commands, word)

    def action(self, action_id: str) -> Callable[[H], H]:
        """Register a button or picker."""
        return _register(self.actions, action_id)

    def submission(self, callback_id: str) -> Callable[[H], H]:
        """Register a submitted modal."""
        return _register(self.submissions, callback_id)

    def closing(self, callback_id: str) -> Callable[[H], H]:
        """Register a modal that was closed without submitting."""
        return _register(self.closings, callback_id)

    def shortcut(self, callback_id: str) -> Callable[[H], H]:
        """Register a global shortcut."""
        return _register(self.shortcuts, callback_id)

    def message_shortcut(self, callback_id: str) -> Callable[[H], H]:
        """Register a shortcut on a message."""
        return _register(self.message_shortcuts, callback_id)

    def event(self, name: str) -> Callable[[H], H]:
        """Register an event type."""
        return _register(self.events, name)

    def workspace_event(self, name: str) -> Callable[[H], H]:
        """Register an event type that nobody in particular causes: it concerns the installation."""
        return _register(self.workspace_events, name)

    def fallback(self, handler: H) -> H:
        """Register the one handler for words that are a question and no command."""
        return _register(self.fallbacks, _QUESTIONS)(handler)


def _register(table: dict[str, Any], key: str) -> Callable[[H], H]:
    def register(handler: H) -> H:
        if key in table:
            raise ValueError(f"{key} is registered twice")
        table[key] = handler
        return handler

    return register


def merge(parts: Iterable[Routes]) -> Routes:
    """All features' tables as one. Raises ValueError where two features claim one id."""
    whole = Routes()
    for part in parts:
        for name in whole.__dataclass_fields__:
            table: dict[str, Any] = getattr(whole, name)
            for key, entry in getattr(part, name).items():
                if key in table:
                    raise ValueError(f"{key} is registered twice")
                table[key] = entry
    return whole


class Router:
    """Finds the handler of each payload and runs it inside the error boundary."""

    def __init__(
        self, command: str, routes: Routes, make_tools: MakeToolbox, languages: Languages, desk: InstallDesk
    ) -> None:
        """``command`` is the slash command; ``make_tools`` gives what handlers work with for a workspace."""
        self._command = command
        self.routes = routes
        self.make_tools = make_tools
        self._languages = languages
        self._desk = desk
        self._tasks: set[asyncio.Task[Any]] = set()
        self.patience = late.PATIENCE_SECONDS

        self._listeners: Mapping[str, Listener] = {
            "block_actions": self._on_action,
            "view_submission": self._on_submission,
            "view_closed": self._on_closing,
            "shortcut": self._on_shortcut,
            "message_action": self._on_message_shortcut,
            "event_callback": self._on_event,
        }

    def listener_for(self, body: Mapping[str, Any]) -> Listener | None:
        """Who takes a payload of this kind; None where it is none of ours."""
        if body.get("command") == self._command:
            return self._on_command
        return self._listeners.get(str(body.get("type")))

    async def heard_of_workspace(self, body: Mapping[str, Any], team_id: str | None) -> bool:
        """Do what follows where the payload says what became of an installation; False where it does not.

        It is done before it is acknowledged: Slack sends an event again that was not.
        """
        event = body.get("event") or {}
        handler = self.routes.workspace_events.get(str(event.get("type")))
        if handler is None:
            return False
        at = datetime.fromtimestamp(int(body.get("event_time") or 0), UTC)
        await handler(WorkspaceEvent(self._desk, team_id or "", event, at))
        return True

    async def finish(self) -> None:
        """Wait for what is still running: handlers that take long, and what follows the answers."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def run_words(self, interaction: Interaction) -> None:
        """Answer the words after the command; a DM's text is answered by this too."""
        first, *others = interaction.words.strip().split(" ", 1)
        word = first.casefold().removeprefix("/infoview").strip()
        handler = self.routes.commands.get(word)
        opening = self.routes.openings.get(word)
        interaction.opens_window = opening is not None
        if handler is not None:
            interaction.name = word or _NEXT_STEP
        if handler is None and self._is_question(interaction.words):
            interaction.name = _QUESTIONS
            await self.routes.fallbacks[_QUESTIONS](interaction)
        elif handler is None:
            await interaction.tell(self._suggest(interaction))
        elif opening is not None and interaction.trigger_id is None:
            await interaction.tell(open_form(_(opening.label), opening.action_id))
        else:
            interaction.words = "".join(others).strip()
            await handler(interaction)

    def _is_question(self, typed: str) -> bool:
        words = typed.split()
        asks = len(words) >= _QUESTION_WORDS or typed.rstrip().endswith("?")
        if not asks or _QUESTIONS not in self.routes.fallbacks:
            return False
        misspelt = len(words[0]) > _SHORTEST_COMMAND and closest(
            words[0], self._known_words(), 1, _LIKE_A_COMMAND
        )
        return not misspelt

    def _known_words(self) -> list[tuple[str, tuple[str]]]:
        return [(word, (word,)) for word in self.routes.commands if word]

    def _suggest(self, interaction: Interaction) -> Message:
        words = interaction.words
        commands = closest(words.split()[0], self._known_words(), 2) if words.split() else ()
        topics = interaction.tools.library.closest_topics(words)
        return unknown_words(
            shorten(words, ECHO_LIMIT), commands, [(topic.title, topic.id) for topic in topics]
        )

    async def _on_command(self, body: Mapping[str, Any], ack: AsyncAck, slack: Gateway) -> None:
        interaction = self._interaction(Kind.COMMAND, body, ack, slack, words=body.get("text") or "")
        await self._run(interaction, self.run_words)

    async def _on_action(self, body: Mapping[str, Any], ack: AsyncAck, slack: Gateway) -> None:
        interaction = self._interaction(Kind.ACTION, body, ack, slack)
        actions = body.get("actions") or [{}]
        await self._run_from(self.routes.actions, str(actions[0].get("action_id", "")), interaction)

    async def _on_submission(self, body: Mapping[str, Any], ack: AsyncAck, slack: Gateway) -> None:
        interaction = self._interaction(Kind.SUBMISSION, body, ack, slack)
        await self._run_from(self.routes.submissions, str(interaction.view.get("callback_id")), interaction)

    async def _on_closing(self, body: Mapping[str, Any], ack: AsyncAck, slack: Gateway) -> None:
        interaction = self._interaction(Kind.CLOSED, body, ack, slack)
        await self._run_from(self.routes.closings, str(interaction.view.get("callback_id")), interaction)

    async def _on_shortcut(self, body: Mapping[str, Any], ack: AsyncAck, slack: Gateway) -> None:
        interaction = self._interaction(Kind.SHORTCUT, body, ack, slack)
        await self._run_from(self.routes.shortcuts, str(body.get("callback_id")), interaction)

    async def _on_message_shortcut(self, body: Mapping[str, Any], ack: AsyncAck, slack: Gateway) -> None:
        interaction = self._interaction(Kind.SHORTCUT, body, ack, slack)
        await self._run_from(self.routes.message_shortcuts, str(body.get("callback_id")), interaction)

    async def _on_event(self, body: Mapping[str, Any], ack: AsyncAck, slack: Gateway) -> None:
        event = body.get("event") or {}
        is_own = event.get("user") == slack.installation.bot_user_id
        if is_own or event.get("bot_id") or event.get("subtype") or not event.get("user"):
            await ack()
            return
        if event.get("type") != "message":
            interaction = self._interaction(Kind.EVENT, body, ack, slack)
            await self._run_from(self.routes.events, str(event.get("type")), interaction)
        elif event.get("channel_type") == "im":
            typed = unescape(event.get("text") or "")  # Slack escapes & < > in messages, not in commands
            interaction = self._interaction(Kind.DIRECT_MESSAGE, body, ack, slack, words=typed)
            await self._run(interaction, self.run_words)

    def _interaction(
        self, kind: Kind, body: Mapping[str, Any], ack: AsyncAck, slack: Gateway, words: str = ""
    ) -> Interaction:
        return Interaction(kind, self.make_tools(slack), _actor(body), body, ack, clean(words))

    async def _run_from(self, table: Mapping[str, Handler], key: str, interaction: Interaction) -> None:
        name = key.partition(":")[0]
        handler = table.get(name)
        if handler is not None:
            interaction.name = name
        await self._run(interaction, handler or _unknown_id)

    async def _run(self, interaction: Interaction, handler: Handler) -> None:
        """Run a handler; where it takes longer than Slack waits, show the person that it goes on."""
        begun = monotonic()
        with (
            metrics.timed(metrics.ANSWER_SECONDS, interaction.kind),
            speaking(await self._languages.of(interaction.actor)),
        ):
            if self._waits_for_nothing(interaction):
                await self._answer(interaction, handler)
                return
            work = self._start(self._answer(interaction, handler))  # takes the present language with it
            await late.ended_within(work, max(0.0, self.patience - (monotonic() - begun)))
            if interaction.ack.response is None:
                interaction.late = self._start(late.begin(interaction))
                await late.acknowledge(interaction)

    def _waits_for_nothing(self, interaction: Interaction) -> bool:
        """Whether a task of its own, to be waited for, would only cost time."""
        if interaction.kind is not Kind.COMMAND:
            return False
        word = interaction.words.partition(" ")[0]
        return word in self.routes.at_once and gate.waits_for_nothing(interaction)

    async def _answer(self, interaction: Interaction, handler: Handler) -> None:
        """The only place that runs a handler: behind the gate, and inside the error boundary."""
        outcome = Outcome.OK
        try:
            await gate.admit(interaction)
            interaction.is_admitted = True
            await handler(interaction)
        except RepeatedRequestError:
            outcome = Outcome.REPEATED
            await interaction.answer_repetition()
        except Exception as error:
            outcome = errors.outcome_of(error)
            await _let_come_again(interaction)
            await errors.explain(interaction, error)
        _note(interaction, outcome)
        try:
            await interaction.finish()
        except SlackFailureError as failure:
            log.warning("an answer was not finished: %s", errors.describe(failure))
        if interaction.has_more_to_do or is_click(interaction):
            self._start(self._follow(interaction))

    def _start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _follow(self, interaction: Interaction) -> None:
        """What comes after the answer: first that a message was used, because the rest builds on it."""
        once = interaction.follow_ups
        if is_click(interaction):
            await _follow_up(interaction, lambda _tools, _actor: note_click(interaction))
        if once and not await _is_first(interaction):
            once = []
        both = (*once, *interaction.repeatable_follow_ups)
        await asyncio.gather(*(_follow_up(interaction, one) for one in both))


def _note(interaction: Interaction, outcome: Outcome) -> None:
    metrics.of(metrics.ANSWERS, interaction.kind, interaction.name, outcome).inc()
    if log.isEnabledFor(logging.INFO):
        figures = {"kind": interaction.kind, "name": interaction.name, "outcome": outcome}
        log.info("%s %s: %s", *figures.values(), extra={logs.FIGURES: figures})


async def _is_first(interaction: Interaction) -> bool:
    """Whether what follows this request is still to be done; where that cannot be found out, it is."""
    try:
        await interaction.tools.db.claim(interaction.actor)
    except RepeatedRequestError:
        return False
    except Exception as error:
        log.warning("a request is not noted as handled: %s", errors.describe(error))
    return True


async def _follow_up(interaction: Interaction, follow_up: FollowUp) -> None:
    try:
        await follow_up(interaction.tools, interaction.actor)
    except RepeatedRequestError:
        pass
    except Exception as error:
        log.warning("a follow-up failed: %s", errors.describe(error))


async def _let_come_again(interaction: Interaction) -> None:
    """A form that failed half-way may be sent again as it is: its services know by its ids what they did."""
    if interaction.kind is Kind.SUBMISSION:
        try:
            await interaction.tools.db.release(interaction.actor)
            interaction.actor = replace(interaction.actor, request=None)  # what follows notes nothing again
        except Exception as error:
            log.warning("a form that failed counts as handled: %s", errors.describe(error))


async def _unknown_id(interaction: Interaction) -> None:
    log.warning("no handler for a %s", interaction.kind)
    raise GoneError(_("This button or form is from an older version. Type `/infoview` to go on."))


def _actor(body: Mapping[str, Any]) -> Actor:
    """Who acts, by the person's own workspace; where that is not said, by the one they acted in."""
    user = body.get("user") or {}
    event = body.get("event") or {}
    user_id = user.get("id") or body.get("user_id") or event.get("user") or ""
    team_id = gate.team_of_person(body) or body.get("team_id") or (body.get("team") or {}).get("id") or ""
    return Actor(team_id=str(team_id), user_id=str(user_id), request=request_of(body))
