"""The servers that are measured, each a process on one core, and the processor time they use (Linux only)."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PEERS = Path(__file__).parent / "peers"
SERVER_CORE, CLIENT_CORE = 0, 1
_START_SECONDS = 60
_STOP_SECONDS = 30
_NANOSECONDS = 1e9


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    port: int
    pid: int

    @property
    def cpu_seconds(self) -> float:
        """Processor time of all its threads since their start."""
        # /proc/…/stat counts in hundredths of a second, which is too coarse for a short burst.
        threads = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(path.read_text(encoding="ascii").split()[0]) for path in threads) / _NANOSECONDS

    @property
    def memory_mb(self) -> float:
        """Resident memory now, in MB (10^6 bytes)."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def use_core(core: int, pid: int = 0) -> None:
    """Keep a process (0: this one) and what it starts on one core, where there are several."""
    os.sched_setaffinity(pid, {core % (os.cpu_count() or 1)})


@contextmanager
def served(command: Sequence[str], settings: Mapping[str, str], folder: Path) -> Iterator[Server]:
    """Start a server that listens on PORT, with nothing but these settings; it ends with the block.

    Raises RuntimeError where it does not start, with what it said.
    """
    port = _free_port()
    environment = environment_of(PORT=str(port), **settings)
    log = folder / f"{port}.log"
    with log.open("w", encoding="utf-8") as said:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=said, stderr=said)
    try:
        use_core(SERVER_CORE, process.pid)
        if not _is_open(process, port):
            raise RuntimeError(f"{command} did not start: {log.read_text(encoding='utf-8')}")
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(_STOP_SECONDS)


def environment_of(**settings: str) -> dict[str, str]:
    """The environment of a measured process: these settings, and nothing of ours by chance."""
    kept = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), **settings}


def python(module: str) -> list[str]:
    """The command that runs one of our modules."""
    return [sys.executable, "-m", module]


def node(folder: Path) -> list[str] | None:
    """The command for the peer in JavaScript, installed into ``folder``; None where npm cannot do that."""
    npm, binary = shutil.which("npm"), shutil.which("node")
    if npm is None or binary is None:
        return None
    for name in ("package.json", "app.js"):
        shutil.copy(PEERS / "bolt_js" / name, folder / name)
    install = [npm, "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"]
    if subprocess.run(install, cwd=folder, check=False, capture_output=True).returncode:
        return None
    return [binary, str(folder / "app.js")]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _is_open(process: "subprocess.Popen[bytes]", port: int) -> bool:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.02)
    return False
