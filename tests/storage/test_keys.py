import base64
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ir_desktop.errors import Invalid
from ir_desktop.storage import key_edits, keys, slots
from ir_desktop.storage.keys import WEAK_COST, Created, KdfCost, NewSlot, SlotName
from ir_desktop.storage.problems import (
    CannotWrite,
    DeviceSecretMissing,
    DeviceSecretWrong,
    KeysDamaged,
    KeysMissing,
    KeysNewer,
    StoreExists,
    StoreMissing,
    UnknownSlot,
    WrongPassword,
    WrongRecoveryCode,
)

DEVICE = b"d" * 32
AMINA = NewSlot("amina", "Amina Okafor", "a long enough password")
BRYN = NewSlot("bryn", "Bryn Pugh", "another password")


def make(
    folder: Path,
    *staff: NewSlot,
    device: bytes | None = DEVICE,
    store_id: str = "store-1",
) -> Created:
    return keys.create(
        folder,
        store_id=store_id,
        staff=staff or (AMINA,),
        device_secret=device,
        cost=WEAK_COST,
        allow_weak=True,
    )


def rewrite(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change ``keys.json`` as someone would who knows the format, check sum and all."""
    body = json.loads((folder / keys.KEYS_FILE).read_bytes())
    del body["sum"]
    change(body)
    import hashlib

    body["sum"] = hashlib.sha256(slots.canonical(body)).hexdigest()
    (folder / keys.KEYS_FILE).write_text(json.dumps(body))


def edit(
    folder: Path, data_key: bytes, new: NewSlot, device: bytes | None, *, allow_weak: bool = True
) -> str:
    """Put somebody's slot into the folder's key file as it stands; return the new digest."""
    found, _ = slots.read(folder)
    return slots.write(
        folder,
        key_edits.with_staff(
            found, new, data_key, device_secret=device, cost=WEAK_COST, allow_weak=allow_weak
        ),
    )


def test_each_person_and_the_recovery_code_open_the_same_key(tmp_path: Path) -> None:
    made = make(tmp_path, AMINA, BRYN)
    for person in (AMINA, BRYN):
        unlocked = keys.unlock(tmp_path, person.id, person.password, DEVICE)
        assert unlocked.data_key == made.data_key
        assert unlocked.digest == made.digest
    recovered = keys.unlock_with_recovery(tmp_path, made.recovery_code.lower())
    assert recovered.data_key == made.data_key
    assert len(made.data_key) == 32


def test_the_real_cost_opens_and_is_no_lower_than_the_floor(tmp_path: Path) -> None:
    assert keys.DEFAULT_COST.memory_kib >= 64 * 1024
    made = keys.create(tmp_path, store_id="s", staff=[AMINA], device_secret=None)
    body = json.loads((tmp_path / keys.KEYS_FILE).read_text())
    assert body["staff"][0]["kdf"]["memory_kib"] >= 64 * 1024
    assert keys.unlock(tmp_path, AMINA.id, AMINA.password, None).data_key == made.data_key


def test_a_cost_below_the_floor_is_refused_for_real_records(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="floor"):
        keys.create(tmp_path, store_id="s", staff=[AMINA], device_secret=None, cost=WEAK_COST)
    assert not list(tmp_path.iterdir())
    made = make(tmp_path)
    with pytest.raises(ValueError, match="floor"):
        edit(tmp_path, made.data_key, BRYN, None, allow_weak=False)


def test_names_are_listed_without_any_secret_and_without_heavy_imports(tmp_path: Path) -> None:
    make(tmp_path / "with", AMINA, BRYN)
    make(tmp_path / "without", device=None)
    assert keys.staff_slots(tmp_path / "with") == (
        SlotName("amina", "Amina Okafor", needs_device_secret=True),
        SlotName("bryn", "Bryn Pugh", needs_device_secret=True),
    )
    assert keys.staff_slots(tmp_path / "without") == (SlotName("amina", "Amina Okafor"),)
    assert keys.store_id(tmp_path / "with") == "store-1"
    script = (
        "import sys, pathlib\n"
        "from ir_desktop.storage import keys\n"
        "keys.staff_slots(pathlib.Path(sys.argv[1]))\n"
        "heavy = ('cryptography', 'sqlalchemy', 'sqlcipher3', 'keyring', 'alembic')\n"
        "print([m for m in sys.modules if m.partition('.')[0] in heavy])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "with")],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(keys.__file__).parents[2],
    )
    assert done.stdout.strip() == "[]"


def test_a_wrong_password_is_refused(tmp_path: Path) -> None:
    make(tmp_path)
    for wrong in ("", "A long enough password", "a long enough password "):
        with pytest.raises(WrongPassword):
            keys.unlock(tmp_path, AMINA.id, wrong, DEVICE)


def test_an_unknown_person_is_refused(tmp_path: Path) -> None:
    make(tmp_path)
    with pytest.raises(UnknownSlot):
        keys.unlock(tmp_path, "carys", AMINA.password, DEVICE)


def test_a_stolen_folder_does_not_open_without_the_device_secret(tmp_path: Path) -> None:
    make(tmp_path)
    with pytest.raises(DeviceSecretMissing) as missing:
        keys.unlock(tmp_path, AMINA.id, AMINA.password, None)
    with pytest.raises(DeviceSecretWrong) as wrong:
        keys.unlock(tmp_path, AMINA.id, AMINA.password, b"e" * 32)
    assert missing.value.sentence != wrong.value.sentence


def test_taking_the_device_mark_away_does_not_help_a_thief(tmp_path: Path) -> None:
    make(tmp_path)
    rewrite(tmp_path, lambda body: body["staff"][0].update(device=None))
    for secret in (None, DEVICE):
        with pytest.raises(WrongPassword):
            keys.unlock(tmp_path, AMINA.id, AMINA.password, secret)


def test_a_password_only_slot_ignores_a_device_secret(tmp_path: Path) -> None:
    made = make(tmp_path, device=None)
    assert keys.unlock(tmp_path, AMINA.id, AMINA.password, DEVICE).data_key == made.data_key


def test_accents_match_however_the_keyboard_composes_them(tmp_path: Path) -> None:
    made = make(tmp_path, NewSlot("a", "A", "caf\u00e9"))
    assert keys.unlock(tmp_path, "a", "cafe\u0301", DEVICE).data_key == made.data_key


def test_half_a_character_in_a_password_or_name_is_no_traceback(tmp_path: Path) -> None:
    made = make(tmp_path, NewSlot("a", "\ud83d", "\ud83d"))
    assert keys.unlock(tmp_path, "a", "\ud83d", DEVICE).data_key == made.data_key


def test_the_recovery_code_of_another_store_does_not_open_this_one(tmp_path: Path) -> None:
    make(tmp_path / "a")
    other = make(tmp_path / "b")
    with pytest.raises(WrongRecoveryCode):
        keys.unlock_with_recovery(tmp_path / "a", other.recovery_code)
    with pytest.raises(Invalid):
        keys.unlock_with_recovery(tmp_path / "a", other.recovery_code[:-1])


def test_an_added_person_opens_the_store_and_others_still_do(tmp_path: Path) -> None:
    made = make(tmp_path)
    digest = edit(tmp_path, made.data_key, BRYN, DEVICE)
    assert digest != made.digest
    for person in (AMINA, BRYN):
        unlocked = keys.unlock(tmp_path, person.id, person.password, DEVICE)
        assert (unlocked.data_key, unlocked.digest) == (made.data_key, digest)


def test_a_new_password_replaces_the_old_one_in_its_place(tmp_path: Path) -> None:
    made = make(tmp_path, AMINA, BRYN)
    changed = NewSlot("amina", "Amina Okafor-Pugh", "a new password")
    edit(tmp_path, made.data_key, changed, None)
    assert [slot.name for slot in keys.staff_slots(tmp_path)] == ["Amina Okafor-Pugh", "Bryn Pugh"]
    assert keys.unlock(tmp_path, "amina", "a new password", None).data_key == made.data_key
    with pytest.raises(WrongPassword):
        keys.unlock(tmp_path, "amina", AMINA.password, None)


def test_nobody_is_added_with_the_key_of_another_store(tmp_path: Path) -> None:
    make(tmp_path)
    with pytest.raises(ValueError, match="does not belong"):
        edit(tmp_path, b"k" * 32, BRYN, None)


def test_what_cannot_be_a_slot_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="unique"):
        make(tmp_path, AMINA, AMINA)
    with pytest.raises(Invalid, match="password"):
        make(tmp_path, NewSlot("a", "A", ""))
    with pytest.raises(ValueError, match="32 bytes"):
        make(tmp_path, device=b"short")
    with pytest.raises(Invalid, match="at least one person"):
        keys.create(tmp_path, store_id="s", staff=[], device_secret=None)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", [keys.KEYS_FILE, keys.STORE_FILE])
def test_a_store_is_never_made_over_another(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"something")
    with pytest.raises(StoreExists):
        make(tmp_path)
    assert (tmp_path / name).read_bytes() == b"something"


def test_a_folder_that_cannot_be_made_is_told_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    from ir_desktop.errors import EnvironmentProblem

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
    from ir_desktop.errors import EnvironmentProblem

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


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (9.0, KdfCost(64 * 1024, 1, 4)),  # a slow machine: the memory is never below the floor
        (1.1, KdfCost(64 * 1024, 1, 4)),
        (0.9, keys.DEFAULT_COST),
        (0.6, keys.DEFAULT_COST),
        (0.3, KdfCost(128 * 1024, 3, 4)),
        (0.1, KdfCost(256 * 1024, 3, 4)),
        (0.039, KdfCost(256 * 1024, 9, 4)),
        (0.0, KdfCost(256 * 1024, 16, 4)),
    ],
)
def test_the_cost_is_fitted_to_the_machine(seconds: float, expected: KdfCost) -> None:
    moments = iter([0.0, seconds + 0.7, 0.0, seconds])  # the first time is slow
    found = keys.measure_cost(0.6, clock=lambda: next(moments))
    assert found == expected
    work = found.memory_kib * found.iterations / (64 * 1024 * 3)
    assert work * seconds <= 1.0 or found.iterations == 1
    assert work * seconds >= 0.3 or found.memory_kib == 256 * 1024


def test_two_stores_share_no_wrapped_bytes(tmp_path: Path) -> None:
    make(tmp_path / "a")
    make(tmp_path / "b")
    first, second = (
        json.loads((tmp_path / name / keys.KEYS_FILE).read_text())["staff"][0] for name in "ab"
    )
    for part in ("public", "private", "data_key"):
        assert first[part] != second[part]
    assert first["kdf"]["salt"] != second["kdf"]["salt"]
