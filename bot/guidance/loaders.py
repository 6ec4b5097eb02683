"""PyYAML's loaders in C where they are built in, else in Python: the same result, ten times as fast."""

from pathlib import Path
from typing import Any

import yaml

SAFE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
TEXT_ONLY = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Every value stays text: "no" is a word here."""


def read_yaml(file: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    """What a YAML file of ours holds. Raises yaml.YAMLError."""
    return yaml.load(file.read_text(encoding="utf-8"), Loader=SAFE)  # noqa: S506 - one of the safe loaders
