"""The key file: who opens the store with what, and what is not even made."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ir_desktop.errors import Invalid
from ir_desktop.storage import keys
from ir_desktop.storage.keys import WEAK_COST, KdfCost, NewSlot, SlotName
from ir_desktop.storage.problems import (
    DeviceSecretMissing,
    DeviceSecretWrong,
    StoreExists,
    UnknownSlot,
    WrongPassword,
    WrongRecoveryCode,
)
from tests.storage.keys_parts import AMINA, BRYN, DEVICE, edit, make, rewrite


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
