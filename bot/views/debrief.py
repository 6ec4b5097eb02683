"""Around the debrief form: which interview to choose, which draft, and what was kept when it is saved."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from bot.guidance.library import Library
from bot.guidance.markdown import escape
from bot.i18n import _
from bot.values import DebriefChoices, DebriefDesk, DebriefForm, DebriefReceipt, InterviewCard
from bot.views.blocks import (
    Message,
    actions,
    button,
    confirm,
    context,
    day_words,
    literal,
    moment_words,
    named,
    section,
    titled,
    window,
)
from bot.views.debrief_fields import goal_words
from bot.views.interviews import meeting_name
from bot.views.notices import notice

_NEXT_STEP_LIMIT = 500
_DRAFTS_SHOWN = 10
_EXCERPT = 300


def chooser(choices: DebriefChoices) -> View:
    """The interviews to write about, then the latest debriefs to edit."""
    blocks = [
        *_group(
            _("Which meeting do you want to write about?"),
            choices.waiting,
            _("Write debrief"),
            choices.drafted,
        ),
        *_group(_("Your latest debriefs"), choices.done, _("Edit debrief"), choices.drafted),
        *_stranded(choices),
        context(_("Other meetings are in your log: type `/infoview list` and open the contact.")),
    ]
    return window(_("Write a debrief"), blocks, callback_id="debrief.chooser")


def nothing_to_debrief() -> Message:
    """No interview has taken place yet."""
    return notice(
        _(
            "There is no meeting to write about yet, and that is fine. When you have met somebody,"
            " add the meeting to that contact. Then a debrief of two minutes keeps what you learned."
        ),
        (_("Add a contact"), "log.open"),
        (_("Add a meeting to a contact"), "list.open"),
    )


def did_not_happen(words: str, interview_id: str) -> Message:
    """Why there is nothing to debrief, where a draft is kept nevertheless."""
    kept = _("Your draft of this debrief is kept until you delete it.")
    return Message(text=words, blocks=(section(words), section(kept), actions(_delete_draft(interview_id))))


def draft_deleted(interview: InterviewCard, *, offers_form: bool = False) -> Message:
    """The draft is gone. It has no fields: Slack would keep what was typed in fields of the same name."""
    words = _("*Your draft is deleted.*")
    blocks: list[Block] = [section(f"{words}\n{_line(interview)}")]
    if offers_form:
        again = _("Edit debrief") if interview.debriefed_at else _("Write debrief")
        blocks.append(actions(button(again, "debrief.open", interview.id)))
    return Message(text=words, blocks=tuple(blocks))


def drafts(desk: DebriefDesk) -> View:
    """All drafts of one debrief, to choose which one to go on with; each stays until the debrief is saved."""
    found = [(desk.window.follows, desk.form, desk.drafted_at)] if desk.drafted_at else []
    found += [(card.id, card.form, card.written_at) for card in desk.others]
    blocks: list[Block] = [section(_line(desk.interview))]
    if desk.saved is not None:
        blocks.append(section(_("*Saved debrief*") + f"\n{_excerpt(desk.saved)}"))
    for draft_id, form, written_at in found[:_DRAFTS_SHOWN]:
        blocks.append(
            section(
                f"*{_draft_words(written_at, desk.interview)}*\n{_excerpt(form)}",
                named(
                    button(
                        _("Continue draft"), f"debrief.continue:{draft_id}", f"{desk.interview.id}:{draft_id}"
                    ),
                    moment_words(written_at, desk.interview.timezone),
                ),
            )
        )
    if not found:
        blocks.append(actions(button(_("Open debrief"), "debrief.open", desk.interview.id)))
    return window(_("Your drafts"), blocks, callback_id="debrief.chooser")


def _excerpt(form: DebriefForm) -> str:
    texts = [
        form.valuable,
        *form.learned.values(),
        form.did_well,
        form.left_it,
        form.suggested,
        form.next_step,
    ]
    return "\n".join(f"• {literal(text, _EXCERPT)}" for text in texts if text) or _("(no text yet)")


def saved(receipt: DebriefReceipt, library: Library) -> View:
    """What was covered, what nobody was asked about yet, and what comes next."""
    interview = receipt.interview
    blocks: list[Block] = [
        section(
            _("*Your debrief of the meeting with {name} is saved.*").format(
                name=literal(interview.contact_name, 120)
            )
        ),
        section(_covered(receipt, library)),
        section(_next(receipt)),
        *titled(_("They suggested"), receipt.form.suggested),
        actions(*_ways_on(receipt)),
        context(_("Only you can read your answers, unless you share them. Program leads see counts.")),
    ]
    return window(_("Debrief saved"), blocks, callback_id="debrief.saved")


def _ways_on(receipt: DebriefReceipt) -> list[ButtonElement]:
    interview = receipt.interview
    ways = [
        button(_("Open contact"), "contact.open", interview.contact_id),
        button(_("Edit debrief"), "debrief.open", interview.id),
        button(_("See what I learned"), "learned.open"),
    ]
    if receipt.form.suggested:
        ways.insert(0, button(_("Add the person they suggested"), "log.suggested", interview.id))
    if interview.thanked_at is None:
        ways[:0] = [
            button(_("Write a thank-you"), "draft.for_contact", interview.contact_id),
            button(_("I sent my thank-you"), "interview.thanked", interview.id),
        ]
    return ways


def _group(
    heading: str, interviews: Sequence[InterviewCard], label: str, drafted: Mapping[str, datetime]
) -> list[Block]:
    if not interviews:
        return []
    rows = []
    for interview in interviews:
        line, words = _line(interview), label
        if interview.id in drafted:
            line += "\n" + _draft_words(drafted[interview.id], interview)
            words = _("Continue draft")
        way = button(words, f"debrief.open:{interview.id}", interview.id)
        rows.append(section(line, named(way, meeting_name(interview, interview.timezone))))
    return [section(f"*{heading}*"), *rows]


def _stranded(choices: DebriefChoices) -> list[Block]:
    if not choices.stranded:
        return []
    rows = [section(_line(interview), _delete_draft(interview.id)) for interview in choices.stranded]
    heading = _("Drafts of meetings that did not take place")
    return [section(f"*{heading}*"), *rows]


def _delete_draft(interview_id: str) -> ButtonElement:
    return button(
        _("Delete draft"),
        f"debrief.discard_all:{interview_id}",
        interview_id,
        confirm=confirm(
            _("Delete this draft?"),
            _("What you wrote in this debrief is deleted. This cannot be undone."),
            _("Delete draft"),
            _("Keep draft"),
        ),
    )


def _line(interview: InterviewCard) -> str:
    place = f", {literal(interview.organisation, 120)}" if interview.organisation else ""
    name = literal(interview.contact_name, 120)
    return f"{name}{place}\n{moment_words(interview.starts_at, interview.timezone)}"


def _draft_words(written_at: datetime, interview: InterviewCard) -> str:
    return _("Draft of {time}").format(time=moment_words(written_at, interview.timezone))


def _covered(receipt: DebriefReceipt, library: Library) -> str:
    covered = goal_words(library, receipt.form.covered)
    left = goal_words(library, receipt.not_covered_yet)
    parts = [_("You learned about:\n{subjects}").format(subjects=_items(covered))] if covered else []
    if left:
        parts.append(
            _("For your next meeting, here is what you have not asked anybody about yet:\n{subjects}").format(
                subjects=_items(left)
            )
        )
    else:
        parts.append(
            _("In your debriefs so far you have covered all six things the guide wants you to learn.")
        )
    return "\n\n".join(parts)


def _items(lines: Iterable[str]) -> str:
    return "\n".join(f"• {escape(line)}" for line in lines)


def _next(receipt: DebriefReceipt) -> str:
    due = receipt.form.next_step_due
    step = literal(receipt.form.next_step or "", _NEXT_STEP_LIMIT)
    if due:
        text = _("*Your next step (by {day}):* {step}").format(day=day_words(due), step=step)
    else:
        text = _("*Your next step:* {step}").format(step=step)
    if receipt.interview.thanked_at is None:
        text += "\n" + _("A short thank-you message is a good step too. Name one thing you learned.")
    return text
