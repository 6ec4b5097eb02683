"""All guidance in memory: loaded from the content files once, checked whole, then only looked up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Generic, TypeVar

from bot.guidance import frontmatter
from bot.guidance.closest import closest, normalise
from bot.guidance.crosschecks import (
    check_nudges,
    check_tip_topics,
    check_tips,
    check_topics,
    missing_nudges,
    missing_statements,
    topic_names,
)
from bot.guidance.entries import (
    STATEMENT_IDS,
    NudgeText,
    PlainWords,
    ProgramTip,
    Statement,
    Term,
    Topic,
)
from bot.guidance.frontmatter import Document
from bot.guidance.glossary import Glossary, check_term_statements, check_terms, read_term
from bot.guidance.outreach.rules import OutreachRule, check_rules, missing_rules, read_rule
from bot.guidance.plainwords import check_plain, missing_plain, read_plain
from bot.guidance.practice import PracticeCard, check_card_tips, check_cards, read_card
from bot.guidance.problems import ContentError, ContentProblems
from bot.guidance.questions import (
    ExampleQuestion,
    by_subject,
    check_questions,
    missing_subjects,
    read_question,
)
from bot.guidance.reading import read_nudge, read_tip, read_topic

Entry = TypeVar("Entry")


@dataclass(frozen=True, eq=False)  # there are few, and each is looked up by itself
class Library:
    """The guide's topics and the program tips in their order, and what explains them; the texts of nudges."""

    topics: tuple[Topic, ...]
    tips: tuple[ProgramTip, ...]
    nudges: tuple[NudgeText, ...]
    cards: tuple[PracticeCard, ...]
    plain_words: tuple[PlainWords, ...]
    glossary: Glossary
    rules: tuple[OutreachRule, ...]
    questions: tuple[ExampleQuestion, ...]

    def topic(self, topic_id: str) -> Topic:
        """The topic with this id. Raises ``KeyError`` when there is none."""
        return self._topics[topic_id]

    def find_topic(self, text: str) -> Topic | None:
        """The topic that ``text`` names exactly: by id, title, section name or number, or alias."""
        return self._names.get(normalise(text))

    def closest_topics(self, text: str, limit: int = 3) -> tuple[Topic, ...]:
        """At most ``limit`` topics with names, or program tips' names, like ``text``; the closest first."""
        return tuple(self._topics[key] for key in closest(text, self._choices, limit))

    def next_topic(self, topic_id: str) -> Topic | None:
        """The topic after this one, or None at the end. Raises ``KeyError`` for an unknown id."""
        return self._beside(topic_id, 1)

    def previous_topic(self, topic_id: str) -> Topic | None:
        """The topic before this one, or None at the beginning. Raises ``KeyError`` for an unknown id."""
        return self._beside(topic_id, -1)

    def tips_for(self, topic_id: str) -> tuple[ProgramTip, ...]:
        """The program tips shown with this topic, in their order; none for an unknown id."""
        return tuple(tip for tip in self.tips if topic_id in tip.topics)

    def tip(self, tip_id: str) -> ProgramTip:
        """The program tip with this id ("thank_you"). Raises ``KeyError`` when there is none."""
        return self._tips[tip_id]

    def statement(self, statement_id: str) -> Statement:
        """The statement with this id ("S13"). Raises ``KeyError`` when there is none."""
        return self._statements[statement_id]

    def topic_of(self, statement_id: str) -> Topic:
        """The topic this statement ("S13") stands in. Raises ``KeyError`` when there is none."""
        return self._topics[self._statements[statement_id].topic_id]

    def nudge(self, kind: str) -> NudgeText:
        """The text for this kind of next step ("follow_up"). Raises ``KeyError`` when there is none."""
        return self._nudges[kind]

    def plain(self, topic_id: str) -> PlainWords:
        """The plain words of this topic. Raises ``KeyError`` for an unknown id."""
        return self._plain[topic_id]

    def terms_in(self, topic_id: str) -> tuple[Term, ...]:
        """The glossary's terms in this topic and its heading. Raises ``KeyError`` for an unknown id."""
        return self._terms[topic_id]

    def topics_with(self, term_id: str) -> tuple[Topic, ...]:
        """The topics in whose words this term of the glossary stands; none for an unknown id."""
        return tuple(
            topic for topic in self.topics if any(term.id == term_id for term in self._terms[topic.id])
        )

    def card(self, card_id: str) -> PracticeCard:
        """The practice card with this id ("silence"). Raises ``KeyError`` when there is none."""
        return self._cards[card_id]

    def rule(self, rule_id: str) -> OutreachRule:
        """The text of this rule of the draft check ("J1"). Raises ``KeyError`` when there is none."""
        return self._rules[rule_id]

    def question(self, question_id: str) -> ExampleQuestion | None:
        """The example question with this id; None when there is none (any more)."""
        return self._questions.get(question_id)

    @cached_property
    def questions_by_subject(self) -> Mapping[str, tuple[ExampleQuestion, ...]]:
        """The example questions of each of the six things to learn (S18 to S23), in the order of both."""
        return MappingProxyType(by_subject(self.questions))

    def _beside(self, topic_id: str, step: int) -> Topic | None:
        place = self.topics.index(self._topics[topic_id]) + step
        return self.topics[place] if 0 <= place < len(self.topics) else None

    @cached_property
    def _topics(self) -> Mapping[str, Topic]:
        return MappingProxyType({topic.id: topic for topic in self.topics})

    @cached_property
    def _tips(self) -> Mapping[str, ProgramTip]:
        return MappingProxyType({tip.id: tip for tip in self.tips})

    @cached_property
    def _statements(self) -> Mapping[str, Statement]:
        return MappingProxyType(
            {statement.id: statement for topic in self.topics for statement in topic.statements}
        )

    @cached_property
    def _nudges(self) -> Mapping[str, NudgeText]:
        return MappingProxyType({nudge.kind: nudge for nudge in self.nudges})

    @cached_property
    def _plain(self) -> Mapping[str, PlainWords]:
        return MappingProxyType({plain.topic_id: plain for plain in self.plain_words})

    @cached_property
    def _cards(self) -> Mapping[str, PracticeCard]:
        return MappingProxyType({card.id: card for card in self.cards})

    @cached_property
    def _rules(self) -> Mapping[str, OutreachRule]:
        return MappingProxyType({rule.id: rule for rule in self.rules})

    @cached_property
    def _questions(self) -> Mapping[str, ExampleQuestion]:
        return MappingProxyType({question.id: question for question in self.questions})

    @cached_property
    def _terms(self) -> Mapping[str, tuple[Term, ...]]:
        return MappingProxyType(
            {topic.id: self.glossary.found_in(f"{topic.section}. {topic.text}") for topic in self.topics}
        )

    @cached_property
    def _names(self) -> Mapping[str, Topic]:
        return MappingProxyType(
            {normalise(name): topic for topic in self.topics for name in topic_names(topic)}
        )

    @cached_property
    def _choices(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple((topic.id, self._words_for(topic)) for topic in self.topics)

    def _words_for(self, topic: Topic) -> tuple[str, ...]:
        tips = self.tips_for(topic.id)
        return (
            topic.id,
            topic.title,
            topic.section,
            *topic.aliases,
            *(word for tip in tips for word in (tip.title, *tip.aliases)),
        )


def load_library(root: Path, translation: Path | None = None) -> Library:
    """Read every ``*.md`` in the folders of ``root``: guide, program, nudges, practice, plain, glossary,
    outreach, questions.

    A file of the same name in the same folder of ``translation`` is read in its place.

    Raises :class:`ContentProblems` with everything that is wrong in any file.
    """
    problems: list[ContentError] = []
    topics = _Folder(root / "guide", read_topic, problems, translation)
    tips = _Folder(root / "program", read_tip, problems, translation)
    nudges = _Folder(root / "nudges", read_nudge, problems, translation)
    cards = _Folder(root / "practice", read_card, problems, translation)
    plain = _Folder(root / "plain", read_plain, problems, translation)
    terms = _Folder(root / "glossary", read_term, problems, translation)
    rules = _Folder(root / "outreach", read_rule, problems, translation)
    questions = _Folder(root / "questions", read_question, problems, translation)
    problems += check_questions(questions.read)
    problems += missing_subjects(questions.read, questions.path) if questions.whole else ()
    problems += [*check_rules(rules.read), *(missing_rules(rules.read, rules.path) if rules.whole else ())]
    problems += [*check_topics(topics.read), *check_tips(tips.read), *check_nudges(nudges.read)]
    problems += check_cards(cards.read)
    # A file that can't be read at all would make everything it holds look missing.
    if topics.whole:
        problems += missing_statements(topics.read, topics.path)
        by_id = {topic.id: topic for _, topic in topics.read}
        problems += check_tip_topics(tips.read, by_id)
        problems += check_plain(plain.read, by_id)
        problems += missing_plain(plain.read, by_id, plain.path) if plain.whole else []
    problems += [*check_terms(terms.read), *check_term_statements(terms.read, STATEMENT_IDS)]
    if nudges.whole:
        problems += missing_nudges(nudges.read, nudges.path)
    if tips.whole:
        problems += check_card_tips(cards.read, {tip.id for _, tip in tips.read})
    if problems:
        raise ContentProblems(problems)
    return Library(
        topics=tuple(sorted((topic for _, topic in topics.read), key=lambda topic: topic.order)),
        tips=tuple(sorted((tip for _, tip in tips.read), key=lambda tip: tip.order)),
        nudges=tuple(nudge for _, nudge in nudges.read),
        cards=tuple(sorted((card for _, card in cards.read), key=lambda card: card.order)),
        plain_words=tuple(entry for _, entry in plain.read),
        glossary=Glossary(
            tuple(sorted((term for _, term in terms.read), key=lambda term: term.term.casefold()))
        ),
        rules=tuple(rule for _, rule in rules.read),
        questions=tuple(
            sorted((question for _, question in questions.read), key=lambda question: question.order)
        ),
    )


class _Folder(Generic[Entry]):
    """The entries of one content folder; ``whole`` is false when a file in it could not be read."""

    def __init__(
        self,
        path: Path,
        reader: Callable[[Document, list[ContentError]], Entry],
        problems: list[ContentError],
        translation: Path | None = None,
    ) -> None:
        self.path = path
        self.read: list[tuple[Document, Entry]] = []
        self.whole = True
        files = sorted(path.glob("*.md"))
        if not files:
            self.whole = False
            problems.append(ContentError(path, 1, "the folder has no *.md files"))
        for file in files:
            try:
                document = _read(file, translation)
            except ContentError as problem:
                self.whole = False
                problems.append(problem)
            else:
                self.read.append((document, reader(document, problems)))


def _read(file: Path, translation: Path | None) -> Document:
    """The document, or its translation: of the same id, or the rest would point at nothing."""
    document = frontmatter.parse(_read_bytes(file), file)
    translated = translation / file.parent.name / file.name if translation else None
    if translated is None or not translated.exists():
        return document
    found = frontmatter.parse(_read_bytes(translated), translated)
    if found.fields.get("id") != document.fields.get("id"):
        line = found.lines.get("id", 1)
        raise ContentError(translated, line, f"“id” must be as in {file.name}: {document.fields.get('id')}")
    return found


def _read_bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ContentError(file, 1, f"the file can't be opened: {error.strerror}") from error
