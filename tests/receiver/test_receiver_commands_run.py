"""The command that serves: what it says, and what it refuses before it begins."""

import socket
import subprocess
import sys
from pathlib import Path

from ir_desktop.receiver import serve, service
from tests.receiver.parties import Sender
from tests.receiver.receiver_desk import Desk, meet
from tests.receiver.servers import Server

ROOT = Path(__file__).parents[2]


def test_run_says_where_and_ends_in_order(ready: Desk, sender: Sender) -> None:
    agreement = meet(ready, sender)
    server = Server(ready.data)
    try:
        assert server.ready["pid"] == server.process.pid
        assert server.url.startswith("https://localhost:")
        assert server.post(sender.package(agreement)).status_code == 201
    finally:
        assert server.stop() == 0
    assert len(ready.receiver("inbox")) == 1


def test_small_answers_are_not_held_back(ready: Desk) -> None:
    """Only a listener that says it is TCP gets TCP_NODELAY; 40 ms a request otherwise."""
    data = service.open_data(ready.data)
    with serve._listener(data, None, 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP
        assert listener.getsockname()[0] == "127.0.0.1"
    data.close()


def test_run_refuses_a_port_in_use(ready: Desk) -> None:
    server = Server(ready.data)
    try:
        said = ready.refused("receiver", "run", "--data", ready.data, "--port", server.port)
        assert "port may be in use" in said
    finally:
        assert server.stop() == 0


def test_run_refuses_a_certificate_that_does_not_fit(ready: Desk) -> None:
    tls = ready.data / "tls"
    words = ("receiver", "run", "--data", ready.data, "--port", 0)
    key = ("--certificate-key", tls / "authority.key")
    assert "belong together" in ready.refused(*words, "--certificate", tls / "server.pem", *key)
    assert "belong together" in ready.refused(*words, "--certificate", "nowhere", *key)
    assert "together" in ready.refused(*words, *key)


def test_run_without_the_extra_says_what_to_install(ready: Desk) -> None:
    """A process in which starlette and uvicorn cannot be imported."""
    script = (
        "import sys; sys.modules['uvicorn'] = None; sys.modules['starlette'] = None\n"
        "from ir_desktop.receiver.__main__ import main\n"
        f"sys.exit(main(['receiver', 'run', '--data', {str(ready.data)!r}]))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "ir-desktop[receiver]" in ended.stderr
    assert ended.stderr.count("\n") == 1
