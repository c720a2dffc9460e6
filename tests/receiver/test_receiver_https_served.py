"""What the endpoint serves and describes, over which TLS, and to the project's own transport."""

import json
import socket
import ssl
from pathlib import Path

import pytest
import requests
from jsonschema import Draft202012Validator

from ir_desktop.ids import new_id
from ir_desktop.receiver import service
from ir_desktop.receiver.web import application
from ir_desktop.sync import envelope
from ir_desktop.sync.claims import RejectReason
from ir_desktop.sync.transports.https import HttpsTransport
from tests.receiver.parties import now
from tests.receiver.receiver_web import SPEC, check
from tests.receiver.servers import Running


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


def test_the_project_s_own_transport_gets_on_with_it(running: Running) -> None:
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
