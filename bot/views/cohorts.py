"""Cohorts as people see them: joining with open eyes, leaving, and the desk of leads and admins."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.guidance.markdown import escape
from bot.values import CohortCard, EnrollmentCard
from bot.views.blocks import (
    Message,
    actions,
    button,
    confirm,
    context,
    count_words,
    day_words,
    divider,
    form,
    header,
    section,
    window,
)

SHOWN = 10
"""Cohorts shown in one list; more than this run at once in no program we know of."""

WHAT_IS_STORED = (
    "*What Infoview stores:* the people you write to, your meetings, your notes and debriefs, and your"
    " time zone and language from Slack. Names, notes and reflections are encrypted."
)
WHAT_LEADS_SEE = (
    "*What your lead sees:* counts for the whole cohort, for example how many messages were sent. A count"
    " is shown only when at least five members stand behind it. About you alone they see nothing, unless"
    " you turn on sharing in your settings."
)
WHAT_LEADS_NEVER_SEE = (
    "*What your lead never sees:* the names of your contacts, your notes, your drafts and your reflections."
)
ABOUT_DIRECT_MESSAGES = (
    "*Direct messages:* the owner of a Slack workspace may be able to export direct messages. Infoview"
    " therefore never puts your notes or reflections into one."
)


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


def leads_saved(user_ids: Sequence[str]) -> View:
    """After saving the leads."""
    people = ", ".join(f"<@{user_id}>" for user_id in user_ids)
    return window(
        "Program leads",
        [section(f"These people may create cohorts now: {people}." if people else "No leads are named now.")],
        close="Done",
    )


def _term(cohort: CohortCard) -> str:
    return f"{day_words(cohort.starts_on)} to {day_words(cohort.ends_on)}."
