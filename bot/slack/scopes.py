"""The Web API methods Infoview may call, each with the scope it needs: the gateway refuses any other.

Sources: each method's page under https://docs.slack.dev/reference/methods
"""

from collections.abc import Mapping

METHOD_SCOPES: Mapping[str, str | None] = {
    "auth.revoke": None,
    "auth.test": None,
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "conversations.open": "im:write",
    "files.completeUploadExternal": "files:write",
    "files.delete": "files:write",
    "files.getUploadURLExternal": "files:write",
    "oauth.v2.access": None,
    "users.info": "users:read",
    "views.open": None,
    "views.publish": None,
    "views.push": None,
    "views.update": None,
}

EVENT_SCOPES: Mapping[str, str | None] = {
    "app_home_opened": None,
    "app_uninstalled": None,
    "message.im": "im:history",
    "tokens_revoked": None,
}
"""The events Infoview listens to, each with the scope it needs."""

FILE_INPUT_SCOPE = "files:read"
"""For forms that take a file, and to download what was put into them.
https://docs.slack.dev/reference/block-kit/block-elements/file-input-element"""

COMMAND_SCOPE = "commands"
"""For slash commands and shortcuts."""

_NEEDED = {COMMAND_SCOPE, FILE_INPUT_SCOPE, *METHOD_SCOPES.values(), *EVENT_SCOPES.values()}
BOT_SCOPES = tuple(sorted(scope for scope in _NEEDED if scope is not None))
"""All that is asked for when a workspace installs Infoview, as the manifest lists it."""
