"""The cryptography of one slot: password to key, key to private half, private half to data key.

Loaded only when a store is made or opened. Every primitive is the `cryptography` library's:
Argon2id (RFC 9106), HKDF-SHA256 (RFC 5869), AES-256-GCM, HPKE base mode with X25519 (RFC 9180).
"""

import secrets
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ir_desktop.storage.cost import KdfCost
from ir_desktop.storage.slots import FORMAT, VERSION, Kind, Slot, canonical, header

KEY_BYTES = 32
_SALT_BYTES = 16
_NONCE_BYTES = 12
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class DoesNotOpen(Exception):
    """The secret is not this slot's, or the slot was changed; the two cannot be told apart."""


def password_bytes(password: str) -> bytes:
    """Return the bytes of a password, the same whichever keyboard composed its accents."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def stretch(secret: bytes, salt: bytes, cost: KdfCost) -> bytes:
    """Return 32 bytes by Argon2id; takes as long and as much memory as `cost` says."""
    return Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=cost.iterations,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    ).derive(secret)


def derive(secret: bytes, store_id: str, purpose: str) -> bytes:
    """Return 32 bytes for one purpose from a secret that is already hard to guess."""
    info = f"{FORMAT}/{VERSION}/{purpose}".encode()
    return HKDF(SHA256(), KEY_BYTES, salt=store_id.encode(), info=info).derive(secret)


def device_fingerprint(device_secret: bytes, store_id: str) -> bytes:
    """Return what tells two device secrets apart and says nothing else about them."""
    return derive(device_secret, store_id, "device")[:16]


def data_key_check(data_key: bytes, store_id: str) -> bytes:
    """Return what tells two data keys apart and says nothing else about them."""
    return derive(data_key, store_id, "data key check")[:16]


def make_slot(
    *,
    store_id: str,
    generation: int,
    kind: Kind,
    slot_id: str,
    name: str,
    secret: bytes,
    device_secret: bytes | None,
    cost: KdfCost | None,
    data_key: bytes,
) -> Slot:
    """Return a new slot that opens to `data_key` for `secret` (and `device_secret`, if given)."""
    private = X25519PrivateKey.generate()
    bare = Slot(
        kind=kind,
        id=slot_id,
        name=name,
        device=None if device_secret is None else device_fingerprint(device_secret, store_id),
        cost=cost,
        salt=secrets.token_bytes(_SALT_BYTES),
        public=private.public_key().public_bytes_raw(),
        private=b"",
        data_key=b"",
    )
    nonce = secrets.token_bytes(_NONCE_BYTES)
    wrapped = AESGCM(_key_of(store_id, bare, secret, device_secret)).encrypt(
        nonce, private.private_bytes_raw(), canonical(header(store_id, bare))
    )
    return Slot(
        kind=bare.kind,
        id=bare.id,
        name=bare.name,
        device=bare.device,
        cost=bare.cost,
        salt=bare.salt,
        public=bare.public,
        private=nonce + wrapped,
        data_key=wrap_data_key(store_id, generation, bare, data_key),
    )


def wrap_data_key(store_id: str, generation: int, slot: Slot, data_key: bytes) -> bytes:
    """Return the data key sealed to a slot's public key; needs nobody's password."""
    public = X25519PublicKey.from_public_bytes(slot.public)
    return _SUITE.encrypt(data_key, public, info=_sealed_info(store_id, generation, slot))


def open_slot(
    store_id: str, generation: int, slot: Slot, secret: bytes, device_secret: bytes | None
) -> bytes:
    """Return the data key.

    Raises:
        DoesNotOpen: a wrong secret, or a slot that was changed or moved from another store.
    """
    nonce, wrapped = slot.private[:_NONCE_BYTES], slot.private[_NONCE_BYTES:]
    try:
        key = _key_of(store_id, slot, secret, device_secret)
        raw = AESGCM(key).decrypt(nonce, wrapped, canonical(header(store_id, slot)))
        private = X25519PrivateKey.from_private_bytes(raw)
        return _SUITE.decrypt(slot.data_key, private, info=_sealed_info(store_id, generation, slot))
    except (InvalidTag, ValueError):
        raise DoesNotOpen from None


def _key_of(store_id: str, slot: Slot, secret: bytes, device_secret: bytes | None) -> bytes:
    stretched = secret if slot.cost is None else stretch(secret, slot.salt, slot.cost)
    return derive(stretched + (device_secret or b""), store_id, f"{slot.kind}/{slot.id}")


def _sealed_info(store_id: str, generation: int, slot: Slot) -> bytes:
    return canonical({**header(store_id, slot), "generation": generation})
