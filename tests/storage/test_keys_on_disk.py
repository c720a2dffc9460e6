"""The key file on the disk: what it hides, and how anything changed in it is noticed."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ir_desktop.errors import EnvironmentProblem
from ir_desktop.storage import keys
from ir_desktop.storage.problems import (
    CannotWrite,
    KeysDamaged,
    KeysMissing,
    KeysNewer,
    StoreMissing,
    WrongPassword,
)
from tests.storage.keys_parts import AMINA, BRYN, DEVICE, make, rewrite


def test_a_folder_that_cannot_be_made_is_told_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(EnvironmentProblem) as told:
        make(tmp_path / "file" / "store")
    assert str(tmp_path) not in told.value.sentence


def test_only_this_user_may_read_the_keys_and_no_secret_is_in_them(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "store"
    made = make(folder)
    assert (folder / keys.KEYS_FILE).stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in folder.iterdir()] == [keys.KEYS_FILE]
    raw = (folder / keys.KEYS_FILE).read_bytes()
    for secret in (made.data_key, DEVICE):
        for form in (secret, secret.hex().encode(), base64.b64encode(secret)):
            assert form not in raw
    assert AMINA.password.encode() not in raw
    assert made.recovery_code.encode() not in raw


def test_secrets_do_not_show_when_printed(tmp_path: Path) -> None:
    made = make(tmp_path)
    unlocked = keys.unlock(tmp_path, AMINA.id, AMINA.password, DEVICE)
    shown = repr((made, unlocked, AMINA))
    assert repr(made.data_key) not in shown
    assert made.recovery_code not in shown
    assert AMINA.password not in shown


def test_missing_store_and_missing_keys_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / keys.STORE_FILE).touch()
    with pytest.raises(KeysMissing):
        keys.staff_slots(tmp_path)
    (tmp_path / keys.STORE_FILE).unlink()
    with pytest.raises(StoreMissing):  # the wrong folder
        keys.staff_slots(tmp_path)
    with pytest.raises(StoreMissing):
        keys.staff_slots(tmp_path / "nowhere")


def test_keys_that_cannot_be_read_are_told_plainly(tmp_path: Path) -> None:
    (tmp_path / keys.KEYS_FILE).mkdir()
    with pytest.raises(EnvironmentProblem) as told:
        keys.staff_slots(tmp_path)
    assert not isinstance(told.value, CannotWrite | KeysDamaged)


def test_any_changed_byte_is_noticed(tmp_path: Path) -> None:
    made = make(tmp_path)
    path = tmp_path / keys.KEYS_FILE
    raw = path.read_bytes()
    quiet = 0
    for at in range(len(raw)):
        path.write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
        try:
            keys.unlock(tmp_path, AMINA.id, AMINA.password, DEVICE)
        except (KeysDamaged, KeysNewer):
            continue
        quiet += 1  # space between values is not content
        assert raw[at : at + 1] in b" \n\r"
    assert quiet < 10
    path.write_bytes(raw)
    assert keys.unlock(tmp_path, AMINA.id, AMINA.password, DEVICE).data_key == made.data_key


def test_a_cut_off_file_is_damaged(tmp_path: Path) -> None:
    make(tmp_path)
    path = tmp_path / keys.KEYS_FILE
    raw = path.read_bytes()
    for length in range(0, len(raw) - 1, 37):
        path.write_bytes(raw[:length])
        with pytest.raises(KeysDamaged):
            keys.staff_slots(tmp_path)
    path.write_bytes(raw + b" " * (4 * 1024 * 1024))
    with pytest.raises(KeysDamaged):
        keys.staff_slots(tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.update(store=7),
        lambda body: body.update(generation=0),
        lambda body: body.update(generation=True),
        lambda body: body.update(check="not base 64!"),
        lambda body: body["staff"].append(body["staff"][0]),
        lambda body: body["staff"][0]["kdf"].update(memory_kib=1 << 40),
        lambda body: body["staff"][0]["kdf"].update(iterations="3"),
        lambda body: body["staff"][0].pop("public"),
        lambda body: body.update(format="something else"),
        lambda body: body.update(recovery=[]),
    ],
)
def test_nonsense_with_a_right_check_sum_is_damaged(
    tmp_path: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    make(tmp_path)
    rewrite(tmp_path, change)
    with pytest.raises(KeysDamaged):
        keys.staff_slots(tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.update(version=2),
        lambda body: body["staff"][0]["kdf"].update(name="argon3"),
    ],
)
def test_a_later_format_asks_for_the_newer_program(
    tmp_path: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    make(tmp_path)
    rewrite(tmp_path, change)
    with pytest.raises(KeysNewer):
        keys.staff_slots(tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body["staff"][0]["kdf"].update(memory_kib=128),
        lambda body: body["staff"][0]["kdf"].update(memory_kib=8, lanes=4),  # Argon2 refuses it
        lambda body: body["staff"][0].update(public=body["staff"][1]["public"]),
        lambda body: body["staff"][0].update(private=body["staff"][1]["private"]),
        lambda body: body["staff"][0].update(data_key=body["staff"][1]["data_key"]),
        lambda body: body["staff"][0].update(private="AAAA"),
        lambda body: body["staff"][0].update(id="bryn-2"),
        lambda body: body.update(generation=2),
    ],
)
def test_a_slot_changed_on_purpose_does_not_open(
    tmp_path: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    make(tmp_path, AMINA, BRYN)
    rewrite(tmp_path, change)
    first = keys.staff_slots(tmp_path)[0]
    with pytest.raises(WrongPassword):
        keys.unlock(tmp_path, first.id, AMINA.password, DEVICE)


def test_a_slot_moved_from_another_store_does_not_open(tmp_path: Path) -> None:
    make(tmp_path / "a", device=None)
    make(tmp_path / "b", device=None, store_id="store-2")
    foreign = json.loads((tmp_path / "b" / keys.KEYS_FILE).read_text())["staff"]
    rewrite(tmp_path / "a", lambda body: body.update(staff=foreign))
    with pytest.raises(WrongPassword):
        keys.unlock(tmp_path / "a", AMINA.id, AMINA.password, None)


def test_a_data_key_that_is_not_the_stores_is_noticed(tmp_path: Path) -> None:
    made = make(tmp_path / "a", device=None)
    make(tmp_path / "b", device=None)  # the same store id, as a careless copy would have
    foreign = json.loads((tmp_path / "b" / keys.KEYS_FILE).read_text())
    rewrite(
        tmp_path / "a",
        lambda body: body.update(staff=foreign["staff"]),
    )
    with pytest.raises(KeysDamaged):
        keys.unlock(tmp_path / "a", AMINA.id, AMINA.password, None)
    assert keys.unlock_with_recovery(tmp_path / "a", made.recovery_code)


def test_a_name_can_be_corrected_without_the_password(tmp_path: Path) -> None:
    made = make(tmp_path)
    rewrite(tmp_path, lambda body: body["staff"][0].update(name="Amina Pugh"))
    assert keys.unlock(tmp_path, AMINA.id, AMINA.password, DEVICE).data_key == made.data_key


def test_two_stores_share_no_wrapped_bytes(tmp_path: Path) -> None:
    make(tmp_path / "a")
    make(tmp_path / "b")
    first, second = (
        json.loads((tmp_path / name / keys.KEYS_FILE).read_text())["staff"][0] for name in "ab"
    )
    for part in ("public", "private", "data_key"):
        assert first[part] != second[part]
    assert first["kdf"]["salt"] != second["kdf"]["salt"]
