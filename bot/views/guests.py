"""The form in which admins choose whether guest accounts may use Infoview."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import RadioButtonsElement
from slack_sdk.models.views import View

from bot.i18n import N_, Words, _
from bot.views.answers import Answers
from bot.views.blocks import context, field, form, options, section, window

CALLBACK = "guests.submit"

_CHOICES: Mapping[str, str] = Words(
    {"yes": N_("Guests may use Infoview"), "no": N_("Only full members may use Infoview")}
)


def guests_form(*, welcome: bool) -> View:
    """What is chosen now."""
    now = "yes" if welcome else "no"
    element = RadioButtonsElement(
        action_id="guests",
        options=options(_CHOICES),
        initial_option=options({now: _CHOICES[now]})[0],
    )
    return form(
        _("Guests"),
        CALLBACK,
        [
            section(_("Some people are in this workspace with a guest account.")),
            field(_("Guest accounts"), "guests", element),
            context(
                _(
                    "What guests wrote before stays, and waits for them."
                    " People of other workspaces (Slack Connect) can never use Infoview here."
                )
            ),
        ],
    )


def read(view: Mapping[str, Any]) -> bool:
    """Whether guests are welcome."""
    return Answers.of_view(view).choice("guests") == "yes"


def saved(*, welcome: bool) -> View:
    """After saving."""
    words = (
        _("*Saved.* Guests may use Infoview.")
        if welcome
        else _("*Saved.* Guests cannot use Infoview any more. It holds from now on.")
    )
    return window(_("Guests"), [section(words)], close=_("Done"))
