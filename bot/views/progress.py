"""A member's own progress: goals with numbers and bars, and what was done in words."""

from bot.values import Progress
from bot.views import labels
from bot.views.bars import bar
from bot.views.blocks import Message, actions, button, context, count_words, header, section


def own_progress(progress: Progress) -> Message:
    """The answer to ``/infoview progress``."""
    lines = progress_lines(progress)
    return Message(
        text=f"Your progress\n{lines}",
        blocks=(
            header("Your progress"),
            section(lines),
            section(_steps(progress)),
            *([section(_contacts(progress))] if progress.by_status else []),
            actions(
                button("Add a contact", "log.open", style="primary"),
                button("See my contacts", "list.open"),
            ),
            context("Every step counts, also the messages without a reply."),
        ),
    )


def progress_lines(progress: Progress) -> str:
    """The goals, a line each, as mrkdwn; Home shows them too."""
    return "\n".join(
        (
            _goal("People you wrote to", progress.messages, progress.goal_messages),
            _goal("Meetings held", progress.meetings, progress.goal_meetings),
        )
    )


def _goal(name: str, count: int, goal: int) -> str:
    reached = " Goal reached!" if count >= goal else ""
    return f"*{name}:* {count} of {goal}  {bar(min(1, count / max(1, goal)))}{reached}"


def _steps(progress: Progress) -> str:
    if not progress.messages:
        return "*Your steps so far*\nYour first message is the first step. One person is enough to begin."
    wrote = count_words(progress.messages, "person", "people")
    met = count_words(progress.meetings, "meeting")
    debriefs = count_words(progress.debriefs, "debrief")
    thanked = count_words(progress.thank_yous, "meeting")
    return "\n".join(
        (
            "*Your steps so far*",
            f"• You wrote to {wrote}. {progress.replies} of them replied.",
            f"• You had {met} and wrote {debriefs}.",
            f"• You said thank you after {thanked}.",
        )
    )


def _contacts(progress: Progress) -> str:
    lines = [f"• {labels.STATUS[status]}: {count}" for status, count in progress.by_status.items()]
    return "\n".join(("*Your contacts now*", *lines))
