"""Where the next window goes: in place of the one the person is in, so that the stack of three stays low.

The list and the form of a new contact stay below what is opened from them: there, the person has typed words
and made choices that would be lost.
"""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.views import View

from bot.views import contact_forms, contact_list
from handlers.interaction import Interaction, Kind

_STAY_BELOW = frozenset({contact_list.WINDOW, contact_forms.ADD})


async def present(interaction: Interaction, view: View) -> None:
    """Show ``view`` in place of the present modal or on top of it; where there is none, open it."""
    if interaction.kind is Kind.SUBMISSION or _gives_way(interaction.view):
        await interaction.update(view)
    else:
        await interaction.open(view)


def is_list(view: Mapping[str, Any]) -> bool:
    """Whether a view is the window with the list of contacts."""
    return view.get("type") == "modal" and view.get("callback_id") == contact_list.WINDOW


def is_home(view: Mapping[str, Any]) -> bool:
    """Whether a view is the Home tab."""
    return view.get("type") == "home"


def _gives_way(view: Mapping[str, Any]) -> bool:
    """Whether a view is a modal that another one takes the place of; the third of the stack always does."""
    is_third = view.get("previous_view_id") not in {None, view.get("root_view_id")}
    return view.get("type") == "modal" and (is_third or view.get("callback_id") not in _STAY_BELOW)
