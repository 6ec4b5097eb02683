"""The forms of a contact: the quick one to add a person, two to edit what is written; and how to read them.

Each block id is the name of its answer in :class:`bot.values.ContactForm`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

from slack_sdk.models.blocks import Block, InputBlock, PlainTextInputElement, StaticSelectElement
from slack_sdk.models.views import View

from bot.guidance.markdown import escape
from bot.i18n import N_, Words, _
from bot.values import (
    CONTACT_LENGTHS,
    NAME_LENGTH,
    NOTES_LENGTH,
    Channel,
    ContactCard,
    ContactForm,
    GoneError,
    Industry,
    Source,
    Status,
)
from bot.views import labels
from bot.views.answers import Answers
from bot.views.blocks import button, context, field, form, literal, options, section, titled

ADD, EDIT, NOTES = "log.submit", "contact.save", "contact.notes_save"

WHO_SEES = N_("Only you see names and notes. Your lead sees counts, and what you share yourself.")

_LABELS: Mapping[str, str] = Words(
    {
        "name": N_("Name"),
        "organisation": N_("Organization"),
        "role": N_("Job title"),
        "profile": N_("Email or web address"),
        "industry": N_("Industry"),
        "channel": N_("How do you write to them?"),
        "source": N_("How did you find them?"),
        "introduced": N_("Did somebody introduce you?"),
        "introduced_by": N_("Who introduced you, or told you about them?"),
        "why": N_("Why this person?"),
        "notes": N_("Notes"),
    }
)
_INTRODUCED: Mapping[str, str] = Words({"yes": N_("Yes"), "no": N_("No")})
_EDITED = ("name", "organisation", "role", "profile", "industry", "channel")
_NOTED = ("source", "introduced", "introduced_by", "why", "notes")


def add_form(contact_id: str, name: str = "") -> View:
    """The quick form to add a contact under an id made before, with the ``name`` that was typed already."""
    # What is too long for the field is shown whole beside it, so that nothing typed is lost.
    note: list[Block] = []
    if len(name) > NAME_LENGTH:
        words = _("This is long for a name. The field has the first {count} characters.").format(
            count=NAME_LENGTH
        )
        note = [section(words), *titled(_("You typed"), name)]
    return _add(contact_id, ContactForm(name[:NAME_LENGTH]), note)


def add_again(contact_id: str, form: ContactForm, twin: ContactCard) -> View:
    """:func:`add_form` with what was typed, where somebody of this name and organization is in the log."""
    who = literal(twin.form.name, 100)
    if twin.form.organisation:
        who += f" ({literal(twin.form.organisation, 100)})"
    words = _(
        "*{who}* is in your log already: “{status}”. If you mean another person, select Save again."
    ).format(who=who, status=labels.STATUS[twin.status])
    note = section(words, button(_("Open contact"), "contact.open", twin.id))
    return _add(f"{contact_id}:{twin.id}", form, [note])


def read_add_place(metadata: str) -> tuple[str, str]:
    """The id to add the contact under, and the id of its twin that the member was told of (or "")."""
    contact_id, _colon, twin_id = metadata.partition(":")
    return contact_id, twin_id


def read_added(answers: Answers) -> ContactForm:
    """What was filled in to add a contact; the service checks it."""
    return ContactForm(
        name=answers.text("name") or "",
        organisation=answers.text("organisation"),
        source=answers.member_of(Source, "source"),
        channel=answers.member_of(Channel, "channel"),
        status=answers.member_of(Status, "status") or Status.PLANNED,
    )


def edit_form(card: ContactCard, note: str | None = None) -> View:
    """Who the contact is."""
    written = card.form
    return _edit(
        _("Edit contact"),
        EDIT,
        card,
        note,
        [
            _text("name", written.name),
            _text("organisation", written.organisation),
            _text("role", written.role),
            _text("profile", written.profile),
            _choice("industry", labels.INDUSTRY, written.industry),
            _choice("channel", labels.CHANNEL, written.channel),
        ],
    )


def notes_form(card: ContactCard, note: str | None = None) -> View:
    """How the member came to the contact, and their notes."""
    written = card.form
    introduced = None if written.introduced is None else ("yes" if written.introduced else "no")
    return _edit(
        _("Edit notes"),
        NOTES,
        card,
        note,
        [
            _choice("source", labels.SOURCE, written.source),
            _choice("introduced", _INTRODUCED, introduced),
            _text(
                "introduced_by",
                written.introduced_by,
                hint=_("If this person is one of your contacts, write the name as you did there."),
            ),
            _text("why", written.why),
            _text("notes", written.notes),
        ],
    )


def read_edited(answers: Answers, before: ContactForm) -> ContactForm:
    """The contact with the answers of :func:`edit_form`."""
    return replace(
        before,
        name=answers.text("name") or "",
        organisation=answers.text("organisation"),
        role=answers.text("role"),
        profile=answers.text("profile"),
        industry=answers.member_of(Industry, "industry"),
        channel=answers.member_of(Channel, "channel"),
    )


def read_noted(answers: Answers, before: ContactForm) -> ContactForm:
    """The contact with the answers of :func:`notes_form`."""
    introduced = answers.choice("introduced")
    return replace(
        before,
        source=answers.member_of(Source, "source"),
        introduced=None if introduced is None else introduced == "yes",
        introduced_by=answers.text("introduced_by"),
        why=answers.text("why"),
        notes=answers.text("notes"),
    )


def read_place(metadata: str) -> tuple[str, int]:
    """The contact and the version a form was opened with. Raises GoneError where it is not ours."""
    contact_id, _colon, version = metadata.partition(":")
    if not contact_id or not version.isdigit():
        raise GoneError(_("This form is from an older version. Type `/infoview list` to go on."))
    return contact_id, int(version)


def edited_again(saved: ContactCard, typed: ContactForm) -> View:
    """:func:`edit_form` with what was typed, after another change was saved first."""
    return edit_form(replace(saved, form=typed), _conflict(saved.form, typed, _EDITED))


def noted_again(saved: ContactCard, typed: ContactForm) -> View:
    """:func:`notes_form` with what was typed, after another change was saved first."""
    return notes_form(replace(saved, form=typed), _conflict(saved.form, typed, _NOTED))


def _conflict(saved: ContactForm, typed: ContactForm, names: Sequence[str]) -> str:
    lines = [
        f"• {_LABELS[name]}: {_shown(getattr(saved, name))}"
        for name in names
        if getattr(saved, name) != getattr(typed, name)
    ]
    return "\n".join(
        [
            _(
                "*This contact was changed after you opened this form.* Nothing was saved over it."
                " If your answers below are right, select Save again."
            ),
            *([_("Saved now:")] if lines else []),
            *lines,
        ]
    )


def _shown(value: Any) -> str:  # noqa: ANN401 - any answer of the form
    if value is None:
        return _("(empty)")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    names: Mapping[Any, str] = {**labels.INDUSTRY, **labels.SOURCE, **labels.CHANNEL}
    if isinstance(value, StrEnum):
        return escape(names[value])
    return literal(value, 150)


def _add(metadata: str, written: ContactForm, note: Sequence[Block]) -> View:
    return form(
        _("Log a contact"),
        ADD,
        [
            *note,
            context(_(WHO_SEES)),
            _text("name", written.name or None, hint=_("A first name is enough.")),
            _text("organisation", written.organisation),
            field(
                _("Where are you with this person?"),
                "status",
                _select("status", labels.STATUS, written.status),
            ),
            _choice("source", labels.SOURCE, written.source),
            _choice("channel", labels.CHANNEL, written.channel),
        ],
        private_metadata=metadata,
    )


def _edit(title: str, callback: str, card: ContactCard, note: str | None, fields: list[InputBlock]) -> View:
    blocks: list[Block] = [section(note)] if note else []
    return form(
        title,
        callback,
        [*blocks, context(_(WHO_SEES)), *fields],
        private_metadata=f"{card.id}:{card.version}",
    )


def _text(name: str, value: str | None, *, hint: str | None = None) -> InputBlock:
    longest = CONTACT_LENGTHS[name]
    element = PlainTextInputElement(
        action_id=name, initial_value=value, max_length=longest, multiline=longest == NOTES_LENGTH
    )
    return field(_LABELS[name], name, element, hint=hint, optional=name != "name")


def _choice(name: str, choices: Mapping[Any, str], value: str | None) -> InputBlock:
    return field(_LABELS[name], name, _select(name, choices, value), optional=True)


def _select(name: str, choices: Mapping[Any, str], value: str | None) -> StaticSelectElement:
    plain = {str(choice): label for choice, label in choices.items()}
    return StaticSelectElement(
        action_id=name,
        placeholder=_("Choose one"),
        options=options(plain),
        initial_option=options({value: plain[value]})[0] if value else None,
    )
