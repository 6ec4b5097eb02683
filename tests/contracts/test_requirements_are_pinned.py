"""What is installed is exactly what was tested: every package by version and hash, from any index."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = ("requirements.txt", "requirements-dev.txt")

_ENTRY = re.compile(
    r"(?P<name>[A-Za-z0-9._-]+)(\[[A-Za-z0-9,._-]+\])?==[^\s;]+( ; [^\\]+)?( --hash=sha256:[0-9a-f]{64})+"
)


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def entries(file: str) -> list[str]:
    """One line for each package, without comments."""
    lines = (ROOT / file).read_text(encoding="utf-8").replace("\\\n", "").splitlines()
    return [" ".join(line.split()) for line in lines if line.strip() and not line.lstrip().startswith("#")]


@pytest.mark.parametrize("file", FILES)
def test_each_package_has_a_version_and_hashes_and_no_place(file: str) -> None:
    for entry in entries(file):
        assert _ENTRY.fullmatch(entry), entry
    text = (ROOT / file).read_text(encoding="utf-8")
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links|--trusted-host| @ ", text)


def test_all_that_the_bot_asks_for_is_pinned() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    pinned = {normal(match["name"]) for entry in entries(FILES[0]) if (match := _ENTRY.fullmatch(entry))}
    assert {normal(re.split(r"[\[<>=;~! ]", name)[0]) for name in wanted} - pinned == set()


def test_only_what_matches_is_installed() -> None:
    setup = (ROOT / ".ci" / "setup.sh").read_text(encoding="utf-8")
    installs = re.findall(r"^ *pip_install (.+)$", setup, re.MULTILINE)
    assert len(installs) == 4
    for arguments in installs:
        is_pinned = re.match(r"--require-hashes -r (<\(.* )?requirements", arguments)
        is_ours = arguments == "--no-deps --no-build-isolation -e ."
        assert is_pinned or is_ours, arguments
