"""Take typed values out of a file's front matter and collect what is wrong with them."""

import re

from bot.guidance.frontmatter import Document, Value
from bot.guidance.problems import ContentError

_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")


class Fields:
    """The front matter of one document, read key by key.

    A missing or wrong value becomes a problem and an empty stand-in, so that one reading finds all problems.
    """

    def __init__(self, document: Document, problems: list[ContentError]) -> None:
        self._document = document
        self._problems = problems
        self._known: set[str] = set()

    def text(self, key: str, *, limit: int | None = None, optional: bool = False) -> str:
        """The text under ``key``, at most ``limit`` characters; ``""`` when it is missing or wrong."""
        value = self._take(key, str, "text (put it in quotes)", optional)
        if not isinstance(value, str):
            return ""
        if not value and not optional:
            self.report(key, f"“{key}” is empty")
        if limit is not None and len(value) > limit:
            self.report(key, f"“{key}” is {len(value)} characters long; at most {limit} fit")
        return value

    def identifier(self, key: str, *, limit: int) -> str:
        """The name inside the program under ``key``, such as ``small_talk``; ``""`` when it is missing."""
        value = self.text(key, limit=limit)
        if value and not _IDENTIFIER.fullmatch(value):
            self.report(key, f"“{key}” has small letters, digits and _ only, and begins with a letter")
        return value

    def web_address(self, key: str, *, optional: bool = False) -> str:
        """The address under ``key``; ``""`` when it is missing."""
        value = self.text(key, optional=optional)
        if value and not value.startswith(("http://", "https://")):
            self.report(key, f"“{key}” must be a web address (http:// or https://)")
        return value

    def number(self, key: str) -> int:
        """The whole number under ``key``; 0 when it is missing or wrong."""
        value = self._take(key, int, "a whole number", optional=False)
        return value if isinstance(value, int) else 0

    def texts(self, key: str, *, optional: bool = False) -> tuple[str, ...]:
        """The list of texts under ``key``; empty when it is missing or wrong."""
        value = self._take(key, tuple, "a list, such as [one, two]", optional)
        items = value if isinstance(value, tuple) else ()
        if "" in items:
            self.report(key, f"“{key}” has an empty item")
        return tuple(item for item in items if item)

    def finish(self) -> None:
        """Report every key that nothing asked for."""
        for key in self._document.fields:
            if key not in self._known:
                known = ", ".join(sorted(self._known))
                self.report(key, f"the key “{key}” is unknown; known keys are {known}")

    def report(self, key: str, reason: str) -> None:
        """Add a problem at the line of ``key`` (line 1 when the key is absent)."""
        self._problems.append(ContentError(self._document.file, self._document.lines.get(key, 1), reason))

    def report_body(self, reason: str, offset: int = 0) -> None:
        """Add a problem in the body, ``offset`` lines below its beginning."""
        self._problems.append(ContentError(self._document.file, self._document.body_line + offset, reason))

    def _take(self, key: str, kind: type, wanted: str, optional: bool) -> Value | None:
        self._known.add(key)
        value = self._document.fields.get(key)
        if value is None:
            if not optional:
                self.report(key, f"the key “{key}” is missing")
            return None
        if not isinstance(value, kind):
            self.report(key, f"“{key}” must be {wanted}")
            return None
        return value
