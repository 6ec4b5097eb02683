"""What a member learned, and who helps them, as windows: never a message, because owners may export those.

The words that are looked for are private. They stand in the search field only, where the member typed them.
"""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    PlainTextInputElement,
    PlainTextObject,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.i18n import _
from bot.values import (
    Advocate,
    AdvocateLine,
    Helpers,
    Introduction,
    Learned,
    LearnedQuery,
    Lesson,
    Reflection,
)
from bot.views import labels
from bot.views.answers import Answers
from bot.views.bars import bar
from bot.views.blocks import (
    actions,
    button,
    context,
    count_words,
    day_words,
    divider,
    field,
    form,
    header,
    literal,
    named,
    options,
    section,
    shorten,
    window,
)
from bot.views.pages import pager

WINDOW = "learned.window"
PAGE, LESSON = "learned.page", "learned.lesson"
WORDS_LENGTH = 200

_WORDS = "words"
_ALL = "all"
_TEXT_SHOWN = 1200
_NAME_SHOWN = 100
_STEP = "\u2003"  # as wide as a letter: a browser shows several plain spaces as one


def learned_window(found: Learned) -> View:
    """The reflections that fit, with the search field, and how much of the guide's six things is covered."""
    if not found.debriefs:
        return window(_("What I learned"), _nothing_yet(), callback_id="learned.empty")
    query = found.query
    return form(
        _("What I learned"),
        WINDOW,
        [
            section(_covered(found)),
            field(_("Search my words"), _WORDS, _search(query.words), optional=True),
            actions(_lesson_select(query.lesson), button(_("Who helps me"), "learned.people")),
            divider(),
            *(block for reflection in found.page.items for block in _reflection(reflection)),
            *([] if found.page.items else [section(_("No answer of yours fits. Try another word."))]),
            *pager(found.page, PAGE),
            context(f"{_how_many(found)} {_('Only you see this.')}"),
        ],
        submit=_("Search"),
        close=_("Close"),
        private_metadata=str(found.page.number),
    )


def helpers_window(found: Helpers) -> View:
    """Advocates, and the chain of introductions."""
    return window(
        _("Who helps me"),
        [
            header(_("People who may speak up for you")),
            *_advocates(found),
            divider(),
            header(_("Who suggested whom")),
            section(_introductions(found)),
            actions(button(_("Back to what I learned"), "learned.open")),
            context(_("This is what you wrote in your debriefs and contacts. Only you see this.")),
        ],
        callback_id="learned.people_window",
    )


def read_query(view: Mapping[str, Any], *, number: int | None = None) -> LearnedQuery:
    """What a window as Slack sends it looks for; ``number`` is another page than the present one."""
    answers = Answers.by_element(view)
    page = str(view.get("private_metadata") or "")
    return LearnedQuery(
        number=number if number is not None else int(page) if page.isdecimal() else 1,
        lesson=answers.member_of(Lesson, LESSON),
        words=answers.text(_WORDS) or "",
    )


def _nothing_yet() -> list[Block]:
    return [
        section(_("Here you will find what you wrote in your debriefs. You have not written one yet.")),
        actions(button(_("Write a debrief"), "debrief.choose", style="primary")),
    ]


def _covered(found: Learned) -> str:
    lines = [
        _("{bar}  {count} · {subject}").format(
            bar=bar(count / found.debriefs), count=count, subject=labels.LEARNING_GOAL[goal]
        )
        for goal, count in found.covered.items()
    ]
    title = _("*The six things to learn, in your {debriefs}*").format(
        debriefs=count_words(found.debriefs, "{count} debrief", "{count} debriefs")
    )
    return "\n".join((title, *lines))


def _search(words: str) -> PlainTextInputElement:
    return PlainTextInputElement(
        action_id=_WORDS, initial_value=shorten(words, WORDS_LENGTH) or None, max_length=WORDS_LENGTH
    )


def _lesson_select(chosen: Lesson | None) -> StaticSelectElement:
    choices = {_ALL: _("All subjects"), **{str(lesson): labels.LESSON[lesson] for lesson in Lesson}}
    initial = str(chosen) if chosen else _ALL
    return StaticSelectElement(
        action_id=LESSON,
        placeholder=PlainTextObject(text=_("Choose a subject")),
        options=options(choices),
        initial_option=options({initial: choices[initial]})[0],
    )


def _reflection(reflection: Reflection) -> list[Block]:
    name = literal(reflection.contact_name, _NAME_SHOWN)
    about = _("*{subject}* · {contact}, {day}").format(
        subject=labels.LESSON[reflection.lesson], contact=name, day=day_words(reflection.day)
    )
    text = shorten(reflection.text, _TEXT_SHOWN)
    return [
        section(
            about,
            named(
                button(_("Open debrief"), "debrief.open", reflection.interview_id), reflection.contact_name
            ),
        ),
        # Plain text: nothing in it is markup.
        SectionBlock(text=PlainTextObject(text=text, emoji=False)),
    ]


def _how_many(found: Learned) -> str:
    return count_words(found.page.total, "{count} answer.", "{count} answers.")


def _advocates(found: Helpers) -> list[Block]:
    if not found.advocates:
        return [
            section(
                _(
                    "Nobody yet. In each debrief you say whether this person would speak up for you later."
                    " This takes time: first you build the relationship."
                )
            )
        ]
    more = _("And {count} more.").format(count=found.more_advocates) if found.more_advocates else ""
    return [
        *(
            section(
                _advocate(line), named(button(_("Open contact"), "contact.open", line.contact_id), line.name)
            )
            for line in found.advocates
        ),
        *([context(more)] if more else []),
    ]


def _advocate(line: AdvocateLine) -> str:
    who = f"*{literal(line.name, _NAME_SHOWN)}*"
    if line.organisation:
        who += f" · {literal(line.organisation, _NAME_SHOWN)}"
    says = _("Yes, would speak up") if line.advocate is Advocate.YES else _("Maybe")
    return f"{who}\n{says}"


def _introductions(found: Helpers) -> str:
    if not found.introductions:
        return _(
            "No links yet. When a contact suggests somebody, add this person and write your contact's name"
            " under “Who introduced you, or told you about them?”."
        )
    lines = [_line(link) for link in found.introductions]
    if found.more_introductions:
        lines.append(_("And {count} more.").format(count=found.more_introductions))
    return "\n".join(lines)


def _line(link: Introduction) -> str:
    name = literal(link.name, 60)
    return f"{_STEP * min(link.depth - 1, 6)}↳ {name}" if link.depth else f"*{name}*"
