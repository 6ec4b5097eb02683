"""Who asks, how often and by which way: believed only as far as proxies are configured."""

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from bot.web_shield import SLOTS, Allowance, Shield, client_of
from tests.clocks import ManualClock

PROXY = "198.51.100.7"
HTTPS = ("x-forwarded-proto", "https")


async def asked(
    hops: int, *headers: tuple[str, str], path: str = "/", scheme: str = "http"
) -> httpx.Response:
    """What an application behind the shield takes a request of the proxy for."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        await PlainTextResponse(f"{client_of(request)} {request.url.scheme}")(scope, receive, send)

    transport = httpx.ASGITransport(Shield(app, hops), client=(PROXY, 40_000))
    async with httpx.AsyncClient(transport=transport, base_url=f"{scheme}://infoview") as client:
        return await client.get(path, headers=list(headers))


def forwarded(*values: str) -> list[tuple[str, str]]:
    return [("x-forwarded-for", value) for value in values]


async def test_without_a_configured_proxy_nothing_forwarded_is_believed() -> None:
    answer = await asked(0, *forwarded("203.0.113.9"), HTTPS)
    assert answer.text == f"{PROXY} http"
    assert "strict-transport-security" not in answer.headers


@pytest.mark.parametrize(
    ("hops", "ways", "client"),
    [
        (1, ["203.0.113.9"], "203.0.113.9"),
        (1, ["192.0.2.1, 203.0.113.9"], "203.0.113.9"),  # what stands before is made up
        (1, ["192.0.2.1", "203.0.113.9"], "203.0.113.9"),  # in a line of its own, too
        (2, ["192.0.2.1, 203.0.113.9, 198.51.100.1"], "203.0.113.9"),
        (2, ["203.0.113.9"], PROXY),  # it came by a shorter way than is configured
        (1, [], PROXY),
        (1, ["203.0.113.9:55123"], "203.0.113.9"),
        (1, ["[2001:db8:1:2:3::4]:443"], "2001:db8:1:2::/64"),
        (1, ["2001:db8:1:2::9"], "2001:db8:1:2::/64"),
        (1, ["::ffff:203.0.113.9"], "203.0.113.9"),
        (1, ["unknown"], "unknown"),
        (1, ["\t;[]:%"], ";[]"),
        (1, ["fe80::1%eth0"], "fe80::/64"),
    ],
)
async def test_who_asks_is_what_the_configured_proxies_tell(hops: int, ways: list[str], client: str) -> None:
    assert (await asked(hops, *forwarded(*ways), HTTPS)).text == f"{client} https"


@pytest.mark.parametrize(
    ("hops", "headers", "is_answered"),
    [
        (1, [HTTPS], True),
        (1, [("x-forwarded-proto", "HTTPS")], True),
        (1, [], False),
        (1, [("x-forwarded-proto", "http")], False),
        (1, [("x-forwarded-proto", "https, http")], False),
        (2, [("x-forwarded-proto", "https, http")], True),
        (2, [("x-forwarded-proto", "http, https, https")], True),
        (2, [HTTPS], True),
        (2, [("x-forwarded-proto", "https, http, https")], False),
        (1, [("x-forwarded-proto", "")], False),
        (1, [("x-forwarded-proto", "httpsx")], False),
    ],
)
async def test_behind_a_proxy_only_https_is_answered(
    hops: int, headers: list[tuple[str, str]], is_answered: bool
) -> None:
    answer = await asked(hops, *headers)
    assert (answer.status_code == 200) is is_answered
    assert ("strict-transport-security" in answer.headers) is is_answered
    assert answer.headers["cache-control"] == "no-store"
    assert is_answered or "X-Forwarded-Proto" in answer.text
    assert (await asked(hops, *headers, path="/healthz")).status_code == 200


async def test_https_without_a_proxy_is_told_to_stay() -> None:
    assert (await asked(0, scheme="https")).headers["strict-transport-security"] == "max-age=31536000"


def test_each_key_has_its_own_allowance_and_a_minute_renews_it() -> None:
    clock = ManualClock()
    allowance = Allowance(2, clock)
    assert [allowance.wait("a") for _ in range(3)] == [0, 0, 60]
    clock.advance(seconds=50)
    assert [allowance.wait("a"), allowance.wait("b")] == [10, 0]
    clock.advance(seconds=10)
    assert allowance.wait("a") == 0


def test_a_crowd_of_keys_takes_no_memory_and_few_of_others_allowances() -> None:
    allowance = Allowance(1, ManualClock())
    waited = sum(bool(allowance.wait(f"2001:db8:{number:x}::/64")) for number in range(2_000))
    # Two share a counter by chance: about n²/2 of SLOTS do.
    assert waited < 2 * 2_000**2 / 2 / SLOTS
    (counts,) = [value for value in vars(allowance).values() if hasattr(value, "buffer_info")]
    assert len(counts) == SLOTS


def test_nobody_outside_knows_which_keys_share_a_counter() -> None:
    clock = ManualClock()
    slots = {tuple(Allowance(1, clock)._slot(f"{number}") for number in range(4)) for _ in range(4)}
    assert len(slots) == 4
