"""What this computer adds to a password: its device secret, where the person's slot needs one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ir_desktop.storage import device_secret
from ir_desktop.storage.problems import DeviceSecretMissing, KeyringTrouble
from ir_desktop.storage.slots import KeyFile


@dataclass(frozen=True, slots=True)
class ThisComputer:
    """Device secrets by their store and the keyring they are from, or the trouble with that.

    Nothing where there is no need. A sign-in file may lie in the folder of another store.
    With trouble a password may open a slot that needs no secret; if it opens none, the trouble is
    the reason to tell, for without the keyring nobody can say that the password is wrong.
    """

    secrets: Mapping[str, bytes | None] = field(default_factory=dict[str, bytes | None], repr=False)
    keyring: device_secret.Keyring | None = None
    trouble: KeyringTrouble | DeviceSecretMissing | None = None

    def secret(self, keys: KeyFile) -> bytes | None:
        """Return the device secret of the store whose key file it is, or None."""
        return self.secrets.get(keys.store_id)


def this_computer(found: Sequence[KeyFile], slot_id: str) -> ThisComputer:
    """Return what this computer adds for somebody, one of whose key files is in force.

    A change of keys that was cut short may have given or taken the need for the keyring, and which
    of the files counts shows only when one opens.

    Raises `KeyringTrouble` or `KeyringGone` where every one of them needs it.
    """
    own = [(keys, slot) for keys in found if (slot := keys.staff_slot(slot_id)) is not None]
    need = [keys.store_id for keys, slot in own if slot.device is not None]
    if not need:
        return ThisComputer()
    try:
        keyring = device_secret.open_keyring()
        return ThisComputer({each: keyring.load(each) for each in set(need)}, keyring)
    except (KeyringTrouble, DeviceSecretMissing) as trouble:
        if len(need) == len(own):
            raise
        return ThisComputer(trouble=trouble)
