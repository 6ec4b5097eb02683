"""The app's manifest: what Slack is told of it, for each way to run it."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import yaml

from bot.guidance import content_root
from bot.guidance.loaders import read_yaml


def read_manifest() -> Mapping[str, Any]:
    """The manifest for Socket Mode: beside the packages in a checkout, inside ``content`` in a wheel."""
    inside = content_root() / "manifest.yml"
    path = inside if inside.exists() else content_root().parent / "manifest.yml"
    manifest: Mapping[str, Any] = read_yaml(path)
    return manifest


def for_address(manifest: Mapping[str, Any], address: str, *, many: bool) -> Mapping[str, Any]:
    """The manifest for a bot that Slack calls by HTTP at ``address`` (https://…, without a path).

    ``many``: workspaces are added by "Add to Slack" there.
    """
    changed: dict[str, Any] = deepcopy(dict(manifest))
    events = f"{address.rstrip('/')}/slack/events"
    for command in changed["features"]["slash_commands"]:
        command["url"] = events
    settings = changed["settings"]
    settings["event_subscriptions"]["request_url"] = events
    settings["interactivity"]["request_url"] = events
    settings["socket_mode_enabled"] = False
    if many:
        changed["oauth_config"]["redirect_urls"] = [f"{address.rstrip('/')}/slack/oauth_redirect"]
    return changed


def as_yaml(manifest: Mapping[str, Any]) -> str:
    """The text to paste at Slack."""
    return yaml.safe_dump(dict(manifest), sort_keys=False, allow_unicode=True, width=1000)
