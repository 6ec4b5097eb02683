"""Home and the answer to ``/infoview``: the one next step first, for members, leads and newcomers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from bot.guidance.library import Library
from bot.guidance.markdown import escape
from bot.i18n import N_, _
from bot.values import (
    CohortCard,
    DueStep,
    HomeState,
    InterviewCard,
    MemberHome,
    NudgeSettings,
    WaitingContacts,
    Week,
)
from bot.views import labels, nudges, progress
from bot.views.blocks import (
    VIEW_BLOCKS,
    Message,
    actions,
    button,
    context,
    count_words,
    day_words,
    divider,
    header,
    literal,
    moment_words,
    named,
    section,
    time_words,
    with_block_id,
)
from bot.views.cohorts import SHOWN, places
from bot.views.contact_list import ROW, rows, status_select
from bot.views.help import member_buttons
from bot.views.interviews import meeting_name
from bot.views.preparation import prepare_button

_NOTE_AT_TOP, _NOTE_AT_LIST = "note.top:", "note.waiting:"

WHAT_IT_IS = N_(
    "An *informational interview* is a short talk with somebody about their work. Infoview"
    " teaches you how to ask"
    " for one, keeps your own private log, and shows you one next step at a time."
)
COUNTS_ONLY = N_(
    "*What my lead sees:* counts for the whole cohort. About you alone: your name and the day you joined."
)
SHARING = N_(
    "*What my lead sees:* counts for the whole cohort, and your own step counts and dates,"
    " because you share them."
    " Never names, notes or reflections."
)


@dataclass(frozen=True, slots=True)
class Note:
    """What just happened, and the block id of the button that was used: it is said near that."""

    blocks: Sequence[Block]
    block_id: str = ""

    @property
    def is_for_waiting(self) -> bool:
        """Whether it belongs to the list of those who wait."""
        return self.block_id.startswith((ROW, _NOTE_AT_LIST))


def home(library: Library, state: HomeState, note: Note | None = None) -> View:
    """The Home tab, for whoever this is; ``note`` says what just happened."""
    if state.member is not None:
        blocks = [*_member(library, state.member, note), *_lead(state)]
    else:
        blocks = [*_lead(state), *_newcomer(state)]
    return View(type="home", blocks=blocks[:VIEW_BLOCKS])


def now(library: Library, state: HomeState, *, in_dm: bool = False) -> Message:
    """The answer to ``/infoview``: what this person can do now; a DM leaves out the member's own words."""
    if state.member is not None:
        member = state.member
        step = nudges.step_blocks(
            library, member.next_step, member.settings.timezone, with_own_words=not in_dm
        )
        words = nudges.step_words(library, member.next_step, member.settings.timezone)
        others = actions(
            button(_("See my contacts"), "list.open"), button(_("See all commands"), "help.open")
        )
        return Message(text=words, blocks=(header(_("Your next step")), *step, others))
    blocks = [*_lead(state), *_newcomer(state)]
    return Message(text=_("What you can do with Infoview now"), blocks=tuple(blocks))


def _member(library: Library, member: MemberHome, note: Note | None) -> list[Block]:
    timezone = member.settings.timezone
    return [
        *_note(note, at_list=False),
        header(_("Your next step")),
        *nudges.step_blocks(library, member.next_step, timezone),
        divider(),
        header(_("Your progress")),
        section(progress.progress_lines(member.progress)),
        *_week(member.week, timezone),
        *_waiting(member.waiting, note),
        *_meetings(_("Later meetings"), member.week.later, timezone, is_coming=True),
        *_meetings(_("Past meetings"), member.recent.items, timezone),
        *_pager(member),
        divider(),
        actions(*member_buttons()),
        context(_nudge_line(member.settings)),
        context(_(SHARING) if member.enrollment.shares_steps else _(COUNTS_ONLY)),
        actions(button(_("What my lead sees"), "lead.sees"), button(_("Ask my lead for help"), "lead.ask")),
        *places(member.places),
    ]


def _note(note: Note | None, *, at_list: bool) -> list[Block]:
    if note is None or note.is_for_waiting != at_list:
        return []
    place = _NOTE_AT_LIST if at_list else _NOTE_AT_TOP
    return [with_block_id(block, f"{place}{number}") for number, block in enumerate(note.blocks)]


def _week(week: Week, timezone: str) -> list[Block]:
    if not week.meetings and not week.due:
        return []
    return [
        header(_("This week")),
        *(_meeting(interview, timezone, is_coming=True) for interview in week.meetings),
        *(_due_step(step, week.today) for step in week.due),
    ]


def _due_step(step: DueStep, today: date) -> Block:
    when = day_words(step.due)
    by = _("By {day}").format(day=when) if step.due >= today else _("It was for {day}").format(day=when)
    return section(
        f"*{literal(step.contact_name, 100)}*\n{by}: {literal(step.step)}",
        named(button(_("Open contact"), "contact.open", step.contact_id), step.contact_name),
        block_id=f"due:{step.contact_id}",
    )


def _waiting(waiting: WaitingContacts, note: Note | None) -> list[Block]:
    said = _note(note, at_list=True)
    if not waiting.by_status:
        return said
    more = waiting.total - len(waiting.first)
    also = count_words(more, "{count} more contact waits.", "{count} more contacts wait.")
    return [
        header(_("Waiting for you") if waiting.first or said else _("Your contacts")),
        *said,
        *rows(waiting.first),
        *([context(also)] if more else []),
        actions(
            status_select(waiting.by_status),
            button(_("See my contacts"), "list.open"),
        ),
    ]


def _meetings(
    title: str, interviews: Sequence[InterviewCard], timezone: str, *, is_coming: bool = False
) -> list[Block]:
    if not interviews:
        return []
    return [header(title), *(_meeting(interview, timezone, is_coming) for interview in interviews)]


def _meeting(interview: InterviewCard, timezone: str, is_coming: bool) -> Block:
    who = literal(interview.contact_name, 100)
    if interview.organisation:
        who += f" ({literal(interview.organisation, 100)})"
    when = moment_words(interview.starts_at, timezone)
    how = labels.FORMAT[interview.format]
    state = f" {labels.OUTCOME[interview.outcome]}." if interview.outcome else ""
    way = (
        named(prepare_button(interview.id), meeting_name(interview, timezone))
        if is_coming
        else named(button(_("Open contact"), "contact.open", interview.contact_id), interview.contact_name)
    )
    return section(
        f"*{who}*\n{when}. {how}.{state}",
        way,
        block_id=f"meeting:{interview.id}",
    )


def _pager(member: MemberHome) -> list[Block]:
    page = member.recent
    ways: list[ButtonElement] = []
    if page.number > 1:
        ways.append(button(_("Newer meetings"), "home.page:newer", str(page.number - 1)))
    if page.number < page.pages:
        ways.append(button(_("Older meetings"), "home.page:older", str(page.number + 1)))
    return [actions(*ways)] if ways else []


def _nudge_line(settings: NudgeSettings) -> str:
    if settings.stopped:
        return _("Your weekly nudge is stopped. You can start it again in the settings.")
    if settings.paused_until is not None:
        until = settings.paused_until
        return _("Your weekly nudge is paused until {month} {day}.").format(
            month=labels.MONTH[until.month - 1], day=until.day
        )
    return _("Your weekly nudge: {weekday} at {time} ({zone}).").format(
        weekday=labels.WEEKDAY[str(settings.weekday)],
        time=time_words(settings.time),
        zone=settings.timezone,
    )


def _lead(state: HomeState) -> list[Block]:
    if not state.led and not state.may_create_cohorts:
        return []
    running = [cohort for cohort in state.led if not cohort.is_ended]
    return [
        header(_("For program leads")),
        *(_led_cohort(cohort) for cohort in running[:SHOWN]),
        actions(button(_("Run my cohorts") if state.led else _("Create the first cohort"), "cohort.open")),
        context(_("Summaries are made of counts. They never show a member's notes or contacts.")),
        divider(),
    ]


def _led_cohort(cohort: CohortCard) -> Block:
    members = count_words(cohort.member_count, "{count} member.", "{count} members.")
    return section(
        f"*{escape(cohort.name)}*\n{members}",
        named(button(_("Show summary"), "summary.open", cohort.id), cohort.name),
        block_id=f"led:{cohort.id}",
    )


def _newcomer(state: HomeState) -> list[Block]:
    guide = actions(
        button(_("Read the guide"), "tips.list", style="primary"),
        button(_("Ask the guide"), "ask.open"),
        button(_("Practice what to say"), "practice.open"),
        button(_("See all commands"), "help.open"),
    )
    if not state.open_cohorts:
        nothing = _(
            "There is no cohort to join now. Your program team opens cohorts. You can read the guide today."
        )
        return [section(_(WHAT_IT_IS)), section(nothing), guide]
    rows = [
        section(
            f"*{escape(cohort.name)}*",
            named(button(_("See and join"), "cohort.join", cohort.id, style="primary"), cohort.name),
            block_id=f"join:{cohort.id}",
        )
        for cohort in state.open_cohorts[:SHOWN]
    ]
    return [
        header(_("Welcome to Infoview")),
        section(_(WHAT_IT_IS)),
        section(_("You can join:")),
        *rows,
        guide,
    ]
