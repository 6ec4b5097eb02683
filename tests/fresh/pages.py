"""The commands that a page of the documentation tells its reader to type."""

import re
from collections.abc import Iterator
from pathlib import Path

_BLOCK = re.compile(r"^( *)```console\n(.*?)^\1```$", re.M | re.S)
_COMMENT = re.compile(r"\s{2,}# .*$", re.M)


def commands_of(page: Path) -> Iterator[str]:
    """The commands in its ``console`` blocks, in order, each in one line and without the remark behind it."""
    for block in _BLOCK.finditer(page.read_text(encoding="utf-8")):
        whole = _COMMENT.sub("", block[2]).replace("\\\n", " ")
        yield from (" ".join(line.split()) for line in whole.splitlines() if line.strip())
