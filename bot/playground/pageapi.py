"""The page's own API: what it shows, what people do on it, and server-sent events when something changed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.playground import cast
from bot.playground.forms import Json
from bot.playground.interactions import BadActError, Interactions
from bot.playground.scenarios import Director, Scenario
from bot.playground.workspace import Conversation, Message, Workspace, entry_json

KEEP_ALIVE_SECONDS = 15.0
_STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}


class PageApi:
    """Routes under /playground/api/."""

    def __init__(
        self, workspace: Workspace, interactions: Interactions, director: Director | None = None
    ) -> None:
        self._workspace = workspace
        self._interactions = interactions
        self._director = director
        self._closing = asyncio.Event()

    def routes(self) -> list[Route]:
        """The routes, to be mounted by the server."""
        reads = {
            "bootstrap": self._bootstrap,
            "state": self._state,
            "events": self._events,
            "log": self._log,
            "file": self._file,
        }
        acts = {
            "message": self._message,
            "command": self._command,
            "action": self._action,
            "view_submit": self._submit,
            "view_close": self._close,
            "shortcut": self._shortcut,
            "home": self._home,
            "open": self._open,
            "clock": self._clock,
            "scenario": self._scenario,
        }
        return [
            *(Route(f"/playground/api/{name}", _guarded(read)) for name, read in reads.items()),
            *(
                Route(f"/playground/api/{name}", _guarded(_acting(act)), methods=["POST"])
                for name, act in acts.items()
            ),
            Route("/playground/api/upload", _guarded(self._upload), methods=["POST"]),
        ]

    def end_streams(self) -> None:
        """End all event streams, so that a server that shuts down need not wait for them."""
        self._closing.set()
        self._workspace.changed(self._workspace.people)

    async def _bootstrap(self, _request: Request) -> Response:
        manifest = self._workspace.manifest
        return JSONResponse(
            {
                "workspace": {"id": self._workspace.team.id, "name": self._workspace.team.name},
                "bot": {"user_id": cast.BOT_USER_ID, "name": cast.BOT_NAME, "app_id": cast.APP_ID},
                "people": [_person_json(p) for p in self._workspace.people.values()],
                "channels": [{"id": c.id, "name": c.name, "shared": c.shared} for c in cast.CHANNELS],
                "commands": [
                    {
                        "command": c.name,
                        "description": c.description,
                        "usage_hint": c.usage_hint,
                        "completions": [{"text": t, "description": d} for t, d in c.completions],
                    }
                    for c in manifest.commands.values()
                ],
                "shortcuts": [
                    {
                        "name": s.name,
                        "callback_id": s.callback_id,
                        "description": s.description,
                        "type": s.type,
                    }
                    for s in manifest.shortcuts.values()
                ],
                "clock": {"movable": self._workspace.clock is not None},
                "scenarios": [_scenario_json(s) for s in self._director.scenarios] if self._director else [],
            }
        )

    async def _state(self, request: Request) -> Response:
        user = self._user(request.query_params)
        views = self._workspace.views
        return JSONResponse(
            {
                "version": self._workspace.version(user),
                "round": self._workspace.round,
                "scenario": self._director.current.id if self._director else None,
                "now": self._workspace.now().isoformat(),
                "clock": self._clock_json(user),
                "conversations": [
                    self._conversation_json(c, user) for c in self._workspace.conversations_of(user)
                ],
                "home": views.homes.get(user),
                "views": views.stack(user),
                "notice": self._workspace.notices.get(user),
            }
        )

    def _clock_json(self, user: str) -> Json:
        now = self._workspace.now()
        tz = self._workspace.people[user].tz
        label = f"{now.astimezone(ZoneInfo(tz)):%a %d %b %Y, %H:%M} ({tz})"
        return {"movable": self._workspace.clock is not None, "now": now.isoformat(), "label": label}

    def _conversation_json(self, conversation: Conversation, user: str) -> Json:
        messages = self._workspace.visible(conversation, user)
        return {
            "id": conversation.id,
            "kind": conversation.kind,
            "name": conversation.name,
            "unread": self._workspace.unread(conversation, user),
            "messages": [self._message_json(m) for m in messages],
        }

    def _message_json(self, message: Message) -> Json:
        name = cast.BOT_NAME if message.is_bot else self._workspace.people[message.user].real_name
        body: Json = {
            "ts": message.ts,
            "user": message.user,
            "name": name,
            "text": message.text,
            "blocks": message.blocks,
            "ephemeral": message.visible_to is not None,
            "edited": message.edited,
            "is_bot": message.is_bot,
            "files": message.files,
        }
        return body if message.thread_ts is None else body | {"thread_ts": message.thread_ts}

    async def _events(self, request: Request) -> Response:
        user = self._user(request.query_params)
        return StreamingResponse(
            self._stream(user), media_type="text/event-stream", headers={"Cache-Control": "no-cache"}
        )

    async def _stream(self, user: str) -> AsyncIterator[str]:
        event = self._workspace.watch(user)
        try:
            while not self._closing.is_set():
                event.clear()
                yield f"data: {json.dumps({'version': self._workspace.version(user)})}\n\n"
                while not await _is_set(event):
                    yield ": still here\n\n"
        finally:
            self._workspace.unwatch(user, event)

    async def _log(self, request: Request) -> Response:
        user = request.query_params.get("user")
        entries = [e for e in self._workspace.log if user is None or e.user in (None, user)]
        return JSONResponse({"entries": [entry_json(e) for e in entries]})

    async def _file(self, request: Request) -> Response:
        stored = self._interactions.visible_file(*_need(dict(request.query_params), "user", "id"))
        # An attachment, so that a file never runs as a page of the playground; pictures show all the same.
        headers = {
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(stored.name, safe='')}",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(stored.content, media_type=stored.mimetype, headers=headers)

    async def _upload(self, request: Request) -> Response:
        user, name = _need(dict(request.query_params), "user", "name")
        return JSONResponse(self._interactions.upload(user, name, await request.body()))

    async def _message(self, body: Json) -> Json:
        return await self._interactions.message(*_need(body, "user", "channel", "text"))

    async def _command(self, body: Json) -> Json:
        return await self._interactions.command(*_need(body, "user", "channel", "text"))

    async def _action(self, body: Json) -> Json:
        user, container, action = _need(body, "user", "container", "action")
        (kind,) = _need(container, "type")
        _need(container, *(("channel", "ts") if kind == "message" else ("view_id",)))
        _need(action, "block_id", "action_id")
        return await self._interactions.action(user, container, action, _values(body))

    async def _submit(self, body: Json) -> Json:
        user, view_id = _need(body, "user", "view_id")
        return await self._interactions.submit(user, view_id, _values(body))

    async def _close(self, body: Json) -> Json:
        clear_all = bool(body.get("clear_all"))
        return await self._interactions.close(*_need(body, "user", "view_id"), clear_all=clear_all)

    async def _shortcut(self, body: Json) -> Json:
        user, callback_id = _need(body, "user", "callback_id")
        return await self._interactions.shortcut(user, callback_id, body.get("channel"), body.get("ts"))

    async def _home(self, body: Json) -> Json:
        return await self._interactions.open_home(*_need(body, "user"))

    async def _open(self, body: Json) -> Json:
        return await self._interactions.open_conversation(*_need(body, "user", "channel"))

    async def _clock(self, body: Json) -> Json:
        clock = self._workspace.clock
        if clock is None:
            return {"ok": False, "error": "This bot's clock cannot be moved.", "status": 404}
        user = self._user(body)
        (to,) = _need(body, "to")
        if to not in (*_STEPS, "next_nudge"):
            raise BadActError(f"the clock has no step {to!r}")
        now = clock.now()
        target = await clock.next_nudge(user) if to == "next_nudge" else now + _STEPS[to]
        if target is None:
            return {"ok": False, "error": "No nudge is planned for this person."}
        clock.advance(max(target - now, timedelta()))
        self._workspace.changed(self._workspace.people)
        return {"ok": True, "now": clock.now().isoformat()}

    async def _scenario(self, body: Json) -> Json:
        if self._director is None:
            return {"ok": False, "error": "This playground has no scenarios.", "status": 404}
        (scenario_id,) = _need(body, "id")
        chosen = next((s for s in self._director.scenarios if s.id == scenario_id), None)
        if chosen is None:
            raise BadActError(f"there is no scenario {scenario_id!r}")
        await self._director.begin(chosen)
        return {"ok": True}

    def _user(self, source: Mapping[str, Any]) -> str:
        user = source.get("user")
        if user not in self._workspace.people:
            raise BadActError("no such person")
        return str(user)


async def _is_set(event: asyncio.Event) -> bool:
    try:
        async with asyncio.timeout(KEEP_ALIVE_SECONDS):
            return await event.wait()
    except TimeoutError:
        return False


def _need(body: object, *names: str) -> list[Any]:
    if not isinstance(body, dict):
        raise BadActError("this is not a JSON object")
    missing = [name for name in names if name not in body]
    if missing:
        raise BadActError(f"missing: {', '.join(missing)}")
    return [body[name] for name in names]


def _values(body: Json) -> dict[str, Any]:
    return (body.get("state") or {}).get("values") or {}


def _person_json(person: cast.Person) -> Json:
    return {
        "id": person.id,
        "name": person.name,
        "real_name": person.real_name,
        "title": person.title,
        "team_id": person.team_id,
        "tz": person.tz,
        "is_admin": person.is_admin,
        "deleted": person.deleted,
        "color": person.color,
    }


def _scenario_json(scenario: Scenario) -> Json:
    return {
        "id": scenario.id,
        "name": scenario.name,
        "about": scenario.about,
        "person": scenario.person,
    }


def _acting(act: Callable[[Json], Awaitable[Json]]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            body = await request.json()
        except ValueError as error:
            raise BadActError("the body is not JSON") from error
        result = await act(body)
        return JSONResponse(result, status_code=result.pop("status", 200))

    return endpoint


def _guarded(
    endpoint: Callable[[Request], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    async def guarded(request: Request) -> Response:
        try:
            return await endpoint(request)
        except BadActError as error:
            return JSONResponse({"ok": False, "error": str(error)}, status_code=400)

    return guarded
