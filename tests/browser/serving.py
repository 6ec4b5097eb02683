"""ASGI apps on real ports of this machine, each in a thread of its own."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp


def free_socket(port: int = 0) -> socket.socket:
    """A listening socket on this port; 0: on one the system chooses."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen()
    return listener


def address(listener: socket.socket) -> str:
    """The base address of a listening socket, without a slash at its end."""
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


@contextmanager
def serving(
    app: ASGIApp, listener: socket.socket, before_stop: Callable[[], None] = lambda: None
) -> Iterator[None]:
    """Serve `app` on `listener` until the block ends; it takes connections from the start.

    `before_stop` runs on the server's event loop: the place to end streams that would hold the shutdown up.
    """
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none", timeout_graceful_shutdown=5))
    loop = asyncio.new_event_loop()

    def run() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(server.serve([listener]))

    def stop() -> None:
        before_stop()
        server.should_exit = True

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(stop)
        thread.join(timeout=10)
        listener.close()
