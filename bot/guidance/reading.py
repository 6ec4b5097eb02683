"""Turn one content file into one piece of guidance, and collect what is wrong inside that file."""

from collections import Counter
from collections.abc import Sequence

from bot.guidance import markdown
from bot.guidance.entries import (
    NUDGE_KINDS,
    NUDGES_WITHOUT_CONTACT,
    PLACEHOLDER,
    PLACEHOLDERS,
    STATEMENT_IDS,
    NudgeText,
    ProgramTip,
    Statement,
    Topic,
)
from bot.guidance.fields import Fields
from bot.guidance.frontmatter import Document
from bot.guidance.markdown import Body, Span
from bot.guidance.problems import ContentError
from bot.guidance.tone import unwelcome

# Slack's limits: a button's or an option's text, and the text of one section block.
LABEL_LIMIT = 75
"""Characters that fit a name people choose by."""

_SECTION_LIMIT = 3000
_NUDGE_WORDS = 60


def read_topic(document: Document, problems: list[ContentError]) -> Topic:
    """The topic in ``document``; what is wrong with it is added to ``problems``."""
    fields = Fields(document, problems)
    body = read_body(document, fields)
    topic_id = fields.text("id")
    credit = fields.text("credit", optional=True)
    declared = fields.texts("statements")
    topic = Topic(
        id=topic_id,
        title=fields.text("title", limit=LABEL_LIMIT),
        section=fields.text("section", limit=LABEL_LIMIT),
        order=fields.number("order"),
        aliases=fields.texts("aliases"),
        statements=tuple(Statement(span.statement, span.words, topic_id, credit) for span in body.spans),
        mrkdwn=body.mrkdwn,
        text=body.text,
        credit=credit,
    )
    _check_declared(declared, body.spans, fields)
    _check_spans(declared, body.spans, fields)
    fields.finish()
    return topic


def read_tip(document: Document, problems: list[ContentError]) -> ProgramTip:
    """The program tip in ``document``; what is wrong with it is added to ``problems``."""
    fields = Fields(document, problems)
    body = read_body(document, fields)
    refuse_spans(body, fields)
    tip = ProgramTip(
        id=fields.text("id"),
        title=fields.text("title", limit=LABEL_LIMIT),
        topics=fields.texts("topics"),
        order=fields.number("order"),
        source_title=fields.text("source_title"),
        source_url=fields.web_address("source_url"),
        aliases=fields.texts("aliases", optional=True),
        mrkdwn=body.mrkdwn,
        text=body.text,
    )
    fields.finish()
    return tip


def read_nudge(document: Document, problems: list[ContentError]) -> NudgeText:
    """The nudge's text in ``document``; what is wrong with it is added to ``problems``."""
    fields = Fields(document, problems)
    body = read_body(document, fields)
    refuse_spans(body, fields)
    nudge = NudgeText(
        kind=fields.text("id"),
        nudge=fields.text("nudge", optional=True),
        button=fields.text("button", limit=LABEL_LIMIT),
        body=body.mrkdwn,
        placeholders=fields.texts("placeholders", optional=True),
    )
    _check_kind(nudge, fields)
    _check_placeholders(nudge, document, fields)
    _check_words(body, fields)
    _check_tone(nudge, document, fields)
    fields.finish()
    return nudge


def read_body(document: Document, fields: Fields) -> Body:
    """The words below the front matter; missing, too long or badly marked ones are reported."""
    body = markdown.read(document.body)
    if not body.text:
        fields.report_body("the text below the front matter is missing")
    if len(body.mrkdwn) > _SECTION_LIMIT:
        fields.report_body(f"the text is {len(body.mrkdwn)} characters long; at most {_SECTION_LIMIT} fit")
    for offset in body.broken:
        fields.report_body(
            "a statement is marked as [its words]{#S1}, on one line; this mark is not whole", offset
        )
    return body


def refuse_spans(body: Body, fields: Fields) -> None:
    """Report every mark of a statement in a file that is not the guide's."""
    for span in body.spans:
        fields.report_body(f"only the guide has statements, not this file ({span.statement})", span.offset)


def _check_declared(declared: Sequence[str], spans: Sequence[Span], fields: Fields) -> None:
    marked = [span.statement for span in spans]
    for statement, count in Counter(declared).items():
        if statement not in STATEMENT_IDS:
            fields.report("statements", f"{statement} is not a statement of the guide (S1 to S30)")
        elif statement not in marked:
            fields.report("statements", f"the words of {statement} are not in the text")
        if count > 1:
            fields.report("statements", f"{statement} is listed twice")
    if sorted(declared) == sorted(marked) and list(declared) != marked:
        fields.report("statements", f"the text has the statements in another order: {', '.join(marked)}")


def _check_spans(declared: Sequence[str], spans: Sequence[Span], fields: Fields) -> None:
    seen: set[str] = set()
    for span in spans:
        if not span.words:
            fields.report_body(f"{span.statement} has no words", span.offset)
        if span.statement not in declared:
            fields.report_body(
                f"“{span.statement}” is marked here but not listed in “statements”", span.offset
            )
        if span.statement in seen:
            fields.report_body(f"{span.statement} is marked twice", span.offset)
        seen.add(span.statement)


def _check_kind(nudge: NudgeText, fields: Fields) -> None:
    if nudge.kind and nudge.kind not in NUDGE_KINDS:
        fields.report("id", f"“{nudge.kind}” is not a kind of next step; kinds are {', '.join(NUDGE_KINDS)}")
    elif nudge.kind and nudge.nudge != NUDGE_KINDS[nudge.kind]:
        wanted = NUDGE_KINDS[nudge.kind] or "left out"
        fields.report("nudge", f"“nudge” of {nudge.kind} must be {wanted}")


def _check_words(body: Body, fields: Fields) -> None:
    """At most sixty words, with the longest that can stand for a placeholder in general."""
    filled = sum(PLACEHOLDERS.get(name, 1) - 1 for name in PLACEHOLDER.findall(body.text))
    if (words := len(body.text.split()) + filled) > _NUDGE_WORDS:
        fields.report_body(
            f"the text has {words} words, names and dates filled in; a nudge has at most {_NUDGE_WORDS}"
        )


def _check_tone(nudge: NudgeText, document: Document, fields: Fields) -> None:
    for offset, line in enumerate(document.body.split("\n")):
        for words, why in unwelcome(line):
            fields.report_body(f"“{words}” does not belong in a nudge: {why}", offset)
    for words, why in unwelcome(nudge.button):
        fields.report("button", f"“{words}” does not belong in a nudge: {why}")


def _check_placeholders(nudge: NudgeText, document: Document, fields: Fields) -> None:
    used: set[str] = set()
    for offset, line in enumerate(document.body.split("\n")):
        for name in PLACEHOLDER.findall(line):
            used.add(name)
            if name not in PLACEHOLDERS:
                known = ", ".join(f"{{{known}}}" for known in PLACEHOLDERS)
                fields.report_body(f"the placeholder {{{name}}} is unknown; known are {known}", offset)
            elif name not in nudge.placeholders:
                fields.report_body(f"the placeholder {{{name}}} is not declared in “placeholders”", offset)
    if nudge.kind in NUDGE_KINDS and nudge.kind not in NUDGES_WITHOUT_CONTACT and "contact" not in used:
        fields.report_body("a nudge names the contact it is about: use {contact}")
    for name in nudge.placeholders:
        if name not in used:
            fields.report("placeholders", f"“{name}” is declared but not used in the text")
