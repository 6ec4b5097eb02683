"""What is wrong with a content file, said so that its author can find and correct it."""

from collections.abc import Iterable
from pathlib import Path


class ContentError(Exception):
    """One problem in one content file.

    ``file`` is the path as it was opened, ``line`` counts from 1, ``reason`` is a sentence for the author.
    """

    def __init__(self, file: Path, line: int, reason: str) -> None:
        super().__init__(file, line, reason)
        self.file = file
        self.line = line
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class ContentProblems(Exception):  # noqa: N818 - it carries errors, it is not one of them
    """Every problem found in one reading of the content, in the order of files and lines.

    Its text has one ``file:line: reason`` a line.
    """

    def __init__(self, problems: Iterable[ContentError]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (str(problem.file), problem.line)))
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)
