"""The guide as people read it: all topics, and one topic in the guide's own words with its program tips."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, ButtonElement

from bot.guidance.entries import ProgramTip, Topic
from bot.guidance.library import Library
from bot.guidance.markdown import escape
from bot.i18n import _
from bot.views.blocks import Message, actions, button, context, divider, header, section
from bot.views.lasting import lasting

_TOPICS_A_ROW = 5


@lasting
def topic_list(library: Library) -> Message:
    """All topics of the guide, as buttons."""
    rows = [
        library.topics[start : start + _TOPICS_A_ROW]
        for start in range(0, len(library.topics), _TOPICS_A_ROW)
    ]
    return Message(
        text=_("The guide to informational interviews. Choose a topic."),
        blocks=(
            header(_("The guide to informational interviews")),
            section(_("Choose a topic. You will see the guide's own words.")),
            *(actions(*(_topic_button(topic) for topic in row)) for row in rows),
            actions(
                button(_("Ask the guide"), "ask.open"), button(_("Practice what to say"), "practice.open")
            ),
            context(
                _("You can also type `/infoview tips` and a word, for example `/infoview tips how long`.")
            ),
        ),
    )


@lasting
def topic_page(library: Library, topic: Topic) -> Message:
    """One topic: the section's name, the guide's words, then program tips apart, and the way on."""
    tips = library.tips_for(topic.id)
    return Message(
        text=f"{topic.title}: {topic.text}",
        blocks=(
            header(topic.title),
            section(topic.mrkdwn),
            context(source_of(library, topic)),
            *program_tips(tips),
            actions(*_ways_on(library, topic)),
        ),
    )


def source_of(library: Library, topic: Topic) -> str:
    """Where the words of a topic come from, as mrkdwn: the guide's section, its place, whom it quotes."""
    place = _("Topic {number} of {count}.").format(
        number=library.topics.index(topic) + 1, count=len(library.topics)
    )
    source = [_("From the guide: *{section}*.").format(section=escape(topic.section)), place]
    if topic.credit:
        source.append(_("The guide quotes {person}.").format(person=escape(topic.credit)))
    return " ".join(source)


def program_tips(tips: Sequence[ProgramTip]) -> list[Block]:
    """Program tips, apart from the guide's words and labelled, each with its source; nothing for none."""
    blocks: list[Block] = [divider()] if tips else []
    for tip in tips:
        blocks.append(
            section("\n".join((_("*Program tip: {title}*").format(title=escape(tip.title)), tip.mrkdwn)))
        )
        blocks.append(
            context(
                _("Not in the guide. Source: <{address}|{source}>").format(
                    address=tip.source_url, source=escape(tip.source_title)
                )
            )
        )
    return blocks


def _ways_on(library: Library, topic: Topic) -> list[ButtonElement]:
    before = library.previous_topic(topic.id)
    after = library.next_topic(topic.id)
    ways = []
    if before is not None:
        ways.append(button(_("Back: {title}").format(title=before.title), "tips.show:previous", before.id))
    if after is not None:
        ways.append(
            button(_("Next: {title}").format(title=after.title), "tips.show:next", after.id, style="primary")
        )
    return [
        *ways,
        button(_("Explain in plain words"), "tips.explain", topic.id),
        button(_("All topics"), "tips.list"),
    ]


def _topic_button(topic: Topic) -> ButtonElement:
    return button(topic.title, f"tips.show:{topic.id}", topic.id)
