"""No test reaches out: what a process of the tests asks the network for has to be on this machine.

Python tells of each connection, datagram and look-up of a name before it happens, also of those of modules
that kept their own reference to a socket. What does not go through Python's sockets is set up by the tests
themselves: PostgreSQL listens on the loopback address, and Chromium resolves no names (``tests/browser``).
"""

import sys
from ipaddress import IPv4Address, IPv6Address, ip_address
from socket import AF_INET, AF_INET6, inet_aton, socket

import pytest

_TO_AN_ADDRESS = {"socket.connect", "socket.sendto", "socket.sendmsg"}
_LOOK_UPS = {"socket.getaddrinfo", "socket.gethostbyname"}


def allow_loopback_only() -> None:
    """From now on a test fails when it wants to reach another machine, whatever errors the code catches."""
    sys.addaudithook(_look)


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
    return ip_address(host if ":" in host else inet_aton(host))  # which reads "127.1", too


def _look(event: str, details: tuple[object, ...]) -> None:
    if event in _TO_AN_ADDRESS:
        sock, address = details[:2]
        if isinstance(sock, socket) and sock.family in {AF_INET, AF_INET6} and isinstance(address, tuple):
            _refuse_others(address[0])
    elif event in _LOOK_UPS:
        _refuse_others(details[0])


def _refuse_others(host: object) -> None:
    if not is_loopback(host):
        # Derived from BaseException: no "except Exception" takes it for a connection that failed.
        pytest.fail(f"a test wants to reach {host!r}: only this machine is allowed")
