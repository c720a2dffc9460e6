"""How this computer's keyring comes to be open: by a password, or by itself.

A device secret protects against a thief of the computer only while the keyring is closed to them.
Two things open it without anybody: a keyring without a password, whose file is then plain text, and
a computer that logs somebody in by itself. Both can be seen in files that everybody may read.
"""

import configparser
import os
import re
from pathlib import Path

_PLAIN = b"[keyring]"
_LOG_IN_COLLECTION = "login"
# File, section, the key that says who, and the key that switches it on (if there is one).
_DISPLAY_MANAGERS = (
    ("etc/gdm3/custom.conf", "daemon", "AutomaticLogin", "AutomaticLoginEnable"),
    ("etc/gdm3/daemon.conf", "daemon", "AutomaticLogin", "AutomaticLoginEnable"),
    ("etc/gdm/custom.conf", "daemon", "AutomaticLogin", "AutomaticLoginEnable"),
    ("etc/lightdm/lightdm.conf", None, "autologin-user", None),
    ("etc/lightdm/lightdm.conf.d/*.conf", None, "autologin-user", None),
    ("etc/sddm.conf", "Autologin", "User", None),
    ("etc/sddm.conf.d/*.conf", "Autologin", "User", None),
)
_YES = {"true", "1", "yes", "on"}


def keyrings_folder() -> Path:
    """Return where gnome-keyring keeps its files."""
    given = Path(os.environ.get("XDG_DATA_HOME", ""))
    base = given if given.is_absolute() else Path.home() / ".local" / "share"
    return base / "keyrings"


def is_plain_text(collection: str, folder: Path | None = None) -> bool:
    """Return whether a collection of the Secret Service has no password, so that its file is bare.

    `collection` is the last part of its path on the message bus.
    """
    name = re.sub(r"_([0-9a-f]{2})", lambda found: chr(int(found[1], 16)), collection)
    file = (folder or keyrings_folder()) / f"{name}.keyring"
    try:
        with file.open("rb") as opened:
            return opened.read(len(_PLAIN)) == _PLAIN
    except OSError:
        return False  # another program keeps it, in files of its own


def opens_at_log_in(collection: str) -> bool:
    """Return whether the log-in password opens this collection, so that nobody is asked again."""
    return collection == _LOG_IN_COLLECTION


def logged_in_by_itself(user: str, root: Path = Path("/")) -> bool:
    """Return whether this computer logs a person in without a password when it starts (Linux)."""
    return any(
        _names(file, section, who, switch, user)
        for pattern, section, who, switch in _DISPLAY_MANAGERS
        for file in sorted(root.glob(pattern))
    )


def _names(file: Path, section: str | None, who: str, switch: str | None, user: str) -> bool:
    read = configparser.ConfigParser(interpolation=None, strict=False, allow_no_value=True)
    try:
        read.read_string(file.read_text("utf-8", errors="replace"))
    except (OSError, configparser.Error):
        return False
    for name in read.sections() if section is None else [section]:
        if not read.has_section(name) or read.get(name, who, fallback=None) != user:
            continue
        if switch is None or str(read.get(name, switch, fallback="")).lower() in _YES:
            return True
    return False
