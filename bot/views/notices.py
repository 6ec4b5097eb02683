"""Short notices any feature may need: what went wrong, nothing found, a form that opens from a DM."""

from collections.abc import Sequence

from bot.guidance.markdown import escape
from bot.i18n import _
from bot.views.blocks import Message, actions, button, section


def notice(text: str, *buttons: tuple[str, str]) -> Message:
    """One paragraph of our own mrkdwn, with buttons (label, action id)."""
    blocks = [section(text)]
    row = [button(label, action_id) for label, action_id in buttons]
    return Message(text=text, blocks=(*blocks, actions(*row)) if row else tuple(blocks))


def trouble(reference: str) -> Message:
    """Something of ours broke; the reference stands in the log as well."""
    return notice(
        _(
            "Sorry, something went wrong on our side. Nothing you saved before is lost. Please try again."
            " If it happens again, tell your program team this reference: `{reference}`"
        ).format(reference=reference)
    )


def files_not_made() -> Message:
    """Something of ours broke while files were made that somebody waits for."""
    return notice(
        _(
            "Sorry, I could not make your files. Nothing in your log is lost."
            " Please try again in a few minutes."
        )
    )


def files_not_sent(*, refused: bool) -> Message:
    """Files that were asked for did not reach Slack; ``refused``: this workspace takes none from us."""
    if refused:
        return notice(
            _(
                "I made your files, but your workspace does not let me send them."
                " Please ask your program team: Infoview needs permission to send files."
            )
        )
    return notice(_("I made your files, but Slack did not take them. Please try again in a few minutes."))


def open_form(label: str, action_id: str) -> Message:
    """A form cannot open by itself from a typed message: this button opens it."""
    return notice(_("Select the button: *{label}*.").format(label=escape(label)), (label, action_id))


def unknown_words(words: str, commands: Sequence[str], topics: Sequence[tuple[str, str]]) -> Message:
    """Nothing has this name: the closest commands, and the closest topics (title, id) as buttons."""
    lines = [_("I do not know “{words}”.").format(words=escape(words))]
    if commands:
        spoken = [f"`/infoview {command}`" for command in commands]
        lines.append(_("Did you mean {commands}?").format(commands=_(" or ").join(spoken)))
    if topics:
        lines.append(_("These parts of the guide are close:"))
    lines.append(_("`/infoview help` shows everything I can do."))
    text = "\n".join(lines)
    row = [button(title, f"tips.show:{topic}", topic) for title, topic in topics]
    row.append(button(_("See all commands"), "help.open"))
    return Message(text=text, blocks=(section(text), actions(*row)))
