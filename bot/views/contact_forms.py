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
    Suggestion,
)
from bot.views import labels
from bot.views.answers import Answers
from bot.views.blocks import button, context, field, form, literal, options, section, titled

ADD, EDIT, NOTES = "log.submit", "contact.save", "contact.notes_save"
SOURCE = "log.source"
"""What the form to add a contact tells when its source is chosen: only then it asks who the contact was."""

Choices = Sequence[tuple[str, str]]
"""The member's contacts to choose from: ids and names."""

_NOBODY = "nobody"

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
        "introduced_by_id": N_("Which of your contacts suggested them?"),
        "why": N_("Why this person?"),
        "notes": N_("Notes"),
    }
)
_INTRODUCED: Mapping[str, str] = Words({"yes": N_("Yes"), "no": N_("No")})
_INTRODUCERS = ("introduced_by", "introduced_by_id")
_AS_THERE = N_("If this person is one of your contacts, write the name as you did there.")
NAME_SUGGESTED = 80
"""A longer text about somebody who was suggested is no name."""

_EDITED = ("name", "organisation", "role", "profile", "industry", "channel")
_NOTED = ("source", "introduced", "introduced_by_id", "introduced_by", "why", "notes")


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


def suggested_form(contact_id: str, by: Suggestion, choices: Choices) -> View:
    """The form to add somebody whom a contact suggested."""
    name = by.text if len(by.text) <= NAME_SUGGESTED and "\n" not in by.text else ""
    written = ContactForm(
        name,
        source=Source.INTRODUCED_BY_CONTACT,
        introduced_by=by.contact_name,
        introduced_by_id=by.contact_id,
    )
    note = titled(_("You wrote in your debrief"), by.text or None)
    return _add(_add_place(contact_id, "", by.contact_id), written, note, choices)


def add_again(contact_id: str, form: ContactForm, twin: ContactCard, choices: Choices) -> View:
    """:func:`add_form` with what was typed, where somebody of this name and organization is in the log."""
    who = literal(twin.form.name, 100)
    if twin.form.organisation:
        who += f" ({literal(twin.form.organisation, 100)})"
    words = _(
        "*{who}* is in your log already: “{status}”. If you mean another person, select Save again."
    ).format(who=who, status=labels.STATUS[twin.status])
    note = section(words, button(_("Open contact"), "contact.open", twin.id))
    return _add(_add_place(contact_id, twin.id, form.introduced_by_id), form, [note], choices)


def with_introducer(view: Mapping[str, Any], choices: Choices) -> View:
    """The form to add a contact as it is shown, with or without the question who suggested the contact.

    Slack keeps what is filled in, because all other blocks stay as they are.
    """
    blocks: list[Block] = []
    for block in Block.parse_all(list(view["blocks"])):
        if block.block_id not in _INTRODUCERS:
            blocks.append(block)
        if block.block_id == "source":
            blocks += _introducer(Answers.of_view(view).member_of(Source, "source"), None, choices)
    return _add_view(str(view.get("private_metadata") or ""), blocks)


def read_add_place(metadata: str) -> tuple[str, str]:
    """The id to add the contact under, and the id of its twin that the member was told of (or "")."""
    contact_id, twin_id, _introducer_id = _add_parts(metadata)
    return contact_id, twin_id


def read_added(view: Mapping[str, Any]) -> ContactForm:
    """What was filled in to add a contact; the service checks it."""
    answers = Answers.of_view(view)
    chosen = _read_introducer(answers)
    if "introduced_by" in answers and "introduced_by" not in Answers.touched_in(view):
        # The name that the form proposed: two contacts may have it.
        chosen = _add_parts(str(view.get("private_metadata") or ""))[2] or None
    return ContactForm(
        name=answers.text("name") or "",
        organisation=answers.text("organisation"),
        source=answers.member_of(Source, "source"),
        introduced_by=answers.text("introduced_by"),
        introduced_by_id=chosen,
        channel=answers.member_of(Channel, "channel"),
        status=answers.member_of(Status, "status") or Status.PLANNED,
    )


def _add_place(contact_id: str, twin_id: str, introducer_id: str | None) -> str:
    return f"{contact_id}:{twin_id}:{introducer_id or ''}"


def _add_parts(metadata: str) -> tuple[str, str, str]:
    contact_id, _colon, others = metadata.partition(":")
    twin_id, _colon, introducer_id = others.partition(":")
    return contact_id, twin_id, introducer_id


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


def notes_form(choices: Choices, card: ContactCard, note: str | None = None) -> View:
    """How the member came to the contact, who of ``choices`` suggested them, and the notes."""
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
            *([_choose_introducer(written.introduced_by_id, choices)] if choices else []),
            _text(
                "introduced_by",
                written.introduced_by,
                hint=None if choices else _(_AS_THERE),
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
    introduced_by = answers.text("introduced_by")
    chosen = _read_introducer(answers)
    if "introduced_by_id" not in answers and introduced_by == before.introduced_by:
        chosen = before.introduced_by_id
    return replace(
        before,
        source=answers.member_of(Source, "source"),
        introduced=None if introduced is None else introduced == "yes",
        introduced_by=introduced_by,
        introduced_by_id=chosen,
        why=answers.text("why"),
        notes=answers.text("notes"),
    )


def read_place(metadata: str) -> tuple[str, int]:
    """The contact and the version a form was opened with. Raises GoneError where it is not ours."""
    contact_id, _colon, version = metadata.partition(":")
    if not contact_id or not version.isdecimal():
        raise GoneError(_("This form is from an older version. Type `/infoview list` to go on."))
    return contact_id, int(version)


def edited_again(saved: ContactCard, typed: ContactForm) -> View:
    """:func:`edit_form` with what was typed, after another change was saved first."""
    return edit_form(replace(saved, form=typed), _conflict(saved, typed, _EDITED))


def noted_again(choices: Choices, saved: ContactCard, typed: ContactForm) -> View:
    """:func:`notes_form` with what was typed, after another change was saved first."""
    return notes_form(choices, replace(saved, form=typed), _conflict(saved, typed, _NOTED))


def _conflict(saved: ContactCard, typed: ContactForm, names: Sequence[str]) -> str:
    now = {name: getattr(saved.form, name) for name in names}
    differing = [name for name in names if now[name] != getattr(typed, name)]
    if "introduced_by_id" in now:
        now["introduced_by_id"] = saved.introducer
    lines = [f"• {_LABELS[name]}: {_shown(now[name])}" for name in differing]
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


def _add(metadata: str, written: ContactForm, note: Sequence[Block], choices: Choices = ()) -> View:
    source = _select("source", labels.SOURCE, written.source)
    source.action_id = SOURCE
    return _add_view(
        metadata,
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
            field(_LABELS["source"], "source", source, optional=True, dispatches=True),
            *_introducer(written.source, written, choices),
            _choice("channel", labels.CHANNEL, written.channel),
        ],
    )


def _add_view(metadata: str, blocks: Sequence[Block]) -> View:
    return form(_("Log a contact"), ADD, blocks, private_metadata=metadata)


def _introducer(source: Source | None, written: ContactForm | None, choices: Choices) -> list[InputBlock]:
    """The question who suggested the contact, where it was a contact: to choose, or to type among many."""
    if source is not Source.INTRODUCED_BY_CONTACT:
        return []
    if choices:
        return [_choose_introducer(written.introduced_by_id if written else None, choices)]
    return [_text("introduced_by", written.introduced_by if written else None, hint=_(_AS_THERE))]


def _choose_introducer(chosen: str | None, choices: Choices) -> InputBlock:
    names = {_NOBODY: _("Nobody of my contacts"), **dict(choices)}
    return _choice("introduced_by_id", names, chosen if chosen in names else None)


def _read_introducer(answers: Answers) -> str | None:
    chosen = answers.choice("introduced_by_id")
    return None if chosen == _NOBODY else chosen


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
