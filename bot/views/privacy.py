"""A member's own data: what is stored and for how long, forgetting a person in the log, being forgotten."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import Block, CheckboxesElement, PlainTextInputElement
from slack_sdk.models.views import View

from bot.i18n import N_, Words, _
from bot.values import NAME_LENGTH, FormError, Mention, Mentioned, OwnData, PersonFound
from bot.views.answers import Answers
from bot.views.blocks import (
    Message,
    actions,
    button,
    confirm,
    context,
    count_words,
    field,
    form,
    literal,
    moment_words,
    named,
    options,
    section,
    window,
)

FORGET = "privacy.forget_submit"
PERSON = "privacy.person_submit"

SHOWN = 20
"""Entries and mentions of one name in a window."""

_SURE: Mapping[str, str] = Words({"sure": N_("Yes, delete everything. It cannot be undone.")})
_WHERE: Mapping[Mentioned, str] = Words(
    {
        Mentioned.INTRODUCED_BY: N_("who suggested them"),
        Mentioned.NOTES: N_("your notes"),
        Mentioned.WHY: N_("why you write to them"),
        Mentioned.DRAFT: N_("your message"),
        Mentioned.NEXT_STEP: N_("your next step"),
        Mentioned.MEETING: N_("a meeting"),
        Mentioned.DEBRIEF: N_("a debrief"),
    }
)


def privacy_window(data: OwnData, kept_days: int) -> View:
    """What is stored, for how long, who sees it, and what one can do about it."""
    return window(
        _("My data"),
        [
            section(f"{_('*What I have about you now:*')} {_amounts(data)}"),
            section(
                _(
                    "*What I keep:* the people you write to, your meetings, notes, drafts and debriefs. They"
                    " are encrypted, and nobody else reads them unless you share one. I also keep dates and"
                    " counts of your steps, your settings, your time zone and language from Slack, your"
                    " practice answers, and which messages I sent you. I keep no email address, and I read"
                    " only what you write to me."
                )
            ),
            section(
                _(
                    "*For how long:* names and texts until {days} days after your cohort ends. I write to you"
                    " a week before. Dates and counts stay, because your program counts with them, until"
                    " you ask me to forget you. A file that you import waits one day at most."
                ).format(days=kept_days)
            ),
            section(
                _(
                    "*Who sees it:* your program sees numbers of the whole cohort, and of you what you choose"
                    " to share. Whenever a lead looks at it, that is noted."
                )
            ),
            actions(
                button(_("What my lead sees"), "lead.sees"),
                button(_("Export my data"), "export.open"),
                button(_("Change settings"), "settings.open"),
            ),
            section(
                _(
                    "*Forget a person:* somebody does not want to be in your log? I look for the name and"
                    " delete what you wrote about them."
                )
            ),
            actions(button(_("Forget a person"), "privacy.person")),
            section(_("*Forget me:* I delete everything I have about you, at once and for good.")),
            actions(button(_("Forget me"), "privacy.forget", style="danger")),
            context(
                _(
                    "Messages and files that I sent you stay in Slack. Backups of the server keep what is"
                    " deleted until they are replaced; who runs Infoview for you knows when."
                )
            ),
        ],
    )


def forget_form(data: OwnData) -> View:
    """What will go, and the question whether the person is sure."""
    element = CheckboxesElement(action_id="sure", options=options(_SURE))
    return form(
        _("Forget me"),
        FORGET,
        [
            section(f"{_('*This will be deleted:*')} {_amounts(data)}"),
            section(
                _(
                    "Also your settings. You leave your cohorts, nothing more is sent to you, and leads see"
                    " nothing of you any more."
                )
            ),
            section(
                _(
                    "Would you like to keep your log for yourself? Close this window and type"
                    " `/infoview export` first."
                )
            ),
            field(_("Are you sure?"), "sure", element),
            context(
                _(
                    "Numbers that your program has published stay as they are. They are made of five people"
                    " or more, and nobody can tell your part."
                )
            ),
        ],
        submit=_("Forget me"),
    )


def nothing_stored() -> View:
    """There is nothing to forget."""
    return window(_("Forget me"), [section(_("I have nothing about you, so there is nothing to delete."))])


def read_forget(view: Mapping[str, Any]) -> None:
    """Raise FormError unless the person is sure."""
    if "sure" not in Answers.of_view(view).choices("sure"):
        raise FormError({"sure": _("Please tick this if you are sure.")})


def forgotten_window(data: OwnData, at: datetime, timezone: str) -> View:
    """The receipt, where the form was."""
    return window(_("Forget me"), _receipt(data, at, timezone), close=_("Done"))


def receipt(data: OwnData, at: datetime, timezone: str) -> Message:
    """The receipt as a direct message: it is all that is left."""
    blocks = _receipt(data, at, timezone)
    return Message(text=_("Everything I had about you is deleted."), blocks=tuple(blocks))


def _receipt(data: OwnData, at: datetime, timezone: str) -> list[Block]:
    when = moment_words(at, timezone)
    return [
        section(_("*Everything I had about you is deleted.*") + f"\n{when}"),
        section(f"{_('*Deleted:*')} {_amounts(data)}"),
        context(
            _(
                "I do not know you any more, and I will not write to you. You can begin anew at any time with"
                " `/infoview join`. All the best!"
            )
        ),
    ]


def person_form(typed: str = "") -> View:
    """Whom to look for."""
    element = PlainTextInputElement(action_id="name", max_length=NAME_LENGTH, initial_value=typed or None)
    return form(
        _("Forget a person"),
        PERSON,
        [
            field(
                _("Their name, or a part of it"),
                "name",
                element,
                hint=_("I look in your log only. Nobody else sees what you type."),
            )
        ],
        submit=_("Look for this name"),
    )


def read_person(view: Mapping[str, Any]) -> str:
    """The name that was typed. Raises FormError where there is none."""
    typed = Answers.of_view(view).text("name")
    if typed is None:
        raise FormError({"name": _("Please enter a name.")})
    return typed


def person_window(found: PersonFound) -> View:
    """What the log has under a name."""
    name = literal(found.typed)
    if not found.entries and not found.mentions:
        blocks: list[Block] = [section(_("Nobody of this name is in your log: {name}.").format(name=name))]
    else:
        blocks = [section(_("In your log for {name}:").format(name=name)), *_entries(found)]
        blocks += _mentions(found.mentions)
    return window(_("Forget a person"), [*blocks, _look_again()])


def person_forgotten_window(found: PersonFound) -> View:
    """They are gone; ``found`` is what else has the name."""
    name = literal(found.typed)
    blocks: list[Block] = [section(_("*Done.* {name} is deleted from your log.").format(name=name))]
    if found.entries:
        blocks += [section(_("There is another entry with this name:")), *_entries(found)]
    blocks += _mentions(found.mentions)
    blocks.append(context(_("Messages that I sent you before may still have the name.")))
    return window(_("Forget a person"), [*blocks, _look_again()], close=_("Done"))


def _entries(found: PersonFound) -> list[Block]:
    return [
        section(
            f"*{literal(name)}*",
            named(
                button(
                    _("Forget this person"),
                    f"privacy.forget_person:{number}",
                    contact_id,
                    style="danger",
                    confirm=confirm(
                        _("Forget this person?"),
                        _("The entry, its meetings, debriefs and notes are deleted. It cannot be undone."),
                        _("Forget this person"),
                    ),
                ),
                name,
            ),
        )
        for number, (contact_id, name) in enumerate(found.entries[:SHOWN])
    ]


def _mentions(mentions: Sequence[Mention]) -> list[Block]:
    if not mentions:
        return []
    return [
        section(
            _(
                "*The name also stands here.* These texts are about somebody else, so please change them"
                " yourself:"
            )
        ),
        *(
            section(
                _("{where}, at {name}").format(where=_WHERE[one.where], name=literal(one.contact_name)),
                named(
                    button(_("Open contact"), f"contact.open:{number}", one.contact_id),
                    one.contact_name,
                ),
            )
            for number, one in enumerate(mentions[:SHOWN])
        ),
    ]


def _look_again() -> Block:
    return actions(button(_("Look for another name"), "privacy.person"))


def _amounts(data: OwnData) -> str:
    amounts = {
        count_words(data.contacts, "{count} contact", "{count} contacts"): data.contacts,
        count_words(data.meetings, "{count} meeting", "{count} meetings"): data.meetings,
        count_words(data.debriefs, "{count} debrief", "{count} debriefs"): data.debriefs,
        count_words(data.drafts, "{count} unfinished text", "{count} unfinished texts"): data.drafts,
        count_words(data.cohorts, "a place in {count} cohort", "a place in {count} cohorts"): data.cohorts,
        count_words(data.messages, "{count} message from me", "{count} messages from me"): data.messages,
        count_words(data.practice, "{count} practice answer", "{count} practice answers"): data.practice,
        count_words(data.roles, "{count} role as a lead", "{count} roles as a lead"): data.roles,
    }
    return ", ".join(words for words, count in amounts.items() if count) or _("nothing")
