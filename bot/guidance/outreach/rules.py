"""The texts of the rules of the check: Markdown files in ``content/outreach``, one a rule."""

from dataclasses import dataclass
from pathlib import Path

from bot.guidance import markdown
from bot.guidance.crosschecks import Read, twice
from bot.guidance.entries import STATEMENT_IDS
from bot.guidance.fields import Fields
from bot.guidance.frontmatter import Document
from bot.guidance.outreach.verdict import LEVELS
from bot.guidance.problems import ContentError

NAME_LIMIT = 75
TEXT_LIMIT = 300


@dataclass(frozen=True, slots=True)
class OutreachRule:
    """One rule as members read it.

    ``body`` says what it means (escaped for Slack), ``instead`` how to say it (plain). ``statements`` are the
    guide's it comes from; a rule with none is a program tip with its source.
    """

    id: str
    name: str
    statements: tuple[str, ...]
    source_title: str
    source_url: str
    instead: str
    body: str


def read_rule(document: Document, problems: list[ContentError]) -> OutreachRule:
    """The rule in ``document``; what is wrong with it is added to ``problems``."""
    fields = Fields(document, problems)
    body = markdown.read(document.body)
    rule = OutreachRule(
        id=fields.text("id"),
        name=fields.text("name", limit=NAME_LIMIT),
        statements=fields.texts("from_items", optional=True),
        source_title=fields.text("source_title", optional=True),
        source_url=fields.web_address("source_url", optional=True),
        instead=fields.text("instead", limit=TEXT_LIMIT),
        body=body.mrkdwn,
    )
    _check_rule(rule, fields)
    if not body.text:
        fields.report_body("the text below the front matter is missing")
    if len(body.text) > TEXT_LIMIT:
        fields.report_body(f"the text is {len(body.text)} characters long; at most {TEXT_LIMIT} fit")
    for offset in {*body.broken, *(span.offset for span in body.spans)}:
        fields.report_body("brackets are for the guide’s statements; name one in “from_items”", offset)
    fields.finish()
    return rule


def _check_rule(rule: OutreachRule, fields: Fields) -> None:
    if rule.id and rule.id not in LEVELS:
        fields.report("id", f"“{rule.id}” is not a rule of the check; rules are {', '.join(LEVELS)}")
    for statement in rule.statements:
        if statement not in STATEMENT_IDS:
            fields.report("from_items", f"{statement} is not a statement of the guide (S1 to S30)")
    if not rule.statements and not rule.source_url:
        fields.report("id", "a rule names statements of the guide (from_items), or a source_url")
    if bool(rule.source_url) != bool(rule.source_title):
        fields.report("source_title", "“source_title” and “source_url” go together")


def check_rules(read: Read[OutreachRule]) -> list[ContentError]:
    """Rules that stand in more than one file."""
    return twice(read, "id", "id", lambda rule: [rule.id])


def missing_rules(read: Read[OutreachRule], folder: Path) -> list[ContentError]:
    """Rules of the check that no file explains."""
    found = {rule.id for _, rule in read}
    return [
        ContentError(folder, 1, f"no file explains the rule {rule}") for rule in LEVELS if rule not in found
    ]
