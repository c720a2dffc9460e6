"""The HTTPS transport's patience: slow and silent servers, and a person who cancels."""

import socket
import threading
import time

import pytest

from ir_desktop.sync.transports.answer import Cancelled, Timeout
from ir_desktop.sync.transports.https import Timeouts
from tests.sync.transports.loopback import JTI, OK, QUICK, Request


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
            while read < 1_600_000:
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
