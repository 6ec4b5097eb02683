"""Ask the guide: the topic that answers a question, or the plain word that the guide doesn't cover it.

Deterministic and local. A question is covered when a curated wording of a topic is in it *and* the topic
explains its other informative words; a word nobody foresaw speaks against an answer, and a subject that the
guide is known not to speak of beats any likeness.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.guidance.ask_match import Question, Wordings, holds
from bot.guidance.ask_spelling import Speller
from bot.guidance.ask_text import Sentence, Text, read, stem
from bot.guidance.ask_words import Asked, AskWords, Stems, Subject, Wording, load_ask_words
from bot.guidance.entries import ProgramTip, Statement, Topic
from bot.guidance.library import Library, content_root

RELATED = 3
"""Topics offered beside an answer, or as near ones where there is none."""

_WHOLE_WORDS = 30
"""Up to so many words, sentences are read together as one question."""
_OPENING = 3
_RELATIVE = frozenset({"when", "where"})
"""Further in than the opening words, these begin a clause and ask nothing."""
_FOREIGN_SHARE = 0.25
_SPARE = 0.5
_SPARE_SHARE = 0.34
_STRONG = 2.0
_PLAIN = 1.0
_EACH_WORD = 0.5
_FEW = 2
_AS_WRITTEN = 3.0
"""The strength of a subject's wording that stands as written, or has a word of its own."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the guide says to a question.

    ``covered``: the first of ``topics`` answers it and the others are related. Not covered: ``topics`` are
    only near. ``statements`` are all of the first topic's when covered, ``tips`` the program tips to offer
    beside, ``out_of_scope`` the known subject that the guide doesn't speak of.
    """

    covered: bool
    topics: tuple[Topic, ...]
    statements: tuple[Statement, ...] = ()
    tips: tuple[ProgramTip, ...] = ()
    out_of_scope: Subject | None = None


@dataclass(frozen=True, slots=True)
class _Match:
    """How well a topic explains a question; greater is better."""

    score: float
    strength: float
    topic_id: str


class Guide:
    """Answers questions from one library and its words."""

    def __init__(self, library: Library, words: AskWords) -> None:
        self.library = library
        self._words = words
        self._lexicon = words.lexicon
        self._speller = Speller(words.vocabulary)
        self._explained = frozenset(notion for asked in words.asked for notion in asked.beside)
        self._asked = Wordings([asked.wordings for asked in words.asked], self._asked_strength)
        self._subjects = Wordings([subject.wordings for subject in words.subjects], self._subject_strength)

    def answer(self, question: str) -> Answer:
        """The answer to ``question``: any text, in any script."""
        units = self._units(read(question))
        subject = None
        for unit in units:
            subject, strength = self._subject(unit)
            matches = self._matches(unit)
            if matches and matches[0].strength > strength:
                return self._covered(matches)
            if subject is not None or (self._says_enough(unit) and not unit.foreign):
                break
        return self._not_covered(units, subject)

    def _units(self, text: Text) -> list[Question]:
        """What to answer, the likeliest first: the last question, with the sentence before where it leans on it."""
        foreign = self._is_foreign(text)
        sentences = list(text.sentences)
        if len(text.words) <= _WHOLE_WORDS:
            return [self._question(text.words, foreign)] if sentences else []
        asked = [number for number, sentence in enumerate(sentences) if sentence.asks]
        units = []
        for number in reversed(asked or [len(sentences) - 1]):
            units += [self._question(words, foreign) for words in _clauses(sentences, number)]
        return units

    def _question(self, words: Sequence[str], foreign: bool) -> Question:
        stems = tuple(stem(word) for word in self._english(words)) if foreign else self._stems(words)
        asks = [word for place, word in enumerate(stems) if place < _OPENING or word not in _RELATIVE]
        return Question(frozenset(self._lexicon.notions(asks)), stems, foreign)

    def _stems(self, words: Sequence[str]) -> Stems:
        """The words as the lexicon knows them, repaired where misspelt."""
        return tuple(
            stem(word if self._is_known(word) else self._speller.repair(word) or word) for word in words
        )

    def _english(self, words: Sequence[str]) -> Sequence[str]:
        """The English words within another language; none where they could be of that language as well."""
        found = [
            word for word in words if word in self._words.vocabulary and word not in self._lexicon.foreign
        ]
        return found if any(self._is_english(word) for word in found) else ()

    def _is_known(self, word: str) -> bool:
        return word in self._words.vocabulary or stem(word) in self._words.known

    def _is_english(self, word: str) -> bool:
        return word not in self._lexicon.shared and stem(word) not in self._lexicon.fillers

    def _is_foreign(self, text: Text) -> bool:
        if text.other_script:
            return False
        words = text.words
        other = sum(word in self._lexicon.foreign and word not in self._words.vocabulary for word in words)
        return text.accented or (other > 0 and other >= _FOREIGN_SHARE * len(words))

    def _subject(self, question: Question) -> tuple[Subject | None, float]:
        """The subject beyond the guide that fits best, and how strongly; of equals one with a program tip."""
        best: tuple[float, bool] = (0.0, False)
        subject = None
        for number, strength, _ in self._subjects.held(question):
            found = self._words.subjects[number]
            if (strength, bool(found.tip)) > best:
                best, subject = (strength, bool(found.tip)), found
        return subject, best[0]

    def _matches(self, question: Question) -> list[_Match]:
        """The topics that answer, the best first."""
        best: dict[str, _Match] = {}
        for number, strength, wording in self._asked.held(question):
            match = self._match(self._words.asked[number], wording, strength, question)
            if match is not None and (match.topic_id not in best or match.score > best[match.topic_id].score):
                best[match.topic_id] = match
        return sorted(best.values(), key=lambda match: -match.score)

    def _match(self, asked: Asked, wording: Wording, strength: float, question: Question) -> _Match | None:
        unexplained = sum(map(self._lexicon.weight, question.notions - asked.beside))
        if unexplained > self._spared(wording, strength, question):
            return None
        if any(holds(other, question) and not _is_part(other, wording) for other in asked.unless):
            return None
        return _Match(strength - unexplained, strength, asked.topic_id)

    def _spared(self, wording: Wording, strength: float, question: Question) -> float:
        """How much of the question a match may leave unexplained."""
        if not wording.notions or strength < _PLAIN:
            return 0.0
        total = sum(map(self._lexicon.weight, question.notions))
        return max(_SPARE, _SPARE_SHARE * total if strength >= _STRONG else 0.0)

    def _asked_strength(self, wording: Wording) -> float:
        if not wording.notions:
            return _PLAIN + _EACH_WORD * max(0, len(wording.stems) - _FEW)
        return sum(self._lexicon.weight(notion) or _EACH_WORD for notion in wording.notions)

    def _subject_strength(self, wording: Wording) -> float:
        if not wording.notions or wording.notions - self._explained:
            return _AS_WRITTEN
        return self._asked_strength(wording)

    def _says_enough(self, question: Question) -> bool:
        return sum(map(self._lexicon.weight, question.notions)) >= 1.0

    def _covered(self, matches: Sequence[_Match]) -> Answer:
        topics = [self.library.topic(match.topic_id) for match in matches]
        first = topics[0]
        beside = [topic for topic in self._neighbours(first) if topic not in topics]
        return Answer(
            covered=True,
            topics=(*topics, *beside)[: RELATED + 1],
            statements=first.statements,
            tips=self.library.tips_for(first.id),
        )

    def _neighbours(self, topic: Topic) -> Iterator[Topic]:
        for step in (self.library.next_topic, self.library.previous_topic):
            if (found := step(topic.id)) is not None:
                yield found

    def _not_covered(self, units: Sequence[Question], subject: Subject | None) -> Answer:
        tips = tuple(tip for tip in self.library.tips if subject is not None and tip.id == subject.tip)
        topics = [self.library.topic(topic_id) for tip in tips for topic_id in tip.topics]
        near = [*topics, *(topic for topic in self._near(units) if topic not in topics)]
        return Answer(False, tuple(near[:RELATED]), tips=tips, out_of_scope=subject)

    def _near(self, units: Sequence[Question]) -> list[Topic]:
        """The topics that share most with the question, and none where they share nothing."""
        notions = units[0].notions - self._lexicon.everywhere if units else frozenset()
        shared: dict[str, int] = {}
        for asked in self._words.asked:
            size = max(len(wording.notions & notions) for wording in asked.wordings)
            shared[asked.topic_id] = max(size, shared.get(asked.topic_id, 0))
        ranked = sorted((topic for topic, size in shared.items() if size), key=lambda topic: -shared[topic])
        return [self.library.topic(topic_id) for topic_id in ranked]


def _is_part(other: Wording, wording: Wording) -> bool:
    """Whether a wording names by itself what would make it another question."""
    return bool(other.notions) and other.notions <= wording.notions


def _clauses(sentences: Sequence[Sentence], number: int) -> Iterator[Sequence[str]]:
    words = sentences[number].words
    yield words
    if number:
        yield (*sentences[number - 1].words, *words)


_guides: deque[Guide] = deque(maxlen=4)
"""The guides made last; a library is known by identity, because it holds tables that can't be hashed."""


def guide_of(library: Library) -> Guide:
    """The answering side of ``library``, made once. Raises ContentProblems where ``content/ask`` is wrong."""
    for guide in tuple(_guides):
        if guide.library is library:
            return guide
    topic_ids = {topic.id for topic in library.topics}
    words = load_ask_words(content_root(), topic_ids, {tip.id for tip in library.tips})
    _guides.append(Guide(library, words))
    return _guides[-1]


def answer(library: Library, question: str) -> Answer:
    """What the guide says to ``question``."""
    return guide_of(library).answer(question)
