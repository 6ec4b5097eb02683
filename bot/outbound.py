"""Posting to an address that a person typed in, without being led into a network that is not public.

The name is resolved once for each request, every address it has is checked, and the connection goes to a
checked address and to nothing else; the name is still what TLS verifies. No redirect is followed, no answer
is read beyond its status, and everything together has one time limit.
"""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bot.values import PushOutcome, PushTrouble

if TYPE_CHECKING:
    import httpx

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

SECONDS = 15.0
"""For one request with all that belongs to it; the Standard Webhooks specification asks for 15 to 30."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052
_LOCAL_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")  # RFC 8215
_COMPATIBLE = ipaddress.IPv6Network("::/96")  # RFC 4291, deprecated
_LAST_32_BITS = 0xFFFFFFFF
_SUCCESS = range(200, 300)
_REDIRECTS = range(300, 400)
_GONE = 410
_HIGHEST_PORT = 65535


class AddressError(ValueError):
    """What was typed is no https address that could be posted to."""


def checked_url(address: str) -> "httpx.URL":
    """The address as a URL. Raises AddressError unless it is https with a host, without a user name."""
    import httpx  # noqa: PLC0415 - six megabytes that only a program with an address to post to needs

    try:
        url = httpx.URL(address)
    except httpx.InvalidURL as error:
        raise AddressError from error
    if url.scheme != "https" or not url.host or url.userinfo or not address.isprintable():
        raise AddressError
    if url.port is not None and not 0 < url.port <= _HIGHEST_PORT:
        raise AddressError
    return url.copy_with(fragment=None)


def is_public(address: IPAddress) -> bool:
    """Whether an address belongs to the public internet, also behind an IPv6 address that stands for it."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = _inner(address)
        if inner is not None:
            return is_public(inner)
        if address in _LOCAL_NAT64 or address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


class Poster:
    """Posts to addresses of others."""

    def __init__(
        self,
        *,
        resolve: Resolve | None = None,
        may_connect: Callable[[IPAddress], bool] = is_public,
        tls: ssl.SSLContext | None = None,
        seconds: float = SECONDS,
    ) -> None:
        self._resolve = resolve or _resolve
        self._may_connect = may_connect
        self._tls = tls
        self._seconds = seconds

    async def post(self, address: str, body: bytes, headers: Mapping[str, str]) -> PushOutcome:
        """Post once; whatever the other side does is an outcome, never an exception."""
        import httpx  # noqa: PLC0415

        try:
            async with asyncio.timeout(self._seconds):
                return await self._post(checked_url(address), body, headers)
        except TimeoutError:
            return PushOutcome(PushTrouble.TOO_SLOW)
        except (ValueError, OSError):
            return PushOutcome(PushTrouble.NOT_FOUND)
        except httpx.TimeoutException:
            return PushOutcome(PushTrouble.TOO_SLOW)
        except (httpx.HTTPError, httpx.InvalidURL):
            return PushOutcome(PushTrouble.NO_CONNECTION)

    async def _post(self, url: "httpx.URL", body: bytes, headers: Mapping[str, str]) -> PushOutcome:
        import httpx  # noqa: PLC0415

        name = url.raw_host.decode("ascii")
        found = [ipaddress.ip_address(text) for text in await self._resolve(name, url.port or 443)]
        if not found:
            return PushOutcome(PushTrouble.NOT_FOUND)
        if not all(self._may_connect(one) for one in found):
            return PushOutcome(PushTrouble.NOT_PUBLIC)
        # Proxies of the environment would resolve the name again, so they are not asked.
        async with httpx.AsyncClient(
            verify=self._tls or True, trust_env=False, follow_redirects=False, timeout=self._seconds
        ) as client:
            request = client.build_request(
                "POST",
                url.copy_with(host=str(found[0])),
                content=body,
                headers={**headers, "Host": url.netloc.decode("ascii")},
                extensions=_verify_as(name),
            )
            answer = await client.send(request, stream=True)
            await answer.aclose()
        return _outcome(answer.status_code)


def _verify_as(name: str) -> dict[str, Any]:
    return {"sni_hostname": name}


def _outcome(status: int) -> PushOutcome:
    if status in _SUCCESS:
        return PushOutcome(None, status)
    if status in _REDIRECTS:
        return PushOutcome(PushTrouble.REDIRECT, status)
    return PushOutcome(PushTrouble.GONE if status == _GONE else PushTrouble.STATUS, status)


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address leads to; None where it is one of its own."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in _NAT64 or address in _COMPATIBLE:
        return ipaddress.IPv4Address(int(address) & _LAST_32_BITS)
    return None


async def _resolve(name: str, port: int) -> Sequence[str]:
    found = await asyncio.get_running_loop().getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return [str(sockaddr[0]) for *_kind, sockaddr in found]
