"""Whole messages with their judgements: those that score the check, and those it learned from."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def messages(root: Path, name: str) -> Sequence[Mapping[str, Any]]:
    """The messages of ``root/eval/<name>.yml``; see the README beside it for their fields."""
    return read_messages(root / "eval" / f"{name}.yml")


def read_messages(file: Path) -> Sequence[Mapping[str, Any]]:
    """The messages of one file."""
    content = yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - one of the safe loaders
    found: Sequence[Mapping[str, Any]] = content["messages"]
    return found
