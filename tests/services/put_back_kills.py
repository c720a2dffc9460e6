"""Putting the sign-in file back, looked at in every step: run by `test_put_back_kills`.

As in `key_kills`, what a kill would leave at each step is kept (see `each_step`). It is looked at,
and then the file is put back again, as the person would.
"""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from ir_desktop.services import backups, checking, sign_in, sign_in_file
from ir_desktop.services.sign_in_file import InBackup
from tests.services.each_step import Profile, left_at_each_step
from tests.services.nursery import Nursery, make_nursery

PutBack = Callable[[Nursery, Path, InBackup], None]


def sign_in_with(nursery: Nursery, folder: Path, found: InBackup) -> None:
    """Sign the manager in by the file of the backup."""
    role = next(iter(nursery.names))
    slot = sign_in.find_slot(folder, nursery.names[role], using=found)
    sign_in.sign_in(folder, slot, nursery.passwords[role], using=found).close()


def put_back_by_code(nursery: Nursery, folder: Path, found: InBackup) -> None:
    """Put it back by the recovery code alone."""
    assert sign_in_file.put_back(folder, found, nursery.recovery_code)


def main() -> None:
    """Look into every step of both ways; print at how many the file was the lost or the right."""
    given = json.loads(sys.stdin.read())
    scratch = Path(given["scratch"])
    nursery = make_nursery(scratch / "store", children=1)
    with nursery.signed_in() as session:
        made = backups.back_up(session, scratch / "stick").path
    file = nursery.folder / "keys.json"
    right = file.read_bytes()
    lost = right[:-40]
    file.write_bytes(lost)
    found = sign_in_file.look_into(made, nursery.folder)
    counts = {"lost": 0, "right": 0}
    for put_back in (sign_in_with, put_back_by_code):
        here = scratch / f"here {put_back.__name__}"
        shutil.copytree(nursery.folder, here)

        def work(profile: Profile, here: Path = here, put_back: PutBack = put_back) -> None:
            sys.setprofile(profile)
            put_back(nursery, here, found)

        for left in left_at_each_step(work, here, scratch / f"left {put_back.__name__}"):
            there = looked_into(left.folder, nursery, found, lost, right)
            if left.ended:
                assert there == right
            else:
                counts["right" if there == right else "lost"] += left.steps
    print(json.dumps(counts))


def looked_into(left: Path, nursery: Nursery, found: InBackup, lost: bytes, right: bytes) -> bytes:
    """Return the sign-in file that was left, and put it back from there; raise if that fails."""
    there = (left / "keys.json").read_bytes()
    assert there in (lost, right), left
    aside = [each.read_bytes() for each in left.glob("keys-replaced-*.json")]
    assert aside == [lost] or (there == lost and not aside), left
    again = Nursery(left, nursery.names, nursery.passwords, nursery.recovery_code)
    sign_in_with(nursery, left, found)
    assert (left / "keys.json").read_bytes() == right
    with again.signed_in() as session:
        assert checking.verify_audit(session).findings == ()
    names = {each.name for each in left.iterdir()} - {".lock", ".tries"}
    assert len(names) == 3, names
    return there


if __name__ == "__main__":
    main()
