"""What the runbook, the README and the files to deploy name is there, and the runbook leaves nothing out."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from prometheus_client.parser import text_string_to_metric_families

from bot import metrics
from bot.cli import cli
from bot.operations import database_checks, doctor, slack_checks
from bot.values import DeliveryNumbers
from tests.tried import all_tried

ROOT = Path(__file__).parents[2]
RUNBOOK = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
FILES = sorted(
    path
    for pattern in ("Procfile", ".env.example", "README.md", "manifest.yml", "docs/*.md", "deploy/*")
    for path in ROOT.glob(pattern)
)

_BEFORE = r"(?:`|bin/|^|HOST=0\.0\.0\.0 |exec infoview |: )"
_COMMAND = re.compile(_BEFORE + r"infoview ([a-z]+)(?: ([a-z]+))?", re.M)


def commands_in(text: str) -> Iterator[tuple[str, str]]:
    """The command and the word after it, of each that is to be typed."""
    return ((match[1], match[2] or "") for match in _COMMAND.finditer(text))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_command_a_file_names_is_one(file: Path) -> None:
    root: Any = typer.main.get_command(cli)
    for name, word in commands_in(file.read_text(encoding="utf-8")):
        assert name in root.commands, name
        assert word in {"", *getattr(root.commands[name], "commands", {word})}, f"{name} {word}"


def test_the_runbook_names_every_command_for_operators() -> None:
    named = {name for name, _word in commands_in(RUNBOOK)}
    assert named >= {
        "run",
        "web",
        "worker",
        "doctor",
        "backup",
        "restore",
        "db",
        "keys",
        "deliveries",
        "forget",
    }


def doctors_lines() -> set[str]:
    """What the doctor's lines are about."""
    return {
        value
        for module in (database_checks, doctor, slack_checks)
        for name, value in vars(module).items()
        if name.isupper() and not name.startswith("_") and isinstance(value, str)
    }


def test_every_line_of_the_doctor_is_explained() -> None:
    table = RUNBOOK.partition("## Is the set-up right?")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `([a-z ]+)` \|", table, re.M)) == doctors_lines()


def test_the_doctor_is_tried_on_every_set_up_of_the_table_and_on_every_line() -> None:
    tests = (ROOT / "tests" / "scenarios" / "test_doctor.py").read_text(encoding="utf-8")
    assert sorted(re.findall(r"tried\(\s*\"([^\"]+)\"", tests)) == sorted(all_tried())
    assert {one.about for one in all_tried().values()} == doctors_lines()


def test_every_figure_is_explained() -> None:
    page = metrics.page(DeliveryNumbers(0, 0, 0, 0, 0, 0.0, 0, 0)).decode()
    shown = {
        family.name + ("_total" if family.type == "counter" else "")
        for family in text_string_to_metric_families(page)
        if family.name.startswith("infoview_")
    }
    explained = set(re.findall(r"`(infoview_\w+)`", RUNBOOK))
    assert explained == shown
