"""What stands around every HTTP answer: who asks, whether the way is HTTPS, headers for browsers, how often.

What a request says of itself in ``X-Forwarded-*`` is believed only as far as proxies are configured: the last
``hops`` entries are theirs, whatever stands before may be made up.
"""

import hashlib
import ipaddress
import secrets
from array import array
from collections.abc import Collection, Mapping, Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.clock import Clock
from bot.logs import one_request

HEALTH_PATH = "/healthz"
READY_PATH = "/readyz"

REQUESTS_A_MINUTE = 600
"""For one client address, which behind a proxy that is not configured is everybody's."""

SLOTS = 2**16
"""Counters of an allowance. Two keys may share one, by chance: nobody outside knows which."""

_HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",  # addresses can hold a token, a state or a code
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_RAW_HEADERS = tuple((name.lower().encode(), value.encode()) for name, value in _HEADERS.items())
"""As ASGI has them."""

_NAMES = frozenset(name for name, _value in _RAW_HEADERS)

_HSTS = "max-age=31536000"
"""A year, for this name alone: the names below it are not ours to decide."""

_NETWORK_BITS = 64
"""One household or server has at least that much of IPv6 to itself."""


class Shield:
    """An ASGI application around the one that answers."""

    def __init__(self, app: ASGIApp, hops: int = 0) -> None:
        """``hops`` is how many proxies stand in front; with any, only HTTPS is answered."""
        self.app = app
        self._hops = hops

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope = _as_told(scope, self._hops) if self._hops else scope
        is_https = scope["scheme"] == "https"

        async def send_shielded(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = dict(message["headers"])
                ours = _RAW_HEADERS if said.keys().isdisjoint(_NAMES) else _unsaid(said)
                message = {**message, "headers": [*message["headers"], *ours]}
                if is_https:
                    MutableHeaders(scope=message)["Strict-Transport-Security"] = _HSTS
            await send(message)

        # A platform asks for these by itself, past the proxy.
        may_answer = is_https or not self._hops or scope["path"] in {HEALTH_PATH, READY_PATH}
        with one_request():
            await (self.app if may_answer else _NOT_HTTPS)(scope, receive, send_shielded)


def _unsaid(said: Collection[bytes]) -> list[tuple[bytes, bytes]]:
    return [pair for pair in _RAW_HEADERS if pair[0] not in said]


_NOT_HTTPS = PlainTextResponse("HTTPS only: the proxy in front must say X-Forwarded-Proto: https", 403)


def _as_told(scope: Scope, hops: int) -> Scope:
    """The request with the client and the scheme that the proxies in front tell of it."""
    headers = Headers(scope=scope)
    ways = _entries(headers, "x-forwarded-for")
    schemes = _entries(headers, "x-forwarded-proto")
    is_https = bool(schemes) and schemes[-min(hops, len(schemes))].lower() == "https"
    told = {"scheme": "https" if is_https else "http"}
    if len(ways) < hops:
        return {**scope, **told}
    return {**scope, **told, "client": (_bare(ways[-hops]), 0)}


def _entries(headers: Headers, name: str) -> Sequence[str]:
    return [entry.strip() for line in headers.getlist(name) for entry in line.split(",")]


def _bare(address: str) -> str:
    """An address without the port that some proxies add: ``192.0.2.1:443``, ``[2001:db8::1]:443``."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    host, colon, rest = address.partition(":")
    return host if colon and ":" not in rest else address


def client_of(request: Request) -> str:
    """Whom to count a request for: the IPv4 address, or the network of an IPv6 address."""
    told = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(told)
    except ValueError:
        return told
    if isinstance(address, ipaddress.IPv4Address):
        return told
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.IPv6Network((address, _NETWORK_BITS), strict=False))


class Allowance:
    """So many requests in a minute for each key. Each process counts for itself, in memory of fixed size."""

    def __init__(self, a_minute: int, clock: Clock) -> None:
        self._a_minute = a_minute
        self._clock = clock
        self._minute = clock.now()
        self._secret = secrets.token_bytes(16)
        self._counts = _no_counts()

    def wait(self, key: str) -> int:
        """Count one request; returns the seconds to wait where it is one too many, else 0."""
        now = self._clock.now()
        minute = now.replace(second=0, microsecond=0)
        if minute != self._minute:
            self._minute = minute
            self._counts = _no_counts()
        slot = self._slot(key)
        self._counts[slot] += 1
        return 0 if self._counts[slot] <= self._a_minute else 60 - now.second

    def _slot(self, key: str) -> int:
        # With a secret, so that nobody can choose keys that share a counter with another's.
        made = hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=8, key=self._secret)
        return int.from_bytes(made.digest()) % SLOTS


def _no_counts() -> "array[int]":
    return array("I", [0]) * SLOTS
