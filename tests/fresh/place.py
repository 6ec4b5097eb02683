"""As good as a new machine: an empty home, empty caches, no settings, nothing in sight of who runs this."""

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

_KEPT = ("PIP_", "SSL_CERT_")
"""Behind a mirror or a proxy nothing can be installed without these."""

_PROXIES = ("http_proxy", "https_proxy", "no_proxy")
_END_SECONDS = 30
_NAMESPACES = ("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc")
_HIDE = (
    'command=$1; shift; for folder; do mount -t tmpfs none "$folder" || exit; done; bash -c "$command"; exit'
)


@dataclass(frozen=True, slots=True)
class Done:
    """A command that has ended."""

    code: int
    output: str


@dataclass(frozen=True)
class Place:
    """Where the commands run: a clone of what is committed, in a folder of its own."""

    folder: Path
    hides: bool

    @property
    def clone(self) -> Path:
        """The repository, as somebody has it who cloned it a moment ago."""
        return self.folder / "infoview"

    def make(self) -> None:
        """Clone, and make the empty home."""
        for name in ("home", "cache", "pip-cache"):
            (self.folder / name).mkdir(parents=True)
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", ROOT, self.clone], check=True)

    def start(self, command: str) -> "subprocess.Popen[str]":
        """Start a command in a process group of its own; what it prints can be read."""
        hidden = (*_NAMESPACES, "bash", "-c", _HIDE, "bash", command, *_hidden())
        return subprocess.Popen(
            hidden if self.hides else ("bash", "-c", command),
            cwd=self.clone,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, command: str, seconds: float) -> Done:
        """Run a command to its end; one that does not end in time is killed with all it started."""
        process = self.start(command)
        try:
            output, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            output = f"{process.communicate()[0]}\nNot done after {seconds:.0f} seconds."
        return Done(process.returncode, output)

    def interrupt(self, process: "subprocess.Popen[str]") -> str:
        """Press Ctrl+C, and wait for the end. What it printed since; raises TimeoutError where it goes on."""
        os.killpg(process.pid, signal.SIGINT)
        try:
            return process.communicate(timeout=_END_SECONDS)[0]
        except subprocess.TimeoutExpired:
            raise TimeoutError(f"Ctrl+C did not end it within {_END_SECONDS} seconds") from None
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

    def _environment(self) -> Mapping[str, str]:
        return _of_the_installer(self.folder) | {
            "PATH": os.pathsep.join(_path_without_ours()),
            "HOME": str(self.folder / "home"),
            "XDG_CACHE_HOME": str(self.folder / "cache"),
            "PIP_CACHE_DIR": str(self.folder / "pip-cache"),
        }


def _path_without_ours() -> Sequence[str]:
    """The folders of programs, without those of a virtual environment in this checkout."""
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return [folder for folder in folders if not Path(folder).is_relative_to(ROOT)]


def _of_the_installer(folder: Path) -> dict[str, str]:
    found = {
        name: value
        for name, value in os.environ.items()
        if name.startswith(_KEPT) or name.lower() in _PROXIES
    }
    own = next((path for path in _own_pip_settings() if path.is_file()), None)
    if own is not None and "PIP_CONFIG_FILE" not in found:
        found["PIP_CONFIG_FILE"] = str(shutil.copy(own, folder / "pip.conf"))
    return found


def _own_pip_settings() -> Sequence[Path]:
    """Where pip looks for a person's settings (https://pip.pypa.io/en/stable/topics/configuration/)."""
    home = Path.home()
    return (home / ".config" / "pip" / "pip.conf", home / ".pip" / "pip.conf")


def _hidden() -> Sequence[str]:
    """What a new machine does not have: this checkout, and what programs keep in our home."""
    own = (Path.home() / name for name in (".cache", ".config", ".infoview"))
    return [str(path) for path in (ROOT, *own) if path.is_dir()]


def can_hide() -> bool:
    """Whether this machine lets us have folders and processes of our own."""
    if shutil.which(_NAMESPACES[0]) is None:
        return False
    hide = subprocess.run([*_NAMESPACES, "mount", "-t", "tmpfs", "none", ROOT], capture_output=True)
    return hide.returncode == 0
