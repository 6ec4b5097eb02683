"""The list of a member's contacts, as a message and as a window with a search field, a filter and an order.

The words that are looked for are private. They stand only in the search field, where the member typed them:
:func:`read_query` takes them from the state of the window, and the window's metadata has the page alone.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import Block, ButtonElement, PlainTextInputElement, StaticSelectElement
from slack_sdk.models.views import View

from bot.i18n import _
from bot.values import (
    ContactLine,
    ContactList,
    ContactQuery,
    InterviewCard,
    ListOrder,
    Need,
    Status,
)
from bot.views import labels
from bot.views.answers import Answers
from bot.views.blocks import (
    Message,
    actions,
    button,
    context,
    count_words,
    divider,
    field,
    form,
    header,
    literal,
    moment_words,
    named,
    options,
    section,
    shorten,
    window,
)
from bot.views.contact_forms import WHO_SEES
from bot.views.pages import pager
from bot.views.preparation import prepare_button

WINDOW = "list.window"
ROW = "contact.ways:"
"""How the block id of a contact's buttons begins."""

BY_STATUS, BY_ORDER, PAGE = "list.status", "list.order", "list.page"

WORDS_LENGTH = 200
_WORDS = "words"
_ALL = "all"
_NAME_SHOWN = 100


def list_message(found: ContactList, upcoming: Sequence[InterviewCard]) -> Message:
    """One page of the whole list, as an answer to a command."""
    if not found.in_log:
        return Message(text=_("Your contacts"), blocks=tuple(_empty()))
    blocks = [
        header(_("My contacts")),
        *_upcoming(found, upcoming),
        *rows(found.page.items),
        *pager(found.page, PAGE),
        actions(
            status_select(found.by_status),
            button(_("Search"), "list.open"),
            button(_("Add a contact"), "log.open"),
        ),
        context(_(WHO_SEES)),
    ]
    return Message(text=_("Your contacts"), blocks=tuple(blocks))


def list_window(
    found: ContactList, upcoming: Sequence[InterviewCard] = (), note: Sequence[Block] = ()
) -> View:
    """What a member looks for in their list; ``note`` says what just happened."""
    if not found.in_log:
        return window(_("My contacts"), [*note, *_empty()], callback_id="list.empty")
    query = found.query
    return form(
        _("My contacts"),
        WINDOW,
        [
            *_upcoming(found, upcoming),
            field(_("Name or organization"), _WORDS, _search(query.words), optional=True),
            actions(status_select(found.by_status, query.status), _order_select(query.order)),
            *note,
            *(rows(found.page.items) or [section(_nothing(query))]),
            *pager(found.page, PAGE),
            actions(button(_("Add a contact"), "log.open")),
            context(f"{_how_many(found)} {_(WHO_SEES)}"),
        ],
        submit=_("Search"),
        close=_("Close"),
        private_metadata=str(found.page.number),
    )


def read_query(view: Mapping[str, Any], *, number: int | None = None) -> ContactQuery:
    """What the list shows in a window as Slack sends it; ``number`` is another page than the present one."""
    answers = Answers.by_element(view)
    page = str(view.get("private_metadata") or "")
    return ContactQuery(
        number=number if number is not None else int(page) if page.isdecimal() else 1,
        status=answers.member_of(Status, BY_STATUS),
        words=answers.text(_WORDS) or "",
        order=answers.member_of(ListOrder, BY_ORDER) or ListOrder.NEXT_ACTION,
    )


def status_select(by_status: Mapping[Status, int], chosen: Status | None = None) -> StaticSelectElement:
    """The filter by status, with how many contacts each one has."""
    counts = {chosen: 0, **by_status} if chosen else by_status
    choices = {_ALL: _("All contacts ({count})").format(count=sum(by_status.values()))} | {
        str(status): f"{labels.STATUS[status]} ({counts[status]})" for status in Status if status in counts
    }
    return _select(BY_STATUS, choices, chosen or _ALL)


def waitingrows(lines: Sequence[ContactLine]) -> list[Block]:
    """Contacts with a button for their most likely next step each."""
    return rows(lines)


def rows(lines: Sequence[ContactLine]) -> list[Block]:
    """Contacts, each with one button for its most likely next step."""
    return [block for line in lines for block in _row(line)]


def _row(line: ContactLine) -> tuple[Block, Block]:
    who = f"*{literal(line.name, _NAME_SHOWN)}*"
    if line.organisation:
        who += f" · {literal(line.organisation, _NAME_SHOWN)}"
    hint = labels.NEED[line.need]
    status = labels.STATUS[line.status] + (" · " + _("Next: {hint}").format(hint=hint) if hint else "")
    ways = [_step_button(line), button(_("Open contact"), "contact.open", line.id)]
    return (
        section(f"{who}\n{status}", block_id=f"contact:{line.id}"),
        actions(*(named(way, line.name) for way in ways), block_id=f"{ROW}{line.id}"),
    )


def _step_button(line: ContactLine) -> ButtonElement:
    """The most likely next step, done or begun by one tap."""
    meeting = line.interview_id or ""
    of_meeting = {
        Need.OUTCOME: (_("It took place"), "interview.outcome:held"),
        Need.THANKS: (_("I sent my thank-you"), "interview.thanked"),
        Need.DEBRIEF: (_("Write debrief"), "debrief.open"),
    }
    if line.need is Need.MEETING:
        return prepare_button(meeting)
    if line.need in of_meeting:
        label, action_id = of_meeting[line.need]
        return button(label, action_id, meeting)
    if line.need is Need.MEETING_TIME:
        return button(_("Add the meeting time"), "interview.add", line.id)
    following = _LIKELY[line.status]
    again = line.status is following
    label = _("I wrote to them again") if again else labels.STATUS_MOVE[following]
    return button(label, f"contact.status:{following}", line.id)


_LIKELY: Mapping[Status, Status] = {
    Status.PLANNED: Status.CONTACTED,
    Status.CONTACTED: Status.REPLIED,
    Status.FOLLOWED_UP: Status.REPLIED,
    Status.REPLIED: Status.SCHEDULED,
    Status.SCHEDULED: Status.MET,
    Status.MET: Status.KEEPING_IN_TOUCH,
    Status.KEEPING_IN_TOUCH: Status.KEEPING_IN_TOUCH,
    Status.DECLINED: Status.KEEPING_IN_TOUCH,
    Status.NO_RESPONSE: Status.REPLIED,  # people answer late
    Status.CLOSED: Status.PLANNED,
}
"""The status that most likely follows, where no meeting waits for anything."""


def _empty() -> list[Block]:
    return [
        header(_("My contacts")),
        section(
            _(
                "Your log is empty. A good start is one person whose work interests you."
                " You do not need to know them."
            )
        ),
        actions(button(_("Add my first person"), "log.open", style="primary")),
        context(_(WHO_SEES)),
    ]


def _upcoming(found: ContactList, upcoming: Sequence[InterviewCard]) -> list[Block]:
    is_whole = not found.query.words and found.query.status is None
    if not upcoming or found.page.number > 1 or not is_whole:
        return []
    lines = [
        f"• {moment_words(card.starts_at, card.timezone)}: {literal(card.contact_name, _NAME_SHOWN)},"
        f" {labels.FORMAT[card.format].lower()}"
        for card in upcoming
    ]
    return [section("\n".join([_("*Coming meetings*"), *lines])), divider()]


def _search(words: str) -> PlainTextInputElement:
    return PlainTextInputElement(
        action_id=_WORDS, initial_value=shorten(words, WORDS_LENGTH) or None, max_length=WORDS_LENGTH
    )


def _order_select(order: ListOrder) -> StaticSelectElement:
    return _select(BY_ORDER, {str(one): label for one, label in labels.LIST_ORDER.items()}, order)


def _select(action_id: str, choices: Mapping[str, str], value: str) -> StaticSelectElement:
    return StaticSelectElement(
        action_id=action_id,
        placeholder=_("Choose one"),
        options=options(choices),
        initial_option=options({value: choices[value]})[0],
    )


def _nothing(query: ContactQuery) -> str:
    if query.words:
        return _(
            "Nobody in your log fits these words. Try fewer letters,"
            " or empty the field and select Search to see everybody."
        )
    return _("Nobody in your log has this status now. Choose “All contacts” to see everybody.")


def _how_many(found: ContactList) -> str:
    return count_words(found.page.total, "{count} contact.", "{count} contacts.")
