"""A member's own progress: goals with numbers and bars, and what was done in words."""

from bot.i18n import _
from bot.values import Progress
from bot.views import labels
from bot.views.bars import bar
from bot.views.blocks import Message, actions, button, context, count_words, header, section


def own_progress(progress: Progress) -> Message:
    """The answer to ``/infoview progress``."""
    lines = progress_lines(progress)
    return Message(
        text="\n".join((_("Your progress"), lines)),
        blocks=(
            header(_("Your progress")),
            section(lines),
            section(_steps(progress)),
            *([section(_contacts(progress))] if progress.by_status else []),
            actions(
                button(_("Add a contact"), "log.open", style="primary"),
                button(_("See my contacts"), "list.open"),
                button(_("See what I learned"), "learned.open"),
            ),
            context(_("Every step counts, also the messages without a reply.")),
        ),
    )


def progress_lines(progress: Progress) -> str:
    """The goals, a line each, as mrkdwn; Home shows them too."""
    return "\n".join(
        (
            _goal(_("People you wrote to"), progress.messages, progress.goal_messages),
            _goal(_("Meetings held"), progress.meetings, progress.goal_meetings),
        )
    )


def _goal(name: str, count: int, goal: int) -> str:
    line = _("*{name}:* {count} of {goal}  {bar}").format(
        name=name, count=count, goal=goal, bar=bar(min(1, count / max(1, goal)))
    )
    return f"{line} {_('Goal reached!')}" if count >= goal else line


def _steps(progress: Progress) -> str:
    if not progress.messages:
        first = _("Your first message is the first step. One person is enough to begin.")
        return "\n".join((_("*Your steps so far*"), first))
    wrote = count_words(progress.messages, "You wrote to {count} person.", "You wrote to {count} people.")
    replied = count_words(progress.replies, "{count} of them replied.", "{count} of them replied.")
    met = _("You had {meetings} and wrote {debriefs}.").format(
        meetings=count_words(progress.meetings, "{count} meeting", "{count} meetings"),
        debriefs=count_words(progress.debriefs, "{count} debrief", "{count} debriefs"),
    )
    thanked = count_words(
        progress.thank_yous,
        "You said thank you after {count} meeting.",
        "You said thank you after {count} meetings.",
    )
    return "\n".join((_("*Your steps so far*"), f"• {wrote} {replied}", f"• {met}", f"• {thanked}"))


def _contacts(progress: Progress) -> str:
    lines = [f"• {labels.STATUS[status]}: {count}" for status, count in progress.by_status.items()]
    return "\n".join((_("*Your contacts now*"), *lines))
