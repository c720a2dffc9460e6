"""Somebody may write in the folder, and has no password: a recovery gives them nothing.

The recovery slot's public half is what a new data key is sealed to. Whoever puts their own half in
its place must get no key that way, whenever they do it.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from ir_desktop.domain.people import Role
from ir_desktop.services import recovery
from ir_desktop.storage import slots, wrapping
from ir_desktop.storage.cost import WEAK_COST
from ir_desktop.storage.problems import KeysPutBack
from ir_desktop.storage.store import open_with_recovery
from tests.services.nursery import Nursery

NEW = "saffron pebble kite"


class Attacker:
    """Knows the folder's files; has a key of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.own = folder, X25519PrivateKey.generate()

    def forge(self) -> None:
        """Put the own public half in the recovery slot of the sign-in file."""
        real, _ = slots.read(self.folder)
        half = self.own.public_key().public_bytes_raw()
        slots.write(self.folder, replace(real, recovery=replace(real.recovery, public=half)))

    def leave_beside(self) -> None:
        """Leave a sign-in file beside it that opens, and is not the one of the records."""
        real, _ = slots.read(self.folder)
        first = replace(real.staff[0], name=f"{real.staff[0].name}.")
        slots.write(self.folder, replace(real, staff=(first, *real.staff[1:])), slots.NEXT_FILE)

    def opens(self) -> bool:
        """Whether the own key opens what is sealed in any slot of the file of now."""
        found, _ = slots.read(self.folder)
        for slot in (*found.staff, found.recovery):
            info = wrapping._sealed_info(found.store_id, found.generation, slot)
            try:
                wrapping._SUITE.decrypt(slot.data_key, self.own, info=info)
            except InvalidTag:
                continue
            return True
        return False


def before_the_code(attacker: Attacker) -> None:
    attacker.leave_beside()
    attacker.forge()


def nothing(_: Attacker) -> None:
    """Leave all as it is."""


@pytest.mark.parametrize(
    ("before", "between"),
    [(before_the_code, nothing), (nothing, Attacker.forge), (before_the_code, Attacker.forge)],
    ids=["before the code is typed", "before the password is chosen", "both times"],
)
def test_a_slot_of_their_own_gets_no_new_key(
    nursery: Nursery, before: Callable[[Attacker], None], between: Callable[[Attacker], None]
) -> None:
    attacker = Attacker(nursery.folder)
    before(attacker)
    if before is before_the_code:
        with pytest.raises(KeysPutBack):  # what sends a manager to the recovery code
            nursery.sign_in(Role.MANAGER)
    found = recovery.open_with_code(nursery.folder, nursery.recovery_code, without_keyring=True)
    between(attacker)
    try:
        recovery.choose_password(found, found.managers[0].id, NEW, cost=WEAK_COST).close()
    finally:
        found.store.close()
    assert not attacker.opens()
    open_with_recovery(nursery.folder, nursery.recovery_code).close()
