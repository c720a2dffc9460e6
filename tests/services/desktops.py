"""Computers to try stores on: a home of its own, with a real keyring, an empty one, or none."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]

# A daemon that opens with a piped password, as it does at log-in, and then the script.
_UNLOCKED = """
printf 'log-in password' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
exec "$PYTHON" -c "$SCRIPT" "$FOLDER"
"""


@dataclass(frozen=True)
class Desktop:
    """One person's home on one computer."""

    home: Path

    def environment(self, script: str, folder: Path) -> dict[str, str]:
        dropped = ("DBUS", "XDG_", "DISPLAY", "WAYLAND", "GNOME_KEYRING", "KEYRING", "PYTHON_K")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
        runtime = self.home / "run"
        runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
        return kept | {
            "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(runtime),
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
            "PYTHON": sys.executable,
            "SCRIPT": script,
            "FOLDER": str(folder),
        }

    def run(self, script: str, folder: Path, *, keyring: bool) -> list[str]:
        """Run Python with `folder` as its argument, logged in with a keyring or with none."""
        with_keyring = ["dbus-run-session", "--", "sh", "-c", _UNLOCKED]
        done = subprocess.run(
            with_keyring if keyring else [sys.executable, "-c", script, str(folder)],
            env=self.environment(script, folder),
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            timeout=200,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()
