"""Web API methods about files, and the addresses at which bytes come and go.

Errors: https://docs.slack.dev/reference/methods/files.getUploadURLExternal and files.completeUploadExternal
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.playground import cast, payloads
from bot.playground.errors import SlackRefusalError
from bot.playground.filestore import ALT_TEXT_LENGTH, FileStore, StoredFile, file_json
from bot.playground.forms import Json
from bot.playground.interactions import Interactions
from bot.playground.methods_people import argument
from bot.playground.workspace import Conversation, Workspace

_CHANNEL_SHAPE = "^[CGDZ][A-Z0-9]+$"
"""Slack also wants nine characters or more; the sample workspace's ids are shorter."""

FILES_READ = "files:read"
"""The scope for forms that take a file, and for downloads."""


class FileMethods:
    """files.getUploadURLExternal, files.completeUploadExternal and files.delete."""

    def __init__(self, interactions: Interactions) -> None:
        self._interactions = interactions

    def get_upload_url(self, workspace: Workspace, args: Json) -> Json:
        """files.getUploadURLExternal."""
        name, length = args.get("filename"), str(args.get("length") or "0")
        if not name or not length.isdigit() or int(length) == 0:
            raise SlackRefusalError("missing_argument")
        alt_text = args.get("alt_txt")
        if alt_text is not None and len(alt_text) > ALT_TEXT_LENGTH:
            raise SlackRefusalError("alt_txt_too_large")
        created = int(workspace.now().timestamp())
        stored = workspace.files.announce(cast.BOT_USER_ID, str(name), int(length), created, alt_text)
        key = workspace.files.upload_key(stored)
        return {
            "upload_url": f"{workspace.base_url}/upload/v1/{workspace.team.id}/{key}",
            "file_id": stored.id,
        }

    def complete_upload(self, workspace: Workspace, args: Json) -> Json:
        """files.completeUploadExternal into one conversation, or into none: then nobody sees the file."""
        wanted = _wanted(args)
        conversation = _conversation(workspace, args)
        files = [_unshared(workspace.files, entry) for entry in wanted]
        for entry, stored in zip(wanted, files, strict=True):
            stored.title = str(entry.get("title") or stored.name)
            stored.shared = True
        if conversation is not None:
            self._share(workspace, conversation, files, str(args.get("initial_comment") or ""))
        return {"files": [file_json(stored, workspace.base_url) for stored in files]}

    def delete(self, workspace: Workspace, args: Json) -> Json:
        """files.delete of a file of the app; in its messages a tombstone stays."""
        stored = workspace.files.find(argument(args, "file"))
        if stored is None:
            raise SlackRefusalError("file_not_found")
        if stored.owner != cast.BOT_USER_ID:
            raise SlackRefusalError("cant_delete_file")
        workspace.files.remove(stored)
        for channel in stored.channels:
            for message in workspace.conversation(channel).messages:
                message.files = [
                    {"id": stored.id, "mode": "tombstone"} if file["id"] == stored.id else file
                    for file in message.files
                ]
                workspace.message_changed(message)
        return {}

    def _share(
        self, workspace: Workspace, conversation: Conversation, files: list[StoredFile], comment: str
    ) -> None:
        for stored in files:
            stored.channels.add(conversation.id)
        described = [file_json(stored, workspace.base_url) for stored in files]
        message = workspace.post(conversation.id, cast.BOT_USER_ID, comment, files=described)
        self._interactions.announce(conversation, payloads.message_event(workspace, message), None)


def _wanted(args: Json) -> list[Json]:
    files: Any = args.get("files")
    if isinstance(files, str):
        try:
            files = json.loads(files)
        except ValueError:
            files = None
    if not isinstance(files, list) or not files or not all(isinstance(entry, dict) for entry in files):
        raise SlackRefusalError("invalid_arguments", ["[ERROR] missing required field: files"])
    return files


def _conversation(workspace: Workspace, args: Json) -> Conversation | None:
    channel = args.get("channel_id")
    if not channel:
        return None
    if not re.fullmatch(_CHANNEL_SHAPE, str(channel)):
        sentence = f"[ERROR] input must match regex pattern: {_CHANNEL_SHAPE} [json-pointer:/channel_id]"
        raise SlackRefusalError("invalid_arguments", [sentence])
    conversation = workspace.conversation(str(channel))
    if cast.BOT_USER_ID not in conversation.members:
        raise SlackRefusalError("not_in_channel")
    return conversation


def _unshared(files: FileStore, entry: Json) -> StoredFile:
    stored = files.find(str(entry.get("id")))
    if stored is None or stored.shared or stored.owner != cast.BOT_USER_ID:
        raise SlackRefusalError("file_not_found")
    return stored


def file_routes(workspace: Workspace, token_of: Callable[[Request], str]) -> list[Route]:
    """Where the bot puts the bytes of a file (raw, not as a form), and where it gets those it may see."""

    async def upload(request: Request) -> Response:
        stored = workspace.files.receive(request.path_params["key"], await request.body())
        if stored is None:
            return PlainTextResponse("no such upload, or not as long as announced", 400)
        return PlainTextResponse(f"OK - {stored.length}")

    async def private(request: Request) -> Response:
        known = token_of(request) == workspace.connection.bot_token
        if not known or FILES_READ not in workspace.manifest.scopes:
            # Slack sends whoever may not see a file to its sign-in page, which answers 200 with HTML.
            return RedirectResponse(f"{workspace.base_url}/?redir={quote(request.url.path)}", 302)
        stored = workspace.files.find(request.path_params["file_id"])
        if stored is None:
            return PlainTextResponse("not found", 404)
        return Response(stored.content, media_type=stored.mimetype)

    place = f"/files-pri/{workspace.team.id}-{{file_id}}"
    return [
        Route(f"/upload/v1/{workspace.team.id}/{{key}}", upload, methods=["POST"]),
        Route(f"{place}/download/{{name:path}}", private),
        Route(f"{place}/{{name:path}}", private),
    ]
