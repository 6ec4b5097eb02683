"""Whole messages with their judgements: those that score the check, and those it learned from."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.guidance.loaders import read_yaml


def messages(root: Path, name: str) -> Sequence[Mapping[str, Any]]:
    """The messages of ``root/eval/<name>.yml``; see the README beside it for their fields."""
    return read_messages(root / "eval" / f"{name}.yml")


def read_messages(file: Path) -> Sequence[Mapping[str, Any]]:
    """The messages of one file."""
    found: Sequence[Mapping[str, Any]] = read_yaml(file)["messages"]
    return found
