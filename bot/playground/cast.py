"""The sample workspace as data: who is in it, which channels it has, and who the app is."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Team:
    """A workspace as Slack names it."""

    id: str
    name: str
    domain: str


HOME = Team("T0HARBOR", "Harbor Career Program", "harbor-career")
SECOND = Team("T0RIVER", "River City Fellowship", "river-city")
"""Another workspace with people and channels of the same ids, as may happen in Slack."""
OUTSIDE = Team("T0OTHER", "Keller Partners", "keller-partners")
TEAM_ID = HOME.id
OTHER_TEAM_ID = OUTSIDE.id
DOMAINS = {team.id: team.domain for team in (HOME, SECOND, OUTSIDE)}
BOT_USER_ID = "U0BOT"
BOT_ID = "B0BOT"
BOT_NAME = "Infoview"
APP_ID = "A0INFOVIEW"


@dataclass(frozen=True)
class Person:
    """Somebody of the workspace. `tz` is an IANA name, `color` six hex digits as in Slack's user object."""

    id: str
    name: str
    real_name: str
    title: str
    tz: str
    color: str
    locale: str = "en-US"
    team_id: str = TEAM_ID
    is_admin: bool = False
    is_owner: bool = False
    is_restricted: bool = False
    deleted: bool = False


@dataclass(frozen=True)
class Channel:
    """A public channel; `members` are user ids, `shared`: with another workspace (Slack Connect)."""

    id: str
    name: str
    members: frozenset[str]
    shared: bool = False
    archived: bool = False


_EAST = "America/New_York"

PEOPLE: tuple[Person, ...] = (
    Person(
        "U0ADMIN",
        "dana.whitfield",
        "Dana Whitfield",
        "Workspace owner",
        _EAST,
        "5b3a8c",
        is_admin=True,
        is_owner=True,
    ),
    Person("U0LEAD", "priya.raman", "Priya Raman", "Program lead", _EAST, "1f7a6d"),
    Person("U0M01", "linh.tran", "Linh Tran", "Data analyst", _EAST, "b5502f"),
    Person("U0M02", "kwame.asante", "Kwame Asante", "Civil engineer", _EAST, "2f6db5"),
    Person("U0M03", "sofia.marin", "Sofía Marín", "UX designer", _EAST, "8a2f5d", locale="es-LA"),
    Person("U0M04", "yusuf.demir", "Yusuf Demir", "Supply chain planner", _EAST, "3c7d2f"),
    Person("U0M05", "hana.sato", "Hana Satō", "Accountant", "America/Los_Angeles", "b58a2f"),
    Person("U0M06", "olena.kovalenko", "Olena Kovalenko", "Nurse educator", _EAST, "5d5fb5"),
    Person("U0M07", "rahul.menon", "Rahul Menon", "Backend developer", "Asia/Kolkata", "2f8fa0"),
    Person("U0M08", "beatriz.lopes", "Beatriz Lopes", "Biologist", "Europe/Lisbon", "a0402f", "pt-BR"),
    Person("U0M09", "fatima.zahra", "Fatima Zahra El Idrissi", "Financial analyst", _EAST, "6b8e23"),
    Person("U0M10", "chen.wei", "Chen Wei", "Mechanical engineer", "America/Los_Angeles", "704214"),
    Person("U0M11", "nadia.haddad", "Nadia Haddad", "Marketing manager", "America/Chicago", "9b3d6e"),
    Person("U0M12", "tomasz.zielinski", "Tomasz Zieliński", "Electrician", _EAST, "3d6e9b"),
    Person("U0NEW1", "amara.okafor", "Amara Okafor", "Pharmacist", _EAST, "c0392b"),
    Person(
        "U0NEW2", "mateo.quispe", "Mateo Quispe", "Teacher", "America/Los_Angeles", "16806a", locale="es-LA"
    ),
    Person(
        "U0OUTSIDE",
        "sam.keller",
        "Sam Keller",
        "Partner at another company",
        _EAST,
        "666666",
        team_id=OTHER_TEAM_ID,
    ),
    Person("U0GONE", "jonas.berg", "Jonas Berg", "Left the program", "Europe/Oslo", "999999", deleted=True),
)

_OWN = frozenset(p.id for p in PEOPLE if p.team_id == TEAM_ID and not p.deleted)

CHANNELS: tuple[Channel, ...] = (
    Channel("C0GENERAL", "general", _OWN),
    Channel("C0COHORT", "spring-cohort", _OWN | {BOT_USER_ID}),
    Channel(
        "C0PARTNERS",
        "partners",
        frozenset({"U0ADMIN", "U0LEAD", "U0M01", "U0M02", "U0OUTSIDE", BOT_USER_ID}),
        shared=True,
    ),
)


def people_of(team: Team) -> tuple[Person, ...]:
    """The sample people as those of this workspace; who is from outside stays so."""
    return tuple(replace(p, team_id=team.id) if p.team_id == TEAM_ID else p for p in PEOPLE)


def dm_id(user_id: str) -> str:
    """The id of the direct message between the app and this person."""
    return "D" + user_id.removeprefix("U")
