"""What goes into and comes out of `keys`. Nothing secret shows when one is printed."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SlotName:
    """A line of the sign-in window: whose slot, and whether it needs this computer's keyring."""

    id: str
    name: str
    needs_device_secret: bool = False


@dataclass(frozen=True, slots=True)
class NewSlot:
    """A person to let in: an id (the staff record's), a readable name and a first password."""

    id: str
    name: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Created:
    """A new store's 32-byte data key, its recovery code as printed, and the key file's digest."""

    data_key: bytes = field(repr=False)
    recovery_code: str = field(repr=False)
    digest: str


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The 32-byte data key and the digest (SHA-256, hexadecimal) of the ``keys.json`` it is from.

    Compare the digest with the one kept inside the database: an old file put back differs.
    """

    data_key: bytes = field(repr=False)
    digest: str
