"""The endpoint over real TLS, in a process of its own: every status, and its description."""

import json
import socket
import ssl
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from jsonschema import Draft202012Validator
from sqlalchemy import func, select

from ir_desktop.domain.categories import Category
from ir_desktop.ids import new_id
from ir_desktop.receiver import service
from ir_desktop.receiver.bodies import Limits
from ir_desktop.receiver.tables import PACKAGES
from ir_desktop.receiver.web import OPENAPI, application
from ir_desktop.sync import claims, envelope
from ir_desktop.sync.claims import RejectReason
from tests.receiver.parties import Sender, Sent, introduce, make_bundle, now, terms
from tests.receiver.servers import Running

SPEC = json.loads(OPENAPI.read_text("utf-8"))


def check(response: requests.Response, path: str, method: str = "post") -> None:
    """Hold an answer against the OpenAPI document."""
    told = SPEC["paths"][path][method]["responses"][str(response.status_code)]
    kind = response.headers["Content-Type"]
    body: object = response.text if kind == "application/jose" else response.json()
    schema = told["content"][kind]["schema"] | {"components": SPEC["components"]}
    Draft202012Validator(schema).validate(body)
    for name, header in told.get("headers", {}).items():
        assert name in response.headers or not header.get("required")
    assert response.headers["Cache-Control"] == "no-store"


def refusal(running: Running, response: requests.Response, sent: Sent) -> claims.Receipt:
    """The signed refusal in an answer."""
    check(response, "/v1/packages")
    body = response.json()
    receipt = running.sender.receipt(running.agreement, sent, body["receipt"])
    assert receipt.reason is not None
    assert receipt.reason.value == body["reason"]
    assert body["type"].endswith("/" + body["reason"])
    return receipt


def kept(running: Running) -> int:
    with running.data.reading() as connection:
        return connection.execute(select(func.count()).select_from(PACKAGES)).scalar_one()


def test_a_package_is_taken_once_and_the_receipt_stays_the_same(running: Running) -> None:
    sent = running.sender.package(running.agreement)
    first = running.server.post(sent)
    assert first.status_code == 201
    check(first, "/v1/packages")
    receipt = running.sender.receipt(running.agreement, sent, first.text)
    assert receipt.status is claims.ReceiptStatus.ACCEPTED
    again = running.server.post(sent)
    assert (again.status_code, again.text) == (200, first.text)
    check(again, "/v1/packages")


def test_other_bytes_under_the_same_key_conflict(running: Running) -> None:
    sent = running.sender.package(running.agreement)
    assert running.server.post(sent).status_code == 201
    other = running.sender.package(running.agreement, jti=sent.jti)
    answer = running.server.post(other)
    assert answer.status_code == 409
    assert refusal(running, answer, other).reason is RejectReason.JTI_REUSED


@pytest.mark.parametrize("body", [b"", b"x", b"a.b.c.d.e", b"\x00\xff" * 500])
def test_what_is_no_package_is_refused_unsigned(running: Running, body: bytes) -> None:
    answer = running.server.post(running.sender.package(running.agreement), body)
    assert answer.status_code == 400
    check(answer, "/v1/packages")
    assert answer.json()["reason"] == "malformed"
    assert "receipt" not in answer.json()


@pytest.mark.parametrize("key", ["", "42", "not a uuid", "01935A2E-8000-7000-8000-000000000001"])
def test_a_request_needs_its_key(running: Running, key: str) -> None:
    sent = running.sender.package(running.agreement)
    answer = running.server.post(sent, headers={"Idempotency-Key": key})
    assert (answer.status_code, answer.json()["reason"]) == (400, "no_key")
    check(answer, "/v1/packages")


def test_the_key_must_be_the_packages_own(running: Running) -> None:
    sent = running.sender.package(running.agreement)
    answer = running.server.post(sent, headers={"Idempotency-Key": new_id()})
    assert answer.status_code == 400
    assert refusal(running, answer, sent).reason is RejectReason.MALFORMED


def test_an_unknown_sender_is_refused(running: Running) -> None:
    stranger = Sender()
    sent = stranger.package(running.agreement)
    answer = running.server.post(sent)
    assert answer.status_code == 401
    assert "WWW-Authenticate" in answer.headers
    other = replace(running, sender=stranger)
    assert refusal(other, answer, sent).reason is RejectReason.UNKNOWN_SETTING


def test_a_revoked_sender_is_refused_at_once(running: Running) -> None:
    sender = Sender(name="Leaving Nursery")
    agreement = introduce(running.data, sender)
    assert running.server.post(sender.package(agreement)).status_code == 201
    service.revoke(running.data, sender.kid, now=now())
    sent = sender.package(agreement)
    answer = running.server.post(sent)
    assert answer.status_code == 401
    theirs = replace(running, sender=sender, agreement=agreement)
    assert refusal(theirs, answer, sent).reason is RejectReason.REVOKED_SETTING


def test_outside_the_agreement_it_is_forbidden(running: Running) -> None:
    few = (Category.IDENTITY, Category.QUESTIONS)
    agreement = introduce(running.data, running.sender, terms(few))
    sent = running.sender.package(agreement)
    answer = running.server.post(sent)
    assert answer.status_code == 403
    ours = replace(running, agreement=agreement)
    assert refusal(ours, answer, sent).reason is RejectReason.CATEGORY_NOT_ALLOWED


def test_without_an_agreement_in_force_it_is_forbidden(running: Running) -> None:
    start = now() - timedelta(days=9)
    agreement = introduce(
        running.data, running.sender, terms(start=start, end=start + timedelta(days=1))
    )
    sent = running.sender.package(agreement)
    answer = running.server.post(sent)
    assert answer.status_code == 403
    ours = replace(running, agreement=agreement)
    assert refusal(ours, answer, sent).reason is RejectReason.AGREEMENT_NOT_IN_FORCE


def test_a_little_over_20_mb_is_read_past_and_refused(running: Running) -> None:
    sent = running.sender.package(running.agreement)
    answer = running.server.post(sent, b"a" * (envelope.MAX_BYTES + 1))
    assert (answer.status_code, answer.json()["reason"]) == (413, "too_large")
    check(answer, "/v1/packages")


def test_an_endless_body_is_cut_off(running: Running) -> None:
    """No length is told, and the sender never stops: the server must."""
    limits = Limits()
    written = 0
    with _tls(running) as connection:
        connection.sendall(_head(running, new_id(), "Transfer-Encoding: chunked"))
        piece = b"10000\r\n" + b"a" * 65536 + b"\r\n"
        with pytest.raises(OSError):  # noqa: PT011 - a reset or a broken pipe, as it happens
            while written < 10 * limits.most:
                connection.sendall(piece)
                written += 65536
    assert written < 2 * limits.most + limits.drained


def test_a_large_package_just_below_the_limit_is_taken(running: Running) -> None:
    pdf = b"%PDF-1.7\n" + b"\x00" * 8_200_000 + b"\n%%EOF\n"
    sent = running.sender.package(running.agreement, make_bundle(pdf=pdf))
    assert 18_000_000 < len(sent.body) <= envelope.MAX_BYTES
    assert running.server.post(sent).status_code == 201


def test_two_at_once_are_taken_once(running: Running) -> None:
    before = kept(running)
    for _ in range(5):
        sent = running.sender.package(running.agreement)
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(running.server.post, [sent] * 4))
        assert sorted(each.status_code for each in answers) == [200, 200, 200, 201]
        assert len({each.text for each in answers}) == 1
    assert kept(running) == before + 5


def test_of_two_different_at_once_one_is_taken(running: Running) -> None:
    for _ in range(3):
        first = running.sender.package(running.agreement)
        second = running.sender.package(running.agreement, jti=first.jti)
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(running.server.post, (first, second)))
        assert sorted(each.status_code for each in answers) == [201, 409]


@pytest.mark.parametrize("path", ["/v1/notices", "/v1/withdrawals", "/", "/v2/packages"])
def test_what_is_not_served_is_a_problem(running: Running, path: str) -> None:
    answer = requests.post(
        running.server.url + path, data=b"x", verify=running.server.ca, timeout=30
    )
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["reason"] == "not_found"


def test_another_method_is_a_problem(running: Running) -> None:
    answer = running.server.get("/v1/packages")
    assert (answer.status_code, answer.json()["reason"]) == (405, "method")
    assert answer.headers["Allow"] == "POST"


def test_health_and_description_are_given(running: Running) -> None:
    health = running.server.get("/v1/health")
    assert (health.status_code, health.json()) == (200, {"status": "ok"})
    check(health, "/v1/health", "get")
    described = running.server.get("/v1/openapi.json")
    assert described.json() == SPEC
    check(described, "/v1/openapi.json", "get")


def test_the_routes_are_those_described(data: service.ReceiverData) -> None:
    served = {
        (route.path, method.lower())  # type: ignore[attr-defined] - a Route has them
        for route in application(data, clock=now).routes
        for method in route.methods - {"HEAD"}  # type: ignore[attr-defined] - as above
    }
    described = {(path, method) for path, item in SPEC["paths"].items() for method in item}
    assert served == described


def test_the_description_is_whole() -> None:
    assert SPEC["openapi"].startswith("3.1")
    text = json.dumps(SPEC)
    schemas = SPEC["components"]["schemas"]
    for name in schemas:
        assert f'"#/components/schemas/{name}"' in text
        Draft202012Validator.check_schema(schemas[name])
    for part in text.split('"$ref": "')[1:]:
        assert part.split('"')[0].removeprefix("#/components/schemas/") in schemas
    reasons = set(schemas["Problem"]["properties"]["reason"]["enum"])
    later = {"unknown_package", "not_our_child"}  # for withdrawals and notices
    assert set(RejectReason) - later <= reasons


def test_without_the_agreements_authority_nothing_is_trusted(running: Running) -> None:
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(running.server.url + "/v1/health", timeout=30)


def test_old_tls_is_refused(running: Running) -> None:
    context = ssl.create_default_context(cafile=running.server.ca)
    context.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1 is deprecated"):
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    with (
        socket.create_connection(("127.0.0.1", running.server.port), timeout=30) as bare,
        pytest.raises(ssl.SSLError),
    ):
        context.wrap_socket(bare, server_hostname="localhost")


def _tls(running: Running) -> ssl.SSLSocket:
    context = ssl.create_default_context(cafile=running.server.ca)
    bare = socket.create_connection(("127.0.0.1", running.server.port), timeout=30)
    return context.wrap_socket(bare, server_hostname="localhost")


def _head(running: Running, jti: str, length: str) -> bytes:
    return (
        f"POST /v1/packages HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: {jti}\r\n"
        f"Content-Type: application/jose\r\n{length}\r\n\r\n"
    ).encode()


def _read(connection: ssl.SSLSocket) -> str:
    whole = b""
    while piece := connection.recv(65536):
        whole += piece
    return whole.decode()


def test_a_slow_body_is_given_up(starter: Callable[..., Running]) -> None:
    odd = json.dumps({"limits": {"grace": 0.5, "slowest": 1000.0}})
    running = starter(script="odd_server.py", options=odd)
    begun = time.monotonic()
    with _tls(running) as connection:
        connection.sendall(_head(running, new_id(), "Content-Length: 1000000") + b"abc")
        answer = _read(connection)
    assert time.monotonic() - begun < 10
    assert answer.startswith("HTTP/1.1 408")
    assert '"too_slow"' in answer
    assert running.server.post(running.sender.package(running.agreement)).status_code == 201


def test_a_dripping_body_is_given_up(starter: Callable[..., Running]) -> None:
    odd = json.dumps({"limits": {"grace": 0.5, "slowest": 1000.0}})
    running = starter(script="odd_server.py", options=odd)
    with _tls(running) as connection:
        connection.sendall(_head(running, new_id(), "Content-Length: 1000000"))
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


def test_the_busy_server_says_when_to_come_back(starter: Callable[..., Running]) -> None:
    odd = json.dumps({"limits": {"at_once": 1, "grace": 20.0}})
    running = starter(script="odd_server.py", options=odd)
    sent = running.sender.package(running.agreement)
    with _tls(running) as connection:
        connection.sendall(_head(running, sent.jti, f"Content-Length: {len(sent.body)}") + b"e")
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


def test_a_bug_is_told_with_a_reference_only(starter: Callable[..., Running]) -> None:
    running = starter(script="odd_server.py", options=json.dumps({"fault": "bug"}))
    answer = running.server.post(running.sender.package(running.agreement))
    assert (answer.status_code, answer.json()["reason"]) == (500, "bug")
    check(answer, "/v1/packages")
    reference = answer.json()["detail"].rpartition("Reference ")[2].strip(".")
    log = running.server.log.read_text()
    assert reference in log
    assert "ValueError at " in log
    assert "Canary" not in log + answer.text


def test_a_full_disk_is_told_to_come_back(starter: Callable[..., Running]) -> None:
    running = starter(script="odd_server.py", options=json.dumps({"fault": "disk_full"}))
    answer = running.server.post(running.sender.package(running.agreement))
    assert (answer.status_code, answer.json()["reason"]) == (503, "fault")
    assert int(answer.headers["Retry-After"]) > 0
    check(answer, "/v1/packages")
    assert kept(running) == 0
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


def read(running: Running, page: Any) -> list[claims.Reply]:
    return [
        claims.open_reply(
            each["envelope"].encode(),
            private_key=running.sender.encryption,
            sender_key_for=lambda _: running.agreement.signing_key,
            now=now(),
        ).claims
        for each in page["replies"]
    ]


def answer_to(running: Running, jti: str, outcome: str) -> None:
    service.reply(
        running.data,
        jti,
        review_on=None,
        outcome=outcome,
        actions=[],
        follow_up_by="",
        contact="",
        now=now(),
    )


def test_replies_come_sealed_oldest_first_from_the_cursor(running: Running) -> None:
    sender = Sender()
    ours = replace(running, sender=sender, agreement=introduce(running.data, sender))
    sent = sender.package(ours.agreement)
    assert running.server.post(sent).status_code == 201
    empty = running.server.get("/v1/replies", sender.bearer(ours.agreement))
    assert empty.json() == {"replies": [], "next": "0", "more": False}
    for word in ("first", "second", "third"):
        answer_to(ours, sent.jti, word)
    whole = running.server.get("/v1/replies", sender.bearer(ours.agreement))
    check(whole, "/v1/replies", "get")
    assert [each.outcome for each in read(ours, whole.json())] == ["first", "second", "third"]
    assert "first" not in whole.text
    cursor = whole.json()["replies"][0]["cursor"]
    rest = running.server.get(f"/v1/replies?after={cursor}", sender.bearer(ours.agreement))
    assert [each.outcome for each in read(ours, rest.json())] == ["second", "third"]
    assert rest.json()["next"] == whole.json()["next"]
    last = running.server.get(
        f"/v1/replies?after={whole.json()['next']}", sender.bearer(ours.agreement)
    )
    assert last.json() == {"replies": [], "next": whole.json()["next"], "more": False}


def test_a_setting_gets_only_its_own_replies(running: Running) -> None:
    sent = running.sender.package(running.agreement)
    assert running.server.post(sent).status_code == 201
    answer_to(running, sent.jti, "for the first setting only")
    other = Sender(name="Another Nursery")
    agreement = introduce(running.data, other)
    page = running.server.get("/v1/replies", other.bearer(agreement))
    assert page.json()["replies"] == []


def bearer_reason(running: Running, token: str | None) -> str:
    answer = running.server.get("/v1/replies", token)
    assert answer.status_code == 401
    check(answer, "/v1/replies", "get")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    return answer.json()["reason"]


def test_a_pass_is_needed_and_good_for_once(running: Running) -> None:
    assert bearer_reason(running, None) == "no_bearer"
    assert bearer_reason(running, "garbage") == "bad_bearer"
    token = running.sender.bearer(running.agreement)
    assert running.server.get("/v1/replies", token).status_code == 200
    assert bearer_reason(running, token) == "replayed"
    assert bearer_reason(running, Sender().bearer(running.agreement)) == "unknown_setting"
    elsewhere = replace(
        running.agreement, signing_key=envelope.public_jwk(envelope.new_signing_key())
    )
    assert bearer_reason(running, running.sender.bearer(elsewhere)) == "bad_bearer"


@pytest.mark.parametrize(("minutes", "good"), [(-14, True), (-16, False), (9, True), (11, False)])
def test_clocks_that_differ_too_much_are_told_apart(
    running: Running, minutes: int, good: bool
) -> None:
    moment = now() + timedelta(minutes=minutes)
    token = running.sender.bearer(running.agreement, moment)
    if good:
        assert running.server.get("/v1/replies", token).status_code == 200
    else:
        assert bearer_reason(running, token) == "clock"


def test_a_revoked_setting_gets_no_replies(running: Running) -> None:
    sender = Sender()
    agreement = introduce(running.data, sender)
    service.revoke(running.data, sender.kid, now=now())
    assert bearer_reason(running, sender.bearer(agreement)) == "unknown_setting"


@pytest.mark.parametrize("after", ["-1", "x", "1" * 19, "١", "1.5", ""])
def test_another_cursor_is_refused(running: Running, after: str) -> None:
    answer = running.server.get(
        f"/v1/replies?after={after}", running.sender.bearer(running.agreement)
    )
    assert (answer.status_code, answer.json()["reason"]) == (400, "bad_cursor")
    check(answer, "/v1/replies", "get")


def test_pages_are_followed_to_the_end(running: Running) -> None:
    sender = Sender()
    ours = replace(running, sender=sender, agreement=introduce(running.data, sender))
    sent = sender.package(ours.agreement)
    assert running.server.post(sent).status_code == 201
    for number in range(53):
        answer_to(ours, sent.jti, str(number))
    found: list[str] = []
    cursor, more = "0", True
    while more:
        page = running.server.get(
            f"/v1/replies?after={cursor}", sender.bearer(ours.agreement)
        ).json()
        assert page["replies"]
        found += [each.outcome for each in read(ours, page)]
        cursor, more = page["next"], page["more"]
    assert found == [str(number) for number in range(53)]


def test_the_project_s_own_transport_gets_on_with_it(running: Running) -> None:
    from ir_desktop.sync.transports.https import HttpsTransport

    way = HttpsTransport(running.server.url, Path(running.server.ca).read_text())
    try:
        sent = running.sender.package(running.agreement)
        answer = way.post("/v1/packages", sent.body, sent.jti)
        assert (answer.status, answer.content_type) == (201, "application/jose")
        running.sender.receipt(running.agreement, sent, answer.body.decode())
        too_large = way.post("/v1/packages", b"a" * (envelope.MAX_BYTES + 1), new_id())
        assert too_large.status == 413
        page = way.get_replies(None, running.sender.bearer(running.agreement))
        assert page.status == 200
    finally:
        way.close()
