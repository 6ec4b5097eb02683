"""Cohorts as people see them: joining with open eyes, choosing the current one, leaving."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, StaticSelectElement
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
    literal,
    named,
    options,
    section,
    window,
)

SHOWN = 10
"""Cohorts shown in one list; more than this run at once in no program we know of."""

WHAT_IS_STORED = N_(
    "*What Infoview stores:* the people you write to, your meetings, your notes and debriefs, and your"
    " time zone and language from Slack. Names, notes and reflections are encrypted. {days} days after the"
    " cohort ends, the names and all texts are deleted. You hear of it a week before and can save them."
)
WHAT_LEADS_SEE = N_(
    "*What your lead sees:* counts for the whole cohort, for example how many messages were sent. They are"
    " exact, come out once a week, and change only when at least five members changed them. About you alone"
    " they see your name, the day you joined, and what you share yourself. You can look at it at any time:"
    " *What my lead sees*."
)
WHAT_LEADS_NEVER_SEE = N_(
    "*What your lead never sees:* the names of your contacts, your notes, your drafts and your reflections."
)
WITH_A_CODE = N_("Do you have a code? Type `/infoview join` and the code.")
ABOUT_DIRECT_MESSAGES = N_(
    "*Direct messages:* the owner of a Slack workspace may be able to export direct messages. Infoview"
    " therefore never puts your notes or reflections into one."
)


def days_kept(cohort: CohortCard) -> int:
    """How many days after its last day the names and texts of a running cohort are deleted."""
    return (cohort.purges_on - cohort.ends_on).days if cohort.purges_on is not None else 0


def join_list(cohorts: Sequence[CohortCard], joined: Sequence[EnrollmentCard]) -> Message:
    """The cohorts one can join, each with its button; ``joined`` are one's own."""
    mine = places(joined)
    if not cohorts:
        none = _("There is no other cohort to join now.") if joined else _("There is no cohort to join yet.")
        text = " ".join(
            [none, _("Your program team opens cohorts and posts a *Join* button."), _(WITH_A_CODE)]
        )
        return Message(text=text, blocks=(*mine, section(text)))
    rows = [
        section(
            f"*{escape(cohort.name)}*\n{term_words(cohort)}",
            named(button(_("See and join"), "cohort.join", cohort.id, style="primary"), cohort.name),
            block_id=f"join:{cohort.id}",
        )
        for cohort in cohorts[:SHOWN]
    ]
    return Message(
        text=_("Cohorts you can join"),
        blocks=(*mine, section(_("You can join:")), *rows, context(_(WITH_A_CODE))),
    )


def places(joined: Sequence[EnrollmentCard]) -> list[Block]:
    """The cohorts somebody is in, the current one first; where there are several, the way to choose it."""
    if not joined:
        return []
    name = escape(joined[0].cohort.name)
    if len(joined) == 1:
        return [section(_("You are in *{name}*.").format(name=name))]
    choices = options({place.id: place.cohort.name for place in joined[:SHOWN]})
    picker = StaticSelectElement(action_id="cohort.choose", options=choices, initial_option=choices[0])
    words = _(
        "Your current cohort is *{name}*. The people and meetings you add belong to it. You are in {count}"
        " cohorts and can choose another one:"
    ).format(name=name, count=len(joined))
    return [section(words, picker, block_id="cohort:current")]


def chosen(enrollment: EnrollmentCard) -> Message:
    """After choosing the current cohort."""
    text = _("Your current cohort is *{name}* now. What you add from now on belongs to it.").format(
        name=escape(enrollment.cohort.name)
    )
    return Message(text=text, blocks=(section(text), actions(button(_("See my next step"), "step.open"))))


def invited(cohort: CohortCard, proof: str) -> Message:
    """A code opened a cohort where no form can open by itself."""
    text = _("The code is for *{name}*.").format(name=escape(cohort.name))
    way = button(_("See and join"), "cohort.join", f"{cohort.id} {proof}", style="primary")
    return Message(text=text, blocks=(section(f"{text}\n{term_words(cohort)}"), actions(way)))


def no_such_code(typed: str) -> Message:
    """What was typed opens no cohort."""
    text = _(
        "No cohort has the code “{typed}”. Please look at it once more: a code has eight letters and digits."
        " `/infoview join` alone shows the cohorts you can join without one."
    ).format(typed=literal(typed, 80))
    return Message(text=text, blocks=(section(text),))


def join_form(cohort: CohortCard, proof: str = "") -> View:
    """What joining means, before the click that joins; ``proof`` of an invitation goes along."""
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
                    term=term_words(cohort), goals=goals
                )
            ),
            divider(),
            section(_(WHAT_IS_STORED).format(days=days_kept(cohort))),
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
        private_metadata=f"{cohort.id} {proof}",
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
            f"*{escape(enrollment.cohort.name)}*\n{term_words(enrollment.cohort)}",
            named(
                button(
                    _("Leave cohort"),
                    "cohort.leave",
                    enrollment.id,
                    style="danger",
                    confirm=confirm(
                        _("Leave this cohort?"),
                        _(
                            "Its nudges stop and you share nothing any more. Your log stays yours, and you"
                            " can join again."
                        ),
                        _("Leave cohort"),
                        _("Stay"),
                    ),
                ),
                enrollment.cohort.name,
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


def created(cohort: CohortCard, posted: str) -> View:
    """After creating: what was posted where, and what comes next; ``posted`` is our own mrkdwn."""
    return window(
        _("Cohort created"),
        [
            header(cohort.name),
            section(_("The cohort is ready. {term}").format(term=term_words(cohort))),
            section(posted),
            actions(
                *(
                    [button(_("Post the Join message"), "cohort.post", cohort.id)]
                    if cohort.channel_id
                    else []
                ),
                button(_("Invite people"), "cohort.invite", cohort.id),
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
        text=_("{name} is open. Select Join to take part.").format(name=literal(cohort.name)),
        blocks=(
            section(text),
            context(
                _("{term} Before you join, you see what is stored and who sees what.").format(
                    term=term_words(cohort)
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


def term_words(cohort: CohortCard) -> str:
    """From the first to the last day."""
    return _("{first_day} to {last_day}.").format(
        first_day=day_words(cohort.starts_on), last_day=day_words(cohort.ends_on)
    )


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
