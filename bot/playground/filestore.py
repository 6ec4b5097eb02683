"""The files of the sample workspace, in memory: uploads by the bot in Slack's three steps, uploads by people.

Shapes: https://docs.slack.dev/reference/objects/file-object
"""

from __future__ import annotations

import itertools
import mimetypes
import secrets
from dataclasses import dataclass, field
from urllib.parse import quote

from bot.playground import cast
from bot.playground.forms import Json

FILE_INPUT_BYTES = 10_000_000
"""Slack's limit of a file in a form: 10 MB."""

ALT_TEXT_LENGTH = 1000


@dataclass
class StoredFile:
    """One file. `content` is None until the bot has sent the announced `length` bytes."""

    id: str
    team: cast.Team
    name: str
    owner: str
    created: int
    title: str
    length: int
    alt_text: str | None = None
    content: bytes | None = None
    shared: bool = False
    channels: set[str] = field(default_factory=set)

    @property
    def mimetype(self) -> str:
        """The media type, by the name's ending."""
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    @property
    def filetype(self) -> str:
        """Slack's name of the type: the ending, or `binary`."""
        return self.name.rpartition(".")[2].lower() if "." in self.name else "binary"


class FileStore:
    """All files by id, and the addresses at which the bot may still put bytes."""

    def __init__(self, team: cast.Team) -> None:
        self._team = team
        self._files: dict[str, StoredFile] = {}
        self._uploads: dict[str, StoredFile] = {}
        self._numbers = itertools.count(1)

    def announce(self, owner: str, name: str, length: int, created: int, alt_text: str | None) -> StoredFile:
        """A file that will have `length` bytes."""
        number = f"F{next(self._numbers):04d}{secrets.token_hex(3).upper()}"
        stored = StoredFile(number, self._team, name, owner, created, name, length, alt_text)
        self._files[stored.id] = stored
        return stored

    def upload_key(self, stored: StoredFile) -> str:
        """A new key at which the bytes of this file are taken, once."""
        key = secrets.token_urlsafe(24)
        self._uploads[key] = stored
        return key

    def receive(self, key: str, content: bytes) -> StoredFile | None:
        """Take the bytes of an announced file; None where the key or the length is wrong."""
        stored = self._uploads.get(key)
        if stored is None or len(content) != stored.length:
            return None
        del self._uploads[key]
        stored.content = content
        return stored

    def add(self, owner: str, name: str, content: bytes, created: int) -> StoredFile:
        """A file that a person put into a form."""
        stored = self.announce(owner, name, len(content), created, None)
        stored.content = content
        return stored

    def remove(self, stored: StoredFile) -> None:
        """Forget a file."""
        del self._files[stored.id]

    def find(self, file_id: str) -> StoredFile | None:
        """The file of this id, if its bytes have come."""
        stored = self._files.get(file_id)
        return stored if stored is not None and stored.content is not None else None


def file_json(stored: StoredFile, base_url: str) -> Json:
    """Slack's file object."""
    place = f"{base_url}/files-pri/{stored.team.id}-{stored.id}"
    name = quote(stored.name, safe="")
    body: Json = {
        "id": stored.id,
        "created": stored.created,
        "timestamp": stored.created,
        "name": stored.name,
        "title": stored.title,
        "mimetype": stored.mimetype,
        "filetype": stored.filetype,
        "pretty_type": stored.filetype.upper(),
        "user": stored.owner,
        "user_team": stored.team.id,
        "editable": False,
        "size": stored.length,
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": False,
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": f"{place}/{name}",
        "url_private_download": f"{place}/download/{name}",
        "permalink": f"https://{stored.team.domain}.slack.com/files/{stored.owner}/{stored.id}/{name}",
        "file_access": "visible",
    }
    return body if stored.alt_text is None else body | {"alt_txt": stored.alt_text}
