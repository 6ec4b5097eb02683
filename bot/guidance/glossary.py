"""The glossary: words that are new to people who come to American work culture, each explained."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from bot.guidance.closest import closest, normalise
from bot.guidance.crosschecks import Read, missing, twice
from bot.guidance.entries import Term
from bot.guidance.fields import Fields
from bot.guidance.frontmatter import Document
from bot.guidance.problems import ContentError
from bot.guidance.reading import LABEL_LIMIT, read_body, refuse_spans

_SLIP = 86.0
"""From this likeness on it is the same word with a slip; a part of a longer name reaches 85 at most."""


@dataclass(frozen=True)
class Glossary:
    """All terms, in the order of the alphabet."""

    terms: tuple[Term, ...]

    def term(self, term_id: str) -> Term:
        """The term with this id. Raises ``KeyError`` when there is none."""
        return self._by_id[term_id]

    def find(self, text: str) -> Term | None:
        """The term that ``text`` names, with a slip of the keyboard or without; None when there is none."""
        exact = self._names.get(normalise(text))
        if exact is not None:
            return exact
        near = closest(text, self._choices, limit=1, cutoff=_SLIP)
        return self._by_id[near[0]] if near else None

    def closest(self, text: str, limit: int = 3) -> tuple[Term, ...]:
        """At most ``limit`` terms with names like ``text``, the closest first."""
        return tuple(self._by_id[key] for key in closest(text, self._choices, limit))

    def found_in(self, text: str) -> tuple[Term, ...]:
        """The terms that stand in ``text``, in their order there; of two names the longer one counts."""
        named = (self._names.get(match[0]) for match in self._pattern.finditer(normalise(text)))
        return tuple({term.id: term for term in named if term is not None}.values())

    @cached_property
    def _by_id(self) -> Mapping[str, Term]:
        return MappingProxyType({term.id: term for term in self.terms})

    @cached_property
    def _names(self) -> Mapping[str, Term]:
        return MappingProxyType({name: term for term in self.terms for name in _names_of(term)})

    @cached_property
    def _choices(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple((term.id, _names_of(term)) for term in self.terms)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        names = sorted(self._names, key=len, reverse=True)
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")


def read_term(document: Document, problems: list[ContentError]) -> Term:
    """The term in ``document``; what is wrong with it is added to ``problems``."""
    fields = Fields(document, problems)
    body = read_body(document, fields)
    refuse_spans(body, fields)
    term = Term(
        id=fields.identifier("id", limit=LABEL_LIMIT),
        term=fields.text("term", limit=LABEL_LIMIT),
        aliases=fields.texts("aliases", optional=True),
        statements=fields.texts("statements", optional=True),
        mrkdwn=body.mrkdwn,
        text=body.text,
    )
    fields.finish()
    return term


def check_terms(read: Read[Term]) -> list[ContentError]:
    """Ids and names that stand in more than one term."""
    return [
        *twice(read, "id", "id", lambda term: [term.id]),
        *twice(read, "aliases", "name", _names_of),
    ]


def check_term_statements(read: Read[Term], statements: Collection[str]) -> list[ContentError]:
    """Statements that a term names and that don't exist."""
    return missing(read, "statements", "statement", lambda term: term.statements, statements)


def _names_of(term: Term) -> tuple[str, ...]:
    return tuple(filter(None, dict.fromkeys(map(normalise, (term.term, *term.aliases)))))
