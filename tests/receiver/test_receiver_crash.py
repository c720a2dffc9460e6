"""A receiver killed at the worst moment, and one that two settings press at once: once is once."""

import contextlib
import json
import random
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import requests
from sqlalchemy import select

from ir_desktop.receiver.tables import PACKAGES
from tests.receiver.servers import Running, Server, start


def stored(running: Running) -> dict[str, str]:
    with running.data.reading() as connection:
        rows = connection.execute(select(PACKAGES.c.jti, PACKAGES.c.receipt)).all()
    return {row.jti: row.receipt for row in rows}


def test_killed_between_keeping_and_answering_the_receipt_is_the_same(
    starter: Callable[..., Running],
) -> None:
    running = starter(script="odd_server.py", options=json.dumps({"fault": "die_after_commit"}))
    sent = running.sender.package(running.agreement)
    with pytest.raises(requests.ConnectionError):
        running.server.post(sent)
    assert running.server.process.wait(30) == -9
    receipt = stored(running)[sent.jti]
    again = Server(running.server.folder)
    answer = again.post(sent)
    assert (answer.status_code, answer.text) == (200, receipt)
    running.sender.receipt(running.agreement, sent, answer.text)
    assert again.stop() == 0


def test_killed_at_any_moment_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    """Each round: several packages at once, a kill at a random moment, and all of them again."""
    running = start(tmp_path / "receiver")
    chance = random.Random(20261120)
    server = running.server
    acknowledged: dict[str, str] = {}
    for _ in range(6):
        batch = [running.sender.package(running.agreement) for _ in range(4)]

        def send(one: int, batch=batch, server=server) -> None:
            with contextlib.suppress(requests.ConnectionError):
                answer = server.post(batch[one])
                assert answer.status_code == 201
                acknowledged[batch[one].jti] = answer.text

        threads = [threading.Thread(target=send, args=(one,)) for one in range(4)]
        for each in threads:
            each.start()
        threads[0].join(chance.uniform(0.0, 0.06))
        server.kill()
        for each in threads:
            each.join()
        before = stored(running)
        assert acknowledged.items() <= before.items()
        server = Server(running.server.folder)
        for sent in batch:
            answer = server.post(sent)
            assert answer.status_code == (200 if sent.jti in before else 201)
            assert answer.text == before.get(sent.jti, answer.text)
            acknowledged[sent.jti] = answer.text
    assert stored(running) == acknowledged
    assert len(acknowledged) == 24
    assert server.stop() == 0
    running.data.close()
