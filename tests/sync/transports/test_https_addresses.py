"""Where the HTTPS transport goes and by which way: addresses, proxies, and nobody there."""

import contextlib
import socket
import threading

import pytest

from ir_desktop.errors import Invalid
from ir_desktop.sync.transports.answer import BadCertificate, Offline
from ir_desktop.sync.transports.https import HttpsTransport
from tests.sync.transports.loopback import JTI, QUICK, Authority, Server, read_request


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


def test_errors_say_nothing_of_where_or_what(serve, reach):
    server = serve()
    server.close()
    with pytest.raises(Offline) as caught:
        reach(server).post("/v1/packages", b"canary", JTI)
    for secret in ("localhost", str(server.port), "canary", JTI, "/v1"):
        assert secret not in str(caught.value)
