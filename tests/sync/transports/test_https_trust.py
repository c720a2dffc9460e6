"""Which certificates are believed, and that nothing is said to a server that is not."""

import socket
import ssl

import pytest

from ir_desktop.sync.transports.answer import BadCertificate, Offline
from ir_desktop.sync.transports.https import HttpsTransport
from tests.sync.transports.loopback import JTI, Authority


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


def test_an_authority_below_another_is_enough(serve, reach, authority, tmp_path):
    """The one named may itself be signed by one that is not."""
    pem = Authority(tmp_path, "Root").vouch_for(authority)
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
