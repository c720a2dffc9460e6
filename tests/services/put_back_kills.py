"""Putting the sign-in file back, stopped at every step: run by `test_put_back_kills`.

As in `key_kills`, a forked child kills itself before its n-th call that can touch the disk. The
parent looks at the folder, and then puts the file back again, as the person would.
"""

import json
import shutil
import sys
from pathlib import Path

from ir_desktop.services import backups, checking, sign_in, sign_in_file
from ir_desktop.services.sign_in_file import InBackup
from tests.services.key_kills import lived, steps
from tests.services.nursery import Nursery, make_nursery


def sign_in_with(nursery: Nursery, folder: Path, found: InBackup) -> None:
    """Sign the manager in by the file of the backup."""
    role = next(iter(nursery.names))
    slot = sign_in.find_slot(folder, nursery.names[role], using=found)
    sign_in.sign_in(folder, slot, nursery.passwords[role], using=found).close()


def put_back_by_code(nursery: Nursery, folder: Path, found: InBackup) -> None:
    """Put it back by the recovery code alone."""
    assert sign_in_file.put_back(folder, found, nursery.recovery_code)


def main() -> None:
    """Kill both ways at every step, and print how many left the old file and how many the new."""
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
        for kill_at in range(1, 10_000, given["every"]):
            left = scratch / "left"
            shutil.copytree(nursery.folder, left)

            def work(left: Path = left, kill_at: int = kill_at) -> None:
                sys.setprofile(steps(kill_at, statements=False))
                put_back(nursery, left, found)  # noqa: B023 - called at once

            done = lived(work)
            there = (left / "keys.json").read_bytes()
            assert there in (lost, right), kill_at
            aside = [each.read_bytes() for each in left.glob("keys-replaced-*.json")]
            assert aside == [lost] or (there == lost and not aside), kill_at
            again = Nursery(left, nursery.names, nursery.passwords, nursery.recovery_code)
            sign_in_with(nursery, left, found)
            assert (left / "keys.json").read_bytes() == right
            with again.signed_in() as session:
                assert checking.verify_audit(session).findings == ()
            names = {each.name for each in left.iterdir()} - {".lock", ".tries"}
            assert len(names) == 3, names
            shutil.rmtree(left)
            if done:
                assert there == right
                break
            counts["right" if there == right else "lost"] += 1
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
