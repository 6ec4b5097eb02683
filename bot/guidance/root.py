"""Where the content files are."""

from importlib import resources
from pathlib import Path


def content_root() -> Path:
    """The folder of the installed content files."""
    return Path(str(resources.files("content")))
