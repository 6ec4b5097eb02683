"""The member's own data as files: what they should know before, and the words that come with them."""

from collections.abc import Sequence

from bot.i18n import _
from bot.views.blocks import Message, actions, button, section
from bot.views.notices import notice


def before_export() -> Message:
    """What the files hold and who may see them; the button asks for them."""
    lines = (
        _("*Your data as files.* I send them to your direct message with Infoview."),
        _(
            "You get one JSON file with everything, and tables for a spreadsheet: your contacts, your"
            " meetings and your debriefs. The JSON file can be imported again with `/infoview import`."
        ),
        _(
            "*Please know:* these files hold your private text, your reflections too. Workspace owners may be"
            " able to export direct messages. Nobody else in your program gets the files. When you have saved"
            " them, you can delete them there with one click."
        ),
    )
    text = "\n\n".join(lines)
    return Message(
        text=text,
        blocks=(
            *(section(line) for line in lines),
            actions(button(_("Send me my files"), "export.make", style="primary")),
        ),
    )


def making() -> Message:
    """The answer while the files are made."""
    return notice(_("I am making your files. They will be in your direct message with Infoview in a moment."))


def comment() -> str:
    """The words above the files."""
    return _(
        "Here are the files you asked for. They hold your private text: save them in a safe place. Workspace"
        " owners may be able to export direct messages."
    )


def offer_to_delete(file_ids: Sequence[str]) -> Message:
    """A button that takes the files out of Slack: members cannot delete what an app sent."""
    text = _("Have you saved the files? Then you can delete them here.")
    delete = button(_("Delete the files"), "export.delete", ",".join(file_ids))
    return Message(text=text, blocks=(section(text), actions(delete)))


def deleted() -> Message:
    """The files are gone from Slack."""
    return notice(_("The files are deleted here. You can make new ones at any time with `/infoview export`."))
