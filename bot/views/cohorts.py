"""Cohorts as people see them: joining with open eyes, leaving, and the desk of leads and admins."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.guidance.markdown import escape
from bot.i18n import N_, _
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

WHAT_IS_STORED = N_(
    "*What Infoview stores:* the people you write to, your meetings, your notes and debriefs, and your"
    " time zone and language from Slack. Names, notes and reflections are encrypted."
)
WHAT_LEADS_SEE = N_(
    "*What your lead sees:* counts for the whole cohort, for example how many messages were sent. A count"
    " is shown only when at least five members stand behind it. About you alone they see nothing, unless"
    " you turn on sharing in your settings."
)
WHAT_LEADS_NEVER_SEE = N_(
    "*What your lead never sees:* the names of your contacts, your notes, your drafts and your reflections."
)
ABOUT_DIRECT_MESSAGES = N_(
    "*Direct messages:* the owner of a Slack workspace may be able to export direct messages. Infoview"
    " therefore never puts your notes or reflections into one."
)


def join_list(cohorts: Sequence[CohortCard], joined: Sequence[EnrollmentCard]) -> Message:
    """The cohorts one can join, each with its button."""
    mine = [_("You are in *{name}*.").format(name=escape(enrollment.cohort.name)) for enrollment in joined]
    if not cohorts:
        none = _("There is no other cohort to join now.") if joined else _("There is no cohort to join yet.")
        text = " ".join([*mine, none, _("Your program team opens cohorts and posts a *Join* button.")])
        return Message(text=text, blocks=(section(text),))
    rows = [
        section(
            f"*{escape(cohort.name)}*\n{_term(cohort)}",
            button(_("See and join"), "cohort.join", cohort.id, style="primary"),
            block_id=f"join:{cohort.id}",
        )
        for cohort in cohorts[:SHOWN]
    ]
    text = " ".join([*mine, _("You can join:")])
    return Message(text=_("Cohorts you can join"), blocks=(section(text), *rows))


def join_form(cohort: CohortCard) -> View:
    """What joining means, before the click that joins."""
    goals = _("{messages} and {meetings}").format(
        messages=count_words(cohort.goal_messages, "{count} message", "{count} messages"),
        meetings=count_words(cohort.goal_meetings, "{count} meeting", "{count} meetings"),
    )
    return form(
        _("Join this cohort"),
        "join.submit",
        [
            header(cohort.name),
            section(
                _("{term}\nThe goal for each member: {goals}. You choose your own pace.").format(
                    term=_term(cohort), goals=goals
                )
            ),
            divider(),
            section(_(WHAT_IS_STORED)),
            section(_(WHAT_LEADS_SEE)),
            section(_(WHAT_LEADS_NEVER_SEE)),
            section(_(ABOUT_DIRECT_MESSAGES)),
            context(
                _(
                    "You get one message a week with your next step. You can pause it, stop it, or"
                    " leave at any time."
                )
            ),
        ],
        submit=_("Join"),
        close=_("Not now"),
        private_metadata=cohort.id,
    )


def joined(enrollment: EnrollmentCard) -> View:
    """The welcome, with the first step."""
    cohort = enrollment.cohort
    return window(
        _("Welcome"),
        [
            header(_("You are in")),
            section(
                _(
                    "Welcome to *{name}*. A good start is one person: someone whose"
                    " work interests you."
                    " You do not need to know them, and you do not need an introduction."
                ).format(name=escape(cohort.name))
            ),
            actions(
                button(_("Add my first person"), "log.open", style="primary"),
                button(_("Read the guide"), "tips.list"),
                button(_("Choose when I get nudges"), "settings.open"),
            ),
            context(_("Your Home tab always shows your next step. You can type `/infoview` anywhere, too.")),
        ],
        close=_("Done"),
    )


def leave_list(enrollments: Sequence[EnrollmentCard]) -> Message:
    """The member's cohorts, each with a button to leave."""
    rows: list[Block] = [
        section(
            f"*{escape(enrollment.cohort.name)}*\n{_term(enrollment.cohort)}",
            button(
                _("Leave"),
                "cohort.leave",
                enrollment.id,
                style="danger",
                confirm=confirm(
                    _("Leave this cohort?"),
                    _(
                        "Your nudges stop and sharing is turned off. Your log stays yours, and you"
                        " can join again."
                    ),
                    _("Leave"),
                    _("Stay"),
                ),
            ),
            block_id=f"leave:{enrollment.id}",
        )
        for enrollment in enrollments[:SHOWN]
    ]
    return Message(text=_("Leave a cohort"), blocks=(section(_("You are in:")), *rows))


def left(cohort_name: str) -> Message:
    """After leaving."""
    text = _(
        "You left *{cohort_name}*. Your nudges from it have stopped. Your log is still yours:"
        " `/infoview list` shows it. You can join again with `/infoview join`."
    ).format(cohort_name=escape(cohort_name))
    return Message(text=text, blocks=(section(text),))


def desk(cohorts: Sequence[CohortCard], *, may_create: bool, is_admin: bool) -> Message:
    """The desk of a lead: their cohorts, and what they can do with each."""
    ways = []
    if may_create:
        ways.append(button(_("Create a cohort"), "cohort.create", style="primary"))
    if is_admin:
        ways.append(button(_("Choose who may create cohorts"), "leads.open"))
    rows: list[Block] = [block for cohort in cohorts[:SHOWN] for block in _desk_row(cohort)]
    intro = _("The cohorts you lead:") if cohorts else _("You lead no cohort yet.")
    return Message(
        text=_("Your cohorts"), blocks=(section(intro), *rows, *([actions(*ways)] if ways else []))
    )


def _desk_row(cohort: CohortCard) -> list[Block]:
    state = _("Ended.") if cohort.is_ended else _term(cohort)
    channel = (
        " " + _("Channel: <#{channel_id}>.").format(channel_id=cohort.channel_id) if cohort.channel_id else ""
    )
    members = count_words(cohort.member_count, "{count} member.", "{count} members.")
    about = section(f"*{escape(cohort.name)}*\n{state} {members}{channel}")
    row = [button(_("Show summary"), "summary.open", cohort.id)]
    if not cohort.is_ended:
        if cohort.channel_id:
            row.append(button(_("Post the Join message"), "cohort.post", cohort.id))
        row.append(
            button(
                _("End cohort"),
                "cohort.end",
                cohort.id,
                style="danger",
                confirm=confirm(
                    _("End this cohort?"),
                    _("Nudges stop for everyone and nobody can join any more. Members keep their own logs."),
                    _("End cohort"),
                    _("Keep it running"),
                ),
            )
        )
    return [about, actions(*row, block_id=f"desk:{cohort.id}")]


def created(cohort: CohortCard, posted: str) -> View:
    """After creating: what was posted where, and what comes next; ``posted`` is our own mrkdwn."""
    return window(
        _("Cohort created"),
        [
            header(cohort.name),
            section(_("The cohort is ready. {term}").format(term=_term(cohort))),
            section(posted),
            actions(
                *(
                    [button(_("Post the Join message"), "cohort.post", cohort.id)]
                    if cohort.channel_id
                    else []
                ),
                button(_("See my cohorts"), "cohort.open"),
            ),
        ],
        close=_("Done"),
    )


def join_message(cohort: CohortCard) -> Message:
    """The one message in the cohort's channel. Nobody is messaged before they join by their own click."""
    text = _(
        "*{name}* is open. Infoview helps you ask people about their work: it teaches the"
        " informational interview, keeps your own private log, and reminds you of one next step each week."
    ).format(name=escape(cohort.name))
    return Message(
        text=_("{name} is open. Select Join to take part.").format(name=cohort.name),
        blocks=(
            section(text),
            context(
                _("{term} Before you join, you see what is stored and who sees what.").format(
                    term=_term(cohort)
                )
            ),
            actions(button(_("Join"), "cohort.join", cohort.id, style="primary")),
        ),
    )


def posting_result(cohort: CohortCard, problem: str | None) -> str:
    """What became of the Join message, in our own mrkdwn; ``problem`` is Slack's error code."""
    if cohort.channel_id is None:
        return _("People can join with `/infoview join`.")
    if problem is None:
        return _("The Join message is in <#{channel_id}>.").format(channel_id=cohort.channel_id)
    if problem in {"not_in_channel", "channel_not_found"}:
        return _(
            "Infoview is not in <#{channel_id}> yet. Type `/invite @Infoview` in that"
            " channel. Then select"
            " *Post the Join message*."
        ).format(channel_id=cohort.channel_id)
    return _(
        "Slack did not take the Join message for <#{channel_id}> (`{problem}`)."
        " Please try again"
        " later with *Post the Join message*."
    ).format(channel_id=cohort.channel_id, problem=escape(problem))


def leads_saved(user_ids: Sequence[str]) -> View:
    """After saving the leads."""
    people = ", ".join(f"<@{user_id}>" for user_id in user_ids)
    return window(
        _("Program leads"),
        [
            section(
                _("These people may create cohorts now: {people}.").format(people=people)
                if people
                else _("No leads are named now.")
            )
        ],
        close=_("Done"),
    )


def _term(cohort: CohortCard) -> str:
    return _("{first_day} to {last_day}.").format(
        first_day=day_words(cohort.starts_on), last_day=day_words(cohort.ends_on)
    )
