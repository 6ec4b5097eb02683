"""Encryption of private text, and keyed digests for equality.

Every value is sealed with AES-256-GCM and bound to the place it stands in (workspace, table, column, row), so
a value copied to another row does not open. The first key seals; all keys open: that is how keys are rotated.
"""

import base64
import hashlib
import hmac
import os
import secrets
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy.orm import Session

MINIMUM_SECRET_LENGTH = 32
"""Characters a secret must have: 32 random characters carry well over 128 bits."""

_NONCE_BYTES = 12
_MARK_BYTES = 8
_FORMAT = "v1"


class VaultError(Exception):
    """A sealed value could not be opened: the key is missing, or the value was changed or moved."""


class Vault:
    """Seals and opens private text with keys derived from one or more secrets, the newest first."""

    def __init__(self, secrets_newest_first: Sequence[str]) -> None:
        """Derive the keys. Raises ValueError where there is no secret or one is too short."""
        if not secrets_newest_first:
            raise ValueError("at least one secret is needed")
        for secret in secrets_newest_first:
            if len(secret) < MINIMUM_SECRET_LENGTH:
                raise ValueError(f"a secret needs at least {MINIMUM_SECRET_LENGTH} characters")
        self._ciphers = {_key_id(s): AESGCM(_derive(s, b"seal")) for s in secrets_newest_first}
        self._current = _key_id(secrets_newest_first[0])
        # The oldest secret keys the digests, so that rotating the newest does not orphan stored digests.
        self._digest_key = _derive(secrets_newest_first[-1], b"digest")

    def seal(self, team_id: str, table: str, column: str, row_id: str, text: str) -> str:
        """Encrypt ``text`` for one place; the result is ASCII."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        place = _place(team_id, table, column, row_id)
        # A lone surrogate is legal in a Python string and in JSON from outside, but not in UTF-8.
        sealed = self._ciphers[self._current].encrypt(nonce, text.encode("utf-8", "replace"), place)
        return f"{_FORMAT}.{self._current}.{base64.urlsafe_b64encode(nonce + sealed).decode('ascii')}"

    def open(self, team_id: str, table: str, column: str, row_id: str, sealed: str) -> str:
        """Decrypt what :meth:`seal` made for this very place. Raises :class:`VaultError`."""
        version, _, rest = sealed.partition(".")
        key_id, _, encoded = rest.partition(".")
        cipher = self._ciphers.get(key_id)
        if version != _FORMAT or cipher is None:
            raise VaultError(f"no key {key_id!r} for {table}.{column}: is INFOVIEW_SECRET_KEY complete?")
        data = base64.urlsafe_b64decode(encoded)
        try:
            plain = cipher.decrypt(
                data[:_NONCE_BYTES], data[_NONCE_BYTES:], _place(team_id, table, column, row_id)
            )
        except InvalidTag:
            raise VaultError(f"a value of {table}.{column} does not belong to its row") from None
        return plain.decode("utf-8")

    def digest(self, team_id: str, purpose: str, text: str) -> str:
        """A keyed digest for equality within one workspace and purpose; case and spacing do not count."""
        normal = " ".join(text.casefold().split())
        message = _place(team_id, purpose, normal.encode("utf-8", "replace").hex(), "")
        return hmac.new(self._digest_key, message, hashlib.sha256).hexdigest()

    def marks(self, team_id: str, purpose: str, texts: Iterable[str]) -> frozenset[bytes]:
        """Short keyed digests of many texts, to know later which of them are the same; see :func:`pack`."""
        key = hmac.digest(self._digest_key, _place(team_id, purpose, "", ""), "sha256")
        return frozenset(hmac.digest(key, text.encode(), "sha256")[:_MARK_BYTES] for text in texts)


def pack(marks: Iterable[bytes]) -> bytes:
    """Marks as one value to store; their order says nothing."""
    return b"".join(sorted(marks))


def unpack(packed: bytes) -> frozenset[bytes]:
    """The marks in a stored value."""
    return frozenset(packed[at : at + _MARK_BYTES] for at in range(0, len(packed), _MARK_BYTES))


def of(session: Session) -> Vault:
    """The vault that :mod:`bot.db` attached to ``session``."""
    vault: Vault = session.info["vault"]
    return vault


def read_or_create_key_file(path: Path) -> str:
    """The secret in ``path``; the file is made with a new random secret and mode 0600 if it is missing.

    Raises VaultError where the file is empty or other users may read it.
    """
    if not path.exists():
        _create_key_file(path)
    return _read_key_file(path)


def _create_key_file(path: Path) -> None:
    """Make the file whole or not at all, so that two processes starting together read the same secret."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # mkstemp makes it 0600
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
        os.link(temporary, path)
    except FileExistsError:
        return
    finally:
        Path(temporary).unlink()


def _read_key_file(path: Path) -> str:
    if path.stat().st_mode & 0o077:
        raise VaultError(f"{path} can be read by other users: run  chmod 600 {path}")
    secret = path.read_text(encoding="ascii").strip()
    if len(secret) < MINIMUM_SECRET_LENGTH:
        raise VaultError(f"{path} holds no key: restore it from your backup")
    return secret


def _place(team_id: str, table: str, column: str, row_id: str) -> bytes:
    return "\x1f".join((team_id, table, column, row_id)).encode()


def _key_id(secret: str) -> str:
    return hashlib.sha256(b"infoview key id" + secret.encode()).hexdigest()[:8]


def _derive(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=b"infoview", info=purpose).derive(secret.encode())
