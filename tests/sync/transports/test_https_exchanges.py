"""What is sent over HTTPS, on which connection, and which answers come back as answers."""

import socket
import time

import pytest

from ir_desktop.sync.transports.answer import Answer, AnswerTooLong, Offline
from ir_desktop.sync.transports.https import MAX_ANSWER, HttpsTransport
from tests.sync.transports.loopback import JTI, OK, PATIENT, Request, say


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
