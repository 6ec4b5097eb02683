"""A real HTTPS server on this machine that plays the receiver of a webhook, well-behaved or not."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.outbound import IPAddress, Poster, is_public

NAME = "hooks.example"
HERE = "127.0.0.1"
OK = b"HTTP/1.1 204 No Content\r\n\r\n"

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


def answering(raw: bytes) -> Answer:
    """Answer these bytes."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(raw)

    return answer


@dataclass
class Receiver:
    """What arrived, and what it answers."""

    port: int = 0
    answer: Answer = field(default_factory=lambda: answering(OK))
    requests: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)
    sent_bytes: int = 0

    @property
    def address(self) -> str:
        """Its https address."""
        return f"https://{NAME}:{self.port}/in?key=1"

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request, one answer."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            first, *lines = head.strip().split("\r\n")
            headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            self.requests.append(({"": first, **headers}, body))
            await self.answer(writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            return
        finally:
            writer.close()

    async def flood(self, writer: asyncio.StreamWriter) -> None:
        """200 MB."""
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 200000000\r\n\r\n")
        for _piece in range(2_000):
            writer.write(b"x" * 100_000)
            await writer.drain()
            self.sent_bytes += 100_000


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """A receiver on any free port, with a certificate for :data:`NAME`."""
    receiver = Receiver()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with TemporaryDirectory() as folder:
        pem = Path(folder) / "pem"
        pem.write_bytes(certificate())
        context.load_cert_chain(pem)
    server = await asyncio.start_server(receiver.handle, HERE, 0, ssl=context)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()


class Names:
    """A name server that gives one answer after the other, and the last one for ever."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, name: str, _port: int) -> Sequence[str]:
        self.asked.append(name)
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


def poster(names: Names | None = None, seconds: float = 5) -> Poster:
    """A poster that trusts the receiver's certificate and takes this machine's address for a public one."""
    context = ssl.create_default_context(cadata=certificate().decode().partition("-----BEGIN PRIVATE")[0])
    return Poster(resolve=names or Names([HERE]), may_connect=_here_too, tls=context, seconds=seconds)


def _here_too(address: IPAddress) -> bool:
    return address == ip_address(HERE) or is_public(address)


@cache
def certificate() -> bytes:
    """A certificate for :data:`NAME` that vouches for itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
