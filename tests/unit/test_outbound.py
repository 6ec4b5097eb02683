"""Posting to addresses of others: only to public ones, and never longer or further than it should."""

import asyncio
import time
from ipaddress import ip_address

import pytest

from bot.outbound import AddressError, Poster, checked_url, is_public
from bot.values import PushOutcome, PushTrouble
from tests.receivers import HERE, NAME, Names, answering, poster, receiving

NOT_PUBLIC = [
    "127.0.0.1",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "192.0.0.1",
    "198.18.0.1",
    "203.0.113.9",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%1",
    "fec0::1",
    "fc00::1",
    "ff02::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::8.8.8.8",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",  # Teredo for 127.0.0.1
]


@pytest.mark.parametrize("address", NOT_PUBLIC)
async def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert not is_public(ip_address(address))
    for found in ([address], ["8.8.8.8", address]):
        outcome = await Poster(resolve=Names(found)).post("https://hooks.example/", b"", {})
        assert outcome == PushOutcome(PushTrouble.NOT_PUBLIC)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    ["https://127.1/", "https://2130706433/", "https://[::ffff:127.0.0.1]:8443/", "https://localhost/"],
)
async def test_ways_to_write_this_machine(address: str) -> None:
    assert (await Poster().post(address, b"", {})).trouble is PushTrouble.NOT_PUBLIC


@pytest.mark.parametrize(
    "address",
    [
        "",
        "hooks.example",
        "http://hooks.example/",
        "ftp://hooks.example/",
        "https:///x",
        "https://me:secret@hooks.example/",
        "https://hooks.example:99999/",
        "https://hooks.example/\n",
        "https://[::1/",
        "javascript:alert(1)",
    ],
)
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(AddressError):
        checked_url(address)


async def test_it_posts_to_the_checked_address_under_the_right_name() -> None:
    names = Names([HERE])
    async with receiving() as receiver:
        outcome = await poster(names).post(receiver.address, b"{}", {"webhook-id": "1"})
    assert outcome == PushOutcome(None, 204)
    [(headers, body)] = receiver.requests
    assert headers[""] == "POST /in?key=1 HTTP/1.1"
    assert headers["host"] == f"{NAME}:{receiver.port}"
    assert headers["webhook-id"] == "1"
    assert body == b"{}"
    assert names.asked == [NAME]


async def test_a_name_that_changes_its_address_leads_nowhere_else() -> None:
    names = Names([HERE], ["10.0.0.1"])
    async with receiving() as receiver:
        mine = poster(names)
        assert (await mine.post(receiver.address, b"", {})).trouble is None
        assert (await mine.post(receiver.address, b"", {})).trouble is PushTrouble.NOT_PUBLIC
    assert len(receiver.requests) == 1
    assert len(names.asked) == 2


async def test_a_certificate_of_somebody_else() -> None:
    async with receiving() as receiver:
        address = receiver.address.replace(NAME, "bank.example")
        assert (await poster().post(address, b"", {})).trouble is PushTrouble.NO_CONNECTION
    assert receiver.requests == []


async def test_redirects_are_not_followed() -> None:
    async with receiving() as receiver:
        raw = f"HTTP/1.1 307 Again\r\nLocation: {receiver.address}\r\nContent-Length: 0\r\n\r\n"
        receiver.answer = answering(raw.encode())
        assert await poster().post(receiver.address, b"", {}) == PushOutcome(PushTrouble.REDIRECT, 307)
    assert len(receiver.requests) == 1


@pytest.mark.parametrize(("status", "trouble"), [(410, PushTrouble.GONE), (500, PushTrouble.STATUS)])
async def test_answers_that_are_no_success(status: int, trouble: PushTrouble) -> None:
    async with receiving() as receiver:
        receiver.answer = answering(f"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n".encode())
        assert await poster().post(receiver.address, b"", {}) == PushOutcome(trouble, status)


@pytest.mark.parametrize("raw", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nx: " + b"y" * 300_000])
async def test_what_is_no_answer(raw: bytes) -> None:
    async with receiving() as receiver:
        receiver.answer = answering(raw)
        assert (await poster().post(receiver.address, b"", {})).trouble is PushTrouble.NO_CONNECTION


async def test_200_megabytes_are_not_read() -> None:
    async with receiving() as receiver:
        receiver.answer = receiver.flood
        assert await poster().post(receiver.address, b"", {}) == PushOutcome(None, 200)
        await asyncio.sleep(0)
    assert receiver.sent_bytes < 20_000_000


async def test_a_slow_receiver_does_not_hold_anybody_up() -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        for _byte in range(100):
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.05)

    async with receiving() as receiver:
        receiver.answer = drip
        began = time.monotonic()
        assert (await poster(seconds=0.3).post(receiver.address, b"", {})).trouble is PushTrouble.TOO_SLOW
        assert time.monotonic() - began < 2


async def test_a_name_without_an_address() -> None:
    assert (await poster(Names([])).post("https://hooks.example/", b"", {})).trouble is PushTrouble.NOT_FOUND
    long = f"https://{'a' * 70}.example/"
    assert (await Poster().post(long, b"", {})).trouble is PushTrouble.NOT_FOUND


async def test_nobody_listens() -> None:
    async with receiving() as receiver:
        address = receiver.address
    assert (await poster().post(address, b"", {})).trouble is PushTrouble.NO_CONNECTION
