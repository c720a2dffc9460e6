"""Nothing of a child in clear: not in the data folder, not in the logs, whatever happened."""

import json
from collections.abc import Callable
from pathlib import Path

from ir_desktop.receiver import service
from tests.receiver.parties import CANARY, Sender, make_bundle, now
from tests.receiver.servers import Running, Server

FORMS = [CANARY.encode(form) for form in ("utf-8", "utf-16-le", "utf-16-be")]


def hits(folder: Path) -> list[str]:
    return [
        path.name
        for path in folder.rglob("*")
        if path.is_file() and any(form in path.read_bytes() for form in FORMS)
    ]


def test_the_scan_itself_finds_what_is_in_clear(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "file").write_bytes(make_bundle())
    assert hits(tmp_path) == ["file"]


def test_no_name_is_in_folder_or_log(starter: Callable[..., Running]) -> None:
    running = starter()
    sent = [running.sender.package(running.agreement) for _ in range(3)]
    for each in sent:
        assert running.server.post(each).status_code == 201
        assert running.server.post(each).status_code == 200
    assert running.server.post(sent[0], sent[1].body).status_code == 409
    stranger = Sender().package(running.agreement)
    assert running.server.post(stranger).status_code == 401
    clear = make_bundle()
    assert running.server.post(stranger, clear).status_code == 400
    headers = {"Idempotency-Key": CANARY, "User-Agent": CANARY}
    assert running.server.post(stranger, headers=headers).status_code == 400
    for path in (f"/{CANARY}", f"/v1/replies?after={CANARY}"):
        assert running.server.get(path, CANARY).status_code in (400, 404)
    assert len(service.inbox(running.data)) == 3
    service.reply(
        running.data,
        sent[0].jti,
        review_on=None,
        outcome=f"Seen {CANARY}",
        actions=[],
        follow_up_by=CANARY,
        contact="",
        now=now(),
    )
    odd = Server(
        running.server.folder, script="odd_server.py", options=json.dumps({"fault": "bug"})
    )
    assert odd.post(running.sender.package(running.agreement)).status_code == 500
    assert hits(running.server.folder.parent) == []
    assert odd.stop() == 0
    assert running.server.stop() == 0
    running.data.close()
    assert hits(running.server.folder.parent) == []
    assert CANARY not in running.server.log.read_text()
