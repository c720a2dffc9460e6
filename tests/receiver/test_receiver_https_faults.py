"""The endpoint with slow, endless and many clients, and with faults of its own."""

import json
import time
from collections.abc import Callable

import pytest
import requests

from ir_desktop.ids import new_id
from ir_desktop.receiver.bodies import Limits
from tests.receiver.intake_hands import kept
from tests.receiver.receiver_web import check, head, read_all, tls
from tests.receiver.servers import Running

IMPATIENT = {"grace": 0.5, "slowest": 1000.0}


@pytest.fixture
def odd(starter: Callable[..., Running]) -> Callable[..., Running]:
    """Starts servers with other limits, or with a fault."""
    return lambda **options: starter(script="odd_server.py", options=json.dumps(options))


def test_an_endless_body_is_cut_off(running: Running) -> None:
    """No length is told, and the sender never stops: the server must."""
    limits = Limits()
    written = 0
    with tls(running) as connection:
        connection.sendall(head(running, new_id(), "Transfer-Encoding: chunked"))
        piece = b"10000\r\n" + b"a" * 65536 + b"\r\n"
        with pytest.raises(OSError):  # noqa: PT011 - a reset or a broken pipe, as it happens
            while written < 10 * limits.most:
                connection.sendall(piece)
                written += 65536
    assert written < 2 * limits.most + limits.drained


def test_a_slow_body_is_given_up(odd: Callable[..., Running]) -> None:
    running = odd(limits=IMPATIENT)
    begun = time.monotonic()
    with tls(running) as connection:
        connection.sendall(head(running, new_id(), "Content-Length: 1000000") + b"abc")
        answer = read_all(connection)
    assert time.monotonic() - begun < 10
    assert answer.startswith("HTTP/1.1 408")
    assert '"too_slow"' in answer
    assert running.server.post(running.sender.package(running.agreement)).status_code == 201


def test_a_dripping_body_is_given_up(odd: Callable[..., Running]) -> None:
    running = odd(limits=IMPATIENT)
    with tls(running) as connection:
        connection.sendall(head(running, new_id(), "Content-Length: 1000000"))
        connection.settimeout(0.05)
        answer = b""
        for _ in range(200):
            connection.sendall(b"a")
            try:
                answer = connection.recv(65536)
                break
            except TimeoutError:
                continue
    assert answer.startswith(b"HTTP/1.1 408")


def test_the_busy_server_says_when_to_come_back(odd: Callable[..., Running]) -> None:
    running = odd(limits={"at_once": 1, "grace": 20.0})
    sent = running.sender.package(running.agreement)
    with tls(running) as connection:
        connection.sendall(head(running, sent.jti, f"Content-Length: {len(sent.body)}") + b"e")
        deadline = time.monotonic() + 10
        while (answer := running.server.post(sent)).status_code != 503:
            assert time.monotonic() < deadline
            sent = running.sender.package(running.agreement)
        assert int(answer.headers["Retry-After"]) > 0
        check(answer, "/v1/packages")
        assert running.server.get("/v1/health").status_code == 200
    deadline = time.monotonic() + 10
    while running.server.post(sent).status_code != 201:
        assert time.monotonic() < deadline


def test_a_bug_is_told_with_a_reference_only(odd: Callable[..., Running]) -> None:
    running = odd(fault="bug")
    answer = running.server.post(running.sender.package(running.agreement))
    assert (answer.status_code, answer.json()["reason"]) == (500, "bug")
    check(answer, "/v1/packages")
    reference = answer.json()["detail"].rpartition("Reference ")[2].strip(".")
    log = running.server.log.read_text()
    assert reference in log
    assert "ValueError at " in log
    assert "Canary" not in log + answer.text


def test_a_full_disk_is_told_to_come_back(odd: Callable[..., Running]) -> None:
    running = odd(fault="disk_full")
    answer = running.server.post(running.sender.package(running.agreement))
    assert (answer.status_code, answer.json()["reason"]) == (503, "fault")
    assert int(answer.headers["Retry-After"]) > 0
    check(answer, "/v1/packages")
    assert kept(running.data) == 0
    log = running.server.log.read_text()
    assert "the disk may be full" in log
    assert "INSERT" not in log


def test_it_stops_in_order_although_a_client_keeps_its_connection(
    starter: Callable[..., Running],
) -> None:
    running = starter()
    with requests.Session() as session:
        health = session.get(
            f"{running.server.url}/v1/health", verify=running.server.ca, timeout=30
        )
        assert health.status_code == 200
        begun = time.monotonic()
        assert running.server.stop() == 0
        assert time.monotonic() - begun < 10
