"""The Web API methods Infoview may call, each with the scope it needs: the gateway refuses any other.

Sources: each method's page under https://docs.slack.dev/reference/methods
"""

from collections.abc import Mapping

METHOD_SCOPES: Mapping[str, str | None] = {
    "auth.test": None,
    "chat.postMessage": "chat:write",
    "users.info": "users:read",
    "views.open": None,
    "views.publish": None,
    "views.push": None,
    "views.update": None,
}

EVENT_SCOPES: Mapping[str, str | None] = {
    "app_home_opened": None,
    "message.im": "im:history",
}
"""The events Infoview listens to, each with the scope it needs."""

COMMAND_SCOPE = "commands"
"""For slash commands and shortcuts."""
