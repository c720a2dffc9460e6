"""Sending over real TLS to servers on this computer that answer badly, falsely, or not at all."""

import json
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ir_desktop.domain.consent import Decision
from ir_desktop.domain.sharing import Agreement, Export, ExportState
from ir_desktop.services import checking, exports, replies, sending
from ir_desktop.services.session import Session
from ir_desktop.sync import claims, keys
from ir_desktop.sync.transports.https import MAX_ANSWER, HttpsTransport, Timeouts
from tests.services.health_team import HealthTeam
from tests.services.nursery import Nursery, child_named, make_nursery
from tests.services.sending_hands import NOT_THE_TEAM, decide
from tests.sync.transports.loopback import Authority, Request, Server, Talk, serving

OFFLINE = "Waiting for the internet"
FAULT = "The health team’s computer has a fault"
BUSY = "The health team’s computer is busy"
SLOW = "The health team’s computer is slow"
QUICK = Timeouts(connect=5, read=1, total=2)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Nursery:
    return make_nursery(tmp_path_factory.mktemp("template") / "store")


@pytest.fixture
def nursery(template: Nursery, tmp_path: Path) -> Nursery:
    return template.copied_to(tmp_path / "store")


@pytest.fixture
def manager(nursery: Nursery) -> Iterator[Session]:
    with nursery.signed_in() as session:
        yield session


@pytest.fixture
def team(nursery: Nursery) -> HealthTeam:
    return HealthTeam(nursery.clock)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path, "The team's authority")


@pytest.fixture
def serve(authority: Authority) -> Iterator[Callable[..., Server]]:
    with serving(authority) as begin:
        yield begin


class Endpoint:
    """The team's server, whose way of answering a test changes as it goes."""

    def __init__(self, team: HealthTeam) -> None:
        self.team = team
        self.way: Talk = self.accept

    def talk(self, connection: socket.socket, request: Request) -> None:
        self.way(connection, request)

    def accept(self, connection: socket.socket, request: Request) -> None:
        if request.line.startswith("GET"):
            pages = [{"envelope": each.decode()} for each in self.team.replies]
            body = json.dumps({"replies": pages, "next": "1", "more": False}).encode()
            connection.sendall(answer(200, body, "application/json"))
            return
        took = self.team.take(request.body, request.headers["idempotency-key"])
        connection.sendall(answer(took.status, took.body, "application/jose"))


def answer(status: int, body: bytes, kind: str = "text/html", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} X", f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, *headers, "", ""]).encode() + body


@pytest.fixture
def endpoint(team: HealthTeam) -> Endpoint:
    return Endpoint(team)


@pytest.fixture
def server(serve: Callable[..., Server], endpoint: Endpoint) -> Server:
    return serve(endpoint.talk)


@pytest.fixture
def queued(manager: Session, team: HealthTeam, server: Server, authority: Authority) -> Export:
    where = claims.Endpoint(claims.EndpointKind.HTTPS, server.url, authority.pem)
    team.introduce(manager, endpoint=where)
    return exports.approve(manager, child_named(manager, "Zofia").id)


def connect_quickly(agreement: Agreement) -> HttpsTransport:
    return HttpsTransport(agreement.endpoint, tls_ca=agreement.tls_ca, timeouts=QUICK)


def sync(session: Session, connect: sending.Connect = sending.connect_https) -> Export:
    (left,) = sending.sync_once(session, connect=connect)
    assert checking.verify_audit(session).findings == ()
    return left


def test_over_real_tls_a_true_receipt_ends_it(
    manager: Session, server: Server, queued: Export, team: HealthTeam
) -> None:
    assert sync(manager).state is ExportState.RECEIVED
    (request,) = server.requests
    assert request.headers["idempotency-key"] == queued.id
    assert request.headers["content-type"] == "application/jose"
    assert b"Zofia" not in request.body
    team.replies = [team.reply(queued.id)]
    assert len(replies.fetch_replies(manager).replies) == 1
    assert server.requests[-1].headers["authorization"].startswith("Bearer ")


def says(data: bytes) -> Callable[[Endpoint], Talk]:
    return lambda endpoint: lambda connection, request: connection.sendall(data)


def accepts_then(cut: Callable[[bytes], bytes]) -> Callable[[Endpoint], Talk]:
    """Return a way that takes the package, and then cuts what it answers."""

    def way(endpoint: Endpoint) -> Talk:
        def talk(connection: socket.socket, request: Request) -> None:
            took = endpoint.team.take(request.body, request.headers["idempotency-key"])
            connection.sendall(cut(answer(took.status, took.body, "application/jose")))
            connection.shutdown(socket.SHUT_RDWR)

        return talk

    return way


def forges(**changed: Any) -> Callable[[Endpoint], Talk]:
    def way(endpoint: Endpoint) -> Talk:
        def talk(connection: socket.socket, request: Request) -> None:
            jti = request.headers["idempotency-key"]
            token = endpoint.team.receipt(request.body, jti, **changed)
            connection.sendall(answer(201, token.encode(), "application/jose"))

        return talk

    return way


def drips(endpoint: Endpoint) -> Talk:
    def talk(connection: socket.socket, request: Request) -> None:
        connection.sendall(b"HTTP/1.1 201 X\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(100):
            connection.sendall(b"x")
            time.sleep(0.1)

    return talk


def says_nothing(endpoint: Endpoint) -> Talk:
    def talk(connection: socket.socket, request: Request) -> None:
        connection.recv(1)  # until the other side has had enough

    return talk


OTHER = keys.new_signing_key()

WAYS: dict[str, tuple[Callable[[Endpoint], Talk], str]] = {
    "a café's page": (says(answer(200, b"<html>Welcome to our wifi</html>")), NOT_THE_TEAM),
    "moved, 302": (says(answer(302, b"", "x", "Location: https://localhost:9/")), NOT_THE_TEAM),
    "moved, 307": (says(answer(307, b"", "x", "Location: https://localhost:9/")), NOT_THE_TEAM),
    "moved, 308": (says(answer(308, b"", "x", "Location: https://localhost:9/")), NOT_THE_TEAM),
    "not found": (says(answer(404, b"nothing")), NOT_THE_TEAM),
    "a fault": (says(answer(500, b"oh")), FAULT),
    "busy": (says(answer(503, b"", "x", "Retry-After: 120")), BUSY),
    "too many": (says(answer(429, b"", "x", "Retry-After: soon")), BUSY),
    "rubbish for HTTP": (says(b"\x00\x01 not http at all\r\n\r\n"), OFFLINE),
    "dropped after taking it": (accepts_then(lambda whole: b""), OFFLINE),
    "a head cut short": (accepts_then(lambda whole: whole[:9]), OFFLINE),
    "a body cut short": (accepts_then(lambda whole: whole[:-40]), OFFLINE),
    "a forged receipt": (forges(signing_key=OTHER), NOT_THE_TEAM),
    "a receipt of other bytes": (forges(sha256="0" * 64), NOT_THE_TEAM),
    "a receipt for another": (forges(audience=keys.kid(OTHER)), NOT_THE_TEAM),
    "far too long": (says(answer(201, b"x" * (MAX_ANSWER + 1))), OFFLINE),
    "one byte now and then": (drips, SLOW),
    "nothing at all": (says_nothing, SLOW),
}


@pytest.mark.parametrize("name", WAYS)
def test_no_other_answer_ends_it_and_the_same_bytes_go_again(
    name: str,
    manager: Session,
    team: HealthTeam,
    endpoint: Endpoint,
    server: Server,
    queued: Export,
) -> None:
    way, words = WAYS[name]
    endpoint.way = way(endpoint)
    left = sync(manager, connect_quickly)
    assert (left.state, left.last_outcome) == (ExportState.WAITING, words)
    assert left.receipt == ""
    endpoint.way = endpoint.accept
    again = sync(manager)
    assert again.state is ExportState.RECEIVED
    assert len({request.body for request in server.requests}) == 1
    assert list(team.taken) == [queued.id]


def test_a_redirect_carries_the_body_nowhere(
    manager: Session,
    endpoint: Endpoint,
    server: Server,
    serve: Callable[..., Server],
    queued: Export,
) -> None:
    elsewhere = serve(endpoint.accept)
    for status in (301, 302, 303, 307, 308):
        moved = answer(status, b"", "x", f"Location: {elsewhere.url}/v1/packages")
        endpoint.way = says(moved)(endpoint)
        assert sync(manager).state is ExportState.WAITING
    assert elsewhere.connections == 0
    assert endpoint.team.taken == {}


def test_the_pause_asked_for_is_kept(manager: Session, endpoint: Endpoint, queued: Export) -> None:
    endpoint.way = says(answer(503, b"", "x", "Retry-After: 120"))(endpoint)
    left = sync(manager)
    assert left.next_try_at is not None
    assert (left.next_try_at - left.changed_at).total_seconds() == 120


def test_whoever_cannot_prove_to_be_the_team_is_sent_nothing(
    manager: Session,
    team: HealthTeam,
    serve: Callable[..., Server],
    endpoint: Endpoint,
    authority: Authority,
    tmp_path: Path,
) -> None:
    (tmp_path / "mallory").mkdir()
    mallory = Authority(tmp_path / "mallory", authority.name)  # the same name, another key
    impostors = [
        serve(endpoint.accept, context=mallory.server_context()),
        serve(endpoint.accept, context=authority.server_context("elsewhere.example")),
    ]
    export: Export | None = None
    for number, server in enumerate(impostors, 1):
        where = claims.Endpoint(claims.EndpointKind.HTTPS, server.url, authority.pem)
        team.introduce(manager, endpoint=where, version=str(number))
        export = export or exports.approve(manager, child_named(manager, "Zofia").id)
        left = sync(manager)
        assert left.state is ExportState.WAITING
        assert left.last_outcome.startswith("Something answered that is not the health team.")
        assert server.connections >= 1
        assert server.requests == []
    assert team.taken == {}


def test_a_server_without_tls_is_sent_nothing(
    manager: Session, team: HealthTeam, authority: Authority
) -> None:
    plain = Server(None)
    where = claims.Endpoint(claims.EndpointKind.HTTPS, plain.url, authority.pem)
    team.introduce(manager, endpoint=where)
    exports.approve(manager, child_named(manager, "Zofia").id)
    left = sync(manager, connect_quickly)
    plain.close()
    assert left.state is ExportState.WAITING
    assert plain.requests == []


def test_the_environment_cannot_lead_it_elsewhere(
    manager: Session,
    server: Server,
    queued: Export,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "HTTP_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))
    (tmp_path / ".netrc").write_text("machine localhost login a password b\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    assert sync(manager).state is ExportState.RECEIVED
    assert "authorization" not in server.requests[0].headers


def test_many_in_one_run_share_a_connection_and_one_bad_answer_stops_none(
    manager: Session, team: HealthTeam, endpoint: Endpoint, server: Server, queued: Export
) -> None:
    saoirse = child_named(manager, "Saoirse").id
    decide(manager, saoirse, Decision.GIVEN)
    exports.approve(manager, saoirse)
    seen: list[str] = []

    def way(connection: socket.socket, request: Request) -> None:
        seen.append(request.headers["idempotency-key"])
        if len(seen) == 1:
            connection.sendall(answer(400, b"{}", "application/problem+json"))
        else:
            endpoint.accept(connection, request)

    endpoint.way = way
    left = sending.sync_once(manager)
    assert [each.state for each in left] == [ExportState.SET_ASIDE, ExportState.RECEIVED]
    assert server.connections == 1


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (answer(200, b"<html>Welcome</html>"), "did not give its answers"),
        (answer(302, b"", "x", "Location: https://localhost:9/"), "did not give its answers"),
        (
            answer(401, b'{"type": "urn:x:clock"}', "application/problem+json"),
            "clock and the health team’s differ",
        ),
        (b"rubbish\r\n\r\n", "could not be reached"),
    ],
    ids=["café", "moved", "clock", "rubbish"],
)
def test_replies_are_asked_for_again_after_any_other_answer(
    data: bytes,
    trouble: str,
    manager: Session,
    team: HealthTeam,
    endpoint: Endpoint,
    queued: Export,
) -> None:
    sync(manager)
    team.replies = [team.reply(queued.id)]
    endpoint.way = says(data)(endpoint)
    found = replies.fetch_replies(manager)
    assert found.replies == ()
    assert trouble in found.troubles[0]
    endpoint.way = endpoint.accept
    assert len(replies.fetch_replies(manager).replies) == 1
