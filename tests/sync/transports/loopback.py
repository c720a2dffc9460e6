"""Certificate authorities and servers on the loopback, friendly and hostile."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ir_desktop.sync.transports.https import Timeouts

JTI = "01935a2e-8000-7000-8000-000000000001"
PATIENT = Timeouts(connect=10, read=10, total=30)
QUICK = Timeouts(connect=5, read=0.6, total=0.9)
OK = b"HTTP/1.1 201 Created\r\nContent-Type: application/jose\r\nContent-Length: 7\r\n\r\nreceipt"


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


@dataclass
class Authority:
    """A certificate authority made for the test."""

    folder: Path
    name: str
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def _certificate(
        self,
        subject: str,
        key: ec.EllipticCurvePrivateKey,
        *,
        ca: bool,
        names: Sequence[x509.GeneralName] = (),
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(_name(subject))
            .issuer_name(_name(self.name))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        )
        if names:
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return builder.sign(self.key, hashes.SHA256())

    @property
    def pem(self) -> str:
        return self.vouch_for(self)

    def vouch_for(self, other: "Authority") -> str:
        """Return a certificate of another authority, signed by this one, as PEM."""
        return _pem(self._certificate(other.name, other.key, ca=True)).decode()

    def server_context(self, host: str = "localhost") -> ssl.SSLContext:
        key = ec.generate_private_key(ec.SECP256R1())
        names: list[x509.GeneralName] = [x509.DNSName(host)]
        if host == "localhost":
            names.append(x509.IPAddress(ip_address("127.0.0.1")))
        made = self._certificate(host, key, ca=False, names=names)
        file = self.folder / f"{self.name}-{host}.pem"
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + _pem(made)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


@dataclass
class Request:
    """What a server read."""

    line: str
    headers: dict[str, str]
    body: bytes


def read_request(connection: socket.socket) -> Request | None:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return None
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    line, *rest = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (r.partition(":") for r in rest)}
    whole = bytearray(body)
    while len(whole) < int(headers.get("content-length", 0)):
        piece = connection.recv(65536)
        if not piece:
            return None
        whole += piece
    return Request(line, headers, bytes(whole))


Talk = Callable[[socket.socket, Request], None]


def accept(connection: socket.socket, _: Request) -> None:
    connection.sendall(OK)


class Server:
    """A server on the loopback; `context` None talks without TLS.

    `talk` answers one request; `raw`, if given, gets the bare connection instead.
    """

    def __init__(
        self,
        context: ssl.SSLContext | None,
        talk: Talk = accept,
        raw: Callable[[socket.socket], None] | None = None,
    ) -> None:
        self.context, self.talk, self.raw = context, talk, raw
        self.requests: list[Request] = []
        self.connections = 0
        self.closing = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.threads: list[threading.Thread] = []
        self.open: list[socket.socket] = []
        self._begin(self._accept)

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"

    def _begin(self, work: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=work, args=args, daemon=True)
        self.threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                self.connections += 1
                self.open.append(connection)
                self._begin(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        try:
            if self.raw is not None:
                self.raw(connection)
                return
            if self.context is not None:
                connection = self.context.wrap_socket(connection, server_side=True)
                self.open.append(connection)
            while request := read_request(connection):
                self.requests.append(request)
                self.talk(connection, request)
        except OSError:
            pass
        finally:
            connection.close()

    def close(self) -> None:
        self.closing.set()
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for connection in self.open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()
        for thread in self.threads:
            thread.join(5)


@contextlib.contextmanager
def serving(authority: Authority) -> Iterator[Callable[..., Server]]:
    """Give a way to begin servers that this authority vouches for; close them all at the end."""
    servers: list[Server] = []

    def begin(talk: Talk = accept, *, context: ssl.SSLContext | None = None, **more: Any) -> Server:
        servers.append(Server(context or authority.server_context(), talk, **more))
        return servers[-1]

    try:
        yield begin
    finally:
        for server in servers:
            server.close()


def say(data: bytes) -> Talk:
    return lambda connection, _: connection.sendall(data)
