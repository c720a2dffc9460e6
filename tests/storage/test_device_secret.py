"""The keyring: a real one, none at all, and ones that must not be trusted."""

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ir_desktop.storage import device_secret
from ir_desktop.storage.device_secret import Keyring, find_keyring, new_secret
from ir_desktop.storage.key_backends import REFUSED, TRUSTED, why_refused
from ir_desktop.storage.problems import KeyringLocked, KeyringTrouble

CHECKOUT = Path(device_secret.__file__).parents[2]

# Prints the name of the keyring found, or None, in a process of its own.
FIND = """
from ir_desktop.storage.device_secret import find_keyring
found = find_keyring()
print(found.name if found else None)
"""

# A daemon that opens with a piped password, as it does at log-in, and then the script.
UNLOCKED = """
printf 'log-in password' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
exec "$PYTHON" -c "$SCRIPT"
"""

LOCKED = """
gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1
exec "$PYTHON" -c "$SCRIPT"
"""


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    """An environment with a home of its own and no way to the real desktop."""
    home, runtime = tmp_path / "home", tmp_path / "runtime"
    home.mkdir()
    runtime.mkdir(mode=0o700)
    dropped = ("DBUS", "XDG_", "DISPLAY", "WAYLAND", "GNOME_KEYRING", "KEYRING", "PYTHON_KEYRING")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    return kept | {
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "DBUS_SESSION_BUS_ADDRESS": "disabled:",
        "PYTHON": sys.executable,
    }


def run_python(script: str, surroundings: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=surroundings,
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.strip()


def run_on_bus(shell: str, script: str, surroundings: dict[str, str]) -> str:
    """Run a shell script on a message bus of its own; its daemons end with the bus."""
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", shell],
        env=surroundings | {"SCRIPT": script},
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        timeout=100,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.needs("dbus-run-session", "gnome-keyring-daemon")
def test_a_real_keyring_keeps_the_secret_for_another_process(
    surroundings: dict[str, str],
) -> None:
    script = """
import subprocess, sys
from ir_desktop.storage.device_secret import find_keyring
found = find_keyring()
assert found.load("store-1") is None
found.save("store-1", bytes(range(32)))
found.save("store-2", bytes(32))
again = "from ir_desktop.storage.device_secret import find_keyring as f; print(f().load('store-1'))"
seen = subprocess.run([sys.executable, "-c", again], capture_output=True, text=True, check=True)
assert seen.stdout.strip() == repr(bytes(range(32)))
found.save("store-1", bytes(32))
assert found.load("store-1") == bytes(32)
found.delete("store-1")
found.delete("store-1")
assert found.load("store-1") is None
assert found.load("store-2") == bytes(32)
import secretstorage
bus = secretstorage.dbus_init()
left = [item.get_label() for item in secretstorage.get_default_collection(bus).get_all_items()]
assert len(left) == 1, left  # the trial left nothing behind
bus.close()
print(found.name)
"""
    assert run_on_bus(UNLOCKED, script, surroundings) == "Secret Service"


@pytest.mark.needs("dbus-run-session", "gnome-keyring-daemon")
def test_a_keyring_that_nobody_unlocks_counts_as_none(surroundings: dict[str, str]) -> None:
    assert run_on_bus(LOCKED, FIND, surroundings) == "None"


@pytest.mark.needs("dbus-run-session", "gnome-keyring-daemon")
def test_a_keyring_locked_later_is_told_as_locked(surroundings: dict[str, str]) -> None:
    script = """
import secretstorage
from ir_desktop.storage.device_secret import find_keyring
from ir_desktop.storage.problems import KeyringTrouble
found = find_keyring()
found.save("store-1", bytes(32))
bus = secretstorage.dbus_init()
secretstorage.get_default_collection(bus).lock()
bus.close()
try:
    found.load("store-1")
except KeyringTrouble as trouble:
    print(type(trouble).__name__)
"""
    assert run_on_bus(UNLOCKED, script, surroundings) == "KeyringLocked"


@pytest.mark.needs("dbus-run-session", "gnome-keyring-daemon")
def test_a_keyring_that_forgets_at_log_out_counts_as_none(surroundings: dict[str, str]) -> None:
    script = (
        """
import secretstorage
bus = secretstorage.dbus_init()
from jeepney import DBusAddress, new_method_call
call = new_method_call(
    DBusAddress("/org/freedesktop/secrets", "org.freedesktop.secrets",
                "org.freedesktop.Secret.Service"),
    "SetAlias", "so", ("default", "/org/freedesktop/secrets/collection/session"))
bus.send_and_get_reply(call)
bus.close()
"""
        + FIND
    )
    assert run_on_bus(UNLOCKED, script, surroundings) == "None"


def test_no_message_bus_at_all_is_no_keyring(surroundings: dict[str, str]) -> None:
    assert run_python(FIND, surroundings) == "None"
    del surroundings["DBUS_SESSION_BUS_ADDRESS"]
    assert run_python(FIND, surroundings) == "None"


@pytest.mark.parametrize(
    "backend",
    [*(each.full_name for each in REFUSED), "planted.Plain", "nowhere.Nothing"],
)
def test_a_keyring_named_by_the_surroundings_is_not_obeyed(
    backend: str, surroundings: dict[str, str], tmp_path: Path
) -> None:
    planted = tmp_path / "planted"
    planted.mkdir()
    marker = tmp_path / "used"
    (planted / "planted.py").write_text(
        "from pathlib import Path\n"
        "from keyring.backend import KeyringBackend\n"
        f"Path({str(marker)!r}).write_text('loaded')\n"
        "class Plain(KeyringBackend):\n"
        "    priority = 99\n"
        "    kept = {}\n"
        "    def get_password(self, service, username): return self.kept.get(username)\n"
        "    def set_password(self, service, username, password):\n"
        "        self.kept[username] = password\n"
        "    def delete_password(self, service, username): del self.kept[username]\n"
    )
    settings = Path(surroundings["HOME"]) / ".config" / "python_keyring"
    settings.mkdir(parents=True)
    (settings / "keyringrc.cfg").write_text(
        f"[backend]\ndefault-keyring={backend}\nkeyring-path={planted}\n"
    )
    surroundings["PYTHON_KEYRING_BACKEND"] = backend
    surroundings["PYTHONPATH"] = str(planted)
    assert run_python(FIND, surroundings) == "None"
    assert not marker.exists()


def test_ten_keyrings_are_refused_by_name_each_with_its_reason() -> None:
    names = [each.full_name for each in REFUSED]
    assert len(names) == len(set(names)) == 10
    reasons = {why_refused(each) for each in names}
    assert "" not in reasons
    assert len(reasons) == 10
    for each in TRUSTED:
        assert why_refused(f"{each.module}.{each.class_name}") == ""
    assert "not one of the four" in why_refused("planted.Plain")
    # Those that are installed here are real classes, not what is trusted under another name.
    installed = [each for each in names if each.startswith("keyring.backends.")]
    trusted = {f"{each.module}.{each.class_name}" for each in TRUSTED}
    assert len(installed) == 5
    for each in installed:
        module, _, class_name = each.rpartition(".")
        kind = getattr(importlib.import_module(module), class_name)
        assert f"{kind.__module__}.{kind.__qualname__}" == each not in trusted


PLAIN = """
mkdir -p "$HOME/.local/share/keyrings"
printf '[keyring]\\ndisplay-name=Login\\nctime=0\\nmtime=0\\nlock-on-idle=false\\n' \
    > "$HOME/.local/share/keyrings/login.keyring"
printf login > "$HOME/.local/share/keyrings/default"
gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1
exec "$PYTHON" -c "$SCRIPT"
"""


@pytest.mark.needs("dbus-run-session", "gnome-keyring-daemon")
def test_a_keyring_without_a_password_counts_as_none(surroundings: dict[str, str]) -> None:
    script = (
        """
import secretstorage
bus = secretstorage.dbus_init()
kept = secretstorage.get_default_collection(bus)
kept.unlock()
assert not kept.is_locked()  # it asked nobody: there is nobody here
kept.create_item("trial", {"a": "b"}, b"in plain text")
bus.close()
from pathlib import Path
assert b"in plain text" in (Path.home() / ".local/share/keyrings/login.keyring").read_bytes()
"""
        + FIND
    )
    assert run_on_bus(PLAIN, script, surroundings) == "None"


@pytest.mark.needs("dbus-run-session", "gnome-keyring-daemon")
def test_properties_from_the_surroundings_are_not_obeyed(surroundings: dict[str, str]) -> None:
    surroundings["KEYRING_PROPERTY_PREFERRED_COLLECTION"] = (
        "/org/freedesktop/secrets/collection/session"
    )
    surroundings["KEYRING_PROPERTY_SCHEME"] = "planted"
    assert run_on_bus(UNLOCKED, FIND, surroundings) == "Secret Service"


class Shelf:
    """A backend in memory whose faults are set by hand."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.fails_with: Exception | None = None
        self.forgets = self.clings = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.fails_with is not None:
            raise self.fails_with
        return self.kept.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        if not self.forgets:
            self.kept[username] = password

    def delete_password(self, service: str, username: str) -> None:
        if not self.clings:
            del self.kept[username]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def test_a_keyring_that_forgets_clings_or_garbles_is_noticed(shelf: Shelf) -> None:
    kept = Keyring("Shelf", shelf)
    secret = new_secret()
    shelf.forgets = True
    with pytest.raises(KeyringTrouble):
        kept.save("s", secret)
    shelf.forgets, shelf.clings = False, True
    kept.save("s", secret)
    with pytest.raises(KeyringTrouble):
        kept.delete("s")
    for nonsense in ("", "not base 64", "AAAA", "\u00e9"):
        shelf.kept["s"] = nonsense
        with pytest.raises(KeyringTrouble):
            kept.load("s")
    with pytest.raises(ValueError, match="32 bytes"):
        kept.save("s", b"short")


def test_what_a_backend_says_is_never_repeated(shelf: Shelf) -> None:
    from keyring.errors import KeyringLocked as BackendLocked

    kept = Keyring("Shelf", shelf)
    shelf.fails_with = BackendLocked("entry of Amina")
    with pytest.raises(KeyringLocked) as locked:
        kept.load("s")
    shelf.fails_with = OSError("entry of Amina")
    with pytest.raises(KeyringTrouble) as trouble:
        kept.load("s")
    assert locked.value.sentence != trouble.value.sentence
    for told in (locked, trouble):
        assert "Amina" not in str(told.value)
    assert "Amina" not in repr(kept)


def test_secrets_are_random_and_the_trial_raises_nothing_here() -> None:
    assert new_secret() != new_secret()
    assert len(new_secret()) == device_secret.SECRET_BYTES == 32
    found = find_keyring()  # whatever this machine has
    assert found is None or found.name
