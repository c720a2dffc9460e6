"""The HTTPS transport against real TLS servers on the loopback, friendly and hostile."""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ir_desktop.errors import Invalid
from ir_desktop.sync.transports.answer import (
    Answer,
    AnswerTooLong,
    BadCertificate,
    Cancelled,
    Offline,
    Timeout,
)
from ir_desktop.sync.transports.https import MAX_ANSWER, HttpsTransport, Timeouts

JTI = "01935a2e-8000-7000-8000-000000000001"
PATIENT = Timeouts(connect=10, read=10, total=30)
QUICK = Timeouts(connect=5, read=0.6, total=0.9)
OK = b"HTTP/1.1 201 Created\r\nContent-Type: application/jose\r\nContent-Length: 7\r\n\r\nreceipt"


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


@dataclass
class Authority:
    """A certificate authority made for the test."""

    folder: Path
    name: str
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def _certificate(self, subject: str, key, *, ca: bool, names: list[x509.GeneralName]):
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
        made = self._certificate(self.name, self.key, ca=True, names=[])
        return made.public_bytes(serialization.Encoding.PEM).decode()

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
            + made.public_bytes(serialization.Encoding.PEM)
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


class Server:
    """A server on the loopback; `context` None talks without TLS.

    `talk` answers one request; `raw`, if given, gets the bare connection instead.
    """

    def __init__(
        self,
        context: ssl.SSLContext | None,
        talk: Talk = lambda connection, _: connection.sendall(OK),
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


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path, "Test authority")


@pytest.fixture
def serve(authority: Authority) -> Iterator[Callable[..., Server]]:
    servers: list[Server] = []

    def begin(talk: Talk | None = None, *, context=None, **kwargs) -> Server:
        if talk is not None:
            kwargs["talk"] = talk
        server = Server(context or authority.server_context(), **kwargs)
        servers.append(server)
        return server

    yield begin
    for server in servers:
        server.close()


@pytest.fixture
def reach(authority: Authority) -> Iterator[Callable[..., HttpsTransport]]:
    made: list[HttpsTransport] = []

    def to(server: Server, **kwargs) -> HttpsTransport:
        kwargs.setdefault("tls_ca", authority.pem)
        kwargs.setdefault("timeouts", PATIENT)
        made.append(HttpsTransport(server.url, **kwargs))
        return made[-1]

    yield to
    for each in made:
        each.close()


def say(data: bytes) -> Talk:
    return lambda connection, _: connection.sendall(data)


def test_a_package_is_posted_whole_and_the_answer_comes_back(serve, reach):
    server = serve()
    answer = reach(server).post("/v1/packages", b"sealed" * 1000, JTI)
    assert answer == Answer(201, b"receipt", "application/jose")
    (request,) = server.requests
    assert request.line == "POST /v1/packages HTTP/1.1"
    assert request.body == b"sealed" * 1000
    assert request.headers["idempotency-key"] == JTI
    assert request.headers["content-type"] == "application/jose"
    assert request.headers["accept-encoding"] == "identity"
    assert {"authorization", "cookie"}.isdisjoint(request.headers)


def test_a_base_path_in_the_endpoint_is_kept(serve, authority):
    server = serve()
    transport = HttpsTransport(server.url + "/health/in/", tls_ca=authority.pem, timeouts=PATIENT)
    transport.post("/v1/notices", b"x", JTI)
    transport.close()
    assert server.requests[0].line.startswith("POST /health/in/v1/notices ")


def test_twenty_megabytes_are_sent(serve, reach):
    server = serve()
    transport = reach(server)
    assert transport.post("/v1/packages", b"z" * 20_000_000, JTI).status == 201
    assert len(server.requests[0].body) == 20_000_000


def test_replies_are_fetched_with_the_pass_and_the_cursor_quoted(serve, reach):
    server = serve()
    transport = reach(server)
    transport.get_replies(None, "a.b.c")
    transport.get_replies("7 &x=/é", "a.b.c")
    assert [each.line.split()[1] for each in server.requests] == [
        "/v1/replies",
        "/v1/replies?after=7%20%26x%3D%2F%C3%A9",
    ]
    assert server.requests[0].headers["authorization"] == "Bearer a.b.c"


def test_one_connection_serves_many_exchanges(serve, reach):
    server = serve()
    transport = reach(server)
    for _ in range(5):
        transport.post("/v1/packages", b"x", JTI)
    assert (server.connections, len(server.requests)) == (1, 5)


def test_a_connection_closed_in_between_is_opened_anew(serve, reach):
    def once(connection: socket.socket, _: Request) -> None:
        connection.sendall(OK)
        raise ConnectionError  # ends this connection

    server = serve(once)
    transport = reach(server)
    for _ in range(3):
        assert transport.post("/v1/packages", b"x", JTI).status == 201
        time.sleep(0.05)
    assert server.connections == 3


@pytest.mark.parametrize(
    ("status", "extra"),
    [
        (200, b"Content-Type: text/HTML; charset=utf-8\r\n"),
        (409, b""),
        (413, b""),
        (500, b""),
    ],
)
def test_any_status_is_only_an_answer(serve, reach, status, extra):
    page = b"<html>Welcome to our wifi</html>"
    head = f"HTTP/1.1 {status} Whatever\r\nContent-Length: {len(page)}\r\n".encode()
    answer = reach(serve(say(head + extra + b"\r\n" + page))).post("/v1/packages", b"x", JTI)
    assert (answer.status, answer.body) == (status, page)
    assert answer.content_type == ("text/html" if extra else "")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(serve, reach, status):
    elsewhere = serve()
    head = f"HTTP/1.1 {status} Moved\r\nLocation: {elsewhere.url}/v1/packages\r\n"
    server = serve(say(head.encode() + b"Content-Length: 0\r\n\r\n"))
    answer = reach(server).post("/v1/packages", b"x", JTI)
    assert (answer.status, answer.body) == (status, b"")
    assert elsewhere.requests == []
    assert len(server.requests) == 1


def test_the_body_of_a_redirect_is_capped_too(serve, reach):
    def endless(connection: socket.socket, _: Request) -> None:
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /v1/packages\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65536)

    with pytest.raises(AnswerTooLong):
        reach(serve(endless)).post("/v1/packages", b"x", JTI)


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
)
def test_an_endless_answer_is_given_up(serve, reach, head):
    def endless(connection: socket.socket, _: Request) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")

    began = time.monotonic()
    with pytest.raises(AnswerTooLong) as caught:
        reach(serve(endless)).post("/v1/packages", b"x", JTI)
    assert time.monotonic() - began < 5
    assert "wifi" in caught.value.sentence


def test_an_answer_at_the_cap_is_taken(serve, reach):
    body = b"y" * MAX_ANSWER
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    assert reach(serve(say(head + body))).post("/v1/packages", b"x", JTI).body == body


def test_a_packed_answer_is_not_unpacked(serve, reach):
    packed = (
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00"
    )
    assert reach(serve(say(packed))).post("/v1/packages", b"x", JTI).body == b"\x1f\x8b\x08\x00"


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n",
    ],
)
def test_a_dripping_server_meets_the_whole_deadline(serve, reach, beginning):
    def drip(connection: socket.socket, _: Request) -> None:
        connection.sendall(beginning)
        for index in range(200):
            connection.sendall(b"H" if index else b"X")
            time.sleep(0.05)

    began = time.monotonic()
    with pytest.raises(Timeout):
        reach(serve(drip), timeouts=QUICK).post("/v1/packages", b"x", JTI)
    assert 0.8 < time.monotonic() - began < 5


@pytest.mark.expected_log("Failed to parse headers", "urllib3.connection")
def test_dripping_headers_meet_the_whole_deadline(serve, reach):
    def drip(connection: socket.socket, _: Request) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        for _byte in range(200):
            connection.sendall(b"H")
            time.sleep(0.05)

    began = time.monotonic()
    with pytest.raises(Timeout):
        reach(serve(drip), timeouts=QUICK).post("/v1/packages", b"x", JTI)
    assert 0.8 < time.monotonic() - began < 5


def test_a_long_upload_may_take_longer_than_one_piece(serve, reach):
    """The time-out holds for each piece that is sent, not for the whole body."""

    def slow_reader(connection: socket.socket) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        with server.context.wrap_socket(connection, server_side=True) as wrapped:
            read = 0
            while read < 2_000_000:
                read += len(wrapped.recv(16384))
                time.sleep(0.02)
            while read < 8_000_000:
                read += len(wrapped.recv(65536))
            wrapped.sendall(OK)
            server.closing.wait(5)

    server = serve()
    server.raw = slow_reader
    transport = reach(server, timeouts=Timeouts(connect=2, read=1, total=30))
    began = time.monotonic()
    assert transport.post("/v1/packages", b"z" * 8_000_000, JTI).status == 201
    assert time.monotonic() - began > 1.5


def test_a_handshake_that_never_comes(serve, reach):
    server = serve(raw=lambda connection: server.closing.wait(5))
    began = time.monotonic()
    with pytest.raises(Timeout):
        reach(server, timeouts=QUICK).post("/v1/packages", b"x", JTI)
    assert time.monotonic() - began < 3


def test_a_dripping_handshake_meets_the_whole_deadline(serve, reach):
    def drip(connection: socket.socket) -> None:
        connection.recv(65536)
        record = b"\x16\x03\x03\x40\x00"  # the head of a long handshake record
        for byte in record + bytes(400):
            connection.sendall(bytes([byte]))
            time.sleep(0.05)

    began = time.monotonic()
    with pytest.raises(Timeout):
        reach(serve(raw=drip), timeouts=QUICK).post("/v1/packages", b"x", JTI)
    assert time.monotonic() - began < 4


def test_a_server_that_stops_reading(serve, reach):
    def deaf(connection: socket.socket) -> None:
        with server.context.wrap_socket(connection, server_side=True) as wrapped:
            wrapped.recv(100)
            server.closing.wait(5)

    server = serve()
    server.raw = deaf
    with pytest.raises(Timeout):
        reach(server, timeouts=QUICK).post("/v1/packages", b"x" * 19_000_000, JTI)


def test_a_silent_server_is_slow(serve, reach):
    server = serve(lambda connection, request: server.closing.wait(5))
    with pytest.raises(Timeout) as caught:
        reach(server, timeouts=QUICK).post("/v1/packages", b"x", JTI)
    assert "slow" in caught.value.sentence


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\nhalf",
        b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nhalf",
        b"\x00\x01 not http at all\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 500 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\nhello",
    ],
)
def test_a_line_that_breaks_is_offline(serve, reach, answer):
    def hang_up(connection: socket.socket, _: Request) -> None:
        connection.sendall(answer)
        raise ConnectionError

    with pytest.raises(Offline):
        reach(serve(hang_up)).post("/v1/packages", b"x", JTI)


def test_a_refused_port_is_offline(serve, reach):
    server = serve()
    server.close()
    with pytest.raises(Offline) as caught:
        reach(server).post("/v1/packages", b"x", JTI)
    assert "internet" in caught.value.sentence


def test_an_unknown_name_is_offline(authority):
    transport = HttpsTransport("https://nowhere.invalid", tls_ca=authority.pem, timeouts=QUICK)
    with pytest.raises(Offline):
        transport.post("/v1/packages", b"x", JTI)
    transport.close()


def test_a_plain_server_is_offline_and_gets_nothing(serve, reach):
    got: list[bytes] = []

    def plain(connection: socket.socket) -> None:
        got.append(connection.recv(65536))
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: http://wifi.example/\r\n\r\n")

    with pytest.raises(Offline):
        reach(serve(raw=plain)).post("/v1/packages", b"canary", JTI)
    assert got
    assert all(b"canary" not in each and b"/v1/" not in each for each in got)


def test_another_authority_is_not_believed_and_gets_nothing(serve, reach, tmp_path):
    other = Authority(tmp_path, "Another authority")
    server = serve(context=other.server_context())
    with pytest.raises(BadCertificate) as caught:
        reach(server).post("/v1/packages", b"canary", JTI)
    assert server.requests == []
    assert "prove" in caught.value.sentence


def test_a_namesake_of_the_authority_is_not_believed(serve, reach, tmp_path):
    folder = tmp_path / "namesake"
    folder.mkdir()
    server = serve(context=Authority(folder, "Test authority").server_context())
    with pytest.raises(BadCertificate):
        reach(server).post("/v1/packages", b"canary", JTI)
    assert server.requests == []


def test_the_name_in_the_certificate_must_fit(serve, reach, authority):
    server = serve(context=authority.server_context("elsewhere.example"))
    with pytest.raises(BadCertificate):
        reach(server).post("/v1/packages", b"canary", JTI)
    assert server.requests == []


def test_a_named_authority_shuts_out_every_other(serve, reach, tmp_path, monkeypatch):
    """Neither the system's list nor the library's own bundle may add to the one authority."""
    public = Authority(tmp_path, "Public authority")
    file = tmp_path / "public.pem"
    file.write_text(public.pem)
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.setenv(name, str(file))
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(file))
    server = serve(context=public.server_context())
    with pytest.raises(BadCertificate):
        reach(server).post("/v1/packages", b"canary", JTI)
    assert server.requests == []


def test_with_none_named_the_systems_list_decides(serve, reach, authority, tmp_path, monkeypatch):
    file = tmp_path / "bundle.pem"
    file.write_text(authority.pem)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.setenv(name, str(file))
    server = serve()
    with pytest.raises(BadCertificate):
        reach(server, tls_ca=None).post("/v1/packages", b"x", JTI)
    assert server.requests == []
    # OpenSSL's own variable stands for the system's list on Linux
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    assert reach(server, tls_ca=None).post("/v1/packages", b"x", JTI).status == 201


def test_an_authority_below_another_is_enough(serve, reach, authority):
    """The one named may itself be signed by one that is not."""
    root = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    middle = (
        x509.CertificateBuilder()
        .subject_name(_name(authority.name))
        .issuer_name(_name("Root"))
        .public_key(authority.key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(root, hashes.SHA256())
    )
    pem = middle.public_bytes(serialization.Encoding.PEM).decode()
    assert reach(serve(), tls_ca=pem).post("/v1/packages", b"x", JTI).status == 201


def test_an_old_protocol_is_refused(serve, reach, authority):
    context = authority.server_context()
    context.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1"):
        context.minimum_version = ssl.TLSVersion.TLSv1
    with pytest.warns(DeprecationWarning, match="TLSv1"):
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    server = serve(context=context)
    with pytest.raises(Offline):
        reach(server).post("/v1/packages", b"x", JTI)
    assert server.requests == []


@pytest.mark.parametrize("text", ["", "not a certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_an_unreadable_authority_is_told(text):
    with pytest.raises(BadCertificate) as caught:
        HttpsTransport("https://reviews.example", tls_ca=text)
    assert "agreement" in caught.value.sentence


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://reviews.example",
        "ftp://reviews.example",
        "reviews.example",
        "https://",
        "https://user:pw@reviews.example",
        "https://reviews.example/?x=1",
        "https://reviews.example/#x",
        "https://reviews.example:99999",
        "https://reviews.example:0",
        "https://[half",
        "https://reviews.example/a b",
        "https://reviews.example\\@evil.example",
        "https://réviews.example",
        "",
    ],
)
def test_only_plain_https_addresses(endpoint):
    with pytest.raises(Invalid):
        HttpsTransport(endpoint)


@pytest.mark.parametrize("path", ["/v1/../x", "v1/packages", "/v1/packages?x", "//evil/v1/x", ""])
def test_only_paths_of_the_exchange(path):
    transport = HttpsTransport("https://reviews.example")
    with pytest.raises(ValueError, match="path"):
        transport.post(path, b"", JTI)
    transport.close()


def test_netrc_and_proxies_of_the_environment_are_ignored(serve, reach, tmp_path, monkeypatch):
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine localhost login somebody password canary\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server = serve()
    assert reach(server).post("/v1/packages", b"x", JTI).status == 201
    assert "authorization" not in server.requests[0].headers


class Proxy:
    """A proxy that lets through, or refuses, what a person set it for."""

    def __init__(self, *, allow: bool = True) -> None:
        self.allow = allow
        self.asked: list[str] = []
        self.server = Server(None, raw=self._relay)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    def _relay(self, connection: socket.socket) -> None:
        request = read_request(connection)
        assert request is not None
        self.asked.append(request.line)
        if not self.allow:
            connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
            return
        host, port = request.line.split()[1].split(":")
        with socket.create_connection((host, int(port))) as onward:
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            back = threading.Thread(target=self._pump, args=(onward, connection))
            back.start()
            self._pump(connection, onward)
            with contextlib.suppress(OSError):
                onward.shutdown(socket.SHUT_RDWR)
            back.join(5)

    @staticmethod
    def _pump(one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)


def test_a_proxy_that_a_person_set_is_used(serve, reach):
    server, proxy = serve(), Proxy()
    assert reach(server, proxy=proxy.url).post("/v1/packages", b"x", JTI).status == 201
    (asked,) = proxy.asked
    assert asked.startswith(f"CONNECT localhost:{server.port} ")
    proxy.server.close()


def test_through_a_proxy_only_the_named_authority_counts(serve, reach, tmp_path):
    server = serve(context=Authority(tmp_path, "Another authority").server_context())
    proxy = Proxy()
    with pytest.raises(BadCertificate):
        reach(server, proxy=proxy.url).post("/v1/packages", b"x", JTI)
    assert server.requests == []
    proxy.server.close()


def test_a_proxy_that_refuses_is_told(serve, reach):
    proxy = Proxy(allow=False)
    with pytest.raises(Offline) as caught:
        reach(serve(), proxy=proxy.url).post("/v1/packages", b"x", JTI)
    assert "proxy" in caught.value.sentence
    proxy.server.close()


@pytest.mark.parametrize(
    "proxy", ["proxy:3128", "socks5://x:1", "https://x", "http://", "http://["]
)
def test_only_http_proxies(proxy):
    with pytest.raises(Invalid):
        HttpsTransport("https://reviews.example", proxy=proxy)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        ("999999999", 86_400),
        ("Fri, 20 Nov 2026 10:05:00 GMT\r\nDate: Fri, 20 Nov 2026 10:00:00 GMT", 300),
        ("Fri, 20 Nov 2026 09:00:00 GMT\r\nDate: Fri, 20 Nov 2026 10:00:00 GMT", 0),
        ("Fri, 20 Nov 2026 10:05:00 -0000\r\nDate: Fri, 20 Nov 2026 10:00:00 GMT", 300),
        ("Fri, 20 Nov 2026 10:05:00 GMT", None),
        ("soon", None),
        ("-5", None),
    ],
)
def test_when_to_try_again(serve, reach, header, seconds):
    busy = f"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nRetry-After: {header}\r\n\r\n".encode()
    answer = reach(serve(say(busy))).post("/v1/packages", b"x", JTI)
    assert (answer.status, answer.retry_after) == (503, seconds)


def test_cancelling_ends_what_is_under_way_and_all_after(serve, reach):
    server = serve(lambda connection, request: server.closing.wait(5))
    transport = reach(server, timeouts=Timeouts(5, 30, 60))
    caught: list[BaseException] = []

    def send() -> None:
        try:
            transport.post("/v1/packages", b"x", JTI)
        except Cancelled as error:
            caught.append(error)

    thread = threading.Thread(target=send)
    thread.start()
    while not server.requests:
        time.sleep(0.01)
    began = time.monotonic()
    transport.cancel()
    thread.join(5)
    assert caught
    assert time.monotonic() - began < 1
    with pytest.raises(Cancelled):
        transport.post("/v1/packages", b"x", JTI)
    assert len(server.requests) == 1


def test_cancelling_works_on_a_connection_kept_open(serve, reach):
    def slow_second(connection: socket.socket, _: Request) -> None:
        if len(server.requests) > 1:
            server.closing.wait(5)
        connection.sendall(OK)

    server = serve(slow_second)
    transport = reach(server, timeouts=Timeouts(5, 30, 60))
    transport.post("/v1/packages", b"x", JTI)
    timer = threading.Timer(0.3, transport.cancel)
    timer.start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        transport.post("/v1/packages", b"x", JTI)
    timer.join()
    assert time.monotonic() - began < 2
    assert server.connections == 1


def test_after_a_time_out_the_transport_can_be_used_again(serve, reach):
    def slow_first(connection: socket.socket, _: Request) -> None:
        if len(server.requests) == 1:
            server.closing.wait(2)
        connection.sendall(OK)

    server = serve(slow_first)
    transport = reach(server, timeouts=QUICK)
    with pytest.raises(Timeout):
        transport.post("/v1/packages", b"x", JTI)
    assert transport.post("/v1/packages", b"x", JTI).status == 201


def test_errors_say_nothing_of_where_or_what(serve, reach):
    server = serve()
    server.close()
    with pytest.raises(Offline) as caught:
        reach(server).post("/v1/packages", b"canary", JTI)
    for secret in ("localhost", str(server.port), "canary", JTI, "/v1"):
        assert secret not in str(caught.value)
