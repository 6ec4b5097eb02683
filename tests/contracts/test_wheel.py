"""An installed wheel carries content, migrations, the manifest and the playground's page, and runs."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_what_it_carries(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for needed in (
        "content/guide/05-logistics.md",
        "content/program/11-thank-you.md",
        "content/nudges/follow-up.md",
        "content/manifest.yml",
        "bot/migrations/env.py",
        "bot/migrations/versions/0001_the_first_tables.py",
        "bot/playground/static/index.html",
        "bot/playground/static/app.js",
        "bot/playground/static/style.css",
        "handlers/router.py",
    ):
        assert needed in names
    assert not [name for name in names if name.startswith(("tests/", "docs/"))]


def test_it_runs_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    check = (
        "from bot.guidance import content_root, load_library;"
        "from bot.manifest import read_manifest;"
        "assert len(load_library(content_root()).topics) == 10;"
        "assert read_manifest()['features'];"
        "from bot.cli import main; main()"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    done = subprocess.run(
        [sys.executable, "-P", "-c", check, "db", "upgrade"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "up to date" in done.stdout, done.stderr
    assert (tmp_path / ".infoview" / "infoview.db").exists()
