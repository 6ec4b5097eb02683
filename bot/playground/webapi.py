"""Slack's Web API at /api/<method> and the response addresses: tokens, scopes, arguments, errors, records."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.playground import cast, methods_people, methods_views
from bot.playground.errors import SlackRefusalError
from bot.playground.faults import Fault
from bot.playground.forms import Json
from bot.playground.interactions import Interactions
from bot.playground.methods_chat import ChatMethods
from bot.playground.methods_files import FileMethods, file_routes
from bot.playground.methods_people import provided
from bot.playground.oauth import OAuth
from bot.playground.responses import use_response_url
from bot.playground.socketmode import SocketHub
from bot.playground.workspace import Call, LogEntry, Workspace

Run = Callable[[Workspace, Json], Json]

_SECRETS = {"token", "access_token", "refresh_token", "client_secret", "code"}
"""What the inspector does not show."""


@dataclass(frozen=True)
class Method:
    """A Web API method: what it does, the scope it needs, whether Slack lets it take a JSON body."""

    run: Run
    scope: str | None = None
    takes_json: bool = True


class WebApi:
    """The methods the app uses in one workspace, strict as Slack is."""

    def __init__(
        self, workspace: Workspace, sockets: SocketHub, interactions: Interactions, oauth: OAuth | None
    ) -> None:
        self.faults = workspace.faults
        self._workspace = workspace
        self._sockets = sockets
        self._oauth = oauth
        self._methods = _methods(ChatMethods(interactions), FileMethods(interactions))

    def routes(self) -> list[Route]:
        """The routes, to be mounted by the server."""
        answers = [
            Route(f"/{kind}/{self._workspace.team.id}/{{key:path}}", self._response, methods=["POST"])
            for kind in ("commands", "actions")
        ]
        files = file_routes(self._workspace, lambda request: _token(request, {}))
        return [*answers, *files]

    def knows(self, token: str) -> bool:
        """Whether the token is, or was, this workspace's."""
        return token == self._workspace.connection.bot_token or token in self._workspace.ended_tokens

    async def answer(self, request: Request, method: str, fault: Fault | None) -> Response:
        """Carry out one call and answer it; it is recorded whatever the answer."""
        begun = time.perf_counter()
        args = await _arguments(request)
        body, response = self._respond(request, method, args, fault)
        self._workspace.calls.append(Call(method, args, body))
        self._log(method, args, body, begun)
        return response

    def _respond(
        self, request: Request, method: str, args: Json, fault: Fault | None
    ) -> tuple[Json, Response]:
        planned = _planned_failure(fault)
        if planned is not None:
            return planned
        try:
            body = {"ok": True} | self._run(request, method, args)
        except SlackRefusalError as refusal:
            body = _refused(refusal)
        return body, JSONResponse(body, headers=self._headers())

    def _run(self, request: Request, method: str, args: Json) -> Json:
        token = _token(request, args)
        if self._oauth is not None and method == "oauth.v2.access":
            return self._oauth.access(request, args)
        if self._oauth is not None and method == "auth.revoke":
            return self._oauth.revoke(token)
        if method == "apps.connections.open":
            self._expect(token, self._workspace.connection.app_token)
            return {"url": self._socket_url()}
        found = self._methods.get(method)
        if found is None:
            raise SlackRefusalError("unknown_method", req_method=method)
        self._expect(token, self._workspace.connection.bot_token)
        if found.scope is not None and found.scope not in self._workspace.manifest.scopes:
            raise SlackRefusalError("missing_scope", needed=found.scope, provided=provided(self._workspace))
        is_json = request.headers.get("content-type", "").startswith("application/json")
        return found.run(
            self._workspace, dict(request.query_params) if is_json and not found.takes_json else args
        )

    def _expect(self, token: str, expected: str | None) -> None:
        known = self._workspace.connection
        if not token:
            raise SlackRefusalError("not_authed")
        if token in self._workspace.ended_tokens:
            raise SlackRefusalError("account_inactive")
        if token != expected:
            of_another_kind = token in {known.bot_token, known.app_token}
            raise SlackRefusalError("not_allowed_token_type" if of_another_kind else "invalid_auth")

    def _socket_url(self) -> str:
        base = self._workspace.base_url.replace("http", "ws", 1)
        return f"{base}/link/?ticket={self._sockets.issue_ticket()}&app_id={cast.APP_ID}"

    def _headers(self) -> dict[str, str]:
        return {"X-OAuth-Scopes": provided(self._workspace)}

    async def _response(self, request: Request) -> Response:
        begun = time.perf_counter()
        body: Json = {}
        try:
            target = self._workspace.tickets.use_response(request.path_params["key"])
            body = await _response_body(request)
            use_response_url(self._workspace, target, body)
        except SlackRefusalError as refusal:
            self._log("response_url", body, _refused(refusal), begun)
            status = 404 if refusal.error.endswith("_url") else 400
            return PlainTextResponse(refusal.error, status_code=status)
        self._log("response_url", body, {"ok": True}, begun, target.user)
        return PlainTextResponse("ok")

    def _log(self, method: str, args: Json, body: Json, begun: float, user: str | None = None) -> None:
        status = "ok" if body.get("ok") else str(body.get("error"))
        shown = {key: value for key, value in args.items() if key not in _SECRETS}
        body = {key: value for key, value in body.items() if key not in _SECRETS}
        entry = LogEntry(
            at=self._workspace.now().isoformat(),
            direction="from_bot",
            kind=method,
            summary=_summary(args),
            status=status,
            ms=round((time.perf_counter() - begun) * 1000, 1),
            body={"request": shown, "answer": body},
            user=user or _whose(self._workspace, args, body),
        )
        self._workspace.note(entry)


class Endpoint:
    """Slack's one address for all workspaces: the token says which is meant; without one it is the first.

    It alone can cut a connection, since it holds the server's `receive`.
    """

    def __init__(self, apis: Sequence[WebApi]) -> None:
        self._apis = apis

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call."""
        method, token = scope["path_params"]["method"], _token(Request(scope), {})
        api = next((api for api in self._apis if api.knows(token)), self._apis[0])
        fault = api.faults.take(method)
        response = await api.answer(Request(scope, receive), method, fault)
        if fault is not None and fault.kind == "drop":
            await _cut(receive)
            return
        if fault is not None and fault.kind == "slow":
            await _wait(receive, fault.seconds, api.faults.freed)
        await response(scope, receive, send)


async def _wait(receive: Receive, seconds: float, freed: asyncio.Event) -> None:
    """Keep the caller waiting, unless it goes away."""
    ends = [asyncio.create_task(_until_gone(receive)), asyncio.create_task(freed.wait())]
    await asyncio.wait(ends, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for end in ends:
        end.cancel()


async def _until_gone(receive: Receive) -> bool:
    while (await receive())["type"] != "http.disconnect":
        pass
    return True


async def _cut(receive: Receive) -> None:
    # ASGI has no word for it: uvicorn's request cycle, to which its `receive` is bound, holds the transport.
    transport = getattr(getattr(receive, "__self__", None), "transport", None)
    if transport is None:
        raise ConnectionResetError("the stand-in drops this connection on purpose")
    transport.abort()
    await _until_gone(receive)


def _methods(chat: ChatMethods, files: FileMethods) -> dict[str, Method]:
    people, views = methods_people, methods_views
    return {
        "auth.test": Method(people.auth_test),
        "team.info": Method(people.team_info, "team:read", takes_json=False),
        "users.info": Method(people.users_info, "users:read", takes_json=False),
        "users.list": Method(people.users_list, "users:read", takes_json=False),
        "conversations.info": Method(people.conversations_info, "channels:read", takes_json=False),
        "conversations.members": Method(people.conversations_members, "channels:read", takes_json=False),
        "conversations.open": Method(people.conversations_open, "im:write"),
        "chat.postMessage": Method(chat.post_message, "chat:write"),
        "chat.postEphemeral": Method(chat.post_ephemeral, "chat:write"),
        "chat.update": Method(chat.update, "chat:write"),
        "chat.delete": Method(chat.delete, "chat:write"),
        "files.getUploadURLExternal": Method(files.get_upload_url, "files:write"),
        "files.completeUploadExternal": Method(files.complete_upload, "files:write"),
        "files.delete": Method(files.delete, "files:write"),
        "views.open": Method(views.views_open),
        "views.push": Method(views.views_push),
        "views.update": Method(views.views_update),
        "views.publish": Method(views.views_publish),
    }


async def _arguments(request: Request) -> Json:
    args: Json = dict(request.query_params)
    text = (await request.body()).decode(errors="replace")
    if request.headers.get("content-type", "").startswith("application/json"):
        args |= _object(text)
    else:
        args |= dict(parse_qsl(text, keep_blank_values=True))
    for name in ("view", "blocks", "attachments"):
        if isinstance(args.get(name), str):
            args[name] = _parsed(args[name])
    return args


def _object(text: str) -> Json:
    parsed = _parsed(text)
    return parsed if isinstance(parsed, dict) else {}


def _parsed(text: str) -> object:
    try:
        parsed: object = json.loads(text)
    except ValueError:
        return text
    return parsed


def _token(request: Request, args: Json) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else str(args.get("token") or "")


def _refused(refusal: SlackRefusalError) -> Json:
    body: Json = {"ok": False, "error": refusal.error, **refusal.fields}
    if refusal.messages:
        body["errors"] = [m.removeprefix("[ERROR] ") for m in refusal.messages]
        body["response_metadata"] = {"messages": list(refusal.messages)}
    return body


def _planned_failure(fault: Fault | None) -> tuple[Json, Response] | None:
    if fault is None or fault.kind in {"drop", "slow"}:
        return None
    if fault.kind == "ratelimited":
        body: Json = {"ok": False, "error": "ratelimited"}
        headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
        return body, JSONResponse(body, status_code=429, headers=headers)
    if fault.kind == "server_error":
        return {"ok": False, "error": "server_error"}, PlainTextResponse("server error", status_code=500)
    body = {"ok": False, "error": fault.error}
    return body, JSONResponse(body)


async def _response_body(request: Request) -> Json:
    text = (await request.body()).decode(errors="replace")
    form = dict(parse_qsl(text)).get("payload")
    body = _parsed(form if form is not None else text)
    if not isinstance(body, dict):
        raise SlackRefusalError("invalid_payload")
    return body


def _summary(args: Json) -> str:
    view = args.get("view")
    if isinstance(view, dict):
        return str(view.get("callback_id") or view.get("type", ""))
    return str(args.get("text") or args.get("user") or args.get("channel") or args.get("filename") or "")[
        :120
    ]


_NAMES_SOMEBODY = ("user_id", "user", "users", "channel", "channel_id")


def _whose(workspace: Workspace, args: Json, body: Json) -> str | None:
    if isinstance(body.get("view"), dict):
        owner, _view = workspace.views.find(view_id=body["view"]["id"])
        return owner
    named = str(next((args[name] for name in _NAMES_SOMEBODY if args.get(name)), ""))
    person = "U" + named[1:] if named.startswith("D") else named
    return person if person in workspace.people else None
