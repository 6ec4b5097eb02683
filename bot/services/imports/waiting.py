"""The file a member uploaded, until they confirm or cancel the import: sealed, and for one day at most."""

import base64
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from pydantic import TypeAdapter
from sqlalchemy import delete, select
from sqlmodel import Session, col

from bot.clock import Clock, local_date
from bot.i18n import _
from bot.models import ImportDraft, Member, new_id
from bot.services.cards import seal, unseal
from bot.services.members import current_enrollment
from bot.values import Actor, GoneError, ImportFile, TrackerChoices

KEPT_FOR = timedelta(days=1)

Change = Callable[[TrackerChoices], TrackerChoices]

_FILE = TypeAdapter(tuple[str, str, TrackerChoices])


def prepare(session: Session, _clock: Clock, actor: Actor) -> str:
    """The id of an import that begins. Raises NotEnrolledError."""
    current_enrollment(session, actor)
    return new_id()


def keep(session: Session, clock: Clock, actor: Actor, import_id: str, file: ImportFile) -> None:
    """Keep an uploaded file; another one that waited is gone then. Raises NotEnrolledError."""
    member_id = current_enrollment(session, actor).member_id
    session.execute(delete(ImportDraft).where(col(ImportDraft.member_id) == member_id))
    row = ImportDraft(
        id=import_id,
        team_id=actor.team_id,
        member_id=member_id,
        rows_sealed="",
        created_at=clock.now(),
    )
    _write(session, row, file)
    session.add(row)


def find(session: Session, clock: Clock, actor: Actor, import_id: str) -> tuple[ImportFile, date]:
    """The file of an import, and the day it is for the member.

    Raises GoneError once it is imported, cancelled or a day old.
    """
    row = _waiting(session, clock, actor, import_id)
    member = session.get_one(Member, row.member_id)
    return _read(session, row), local_date(clock.now(), member.timezone)


def choose(session: Session, clock: Clock, actor: Actor, import_id: str, change: Change) -> None:
    """Keep what the member corrected in how the file is read. Raises GoneError like :func:`find`."""
    row = _waiting(session, clock, actor, import_id, lock=True)
    file = _read(session, row)
    _write(session, row, replace(file, choices=change(file.choices)))


def forget(session: Session, _clock: Clock, actor: Actor, import_id: str) -> None:
    """Delete the file of an import, if it waits."""
    row = _row(session, actor, import_id)
    if row is not None:
        session.delete(row)


def forget_old(session: Session, clock: Clock) -> None:
    """Delete the files that waited for a day, in all workspaces."""
    session.execute(delete(ImportDraft).where(col(ImportDraft.created_at) <= clock.now() - KEPT_FOR))


def _waiting(
    session: Session, clock: Clock, actor: Actor, import_id: str, *, lock: bool = False
) -> ImportDraft:
    row = _row(session, actor, import_id, lock=lock)
    if row is None or row.created_at <= clock.now() - KEPT_FOR:
        raise GoneError(
            _(
                "This import is finished, or was cancelled. Nothing is waiting any more."
                " To import a file, type `/infoview import`."
            )
        )
    return row


def _row(session: Session, actor: Actor, import_id: str, *, lock: bool = False) -> ImportDraft | None:
    own = (
        select(ImportDraft)
        .join(Member, col(Member.id) == col(ImportDraft.member_id))
        .where(col(ImportDraft.id) == import_id, col(Member.user_id) == actor.user_id)
    )
    return session.scalars(own.with_for_update(of=ImportDraft) if lock else own).one_or_none()


def _read(session: Session, row: ImportDraft) -> ImportFile:
    name, packed, choices = _FILE.validate_json(unseal(session, row, "rows_sealed") or "")
    return ImportFile(name, zlib.decompress(base64.b64decode(packed)), choices)


def _write(session: Session, row: ImportDraft, file: ImportFile) -> None:
    packed = base64.b64encode(zlib.compress(file.content)).decode("ascii")
    text = _FILE.dump_json((file.name, packed, file.choices)).decode()
    row.rows_sealed = seal(session, row, "rows_sealed", text) or ""
