"""Example questions for a meeting: Markdown files in ``content/questions``, one a question.

They are the program's, never the guide's: each belongs to one of the six things to learn, and names where it
comes from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from bot.guidance.crosschecks import Read, problem_at, twice
from bot.guidance.fields import Fields
from bot.guidance.frontmatter import Document
from bot.guidance.problems import ContentError
from bot.guidance.reading import LABEL_LIMIT, read_body, refuse_spans

SUBJECTS = ("S18", "S19", "S20", "S21", "S22", "S23")
"""The guide's six things to learn, in its order."""

MOST_A_SUBJECT = 10
"""So many boxes to tick fit into one field of a form."""

_ID_LIMIT = 48


@dataclass(frozen=True, slots=True)
class ExampleQuestion:
    """One question, plain; ``statement`` is the thing to learn it belongs to (S18 to S23)."""

    id: str
    statement: str
    order: int
    source_title: str
    source_url: str
    text: str


def read_question(document: Document, problems: list[ContentError]) -> ExampleQuestion:
    """The question in ``document``; what is wrong with it is added to ``problems``."""
    fields = Fields(document, problems)
    body = read_body(document, fields)
    refuse_spans(body, fields)
    question = ExampleQuestion(
        id=fields.identifier("id", limit=_ID_LIMIT),
        statement=fields.text("statement"),
        order=fields.number("order"),
        source_title=fields.text("source_title"),
        source_url=fields.web_address("source_url"),
        text=body.text,
    )
    if question.statement and question.statement not in SUBJECTS:
        fields.report("statement", f"“statement” must be one of {', '.join(SUBJECTS)}")
    if len(question.text) > LABEL_LIMIT:
        fields.report_body(f"the question is {len(question.text)} characters long; at most {LABEL_LIMIT} fit")
    fields.finish()
    return question


def check_questions(read: Read[ExampleQuestion]) -> list[ContentError]:
    """Ids and numbers that stand in more than one file, and subjects with more questions than fit."""
    return [
        *twice(read, "id", "id", lambda question: [question.id]),
        *twice(read, "order", "order", lambda question: [question.order]),
        *_too_many(read),
    ]


def missing_subjects(read: Read[ExampleQuestion], folder: Path) -> list[ContentError]:
    """The things to learn that no question asks about."""
    asked = {question.statement for _, question in read}
    return [
        ContentError(folder, 1, f"no question asks about {subject}")
        for subject in SUBJECTS
        if subject not in asked
    ]


def by_subject(questions: Sequence[ExampleQuestion]) -> Mapping[str, tuple[ExampleQuestion, ...]]:
    """The questions of each of the six things to learn, in the order of both."""
    return {
        subject: tuple(question for question in questions if question.statement == subject)
        for subject in SUBJECTS
    }


def _too_many(read: Read[ExampleQuestion]) -> list[ContentError]:
    ordered = sorted(read, key=lambda pair: pair[1].statement)
    return [
        problem_at(document, "statement", f"{subject} has more than {MOST_A_SUBJECT} questions")
        for subject, group in groupby(ordered, key=lambda pair: pair[1].statement)
        for document, _ in list(group)[MOST_A_SUBJECT:]
    ]
