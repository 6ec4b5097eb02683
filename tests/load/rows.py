"""Many members and deliveries, made inside the database: a million rows in half a minute."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, bindparam, text
from sqlalchemy.types import TypeEngine
from sqlmodel import Session

from bot.db import metadata
from bot.models import Cohort, Delivery, Enrollment, Member, TenantRow
from bot.values import DeliveryState

WORKSPACE = 500
"""Members of each workspace."""

_FIRST = 100_000_000
_TEAM = f"'T' || ({_FIRST} + n / {WORKSPACE})"
_COHORT = f"'c' || ({_FIRST} + n / {WORKSPACE})"


def team_ids(members: int) -> list[str]:
    """The workspaces of so many members."""
    return [f"T{_FIRST + number}" for number in range(-(-members // WORKSPACE))]


def add_members(session: Session, count: int, now: datetime, due: int) -> None:
    """Members in workspaces of one cohort each; the first ``due`` are due now, the others in a week."""
    today = now.date()
    cohort = Cohort(
        name="Cohort",
        starts_on=today - timedelta(days=30),
        ends_on=date(today.year + 1, 1, 1),
        timezone="America/New_York",
        created_by="U1",
        created_at=now,
    )
    fill(
        session,
        cohort,
        -(-count // WORKSPACE),
        {"id": f"'c' || ({_FIRST} + n)", "team_id": f"'T' || ({_FIRST} + n)"},
    )
    later = now + timedelta(days=7)
    member = Member(
        user_id="",
        timezone="America/New_York",
        created_at=now,
        next_nudge_at=later,
        next_digest_at=later,
    )
    fill(session, member, count, {"id": _id("m"), "team_id": _TEAM, "user_id": _id("U")})
    place = Enrollment(cohort_id="", member_id="", joined_at=now)
    fill(
        session, place, count, {"id": _id("e"), "team_id": _TEAM, "cohort_id": _COHORT, "member_id": _id("m")}
    )
    session.connection().execute(
        text("UPDATE member SET next_nudge_at = :now, next_digest_at = :now WHERE id < :last").bindparams(
            bindparam("now", now, type_=_type_of(Member, "next_nudge_at")), last=f"m{_FIRST + due}"
        )
    )


def add_deliveries(
    session: Session, count: int, at: datetime, state: DeliveryState, occurrence: str, every: int = 1
) -> None:
    """A delivery to ``count`` members, ``every`` tenth or so: queued and due, or ended, at a moment."""
    delivery = Delivery(
        recipient="",
        kind="digest",
        occurrence=occurrence,
        state=state,
        due_at=at,
        send_after=at,
        expires_at=at + timedelta(days=1),
        finished_at=None if state is DeliveryState.QUEUED else at,
    )
    expressions = {"id": _id(occurrence[-3:]), "team_id": _TEAM, "recipient": _id("U"), "member_id": _id("m")}
    spread = {name: value.replace("n", f"n * {every}") for name, value in expressions.items()}
    fill(session, delivery, count, spread)


def _id(prefix: str) -> str:
    return f"'{prefix}' || ({_FIRST} + n)"


def fill(session: Session, template: TenantRow, count: int, expressions: Mapping[str, str]) -> None:
    """Rows like the template, numbered by ``n``, with these SQL expressions in some columns."""
    values = {name: value for name, value in template.model_dump().items() if value is not None}
    expressions = {name: expressions.get(name, f":{name}") for name in values | dict(expressions)}
    constants: list[BindParameter[Any]] = [
        bindparam(name, value, type_=_type_of(type(template), name))
        for name, value in values.items()
        if expressions[name] == f":{name}"
    ]
    statement = text(
        f"INSERT INTO {template.__tablename__} ({', '.join(expressions)})"
        f" WITH RECURSIVE series(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM series WHERE n + 1 < {count})"
        f" SELECT {', '.join(expressions.values())} FROM series"
    )
    session.connection().execute(statement.bindparams(*constants))


def _type_of(table: type[TenantRow], name: str) -> TypeEngine[Any]:
    column_type: TypeEngine[Any] = metadata().tables[str(table.__tablename__)].c[name].type
    return column_type
