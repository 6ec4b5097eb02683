"""A load generator: prepared requests over kept-alive connections, one process, raw sockets.

It does as little as it can for each request, so that on two cores the server is what is measured.
"""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

_END_OF_HEAD = b"\r\n\r\n"
_LARGEST_ANSWER = 1 << 20
_CONNECTIONS_AT_FIRST = 32


@dataclass(frozen=True, slots=True)
class Load:
    """What one burst of requests met: seconds each, and seconds in all."""

    seconds: tuple[float, ...]
    total: float


class _Connection:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(cls, port: int) -> "_Connection":
        return cls(*await asyncio.open_connection("127.0.0.1", port, limit=_LARGEST_ANSWER))

    async def exchange(self, request: bytes, expected: bytes) -> bytes:
        """Send one request; the answer's body. Raises RuntimeError where ``expected`` is not in it."""
        self._writer.write(request)
        head = await self._reader.readuntil(_END_OF_HEAD)
        lowered = head.lower()
        if b"transfer-encoding: chunked" in lowered:
            body = await self._chunks()
        else:
            length = int(lowered.partition(b"content-length:")[2].partition(b"\r\n")[0])
            body = await self._reader.readexactly(length)
        if not head.startswith(b"HTTP/1.1 200") or expected not in body:
            raise RuntimeError(f"answered {head[:40]!r} {body[:500]!r}")
        return body

    async def _chunks(self) -> bytes:
        body = bytearray()
        while size := int(await self._reader.readuntil(b"\r\n"), 16):
            body += (await self._reader.readexactly(size + 2))[:-2]
        await self._reader.readuntil(b"\r\n")
        return bytes(body)

    def close(self) -> None:
        self._writer.close()


async def once(port: int, request: bytes, expected: bytes = b"") -> bytes:
    """Send one request and give the answer's body. Raises RuntimeError where ``expected`` is not in it."""
    connection = await _Connection.open(port)
    try:
        return await connection.exchange(request, expected)
    finally:
        connection.close()


async def closed_loop(port: int, requests: Sequence[bytes], expected: bytes, connections: int) -> Load:
    """Send all requests over so many connections, each sending its next one when it has its answer.

    ``expected`` stands in each answer, or RuntimeError is raised: an error costs something else.
    """
    opened = [await _Connection.open(port) for _ in range(connections)]
    seconds: list[float] = []
    rest = iter(requests)

    async def worker(connection: _Connection) -> None:
        for request in rest:
            begun = perf_counter()
            await connection.exchange(request, expected)
            seconds.append(perf_counter() - begun)

    begun = perf_counter()
    await asyncio.gather(*map(worker, opened))
    total = perf_counter() - begun
    for connection in opened:
        connection.close()
    return Load(tuple(seconds), total)


async def arrivals(
    port: int, requests: Sequence[bytes], expected: bytes, rate: float, chance: random.Random
) -> Load:
    """Send requests at Poisson arrivals of ``rate`` a second, whether or not earlier ones are answered.

    A request's time runs from its arrival, so that waiting in line counts. ``expected`` as above.
    """
    free = [await _Connection.open(port) for _ in range(_CONNECTIONS_AT_FIRST)]
    seconds: list[float] = []

    async def one(request: bytes, arrived: float) -> None:
        connection = free.pop() if free else await _Connection.open(port)
        await connection.exchange(request, expected)
        seconds.append(perf_counter() - arrived)
        free.append(connection)

    begun = due = perf_counter()
    async with asyncio.TaskGroup() as group:
        for request in requests:
            due += chance.expovariate(rate)
            await asyncio.sleep(max(due - perf_counter(), 0))
            group.create_task(one(request, due))
    total = perf_counter() - begun
    for connection in free:
        connection.close()
    return Load(tuple(seconds), total)
