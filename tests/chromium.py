"""The Chromium of this machine, for the tests in a browser.

`python -m tests.chromium` fails where there is none that runs.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

INSTALL_HINT = (
    "Chromium is not on this machine (Debian: apt-get install chromium; else: playwright install chromium)"
)

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_START_SECONDS = 30


@cache
def find_chromium() -> Path | None:
    """Return the first Chromium that runs: the system's, else the one Playwright installed, else None."""
    return next((path for path in _candidates() if _runs(path)), None)


def _candidates() -> Iterator[Path]:
    yield from (Path(found) for found in map(shutil.which, _NAMES) if found)
    yield Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache/ms-playwright")
    yield from sorted(folder.glob("chromium-*/chrome-linux*/chrome"), reverse=True)


def _runs(path: Path) -> bool:
    """Tell a browser from Ubuntu's placeholder, which only says that a snap is needed."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=_START_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(0 if find_chromium() else INSTALL_HINT)
