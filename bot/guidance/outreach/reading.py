"""A message read with what was learned: which of its clauses ask for something, and which do not."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from bot.guidance.outreach.clauses import Draft, Passage
from bot.guidance.outreach.features import features_of
from bot.guidance.outreach.marks import marks_of
from bot.guidance.outreach.segments import parts
from bot.guidance.outreach.weights import DETAILS, Learned, learned

REQUEST_RULES: Mapping[str, str] = {"job": "J1", "referral": "J2", "resume": "J3"}


class Reading:
    """One message and what its clauses do; each clause is looked at once."""

    def __init__(self, draft: Draft, weights: Learned | None = None) -> None:
        """``weights`` of what a passage does: other ones than the bot's while they are being learned."""
        self.draft = draft
        self._weights = weights or learned()
        self._scores: dict[int, Mapping[str, float]] = {}
        self._words: dict[int, set[str]] = {}
        self._firsts: dict[str, Passage | None] = {}

    def does(self, label: str, passage: Passage) -> bool:
        """Whether a passage of this message does what ``label`` says (why, ask, rude, request)."""
        return self._score(passage)[label] > 0

    def first(self, label: str) -> Passage | None:
        """The first passage that does it; a clause rather than its whole sentence. None where none does."""
        if label not in self._firsts:
            self._firsts[label] = next(self._all(label), None)
        return self._firsts[label]

    def says(self, detail: str) -> bool:
        """Whether it is said how ("format") or when ("times") to meet."""
        return any(scores[detail] > 0 for scores in self._details)

    @property
    def from_first_ask(self) -> Sequence[Passage]:
        """The first sentence that asks to meet, and all after it: there it is said how and when."""
        sentences = self.draft.sentences
        for place, sentence in enumerate(sentences):
            if any(self.does("ask", passage) for passage in parts(sentence)):
                return [one.whole for one in sentences[place:]]
        return ()

    def details(self, passage: Passage) -> set[str]:
        """What tells how and when to meet: its words, and what :mod:`marks` sees in them."""
        return self._features(passage) | marks_of(passage)

    @cached_property
    def requests(self) -> Mapping[str, Passage]:
        """The first passage by rule (J1, J2, J3) that asks for it."""
        found: dict[str, Passage] = {}
        for passage in self._all("request"):
            kind = max(REQUEST_RULES, key=self._score(passage).__getitem__)
            found.setdefault(REQUEST_RULES[kind], passage)
        return found

    def _all(self, label: str) -> Iterator[Passage]:
        for sentence in self.draft.sentences:
            whole, *clauses = parts(sentence)
            clearest = max(clauses, key=lambda clause: self._score(clause)[label], default=whole)
            if self.does(label, clearest):
                yield clearest
            elif self.does(label, whole):
                yield whole

    @cached_property
    def _details(self) -> Sequence[Mapping[str, float]]:
        weights = learned(DETAILS)
        return [weights.scores(self.details(passage)) for passage in self.from_first_ask]

    def _score(self, passage: Passage) -> Mapping[str, float]:
        """The scores of a passage, which the message keeps: its identity is enough to know it again."""
        scores = self._scores.get(id(passage))
        if scores is None:
            scores = self._scores[id(passage)] = self._weights.scores(self._features(passage))
        return scores

    def _features(self, passage: Passage) -> set[str]:
        found = self._words.get(id(passage))
        if found is None:
            found = self._words[id(passage)] = features_of(passage)
        return found
