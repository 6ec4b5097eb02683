"""What Infoview can do, in short lines."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ButtonElement

from bot.views.blocks import Message, actions, button, context, header, section

MEMBER_LINES: Sequence[tuple[str, str]] = (
    ("/infoview", "your one next step"),
    ("/infoview tips", "the guide to informational interviews; add a word, for example `tips how long`"),
    ("/infoview log", "add a person you want to write to"),
    ("/infoview list", "your contacts and meetings"),
    ("/infoview debrief", "write down what you learned in a meeting"),
    ("/infoview progress", "your counts and your goals"),
    ("/infoview settings", "when you get nudges, and what you share"),
    ("/infoview join", "join a cohort"),
    ("/infoview leave", "leave a cohort"),
)
LEAD_LINES: Sequence[tuple[str, str]] = (
    ("/infoview cohort", "create and run cohorts"),
    ("/infoview summary", "counts and rates of your cohort; add a name to choose one"),
)


def overview() -> Message:
    """All commands, a member's as buttons too."""
    return Message(
        text="What Infoview can do",
        blocks=(
            header("What Infoview can do"),
            section(_lines(MEMBER_LINES)),
            section("*For program leads*\n" + _lines(LEAD_LINES)),
            actions(*member_buttons()),
            context(
                "Only you see the answers. You can also write the same words to Infoview in a direct message,"
                " without `/infoview`."
            ),
        ),
    )


def member_buttons() -> list[ButtonElement]:
    """A button for each command of a member; its words name what opens."""
    return [
        button("Add a contact", "log.open"),
        button("See my contacts", "list.open"),
        button("Write a debrief", "debrief.choose"),
        button("Read the guide", "tips.list"),
        button("See my progress", "progress.open"),
        button("Change settings", "settings.open"),
        button("Join a cohort", "join.open"),
        button("Leave a cohort", "leave.open"),
        button("See all commands", "help.open"),
    ]


def _lines(lines: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"`{command}`  {what}" for command, what in lines)
