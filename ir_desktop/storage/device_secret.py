"""The device secret in the operating system's keyring, so that a stolen disk is not enough.

Only four kinds of keyring are trusted (`key_backends`), each asked for by its class.
`keyring.get_keyring` is never called and no environment variable or settings file is obeyed,
because those can name a keyring that keeps secrets in plain text or forgets them.
"""

import base64
import binascii
import contextlib
import os
import secrets
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Any

from ir_desktop.storage.key_backends import TRUSTED
from ir_desktop.storage.key_log_in import is_plain_text
from ir_desktop.storage.problems import KeyringGone, KeyringLocked, KeyringTrouble

SECRET_BYTES = 32
NO_KEYRING = (
    "This computer has no password store (keyring) that can be trusted with a key. The records are "
    "encrypted all the same, but then the password alone protects them, so choose a longer one."
)
_SERVICE = "integrated-review"
_TRIAL = "write-read-delete test"
_FORGETFUL = "session"  # the collection that lasts until log-out


@dataclass(frozen=True, slots=True)
class Keyring:
    """A keyring that passed the write-read-delete test. `name` is fit to show; ask no `backend`.

    `collection` is which of its shelves the Secret Service puts our secrets on.
    """

    name: str
    backend: Any = field(repr=False)
    collection: str = ""

    def load(self, store_id: str) -> bytes | None:
        """Return the 32-byte secret kept for a store, or None if there is none.

        Raises:
            KeyringTrouble: locked (`KeyringLocked`), does not answer, or holds nonsense.
        """
        text = _asked(lambda: self.backend.get_password(_SERVICE, store_id))
        if text is None:
            return None
        try:
            secret = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            raise KeyringTrouble from None
        if len(secret) != SECRET_BYTES:
            raise KeyringTrouble
        return secret

    def save(self, store_id: str, secret: bytes) -> None:
        """Keep the secret of a store, and read it back before returning.

        Raises:
            KeyringTrouble: locked (`KeyringLocked`), does not answer, or did not keep it.
        """
        if len(secret) != SECRET_BYTES:
            raise ValueError("the device secret must be 32 bytes")
        text = base64.b64encode(secret).decode("ascii")
        _asked(lambda: self.backend.set_password(_SERVICE, store_id, text))
        if self.load(store_id) != secret:
            raise KeyringTrouble

    def delete(self, store_id: str) -> None:
        """Forget the secret of a store; nothing happens if there is none.

        Raises:
            KeyringTrouble: locked (`KeyringLocked`), does not answer, or still has it.
        """
        if self.load(store_id) is None:
            return
        _asked(lambda: self.backend.delete_password(_SERVICE, store_id))
        if self.load(store_id) is not None:
            raise KeyringTrouble


def new_secret() -> bytes:
    """Return 32 random bytes, to be kept in a keyring."""
    return secrets.token_bytes(SECRET_BYTES)


def named_by_settings() -> str:
    """Return the backend that the environment names for the keyring library; it is not obeyed."""
    return os.environ.get("PYTHON_KEYRING_BACKEND", "")


def find_keyring() -> Keyring | None:
    """Return the first trusted keyring that really keeps and gives back a secret, or None.

    May wait for the person if the desktop asks for the keyring's password: call it from a worker
    thread. A keyring that is there but locked, and stays so, counts as none.
    """
    with contextlib.suppress(KeyringTrouble, KeyringGone):
        return open_keyring()
    return None


def open_keyring() -> Keyring:
    """Return the first trusted keyring that really keeps and gives back a secret.

    Raises:
        KeyringLocked: there is one, but it is locked and nobody unlocked it.
        KeyringGone: there is none that can be trusted, or it does not work.
    """
    trouble: KeyringTrouble | KeyringGone = KeyringGone()
    for trusted in TRUSTED:
        backend = _backend(trusted.module, trusted.class_name)
        if backend is None:
            continue
        try:
            return _tried(Keyring(trusted.name, backend))
        except KeyringLocked as locked:
            trouble = locked
        except KeyringTrouble:
            continue
    raise trouble


def _tried(found: Keyring) -> Keyring:
    """Write, read and delete a secret under a name of its own, so that no real one is touched.

    Raises `KeyringTrouble` if the secret would be forgotten at log-out, or lies in plain text.
    """
    trial = f"{_TRIAL} {secrets.token_hex(8)}"
    try:
        found.save(trial, new_secret())
        collection = str(_asked(lambda: _collection(found.backend, trial)))
        if collection == _FORGETFUL or is_plain_text(collection):
            raise KeyringTrouble
    finally:
        found.delete(trial)
    return replace(found, collection=collection)


def _backend(module: str, class_name: str) -> Any | None:
    try:
        trusted: Any = getattr(import_module(module), class_name)

        class Chosen(trusted):  # the name is not shown; the class only adds the refusal below
            """The trusted class, deaf to KEYRING_PROPERTY_* in the environment."""

            def set_properties_from_env(self) -> None:
                """Take no property from the environment, where anyone could have put it."""

        if Chosen.priority <= 0:
            return None
        backend: Any = Chosen()
        backend.keychain = None  # macOS: another environment variable names a key chain file
        backend.persist = "local machine"  # Windows: do not let the secret roam to other machines
    except Exception:  # any failure to load or reach a keyring means that it is not there
        return None
    return backend


def _collection(backend: Any, trial: str) -> str:
    """Return the name of the collection in which the Secret Service keeps what was just saved."""
    if not hasattr(backend, "get_preferred_collection"):
        return ""  # the other kinds have no such place
    collection = backend.get_preferred_collection()
    with contextlib.closing(collection.connection):
        items = collection.search_items({"service": _SERVICE, "username": trial})
        paths = [str(item.item_path).split("/") for item in items]
    # The default is a second name for a collection; an item's path has the first.
    return next((path[-2] for path in paths if len(path) > 1), "")


def _asked(question: Any) -> Any:
    from keyring.errors import KeyringLocked as BackendLocked

    try:
        return question()
    except BackendLocked:
        raise KeyringLocked from None
    except Exception:  # each backend has its own errors, and their text may name the entry
        raise KeyringTrouble from None
