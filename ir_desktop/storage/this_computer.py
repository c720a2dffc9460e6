"""What this computer adds to a password: its device secret, where the person's slot needs one."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ir_desktop.storage import device_secret
from ir_desktop.storage.problems import DeviceSecretMissing, KeyringTrouble
from ir_desktop.storage.slots import KeyFile


@dataclass(frozen=True, slots=True)
class ThisComputer:
    """The device secret and the keyring it is from, or the trouble with that; nothing if no need.

    With trouble a password may open a slot that needs no secret; if it opens none, the trouble is
    the reason to tell, for without the keyring nobody can say that the password is wrong.
    """

    secret: bytes | None = field(default=None, repr=False)
    keyring: device_secret.Keyring | None = None
    trouble: KeyringTrouble | DeviceSecretMissing | None = None


def this_computer(found: Sequence[KeyFile], slot_id: str) -> ThisComputer:
    """Return what this computer adds for somebody, one of whose key files is in force.

    A change of keys that was cut short may have given or taken the need for the keyring, and which
    of the files counts shows only when one opens.

    Raises `KeyringTrouble` or `KeyringGone` where every one of them needs it.
    """
    own = [slot for keys in found if (slot := keys.staff_slot(slot_id)) is not None]
    needs = [each.device is not None for each in own]
    if not any(needs):
        return ThisComputer()
    try:
        keyring = device_secret.open_keyring()
        return ThisComputer(keyring.load(found[0].store_id), keyring)
    except (KeyringTrouble, DeviceSecretMissing) as trouble:
        if all(needs):
            raise
        return ThisComputer(trouble=trouble)
