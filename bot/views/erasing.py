"""Admins delete everything that is stored of their workspace: the question, and what came of it."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import PlainTextInputElement
from slack_sdk.models.views import View

from bot.i18n import _
from bot.values import FormError, WorkspaceData
from bot.views.answers import Answers
from bot.views.blocks import Message, context, count_words, field, form, literal, section, window
from bot.views.notices import notice

CALLBACK = "erasing.submit"


def erase_form(data: WorkspaceData, workspace: str) -> View:
    """What will go, and the question whether the admin is sure: they type the workspace's name."""
    return form(
        _("Delete all data"),
        CALLBACK,
        [
            section(
                _(
                    "*Everything that Infoview stores of this workspace will be deleted:* {amounts}. All"
                    " logs, settings, summaries and lists of who did what. It cannot be undone, and nobody is"
                    " told before."
                ).format(amounts=_amounts(data))
            ),
            section(
                _(
                    "Members cannot save their logs after this. If a cohort is only over, end it instead:"
                    " then its members are told a week before, and can save what they wrote."
                )
            ),
            field(
                _("Type the name of the workspace"),
                "workspace",
                PlainTextInputElement(action_id="workspace"),
                hint=_("It is: {name}").format(name=workspace),
            ),
            context(_("Infoview stays installed. Messages and files it sent stay in Slack.")),
        ],
        submit=_("Delete all data"),
    )


def read(view: Mapping[str, Any], workspace: str) -> None:
    """Raise FormError unless the workspace's name was typed."""
    typed = Answers.of_view(view).text("workspace") or ""
    if " ".join(typed.split()).casefold() != " ".join(workspace.split()).casefold():
        raise FormError({"workspace": _("This is not the name. Nothing was deleted.")})


def working() -> View:
    """The answer while it is being done."""
    words = _("I am deleting everything now. You get a direct message when it is done.")
    return window(_("Delete all data"), [section(words)], close=_("Done"))


def erased(data: WorkspaceData, workspace: str) -> Message:
    """The receipt for the admin who asked for it."""
    return notice(
        _(
            "*Everything that Infoview stored of {workspace} is deleted:* {amounts}. You can begin anew."
        ).format(workspace=literal(workspace), amounts=_amounts(data))
    )


def failed() -> Message:
    """Something of ours broke: nothing is half done."""
    return notice(_("Sorry, that did not work, and nothing was deleted. Please try again in a few minutes."))


def _amounts(data: WorkspaceData) -> str:
    return ", ".join(
        (
            count_words(data.members, "{count} member", "{count} members"),
            count_words(data.cohorts, "{count} cohort", "{count} cohorts"),
            count_words(data.contacts, "{count} contact", "{count} contacts"),
        )
    )
