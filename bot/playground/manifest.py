"""What the stand-in takes from the app's manifest: commands, shortcuts, granted scopes, subscribed events."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Command:
    """A slash command with the words its usage hint offers as (text, whole hint)."""

    name: str
    description: str
    usage_hint: str
    completions: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Shortcut:
    """A global or message shortcut."""

    name: str
    callback_id: str
    description: str
    type: Literal["global", "message"]


@dataclass(frozen=True)
class Manifest:
    """The app as Slack knows it."""

    commands: Mapping[str, Command]
    shortcuts: Mapping[str, Shortcut]
    scopes: frozenset[str]
    events: frozenset[str]


def completions(usage_hint: str) -> tuple[tuple[str, str], ...]:
    """The words a hint such as `tips [topic] · log · …` offers; empty when it lists none."""
    if "·" not in usage_hint:
        return ()
    parts = (part.strip() for part in usage_hint.split("·"))
    words = ((re.split(r"[\[<(]", part)[0].strip(), part) for part in parts)
    return tuple((word, part) for word, part in words if word.strip("….") != "")


def read_manifest(manifest: Mapping[str, Any]) -> Manifest:
    """The parts of a parsed manifest.yml that the stand-in acts on. Missing parts count as empty."""
    features = manifest.get("features") or {}
    commands = [
        Command(
            name=c["command"],
            description=c.get("description", ""),
            usage_hint=c.get("usage_hint", ""),
            completions=completions(c.get("usage_hint", "")),
        )
        for c in features.get("slash_commands") or []
    ]
    shortcuts = [
        Shortcut(s["name"], s["callback_id"], s.get("description", ""), s["type"])
        for s in features.get("shortcuts") or []
    ]
    scopes = ((manifest.get("oauth_config") or {}).get("scopes") or {}).get("bot") or []
    subscriptions = (manifest.get("settings") or {}).get("event_subscriptions") or {}
    return Manifest(
        commands={c.name: c for c in commands},
        shortcuts={s.callback_id: s for s in shortcuts},
        scopes=frozenset(scopes),
        events=frozenset(subscriptions.get("bot_events") or []),
    )
