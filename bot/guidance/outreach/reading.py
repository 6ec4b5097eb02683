"""A message read with what was learned: which of its clauses ask for something, and which do not."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from bot.guidance.outreach.clauses import Draft, Passage
from bot.guidance.outreach.features import features_of
from bot.guidance.outreach.segments import parts
from bot.guidance.outreach.weights import learned

REQUEST_RULES: Mapping[str, str] = {"job": "J1", "referral": "J2", "resume": "J3"}


class Reading:
    """One message and what its clauses do; each clause is looked at once."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self._scores: dict[int, Mapping[str, float]] = {}
        self._firsts: dict[str, Passage | None] = {}

    def does(self, label: str, passage: Passage) -> bool:
        """Whether a passage of this message does what ``label`` says (why, ask, rude, request)."""
        return self._score(passage)[label] > 0

    def first(self, label: str) -> Passage | None:
        """The first passage that does it; a clause rather than its whole sentence. None where none does."""
        if label not in self._firsts:
            self._firsts[label] = next(self._all(label), None)
        return self._firsts[label]

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

    def _score(self, passage: Passage) -> Mapping[str, float]:
        """The scores of a passage, which the message keeps: its identity is enough to know it again."""
        scores = self._scores.get(id(passage))
        if scores is None:
            scores = self._scores[id(passage)] = learned().scores(features_of(passage))
        return scores
