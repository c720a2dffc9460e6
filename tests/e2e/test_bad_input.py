"""Bad input in processes of their own, and packages and keys that are not what they should be."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ir_desktop.services import exports, sending
from tests.cli.commanding import Command, plain, runner
from tests.e2e.commands import ROOT, Store
from tests.services.health_team import HealthTeam, Line
from tests.services.nursery import child_named, make_nursery

COMMAND = [sys.executable, "-m", "ir_desktop"]


def test_bytes_that_are_no_text_are_refused_in_words(
    make_store: Callable[..., Store], tmp_path: Path
) -> None:
    store = make_store(children=1)
    who = ["--store", str(store.folder), "--staff", store.names["manager"], "--password-stdin"]
    right = (store.passwords["manager"] + "\n").encode()
    tries: list[tuple[list[str | bytes], bytes, str]] = [
        (["children", *who], b"\xff\xfe\n", "password"),
        (["children", *who], b"\x00\n", "password is not right"),
        (["review", "check", "--child", b"\xff", *who], right, "child: This cannot be read"),
        (["children", *who[:3], b"\xff", *who[4:]], right, "staff: This cannot be read"),
        (["children", "--store", b"\xff", *who[2:]], right, "no records in this folder"),
    ]
    for locale in ("C.UTF-8", "C"):
        for args, typed, words in tries:
            done = subprocess.run(
                [*COMMAND, *args],
                input=typed,
                capture_output=True,
                timeout=60,
                cwd=ROOT,
                env=os.environ | {"LC_ALL": locale},
            )
            assert (done.returncode, done.stdout) == (1, b"")
            told = done.stderr.decode()
            plain(told)
            assert words in told


def test_output_that_goes_nowhere_is_no_error_of_the_program(
    make_store: Callable[..., Store],
) -> None:
    store = make_store(children=5)
    args = ["children", "--store", store.folder, "--staff", store.names["manager"]]
    words = [*COMMAND, *map(str, args), "--password-stdin"]
    typed = store.passwords["manager"].encode()
    reader, writer = os.pipe()
    os.close(reader)
    closed = subprocess.run(
        words, input=typed, stdout=writer, stderr=subprocess.PIPE, timeout=60, cwd=ROOT
    )
    os.close(writer)
    assert (closed.returncode, closed.stderr) == (1, b"")
    with open("/dev/full", "wb") as full:
        lost = subprocess.run(
            words, input=typed, stdout=full, stderr=subprocess.PIPE, timeout=60, cwd=ROOT
        )
    assert lost.returncode == 1
    assert lost.stderr.decode() == ("It was done, but what came of it could not be written out.\n")


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Files that a recipient has: a package, their key, the sender's key."""
    folder = tmp_path_factory.mktemp("recipient")
    nursery = make_nursery(folder / "store")
    team = HealthTeam(nursery.clock)
    with nursery.signed_in() as session:
        team.introduce(session)
        exports.approve(session, child_named(session, "Zofia").id)
        line = Line(team)
        sending.sync_once(session, connect=line)
    (card,) = team.cards.values()
    files = {
        "package": line.posted[0].body,
        "key": json.dumps(team.encryption).encode(),
        "signing": json.dumps(team.signing).encode(),
        "sender": json.dumps(dict(card.signing_key)).encode(),
        "receipt": next(iter(team.taken.values())).receipt.encode(),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return {name: folder / name for name in files}


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return runner(monkeypatch, capsys)


def test_the_recipients_commands_open_what_was_sent(
    command: Command, sent: dict[str, Path]
) -> None:
    opened = command(
        "package", "open", sent["package"], "--key", sent["key"], "--sender", sent["sender"]
    ).value
    assert opened["verified"] is True
    assert opened["bundle"]["type"] == "document"


@pytest.mark.parametrize(
    ("package", "key", "sender"),
    [
        ("receipt", "key", "sender"),
        ("key", "key", "sender"),
        ("package", "signing", "sender"),
        ("package", "package", "sender"),
        ("package", "key", "key"),
        ("package", "key", "receipt"),
        ("package", "key", "package"),
        ("package", "sender", "sender"),
        ("missing", "key", "sender"),
        ("package", "missing", "sender"),
        ("package", "key", "missing"),
    ],
)
def test_files_in_the_wrong_place_are_refused_in_words(
    package: str, key: str, sender: str, command: Command, sent: dict[str, Path], tmp_path: Path
) -> None:
    files = {name: sent.get(name, tmp_path / "missing") for name in (package, key, sender)}
    for what in ("open", "verify"):
        ran = command(
            "package", what, files[package], "--key", files[key], "--sender", files[sender]
        )
        assert ran.sentence


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_change_to_a_package_is_refused_in_words(
    data: st.DataObject, command: Command, sent: dict[str, Path], tmp_path: Path
) -> None:
    whole = sent["package"].read_bytes()
    place = data.draw(st.integers(0, len(whole) - 2))
    harm = data.draw(st.sampled_from(["byte", "cut", "double", "insert"]))
    byte = data.draw(st.binary(min_size=1, max_size=1))
    changed = {
        "byte": whole[:place] + byte + whole[place + 1 :],
        "cut": whole[:place],
        "double": whole[:place] + whole,
        "insert": whole[:place] + byte + whole[place:],
    }[harm]
    if changed.strip() == whole:
        return
    (tmp_path / "changed").write_bytes(changed)
    ran = command(
        *("package", "verify", tmp_path / "changed"),
        *("--key", sent["key"], "--sender", sent["sender"]),
    )
    assert ran.sentence


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300), what=st.sampled_from(["package", "key", "sender"]))
def test_any_bytes_for_a_file_are_refused_in_words(
    content: bytes, what: str, command: Command, sent: dict[str, Path], tmp_path: Path
) -> None:
    (tmp_path / "any").write_bytes(content)
    files = sent | {what: tmp_path / "any"}
    ran = command(
        *("package", "verify", files["package"]),
        *("--key", files["key"], "--sender", files["sender"]),
    )
    assert ran.sentence


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(st.binary(max_size=300), st.text(max_size=100).map(str.encode)))
def test_any_bytes_for_an_agreement_are_refused_in_words(
    content: bytes, command: Command, tmp_path: Path
) -> None:
    (tmp_path / "agreement.jwt").write_bytes(content)
    assert command("agreement", "show", tmp_path / "agreement.jwt").sentence
