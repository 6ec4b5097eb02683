"""Web API methods about modals and Home."""

from __future__ import annotations

import copy

from bot.playground.blockkit import check_view, is_too_large
from bot.playground.errors import SlackRefusalError
from bot.playground.forms import Json, elements
from bot.playground.methods_files import FILES_READ
from bot.playground.methods_people import argument, provided
from bot.playground.workspace import Workspace


def views_open(workspace: Workspace, args: Json) -> Json:
    """views.open for the person of the trigger id."""
    view = _checked(workspace, args, "modal")
    user = workspace.tickets.exchange(argument(args, "trigger_id"))
    return _shown(workspace, user, workspace.views.open(user, view))


def views_push(workspace: Workspace, args: Json) -> Json:
    """views.push onto the stack of the person of the trigger id."""
    view = _checked(workspace, args, "modal")
    user = workspace.tickets.exchange(argument(args, "trigger_id"))
    return _shown(workspace, user, workspace.views.push(user, view))


def views_update(workspace: Workspace, args: Json) -> Json:
    """views.update by view_id or external_id, with `hash` to refuse a race."""
    if not args.get("view_id") and not args.get("external_id"):
        raise SlackRefusalError("invalid_arguments", ["[ERROR] missing required field: view_id"])
    user, stored = workspace.views.find(view_id=args.get("view_id"), external_id=args.get("external_id"))
    view = _checked(workspace, args, stored["type"])
    return _shown(workspace, user, workspace.views.update(stored, view, args.get("hash")))


def views_publish(workspace: Workspace, args: Json) -> Json:
    """views.publish of a person's Home, with `hash` to refuse a race."""
    view = _checked(workspace, args, "home")
    user = workspace.person(argument(args, "user_id")).id
    return _shown(workspace, user, workspace.views.publish(user, view, args.get("hash")))


def _shown(workspace: Workspace, user: str, view: Json) -> Json:
    workspace.changed([user])
    return {"view": copy.deepcopy(view)}


def _checked(workspace: Workspace, args: Json, kind: str) -> Json:
    view = args.get("view")
    if not isinstance(view, dict):
        raise SlackRefusalError("invalid_arguments", ["[ERROR] missing required field: view"])
    messages = check_view(view)
    if not messages and view["type"] != kind:
        messages = [f"[ERROR] unsupported type: {view['type']} [json-pointer:/view/type]"]
    if messages:
        whole = "[ERROR] failed to match all allowed schemas [json-pointer:/view]"
        raise SlackRefusalError("invalid_arguments", [whole, *messages])
    if FILES_READ not in workspace.manifest.scopes and any(
        element["type"] == "file_input" for _block, element in elements(view["blocks"])
    ):
        raise SlackRefusalError("missing_scope", needed=FILES_READ, provided=provided(workspace))
    if is_too_large(view):
        raise SlackRefusalError("view_too_large")
    return view
