"""What Slack shows on the way: who asks for what, what is wrong with it, and which workspace has the app."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from bot.playground.cast import Team

_HEAD = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>{title}</title><style>
body{{margin:0;background:#f8f8f8;color:#1d1c1d;font:1rem/1.5 system-ui,sans-serif}}
main{{max-width:36rem;margin:8vh auto;padding:2rem;background:#fff;border:1px solid #ddd;border-radius:.5rem}}
h1{{font-size:1.4rem;margin-top:0}}label{{display:block;margin:0 0 1rem;font-weight:600}}
select{{display:block;width:100%;margin-top:.25rem;padding:.5rem;font:inherit}}
button,a.button{{padding:.6rem 1.1rem;border:1px solid #888;border-radius:.3rem;background:#fff;color:inherit;
font:inherit;font-weight:600;text-decoration:none}}
button.yes,a.button{{background:#1f4e5f;border-color:#1f4e5f;color:#fff}}
li{{margin:.3rem 0}}form.inline{{display:inline}}small{{color:#555}}
</style></head><body><main><h1>{title}</h1>"""
_NOT_SLACK = "<p><small>This is the playground's stand-in for Slack, not Slack itself.</small></p>"


@dataclass(frozen=True)
class Asked:
    """What an app asks a person for. The keys of `teams` and `people` are their ids."""

    query: Mapping[str, str]
    teams: Mapping[str, str]
    wanted_team: str
    people: Mapping[str, str]
    scopes: Sequence[str]


def authorize_page(asked: Asked) -> str:
    """Whether the app may be added, to which workspace, and who says so."""
    scopes = "".join(f"<li>{escape(scope)}</li>" for scope in asked.scopes)
    action = escape(f"/oauth/v2/authorize?{urlencode(asked.query)}")
    return (
        _head("Infoview is requesting permission to access a workspace")
        + f'<form method="post" action="{action}">'
        + _select("Workspace", "team", asked.teams, asked.wanted_team)
        + _select("You are", "user", asked.people, next(iter(asked.people)))
        + f"<p>Infoview will be able to:</p><ul>{scopes}</ul>"
        + '<p><button name="decision" value="cancel">Cancel</button> '
        + '<button class="yes" name="decision" value="allow">Allow</button></p></form>'
        + _end()
    )


def error_page(code: str) -> str:
    """The request that brought the person here is wrong."""
    return _head("Something went wrong when authorizing this app") + f"<p>{escape(code)}</p>" + _end()


def apps_page(install_url: str | None, places: Mapping[Team, tuple[str, bool]]) -> str:
    """Which workspaces have the app, to open, add or remove it; each with the address of its page."""
    rows = "".join(_row(team, *place, install_url) for team, place in places.items())
    return _head("Apps") + f"<ul>{rows}</ul>" + _end()


def _row(team: Team, address: str, is_installed: bool, install_url: str | None) -> str:
    name = f'<a href="{escape(address)}">{escape(team.name)}</a>'
    if is_installed:
        remove = (
            '<form class="inline" method="post" action="/apps/remove">'
            f'<button name="team" value="{escape(team.id)}">Remove Infoview</button></form>'
        )
        return f"<li>{name}: Infoview is installed. {remove}</li>"
    if install_url is None:
        return f"<li>{name}</li>"
    start = escape(f"{install_url}?{urlencode({'team': team.id})}")
    return f'<li>{name}: <a href="{start}">Add Infoview</a></li>'


def _select(label: str, name: str, options: Mapping[str, str], chosen: str) -> str:
    rows = "".join(
        f'<option value="{escape(key)}"{" selected" if key == chosen else ""}>{escape(text)}</option>'
        for key, text in options.items()
    )
    return f'<label>{escape(label)}<select name="{name}">{rows}</select></label>'


def _head(title: str) -> str:
    return _HEAD.format(title=escape(title))


def _end() -> str:
    return f"{_NOT_SLACK}</main></body></html>"
