"""No test reaches out: what a process of the tests asks the network for has to be on this machine.

Python's sockets and look-ups of names are replaced once, before tests are collected. What does not go through
them is set up by the tests themselves: PostgreSQL listens on the loopback address, and Chromium resolves no
names (``tests/browser``). An audit hook would see as much with less code, but Python runs it in the middle of
``sys.settrace``, where another thread that starts then fails ("Cannot install a trace function while another
trace function is being installed"): with coverage, each thread begins so.
"""

import socket
from collections.abc import Callable
from functools import wraps
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

import pytest

_ADDRESS_AT = {"connect": 0, "connect_ex": 0, "sendto": -1, "sendmsg": 3}
_LOOK_UPS = ("getaddrinfo", "gethostbyname", "gethostbyname_ex")


def allow_loopback_only() -> None:
    """From now on a test fails when it wants to reach another machine, whatever errors the code catches."""
    for name, position in _ADDRESS_AT.items():
        setattr(socket.socket, name, _sending(getattr(socket.socket, name), position))
    for name in _LOOK_UPS:
        setattr(socket, name, _looking_up(getattr(socket, name)))


def is_loopback(host: object) -> bool:
    """Whether a name or an address means this machine; None is what a server listens on."""
    if isinstance(host, bytes):
        host = host.decode(errors="replace")
    if host in {None, "", "localhost"}:
        return True
    try:
        address = _address(str(host))
    except (OSError, ValueError):
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def _address(host: str) -> IPv4Address | IPv6Address:
    return ip_address(host if ":" in host else socket.inet_aton(host))  # which reads "127.1", too


def _sending(method: Callable[..., Any], position: int) -> Callable[..., Any]:
    @wraps(method)
    def sending(sock: socket.socket, *args: Any) -> Any:
        if sock.family in {socket.AF_INET, socket.AF_INET6}:
            for host, *_ in args[position:][:1]:
                _refuse_others(host)
        return method(sock, *args)

    return sending


def _looking_up(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def looking_up(host: object, *args: Any, **options: Any) -> Any:
        if isinstance(host, str):
            host.encode("idna")  # the look-up itself refuses what is no name, before it asks anybody
        _refuse_others(host)
        return function(host, *args, **options)

    return looking_up


def _refuse_others(host: object) -> None:
    if not is_loopback(host):
        # Derived from BaseException: no "except Exception" takes it for a connection that failed.
        pytest.fail(f"a test wants to reach {host!r}: only this machine is allowed")
