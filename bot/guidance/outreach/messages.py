"""The evaluation messages under ``content/eval``."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def messages(root: Path, name: str) -> Sequence[Mapping[str, Any]]:
    """The messages of ``root/eval/<name>.yml``; see the README beside it for their fields."""
    text = (root / "eval" / f"{name}.yml").read_text(encoding="utf-8")
    content = yaml.load(text, Loader=_LOADER)  # noqa: S506 - one of the safe loaders
    found: Sequence[Mapping[str, Any]] = content["messages"]
    return found
