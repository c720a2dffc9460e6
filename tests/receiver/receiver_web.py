"""Looking at a receiver's answers, and talking to it byte by byte."""

import json
import socket
import ssl
from dataclasses import replace

import requests
from jsonschema import Draft202012Validator

from ir_desktop.receiver.web import OPENAPI
from ir_desktop.sync import claims
from tests.receiver.parties import Sender, Sent, introduce
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


def newcomer(running: Running) -> Running:
    """The same server with a setting of its own that it has just got to know."""
    sender = Sender()
    return replace(running, sender=sender, agreement=introduce(running.data, sender))


def tls(running: Running) -> ssl.SSLSocket:
    context = ssl.create_default_context(cafile=running.server.ca)
    bare = socket.create_connection(("127.0.0.1", running.server.port), timeout=30)
    return context.wrap_socket(bare, server_hostname="localhost")


def head(running: Running, jti: str, length: str) -> bytes:
    return (
        f"POST /v1/packages HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: {jti}\r\n"
        f"Content-Type: application/jose\r\n{length}\r\n\r\n"
    ).encode()


def read_all(connection: ssl.SSLSocket) -> str:
    whole = b""
    while piece := connection.recv(65536):
        whole += piece
    return whole.decode()
