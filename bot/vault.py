"""Encryption of private text, and keyed digests for equality.

Every value is sealed with AES-256-GCM and bound to the place it stands in (workspace, table, column, row), so
a value copied to another row does not open. The first key seals; all keys open: that is how keys are rotated.

Digests are of two kinds. Those that a row is looked up by follow the keys, newest first, and a rotation makes
them anew. Those that are only compared with each other, over years and without their text, hang on one fixed
key (see :meth:`Vault.fix`): no rotation could make them anew.
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
_VERSION_LENGTH = _NONCE_BYTES * 4 // 3  # in base64
_MARK_BYTES = 8
_FORMAT = "v1"


class VaultError(Exception):
    """A sealed value could not be opened: the key is missing, or the value was changed or moved."""


_UNREADABLE = """\
This database is encrypted with a key that is not there: {key}. Nothing was changed.
Put that key back into INFOVIEW_SECRET_KEY, after the present one, with a comma between; or into the key file
beside the database, on a line of its own. If you do not have it, look for it in your backups.
Without it nobody can read the names, notes and debriefs in this database. Dates, counts and settings are not
lost. To begin anew without all of it, use an empty database."""


class KeyLostError(VaultError):
    """What is stored needs a key that is not there; the text says which, and what to do."""

    def __init__(self, key_id: str) -> None:
        super().__init__(_UNREADABLE.format(key=key_id))


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
        self._digest_keys = [_derive(s, b"digest") for s in secrets_newest_first]
        self._fixed_key = self._digest_keys[-1]

    def seal(self, team_id: str, table: str, column: str, row_id: str, text: str) -> str:
        """Encrypt ``text`` for one place; the result is ASCII."""
        return self._seal(_place(team_id, table, column, row_id), secrets.token_bytes(_NONCE_BYTES), text)

    def reseal(self, team_id: str, table: str, column: str, row_id: str, sealed: str) -> str:
        """What :meth:`seal` made for this very place, under the newest key. Raises :class:`VaultError`.

        The same value always becomes the same one, and :func:`version_of` says the same of both.
        """
        if key_of(sealed) == self._current:
            return sealed
        text = self.open(team_id, table, column, row_id, sealed)
        # Random under the old key, so it is as good as random under a key that never saw it.
        nonce = _decoded(sealed)[:_NONCE_BYTES]
        return self._seal(_place(team_id, table, column, row_id), nonce, text)

    @property
    def key_ids(self) -> tuple[str, ...]:
        """Names of the keys, the newest first; they tell nothing of the secrets."""
        return tuple(self._ciphers)

    def _seal(self, place: bytes, nonce: bytes, text: str) -> str:
        # A lone surrogate is legal in a Python string and in JSON from outside, but not in UTF-8.
        sealed = self._ciphers[self._current].encrypt(nonce, text.encode("utf-8", "replace"), place)
        return f"{_FORMAT}.{self._current}.{base64.urlsafe_b64encode(nonce + sealed).decode('ascii')}"

    def open(self, team_id: str, table: str, column: str, row_id: str, sealed: str) -> str:
        """Decrypt what :meth:`seal` made for this very place. Raises :class:`VaultError`."""
        key_id = key_of(sealed)
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise VaultError(f"no key {key_id!r} for {table}.{column}: is INFOVIEW_SECRET_KEY complete?")
        data = _decoded(sealed)
        try:
            plain = cipher.decrypt(
                data[:_NONCE_BYTES], data[_NONCE_BYTES:], _place(team_id, table, column, row_id)
            )
        except InvalidTag:
            raise VaultError(f"a value of {table}.{column} does not belong to its row") from None
        return plain.decode("utf-8")

    def digest(self, team_id: str, purpose: str, text: str) -> str:
        """A keyed digest for equality within one workspace and purpose; case and spacing do not count."""
        return self.digests(team_id, purpose, text)[0]

    def digests(self, team_id: str, purpose: str, text: str) -> tuple[str, ...]:
        """The digests that stand for ``text`` in rows of any key, that of the newest key first."""
        return tuple(_digest(key, team_id, purpose, text) for key in self._digest_keys)

    def fixed_digest(self, team_id: str, purpose: str, text: str) -> str:
        """As :meth:`digest`, and the same whatever keys are added or removed."""
        return _digest(self._fixed_key, team_id, purpose, text)

    def marks(self, team_id: str, purpose: str, texts: Iterable[str]) -> frozenset[bytes]:
        """Short keyed digests of many texts, to know later which of them are the same; see :func:`pack`."""
        key = hmac.digest(self._fixed_key, _place(team_id, purpose, "", ""), "sha256")
        return frozenset(hmac.digest(key, text.encode(), "sha256")[:_MARK_BYTES] for text in texts)

    @property
    def fixed_key(self) -> str:
        """The key of fixed digests, to be stored sealed; of the oldest secret, until :meth:`fix`."""
        return self._fixed_key.hex()

    def fix(self, key: str) -> None:
        """Use this key for fixed digests from now on."""
        self._fixed_key = bytes.fromhex(key)


def key_of(sealed: str) -> str:
    """The name of the key that a sealed value needs; "?" where it is no sealed value."""
    version, _, rest = sealed.partition(".")
    return rest.partition(".")[0] if version == _FORMAT else "?"


def version_of(sealed: str | None) -> str:
    """What differs between any two sealed texts, and stays when a rotation seals one again."""
    return (sealed or "").rpartition(".")[2][:_VERSION_LENGTH]


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


def read_or_create_key_file(path: Path) -> list[str]:
    """The secrets in ``path``, one a line, the newest first; made with mode 0600 if missing.

    Raises VaultError where the file is empty or other users may read it.
    """
    if not path.exists():
        _create_key_file(path)
    return _read_key_file(path)


def new_secret() -> str:
    """A random secret."""
    return secrets.token_urlsafe(48)


def _create_key_file(path: Path) -> None:
    """Make the file whole or not at all, so that two processes starting together read the same secret."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # mkstemp makes it 0600
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(new_secret() + "\n")
        os.link(temporary, path)
    except FileExistsError:
        return
    finally:
        Path(temporary).unlink()


def _read_key_file(path: Path) -> list[str]:
    if path.stat().st_mode & 0o077:
        raise VaultError(f"{path} can be read by other users: run  chmod 600 {path}")
    found = path.read_text(encoding="ascii").split()
    if not found or min(map(len, found)) < MINIMUM_SECRET_LENGTH:
        raise VaultError(f"{path} holds no key: restore it from your backup")
    return found


def _digest(key: bytes, team_id: str, purpose: str, text: str) -> str:
    normal = " ".join(text.casefold().split())
    message = _place(team_id, purpose, normal.encode("utf-8", "replace").hex(), "")
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def _decoded(sealed: str) -> bytes:
    return base64.urlsafe_b64decode(sealed.rpartition(".")[2])


def _place(team_id: str, table: str, column: str, row_id: str) -> bytes:
    return "\x1f".join((team_id, table, column, row_id)).encode()


def _key_id(secret: str) -> str:
    return hashlib.sha256(b"infoview key id" + secret.encode()).hexdigest()[:8]


def _derive(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=b"infoview", info=purpose).derive(secret.encode())
