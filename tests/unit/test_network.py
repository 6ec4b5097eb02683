"""The tests reach no other machine."""

import asyncio
import socket
import sys
import threading
from contextlib import closing, suppress

import httpx
import pytest

from tests.network import is_loopback

ELSEWHERE = "192.0.2.1"  # TEST-NET-1 (RFC 5737): nobody's
REFUSED = pytest.raises(pytest.fail.Exception, match="only this machine is allowed")


def test_a_connection_is_refused_before_it_is_made() -> None:
    with REFUSED:
        socket.create_connection((ELSEWHERE, 80), timeout=1)
    for family, address in (
        (socket.AF_INET, (ELSEWHERE, 80)),
        (socket.AF_INET6, ("2001:db8::1", 80, 0, 0)),
    ):
        with closing(socket.socket(family)) as one, REFUSED:
            one.connect_ex(address)


def test_a_datagram_is_refused() -> None:
    with closing(socket.socket(type=socket.SOCK_DGRAM)) as one:
        with REFUSED:
            one.sendto(b"x", (ELSEWHERE, 9))
        with REFUSED:
            one.sendmsg([b"x"], [], 0, (ELSEWHERE, 9))


@pytest.mark.parametrize("look_up", [socket.gethostbyname, lambda name: socket.getaddrinfo(name, 443)])
def test_no_name_is_looked_up(look_up: object) -> None:
    assert callable(look_up)
    with REFUSED:
        look_up("slack.com")


def test_what_is_no_name_is_refused_as_by_python_itself() -> None:
    with pytest.raises(UnicodeError):
        socket.getaddrinfo("a" * 70, 443)


def test_code_that_catches_its_errors_does_not_hide_it() -> None:
    with REFUSED, suppress(Exception):
        httpx.get(f"http://{ELSEWHERE}/", timeout=1)


async def test_nor_does_code_that_waits_for_others() -> None:
    with REFUSED, suppress(Exception):
        await asyncio.open_connection(ELSEWHERE, 80)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.1", "::1", "::ffff:127.0.0.1", "localhost", b"localhost", "", None]
)
def test_this_machine(host: object) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "10.0.0.1", "::", "::ffff:8.8.8.8", "localhost.example", b"\xff"]
)
def test_others(host: object) -> None:
    assert not is_loopback(host)


def test_this_machine_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()
    ours, theirs = socket.socketpair()
    with closing(ours), closing(theirs):
        ours.sendmsg([b"x"])
        assert theirs.recv(1) == b"x"


def test_the_guard_does_not_disturb_threads_that_start_while_lines_are_counted() -> None:
    hooked: list[str] = []
    before = sys.getswitchinterval()

    def begin_as_under_coverage() -> None:
        for _ in range(1_000):
            try:
                sys.settrace(None)
            except RuntimeError as error:
                hooked.append(str(error))

    threads = [threading.Thread(target=begin_as_under_coverage) for _ in range(8)]
    sys.setswitchinterval(1e-6)
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(before)
    assert hooked == []
