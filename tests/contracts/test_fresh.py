"""``make test-fresh`` follows what README and CONTRIBUTING print: each command of theirs, and no other."""

import re
from pathlib import Path

from tests.fresh.__main__ import PAGES
from tests.fresh.pages import commands_of
from tests.fresh.steps import steps_of, unused_rules

ROOT = Path(__file__).parents[2]


def test_every_command_of_the_pages_is_followed_and_every_rule_is_for_one() -> None:
    commands = [command for page in PAGES for command in commands_of(ROOT / page)]
    assert unused_rules(commands) == []
    followed = [step.command for step in steps_of(commands, long=True) if step.follow is not None]
    assert {"make run", "make check", "make test", ".venv/bin/infoview doctor"} <= set(followed)
    left_out = [step for step in steps_of(commands, long=False) if step.follow is None]
    assert all(step.left_out for step in left_out)
    assert {step.command.split()[0] for step in left_out} == {"cd", "make", "podman", "sudo"}
    files = [
        word for step in left_out for word in step.command.split() if re.match(r"deploy/|\.ci/|\.env", word)
    ]
    assert [file for file in files if not (ROOT / file).is_file()] == []
    assert len(files) >= 6


def test_how_a_page_is_read(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "```console\none  # more\ntwo \\\n    three\n```\n```python\nno\n```\n"
        "1. Do\n\n   ```console\n   four\n   ```\n",
        encoding="utf-8",
    )
    assert list(commands_of(page)) == ["one", "two three", "four"]
