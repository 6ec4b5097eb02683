"""One contact's card, and what a member reads after a change."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from bot.clock import local_date
from bot.guidance.markdown import escape
from bot.i18n import _
from bot.values import (
    NEXT_STATUSES,
    ContactCard,
    GoneError,
    LastMove,
    Outcome,
    Status,
)
from bot.views import labels
from bot.views.blocks import (
    BUTTON_LIMIT,
    Message,
    actions,
    button,
    confirm,
    context,
    day_words,
    divider,
    header,
    literal,
    section,
    short_day_words,
    shorten,
    titled,
    window,
)
from bot.views.contact_forms import WHO_SEES
from bot.views.interviews import interview_blocks

UNDO = "contact.undo"

MEETINGS_SHOWN = 10
_NAME_SHOWN = 100
_STEPS_SHOWN = 8


def card_window(card: ContactCard, note: str | None = None) -> View:
    """One contact, whole; ``note`` is mrkdwn of ours that says what just happened."""
    return window(_("Contact"), _card_blocks(card, note), callback_id="contact.window")


def added_window(card: ContactCard) -> View:
    """The contact is in the log; what can come next."""
    name = literal(card.form.name, _NAME_SHOWN)
    saved = _("*{name}* is in your log: “{status}”.").format(name=name, status=labels.STATUS[card.status])
    ways = [
        button(_("Open contact"), "contact.open", card.id, style="primary"),
        button(_("Add another contact"), "log.open"),
    ]
    return window(
        _("Contact saved"),
        [section(saved), actions(*ways), context(_(WHO_SEES))],
        callback_id="contact.window",
    )


def meeting_window(words: str, contact_id: str, next_ways: Sequence[ButtonElement]) -> View:
    """An interview was saved; what can come next."""
    ways = [*next_ways, button(_("Open contact"), "contact.open", contact_id)]
    return window(_("Meeting saved"), [section(words), actions(*ways)], callback_id="contact.window")


def deleted_window(name: str) -> View:
    """The contact is gone."""
    return window(
        _("Contact deleted"),
        [
            section(
                _("*{name}* and the meetings and notes are deleted.").format(name=literal(name, _NAME_SHOWN))
            ),
            actions(button(_("See my contacts"), "list.open"), button(_("Add a contact"), "log.open")),
        ],
        callback_id="contact.window",
    )


def message(words: str, contact_id: str, next_ways: Sequence[ButtonElement] = ()) -> Message:
    """What just happened, in place of the message whose button was used."""
    ways = [*next_ways, button(_("Open contact"), "contact.open", contact_id)]
    return Message(text=words, blocks=(section(words), actions(*ways)))


def undo_buttons(contact_id: str, move: LastMove | None) -> list[ButtonElement]:
    """The button that takes the last move back, while that is possible."""
    return [button(_("Undo"), UNDO, f"{contact_id}:{move.id}")] if move else []


def parse_undo(value: str) -> tuple[str, str]:
    """The contact and the move an undo button is for. Raises GoneError where it is not ours."""
    contact_id, _colon, move_id = value.partition(":")
    if not contact_id or not move_id:
        raise GoneError(_("This button is from an older version. Type `/infoview list` to go on."))
    return contact_id, move_id


def undone_words(card: ContactCard) -> str:
    """The status after an undo, in a sentence."""
    return _("*Undone.* {name} is “{status}” again.").format(
        name=literal(card.form.name, _NAME_SHOWN), status=labels.STATUS[card.status]
    )


def moved_words(card: ContactCard) -> str:
    """The new status, in a sentence."""
    return _("*Saved.* {name} is now “{status}”.").format(
        name=literal(card.form.name, _NAME_SHOWN), status=labels.STATUS[card.status]
    )


def illegal_words(card: ContactCard) -> str:
    """Why a step is not possible, and which are."""
    possible = ", ".join(f"“{_step_words(card.status, status)}”" for status in NEXT_STATUSES[card.status])
    return _("{name} is “{status}” now, so this step does not fit. Possible now: {possible}.").format(
        name=literal(card.form.name, _NAME_SHOWN), status=labels.STATUS[card.status], possible=possible
    )


def illegal_message(card: ContactCard) -> Message:
    """:func:`illegal_words` with the possible steps as buttons."""
    return message(illegal_words(card), card.id, _status_buttons(card))


def _card_blocks(card: ContactCard, note: str | None) -> list[Block]:
    return [
        *([section(note)] if note else []),
        header(shorten(card.form.name, 150)),
        section(_summary(card)),
        *titled(_("Why this person"), card.form.why),
        *titled(_("Notes"), card.form.notes),
        *_next_step(card),
        section(_("*What happened?*")),
        actions(*_status_buttons(card), *_undo(card), block_id="status"),
        divider(),
        *_meetings(card),
        divider(),
        actions(*_card_buttons(card), block_id="card"),
        context(f"{_history(card)}\n{_(WHO_SEES)}"),
    ]


def _summary(card: ContactCard) -> str:
    written = card.form
    since = day_words(local_date(card.status_at, card.timezone))
    lines = [
        " · ".join(literal(part, _NAME_SHOWN * 2) for part in (written.role, written.organisation) if part),
        _("*{status}* since {since}").format(status=labels.STATUS[card.status], since=since),
        " · ".join(_details(card)),
        literal(written.profile, 500) if written.profile else "",
    ]
    return "\n".join(line for line in lines if line)


def _details(card: ContactCard) -> list[str]:
    written = card.form
    through = card.introducer or written.introduced_by
    found = []
    if written.industry:
        found.append(escape(labels.INDUSTRY[written.industry]))
    if written.source:
        found.append(_("Found by: {source}").format(source=labels.SOURCE[written.source]))
    if written.channel:
        found.append(_("Written to by: {channel}").format(channel=labels.CHANNEL[written.channel]))
    if written.introduced is not None:
        found.append(_("Introduced") if written.introduced else _("Not introduced"))
    if through:
        found.append(_("Through {name}").format(name=literal(through, _NAME_SHOWN)))
    return found


def _next_step(card: ContactCard) -> list[Block]:
    if card.next_step is None:
        return []
    if card.next_step_due is None:
        return titled(_("My next step"), card.next_step)
    title = _("My next step (by {day})").format(day=day_words(card.next_step_due))
    return titled(title, card.next_step)


def _status_buttons(card: ContactCard) -> list[ButtonElement]:
    ways = [
        button(_step_words(card.status, status), f"contact.status:{status}", card.id)
        for status in NEXT_STATUSES[card.status]
    ]
    if card.status is Status.KEEPING_IN_TOUCH:
        ways.insert(0, button(_("I wrote to them again"), f"contact.status:{card.status}", card.id))
    return ways


def _undo(card: ContactCard) -> list[ButtonElement]:
    if card.last_move is None:
        return []
    label = _("Undo: back to “{status}”").format(status=labels.STATUS[card.last_move.back_to])
    return [button(label, UNDO, f"{card.id}:{card.last_move.id}")]


def _step_words(current: Status, following: Status) -> str:
    if (current, following) == (Status.SCHEDULED, Status.REPLIED):
        return _("The meeting is off")
    if following is Status.SCHEDULED and current in {Status.MET, Status.KEEPING_IN_TOUCH}:
        return _("We meet again")
    return labels.STATUS_MOVE[following]


def _meetings(card: ContactCard) -> list[Block]:
    shown = sorted(card.interviews, key=lambda interview: interview.starts_at, reverse=True)
    blocks: list[Block] = [
        section(_("*Meetings*") if shown else "\n".join((_("*Meetings*"), _no_meeting(card))))
    ]
    for interview in shown[:MEETINGS_SHOWN]:
        blocks += interview_blocks(interview)
    if len(shown) > MEETINGS_SHOWN:
        blocks.append(context(_("Only the latest {count} meetings are shown.").format(count=MEETINGS_SHOWN)))
    return [*blocks, actions(_add_meeting(card), block_id="meetings")]


def _no_meeting(card: ContactCard) -> str:
    if card.status is Status.SCHEDULED:
        return _("You have a meeting. When is it?")
    if card.status in {Status.MET, Status.KEEPING_IN_TOUCH}:
        return _("When did you meet? With the day here, you can write a debrief.")
    return _("None yet.")


def _add_meeting(card: ContactCard) -> ButtonElement:
    outcomes = {interview.outcome for interview in card.interviews}
    lacks_time = card.status is Status.SCHEDULED and None not in outcomes
    lacks_held = card.status is Status.MET and Outcome.HELD not in outcomes
    return button(
        _("Add the meeting time") if lacks_time else _("Add a meeting"),
        "interview.add",
        card.id,
        style="primary" if lacks_time or lacks_held else None,
    )


def _card_buttons(card: ContactCard) -> list[ButtonElement]:
    name = shorten(card.form.name, BUTTON_LIMIT)
    return [
        button(_("Edit contact"), "contact.edit", card.id),
        button(_("Write a message"), "draft.for_contact", card.id),
        button(_("Edit notes"), "contact.notes", card.id),
        button(_("Share with my lead"), "share.open", card.id),
        button(_("See my contacts"), "list.open"),
        button(
            _("Delete contact"),
            "contact.delete",
            card.id,
            style="danger",
            confirm=confirm(
                _("Delete this contact?"),
                _("{name}, all meetings, debriefs and notes are deleted. This cannot be undone.").format(
                    name=name
                ),
                _("Delete contact"),
                _("Keep contact"),
            ),
        ),
    ]


def _history(card: ContactCard) -> str:
    steps = []
    for status, moment in card.history[-_STEPS_SHOWN:]:
        day = local_date(moment, card.timezone)
        steps.append(f"{labels.STATUS[status]} ({short_day_words(day)})")
    return " → ".join(steps)
