"""``/infoview draft``: check an outreach message, with a guided start, and keep it with its contact."""

import re
from html import unescape

from bot.guidance.outreach import check_draft
from bot.guidance.outreach.frames import Guided
from bot.i18n import N_, _
from bot.services import drafts as service
from bot.values import GoneError, UserError, clean
from bot.values.drafts import DraftDesk
from bot.views import drafts as views
from bot.views import guided
from bot.views.answers import Answers
from handlers.interaction import Interaction
from handlers.router import Opening, Routes
from handlers.windows import present

routes = Routes()

_LINK = re.compile(r"<(?:[^<>|]*\|)?([^<>|]*)>")


@routes.command("draft", opens=Opening(N_("Check a message"), "draft.open"))
@routes.action("draft.open")
async def open_form(interaction: Interaction) -> None:
    """The form; words after the command are the message."""
    await present(interaction, views.draft_form(await _desk(interaction), interaction.words))


@routes.message_shortcut("draft.message_shortcut")
async def check_message(interaction: Interaction) -> None:
    """Check a message of the conversation."""
    message = interaction.body.get("message") or {}
    text = clean(unescape(_LINK.sub(r"\1", str(message.get("text") or ""))))
    desk = await _desk(interaction)
    if text:
        verdict = check_draft(text)
        await interaction.open(views.checked_form(interaction.tools.library, desk, text, verdict))
    else:
        note = _("This message has no text to check. Please write your message here.")
        await interaction.open(views.draft_form(desk, note=note))


@routes.action("draft.for_contact")
async def open_for_contact(interaction: Interaction) -> None:
    """The form for one contact, with what was saved for it."""
    desk = await _desk(interaction, interaction.value)
    await present(interaction, views.draft_form(desk, desk.saved or ""))


@routes.submission(views.CHECK)
async def check(interaction: Interaction) -> None:
    """The verdict, in the same form."""
    written = _written(interaction)
    if not written.text:
        raise UserError(_("Please write a message first."), field="text")
    desk = await _desk(interaction, written.contact_id)
    verdict = check_draft(written.text)
    await interaction.update(views.checked_form(interaction.tools.library, desk, written.text, verdict))


@routes.action("draft.save")
async def save(interaction: Interaction) -> None:
    """Keep the message with the chosen contact."""
    written = _written(interaction)
    if written.contact_id is None:
        raise UserError(_("Please choose a contact first."))
    name = await interaction.tools.db.run(interaction.actor, service.save, written.contact_id, written.text)
    desk = await _desk(interaction, written.contact_id)
    await interaction.update(views.saved_form(desk, written.text, name))


@routes.action("draft.guided")
async def open_guided(interaction: Interaction) -> None:
    """Short fields for one kind of message."""
    kind = str(interaction.action.get("action_id", "")).partition(":")[2]
    if kind not in list(Guided):
        raise GoneError(_("This button is from an older version. Type `/infoview draft` to go on."))
    # On top of the form: closing it leads back to what was typed there.
    await interaction.open(guided.guided_form(Guided(kind), _written(interaction).contact_id))


@routes.submission(guided.MAKE)
async def make(interaction: Interaction) -> None:
    """The message made of the fields, checked at once; it stays editable."""
    place = guided.read_kind(interaction.metadata)
    if place is None:
        raise GoneError(_("This form is from an older version. Type `/infoview draft` to go on."))
    kind, contact_id = place
    desk = await _desk(interaction, contact_id)
    name = dict(desk.contacts).get(contact_id or "", "")
    text = guided.make_draft(kind, Answers.of_view(interaction.view), name)
    if kind is Guided.THANK_YOU:
        # The rules are those of a message that asks for a talk; a thank-you asks for nothing.
        note = _("Here is your message. Change what you like. A thank-you asks for nothing more.")
        await interaction.update(views.draft_form(desk, text, note))
    else:
        await interaction.update(views.checked_form(interaction.tools.library, desk, text, check_draft(text)))


async def _desk(interaction: Interaction, contact_id: str | None = None) -> DraftDesk:
    return await interaction.tools.db.read(interaction.actor, service.desk, contact_id)


def _written(interaction: Interaction) -> views.Written:
    return views.read_written(Answers.of_view(interaction.view))
