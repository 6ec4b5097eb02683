"""The draft check as members see it: one form with the message, and what the check found above it."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block, InputBlock, PlainTextInputElement, StaticSelectElement
from slack_sdk.models.views import View

from bot.guidance.library import Library
from bot.guidance.markdown import escape
from bot.guidance.outreach import DraftVerdict, Finding, Level
from bot.guidance.outreach.rules import OutreachRule
from bot.i18n import N_, _, ngettext
from bot.values.drafts import DRAFT_LENGTH, DraftDesk
from bot.views.answers import Answers
from bot.views.blocks import (
    actions,
    button,
    context,
    divider,
    field,
    form,
    header,
    literal,
    options,
    section,
    shorten,
)

CHECK = "draft.check"

_QUOTE_SHOWN = 200
_ASPECTS = {
    ("D1", "missing"): N_("The message does not say how long the talk will take."),
    ("D1", "too_short"): N_("This is shorter than the guide says."),
    ("D1", "too_long"): N_("This is longer than the guide says."),
    ("D1", "nearly"): N_("This is a little short. It is fine to send."),
    ("B1", "too_long"): N_("The message has {words} words."),
    ("B1", "long"): N_("The message has {words} words. It is fine to send."),
    ("P1", "greeting"): N_("A greeting is missing at the beginning."),
    ("P1", "thanks"): N_("A word of thanks is missing."),
    ("P1", "rude"): N_("These words can sound like a demand."),
}


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the form: the message, and the id of the contact it is for."""

    text: str
    contact_id: str | None


def draft_form(desk: DraftDesk, text: str = "", note: str | None = None) -> View:
    """The form before a check; ``note`` is mrkdwn of ours that says what just happened."""
    intro = section(
        note
        or _(
            "Paste or write your message. I compare it with the guide. Nothing is sent, and only you see it."
        )
    )
    return _view([intro], desk, text, can_save=False)


def checked_form(library: Library, desk: DraftDesk, text: str, verdict: DraftVerdict) -> View:
    """The form with what the check found above the message."""
    return _view(
        [*_verdict_blocks(library, verdict), divider()], desk, text, can_save=desk.chosen is not None
    )


def saved_form(desk: DraftDesk, text: str, name: str) -> View:
    """The form after the message was saved."""
    note = _("*Saved.* You find this message again with *{name}* in your log.").format(
        name=literal(name, 100)
    )
    return _view([section(note)], desk, text, can_save=True)


def read_written(answers: Answers) -> Written:
    """What stands in the form; the text may be empty."""
    return Written(answers.text("text") or "", answers.choice("contact"))


def _view(top: Sequence[Block], desk: DraftDesk, text: str, *, can_save: bool) -> View:
    ways = [button(_("Save to contact"), "draft.save")] if can_save else []
    ways += [
        button(_("Help me write a first message"), "draft.guided:first"),
        button(_("A follow-up"), "draft.guided:follow_up"),
        button(_("A thank-you"), "draft.guided:thank_you"),
    ]
    return form(
        _("Check a message"),
        CHECK,
        [*top, _text(text), *_contact(desk), actions(*ways, block_id="ways")],
        submit=_("Check again") if can_save or len(top) > 1 else _("Check message"),
        close=_("Close"),
    )


def _text(text: str) -> InputBlock:
    element = PlainTextInputElement(
        action_id="text",
        initial_value=shorten(text, DRAFT_LENGTH) or None,
        multiline=True,
        max_length=DRAFT_LENGTH,
    )
    return field(_("Your message"), "text", element)


def _contact(desk: DraftDesk) -> list[InputBlock]:
    if not desk.contacts:
        return []
    names = dict(desk.contacts)
    element = StaticSelectElement(
        action_id="contact",
        placeholder=_("Choose a contact"),
        options=options(names),
        initial_option=options({desk.chosen: names[desk.chosen]})[0] if desk.chosen in names else None,
    )
    return [
        field(
            _("To whom?"),
            "contact",
            element,
            hint=_("With a contact chosen, you can save the message there."),
            optional=True,
        )
    ]


def _verdict_blocks(library: Library, verdict: DraftVerdict) -> list[Block]:
    decisive = [finding for finding in verdict.findings if finding.level is not Level.TIP]
    tips = [finding for finding in verdict.findings if finding.level is Level.TIP]
    if decisive:
        title = ngettext(
            "Not ready yet: {count} thing to change", "Not ready yet: {count} things to change", len(decisive)
        )
        top: list[Block] = [header(title.format(count=len(decisive)))]
    else:
        top = [header(_("Ready to send")), section(_("Your message follows the guide. Well done."))]
    for finding in decisive:
        top += _finding_blocks(library, finding, verdict)
    if tips:
        top.append(section(_("*You can also*")))
    for finding in tips:
        top += _finding_blocks(library, finding, verdict)
    if verdict.passed:
        names = ", ".join(escape(library.rule(rule).name) for rule in verdict.passed)
        top.append(context(_("Already good: {rules}").format(rules=names)))
    return top


def _finding_blocks(library: Library, finding: Finding, verdict: DraftVerdict) -> list[Block]:
    rule = library.rule(finding.rule)
    lines = [f"*{escape(rule.name)}*"]
    if finding.quote:
        lines.append(_("You wrote: “{words}”").format(words=literal(finding.quote, _QUOTE_SHOWN)))
    aspect = _ASPECTS.get((finding.rule, finding.aspect))
    if aspect:
        lines.append(_(aspect).format(words=verdict.words))
    lines.append(rule.body)
    lines.append(_("Say it like this: _{example}_").format(example=escape(rule.instead)))
    return [section("\n".join(lines)), context(_source(library, rule))]


def _source(library: Library, rule: OutreachRule) -> str:
    lines = [
        _("The guide: “{words}”").format(words=escape(library.statement(statement).words))
        for statement in rule.statements
    ]
    if rule.source_url:
        lines.append(
            _("Program tip, not in the guide. Source: {source}").format(
                source=f"<{rule.source_url}|{escape(rule.source_title)}>"
            )
        )
    return "\n".join(lines)
