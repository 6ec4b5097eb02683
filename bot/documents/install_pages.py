"""The pages of "Add to Slack": before, after, and when it did not work. No script, nothing from outside."""

import base64
import hashlib
from collections.abc import Mapping
from enum import StrEnum
from html import escape

from bot.i18n import N_, Words, _, language
from bot.values import clean

INSTALL_PATH = "/slack/install"

_STYLE = """
body{margin:0;background:#f4f6f6;color:#1d2b30;font:1.0625rem/1.55 system-ui,sans-serif}
main{max-width:34rem;margin:12vh auto 2rem;padding:2.5rem;background:#fff;border-radius:.75rem}
h1{margin:0 0 1rem;font-size:1.6rem;line-height:1.25}
p{margin:0 0 1rem}
small{color:#4b5c62}
a.button{display:inline-block;margin:.25rem 0 1rem;padding:.7rem 1.2rem;border-radius:.4rem;
background:#1f4e5f;color:#fff;font-weight:600;text-decoration:none}
a.button:focus,a.button:hover{background:#16394a;outline:3px solid #9cc3d2}
@media (max-width:36rem){main{margin:0;border-radius:0}}
"""

STYLE_HASH = "sha256-" + base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode("ascii")
"""By this hash the Content-Security-Policy allows the one style that the pages have."""


class InstallTrouble(StrEnum):
    """Why Infoview was not added."""

    CANCELLED = "access_denied"
    OTHER_BROWSER = "invalid_browser"
    USED_STATE = "invalid_state"
    NO_CODE = "missing_code"
    REFUSED_CODE = "invalid_code"
    ORGANISATION = "organisation"
    ROTATION = "rotation"
    OURS = "ours"
    BUSY = "busy"


_T = InstallTrouble
BOLTS_WORDS = frozenset({_T.CANCELLED, _T.OTHER_BROWSER, _T.USED_STATE, _T.NO_CODE, _T.REFUSED_CODE})
"""These are Bolt's own words; the first is Slack's, and comes in the address like any other text."""

_FROM_SLACK = N_(
    "Slack did not confirm that Infoview may be added. This happens when a page is opened twice, or when it"
    " stayed open for long."
)
_HAPPENED: Mapping[InstallTrouble, str] = Words(
    {
        _T.CANCELLED: N_("You chose not to add Infoview. Nothing was changed."),
        _T.OTHER_BROWSER: N_(
            "This page was not opened in the browser you began in, or that browser keeps no cookies."
        ),
        _T.USED_STATE: N_(
            "This address was used before, or it is older than ten minutes. Each works once. If Infoview has"
            " written to you in Slack, it was added, and you are done."
        ),
        _T.NO_CODE: _FROM_SLACK,
        _T.REFUSED_CODE: _FROM_SLACK,
        _T.ORGANISATION: N_(
            "You chose a whole organization (Enterprise Grid). Infoview can only be added to one workspace"
            " yet, so nothing was kept."
        ),
        _T.ROTATION: N_(
            "This Slack app has token rotation turned on. Infoview does not support that yet, so nothing was"
            " kept."
        ),
        _T.OURS: N_("Something went wrong on our side, and Infoview could not be added."),
        _T.BUSY: N_("Many people open this page at the moment."),
    }
)
_AGAIN = N_("Please begin again.")
_WHAT_TO_DO: Mapping[InstallTrouble, str] = Words(
    {
        _T.CANCELLED: N_("You can begin again at any time."),
        _T.OTHER_BROWSER: N_("Please begin again, and stay in one browser."),
        _T.USED_STATE: N_("If not, please begin again."),
        _T.NO_CODE: _AGAIN,
        _T.REFUSED_CODE: _AGAIN,
        _T.ORGANISATION: N_(
            "Please begin again, and choose one workspace at Slack, at the top right of the page."
        ),
        _T.ROTATION: N_(
            "Whoever runs this Infoview can create the Slack app anew from the manifest: Slack does not let"
            " anybody turn token rotation off again."
        ),
        _T.OURS: N_("Please try again in a few minutes."),
        _T.BUSY: N_("Please try again in a minute."),
    }
)


def install_page(authorize_url: str) -> str:
    """Where adding begins; the button leads to Slack."""
    return _page(
        _("Add Infoview to your Slack workspace"),
        _(
            "Infoview teaches the informational interview. Each member keeps a private log, and gets one"
            " clear next step each week."
        ),
        _(
            "Slack asks you next what Infoview may do. Nobody gets a message before they join by their own"
            " click."
        ),
        button=(_("Add to Slack"), authorize_url),
        small=_("Your workspace may ask you to have an admin approve it."),
    )


def success_page(team_name: str, open_url: str) -> str:
    """Infoview was added to this workspace."""
    return _page(
        _("Infoview is in {workspace}").format(workspace=clean(team_name)),
        _("You find it in Slack, under Apps. Where it is new, a message from it says what to do first."),
        button=(_("Open Slack"), open_url),
        small=_("You can close this page."),
    )


def trouble_page(trouble: InstallTrouble, reference: str | None = None) -> str:
    """What happened, and what to do next. ``reference`` stands in the log as well."""
    code = _("Reference: {reference}").format(reference=reference) if reference else None
    return _page(
        _("Infoview was not added"),
        _HAPPENED[trouble],
        _WHAT_TO_DO[trouble],
        button=(_("Begin again"), INSTALL_PATH),
        small=code,
    )


def _page(title: str, *paragraphs: str, button: tuple[str, str], small: str | None = None) -> str:
    label, address = button
    body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    rest = f"<p><small>{escape(small)}</small></p>" if small else ""
    return (
        f'<!doctype html><html lang="{escape(language())}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{body}"
        f'<a class="button" href="{escape(address)}">{escape(label)}</a>{rest}</main></body></html>'
    )
