"""Cohorts as people see them: joining with open eyes, leaving, and the desk of leads and admins."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, time
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ChannelSelectElement,
    DatePickerElement,
    NumberInputElement,
    PlainTextInputElement,
    StaticSelectElement,
    TimePickerElement,
    UserMultiSelectElement,
)
from slack_sdk.models.views import View

from bot.guidance.markdown import escape
from bot.values import CohortCard, CohortForm, EnrollmentCard, FormError
from bot.views.answers import Answers
from bot.views.blocks import (
    Message,
    actions,
    button,
    confirm,
    context,
    count_words,
    day_words,
    divider,
    field,
    form,
    header,
    options,
    section,
    window,
)

NAME_LIMIT = 80
MOST_MESSAGES = 500
MOST_MEETINGS = 100
DEFAULT_MESSAGES = 10  # NIH OITE's ACE plan: 10 messages and at least 1 interview in a month
DEFAULT_MEETINGS = 3
SHOWN = 10
"""Cohorts shown in one list; more than this run at once in no program we know of."""

WEEKDAYS: Mapping[str, str] = {
    "0": "Monday",
    "1": "Tuesday",
    "2": "Wednesday",
    "3": "Thursday",
    "4": "Friday",
    "5": "Saturday",
    "6": "Sunday",
}

WHAT_IS_STORED = (
    "*What Infoview stores:* the people you write to, your meetings, your notes and debriefs,"
    " and your time zone"
    " and language from Slack. Names, notes and reflections are encrypted."
)
WHAT_LEADS_SEE = (
    "*What your lead sees:* counts for the whole cohort, for example how many messages were"
    " sent. A count is shown"
    " only when at least five members stand behind it. About you alone they see nothing, unless you turn on"
    " sharing in your settings."
)
WHAT_LEADS_NEVER_SEE = (
    "*What your lead never sees:* the names of your contacts, your notes, your drafts and your reflections."
)
ABOUT_DIRECT_MESSAGES = (
    "*Direct messages:* the owner of a Slack workspace may be able to export direct messages."
    " Infoview therefore"
    " never puts your notes or reflections into one."
)


@dataclass(frozen=True, slots=True)
class CohortBasics:
    """The first step of the cohort form, carried to the second in the view (nothing of it is private)."""

    cohort_id: str
    name: str
    starts_on: str
    ends_on: str
    channel_id: str | None
    lead_ids: tuple[str, ...]

    @property
    def term(self) -> tuple[date, date]:
        """The first and the last day."""
        return date.fromisoformat(self.starts_on), date.fromisoformat(self.ends_on)

    def dump(self) -> str:
        """As private_metadata."""
        return json.dumps(asdict(self))

    @classmethod
    def load(cls, text: str) -> "CohortBasics":
        """From private_metadata."""
        data: dict[str, Any] = json.loads(text)
        return cls(**{**data, "lead_ids": tuple(data["lead_ids"])})


def join_list(cohorts: Sequence[CohortCard], joined: Sequence[EnrollmentCard]) -> Message:
    """The cohorts one can join, each with its button."""
    mine = [f"You are in *{escape(enrollment.cohort.name)}*." for enrollment in joined]
    if not cohorts:
        none = "There is no other cohort to join now." if joined else "There is no cohort to join yet."
        text = " ".join([*mine, none, "Your program team opens cohorts and posts a *Join* button."])
        return Message(text=text, blocks=(section(text),))
    rows = [
        section(
            f"*{escape(cohort.name)}*\n{_term(cohort)}",
            button("See and join", "cohort.join", cohort.id, style="primary"),
            block_id=f"join:{cohort.id}",
        )
        for cohort in cohorts[:SHOWN]
    ]
    text = " ".join([*mine, "You can join:"])
    return Message(text="Cohorts you can join", blocks=(section(text), *rows))


def join_form(cohort: CohortCard) -> View:
    """What joining means, before the click that joins."""
    goals = (
        f"{count_words(cohort.goal_messages, 'message')} and {count_words(cohort.goal_meetings, 'meeting')}"
    )
    return form(
        "Join this cohort",
        "join.submit",
        [
            header(cohort.name),
            section(f"{_term(cohort)}\nThe goal for each member: {goals}. You choose your own pace."),
            divider(),
            section(WHAT_IS_STORED),
            section(WHAT_LEADS_SEE),
            section(WHAT_LEADS_NEVER_SEE),
            section(ABOUT_DIRECT_MESSAGES),
            context(
                "You get one message a week with your next step. You can pause it, stop it, or"
                " leave at any time."
            ),
        ],
        submit="Join",
        close="Not now",
        private_metadata=cohort.id,
    )


def joined(enrollment: EnrollmentCard) -> View:
    """The welcome, with the first step."""
    cohort = enrollment.cohort
    return window(
        "Welcome",
        [
            header("You are in"),
            section(
                f"Welcome to *{escape(cohort.name)}*. A good start is one person: someone whose"
                " work interests you."
                " You do not need to know them, and you do not need an introduction."
            ),
            actions(
                button("Add my first person", "log.open", style="primary"),
                button("Read the guide", "tips.list"),
                button("Choose when I get nudges", "settings.open"),
            ),
            context("Your Home tab always shows your next step. You can type `/infoview` anywhere, too."),
        ],
        close="Done",
    )


def leave_list(enrollments: Sequence[EnrollmentCard]) -> Message:
    """The member's cohorts, each with a button to leave."""
    rows: list[Block] = [
        section(
            f"*{escape(enrollment.cohort.name)}*\n{_term(enrollment.cohort)}",
            button(
                "Leave",
                "cohort.leave",
                enrollment.id,
                style="danger",
                confirm=confirm(
                    "Leave this cohort?",
                    "Your nudges stop and sharing is turned off. Your log stays yours, and you"
                    " can join again.",
                    "Leave",
                    "Stay",
                ),
            ),
            block_id=f"leave:{enrollment.id}",
        )
        for enrollment in enrollments[:SHOWN]
    ]
    return Message(text="Leave a cohort", blocks=(section("You are in:"), *rows))


def left(cohort_name: str) -> Message:
    """After leaving."""
    text = (
        f"You left *{escape(cohort_name)}*. Your nudges from it have stopped. Your log is still yours:"
        " `/infoview list` shows it. You can join again with `/infoview join`."
    )
    return Message(text=text, blocks=(section(text),))


def desk(cohorts: Sequence[CohortCard], *, may_create: bool, is_admin: bool) -> Message:
    """The desk of a lead: their cohorts, and what they can do with each."""
    ways = []
    if may_create:
        ways.append(button("Create a cohort", "cohort.create", style="primary"))
    if is_admin:
        ways.append(button("Choose who may create cohorts", "leads.open"))
    rows: list[Block] = [block for cohort in cohorts[:SHOWN] for block in _desk_row(cohort)]
    intro = "The cohorts you lead:" if cohorts else "You lead no cohort yet."
    return Message(text="Your cohorts", blocks=(section(intro), *rows, *([actions(*ways)] if ways else [])))


def _desk_row(cohort: CohortCard) -> list[Block]:
    state = "Ended." if cohort.is_ended else _term(cohort)
    channel = f" Channel: <#{cohort.channel_id}>." if cohort.channel_id else ""
    about = section(
        f"*{escape(cohort.name)}*\n{state} {count_words(cohort.member_count, 'member')}.{channel}"
    )
    row = [button("Show summary", "summary.open", cohort.id)]
    if not cohort.is_ended:
        if cohort.channel_id:
            row.append(button("Post the Join message", "cohort.post", cohort.id))
        row.append(
            button(
                "End cohort",
                "cohort.end",
                cohort.id,
                style="danger",
                confirm=confirm(
                    "End this cohort?",
                    "Nudges stop for everyone and nobody can join any more. Members keep their own logs.",
                    "End cohort",
                    "Keep it running",
                ),
            )
        )
    return [about, actions(*row, block_id=f"desk:{cohort.id}")]


def basics_form(cohort_id: str, today: date, lead_id: str) -> View:
    """The first step of a new cohort: name, term, channel, leads."""
    return form(
        "New cohort",
        "cohort.basics",
        [
            field(
                "Name", "name", PlainTextInputElement(action_id="name", max_length=NAME_LIMIT, min_length=1)
            ),
            field(
                "First day",
                "starts_on",
                DatePickerElement(action_id="starts_on", initial_date=today.isoformat()),
            ),
            field("Last day", "ends_on", DatePickerElement(action_id="ends_on")),
            field(
                "Channel for the Join message",
                "channel_id",
                ChannelSelectElement(action_id="channel_id"),
                hint="Infoview must be a member of this channel. Without a channel, people use"
                " /infoview join.",
                optional=True,
            ),
            field(
                "Leads",
                "lead_ids",
                UserMultiSelectElement(action_id="lead_ids", initial_users=[lead_id]),
                hint="Leads see the summary. You are always one of them.",
                optional=True,
            ),
        ],
        submit="Next",
        private_metadata=cohort_id,
    )


def goals_form(basics: CohortBasics) -> View:
    """The second step: goals, and when the weekly nudge goes out."""
    return form(
        "New cohort",
        "cohort.goals",
        [
            section(f"*{escape(basics.name)}*: goals for each member, and the weekly nudge."),
            field(
                "Messages to send",
                "goal_messages",
                _number("goal_messages", DEFAULT_MESSAGES, MOST_MESSAGES),
            ),
            field(
                "Meetings to have",
                "goal_meetings",
                _number("goal_meetings", DEFAULT_MEETINGS, MOST_MEETINGS),
            ),
            field(
                "Day of the weekly nudge",
                "digest_weekday",
                StaticSelectElement(
                    action_id="digest_weekday",
                    options=options(WEEKDAYS),
                    initial_option=options(WEEKDAYS)[0],
                ),
            ),
            field(
                "Time of the weekly nudge",
                "digest_time",
                TimePickerElement(action_id="digest_time", initial_time="09:00"),
                hint="In each member's own time zone. Members can change day and time for themselves.",
            ),
        ],
        submit="Create cohort",
        private_metadata=basics.dump(),
    )


def parse_basics(view: Mapping[str, Any]) -> CohortBasics:
    """The first step's answers. Raises FormError."""
    answers = Answers.of_view(view)
    name, starts_on, ends_on = answers.text("name"), answers.day("starts_on"), answers.day("ends_on")
    errors = {}
    if name is None:
        errors["name"] = "Please write a name."
    if starts_on is None:
        errors["starts_on"] = "Please choose the first day."
    if ends_on is None:
        errors["ends_on"] = "Please choose the last day."
    if errors or name is None or starts_on is None or ends_on is None:
        raise FormError(errors)
    return CohortBasics(
        cohort_id=str(view["private_metadata"]),
        name=" ".join(name.split())[:NAME_LIMIT],
        starts_on=starts_on.isoformat(),
        ends_on=ends_on.isoformat(),
        channel_id=answers.channel("channel_id"),
        lead_ids=answers.users("lead_ids"),
    )


def parse_goals(view: Mapping[str, Any]) -> tuple[str, CohortForm]:
    """Both steps' answers: the cohort's id and its form. Raises FormError."""
    basics = CohortBasics.load(str(view["private_metadata"]))
    answers = Answers.of_view(view)
    goal_messages = answers.whole_number("goal_messages")
    goal_meetings = answers.whole_number("goal_meetings")
    errors = {}
    if goal_messages is None or not 1 <= goal_messages <= MOST_MESSAGES:
        errors["goal_messages"] = f"Please write a whole number from 1 to {MOST_MESSAGES}."
    if goal_meetings is None or not 1 <= goal_meetings <= MOST_MEETINGS:
        errors["goal_meetings"] = f"Please write a whole number from 1 to {MOST_MEETINGS}."
    if errors or goal_messages is None or goal_meetings is None:
        raise FormError(errors)
    return basics.cohort_id, CohortForm(
        name=basics.name,
        starts_on=basics.term[0],
        ends_on=basics.term[1],
        goal_messages=goal_messages,
        goal_meetings=goal_meetings,
        digest_weekday=int(answers.choice("digest_weekday") or 0),
        digest_time=answers.clock_time("digest_time") or time(9, 0),
        channel_id=basics.channel_id,
        lead_ids=basics.lead_ids,
    )


def created(cohort: CohortCard, posted: str) -> View:
    """After creating: what was posted where, and what comes next; ``posted`` is our own mrkdwn."""
    return window(
        "Cohort created",
        [
            header(cohort.name),
            section(f"The cohort is ready. {_term(cohort)}"),
            section(posted),
            actions(
                *([button("Post the Join message", "cohort.post", cohort.id)] if cohort.channel_id else []),
                button("See my cohorts", "cohort.open"),
            ),
        ],
        close="Done",
    )


def join_message(cohort: CohortCard) -> Message:
    """The one message in the cohort's channel. Nobody is messaged before they join by their own click."""
    text = (
        f"*{escape(cohort.name)}* is open. Infoview helps you ask people about their work: it teaches the"
        " informational interview, keeps your own private log, and reminds you of one next step each week."
    )
    return Message(
        text=f"{cohort.name} is open. Select Join to take part.",
        blocks=(
            section(text),
            context(f"{_term(cohort)} Before you join, you see what is stored and who sees what."),
            actions(button("Join", "cohort.join", cohort.id, style="primary")),
        ),
    )


def posting_result(cohort: CohortCard, problem: str | None) -> str:
    """What became of the Join message, in our own mrkdwn; ``problem`` is Slack's error code."""
    if cohort.channel_id is None:
        return "People can join with `/infoview join`."
    if problem is None:
        return f"The Join message is in <#{cohort.channel_id}>."
    if problem in {"not_in_channel", "channel_not_found"}:
        return (
            f"Infoview is not in <#{cohort.channel_id}> yet. Type `/invite @Infoview` in that"
            " channel. Then select"
            " *Post the Join message*."
        )
    return (
        f"Slack did not take the Join message for <#{cohort.channel_id}> (`{escape(problem)}`)."
        " Please try again"
        " later with *Post the Join message*."
    )


def leads_form(user_ids: Sequence[str]) -> View:
    """Admins choose who may create cohorts."""
    return form(
        "Program leads",
        "leads.submit",
        [
            section("These people may create cohorts, as workspace admins and owners may."),
            field(
                "Program leads",
                "user_ids",
                UserMultiSelectElement(action_id="user_ids", initial_users=list(user_ids) or None),
                optional=True,
            ),
            context("A lead sees the summary of the cohorts they lead, and never a member's notes."),
        ],
    )


def leads_saved(user_ids: Sequence[str]) -> View:
    """After saving the leads."""
    people = ", ".join(f"<@{user_id}>" for user_id in user_ids)
    return window(
        "Program leads",
        [section(f"These people may create cohorts now: {people}." if people else "No leads are named now.")],
        close="Done",
    )


def _number(action_id: str, initial: int, most: int) -> NumberInputElement:
    return NumberInputElement(
        action_id=action_id,
        is_decimal_allowed=False,
        initial_value=str(initial),
        min_value="1",
        max_value=str(most),
    )


def _term(cohort: CohortCard) -> str:
    return f"{day_words(cohort.starts_on)} to {day_words(cohort.ends_on)}."
