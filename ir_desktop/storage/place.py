"""Where a folder lies: on this computer's own disk, on a network share, or where it is copied away.

A database on a share can be torn by two computers, and one in a synchronised folder by the program
that carries it away while it is written.
"""

import os
import sys
from pathlib import Path, PurePath

_NETWORK = frozenset(
    [
        "9p",
        "afs",
        "afpfs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "fuse.davfs",
        "fuse.glusterfs",
        "fuse.gvfsd-fuse",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.sshfs",
        "glusterfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "smb2",
        "smb3",
        "smbfs",
        "virtiofs",
        "webdav",
    ]
)
_MOUNTS = Path("/proc/self/mounts")
_REMOTE_DRIVE = 4  # Windows: GetDriveTypeW
_SYNCHRONISED = ("onedrive", "dropbox", "google drive", "icloud", "nextcloud", "owncloud", "box")


def is_network_share(folder: Path, mounts: Path = _MOUNTS) -> bool:
    """Return whether a folder, which need not exist yet, is on another computer."""
    if sys.platform == "win32":
        import ctypes

        drive = folder.absolute().anchor
        return drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(drive) == (
            _REMOTE_DRIVE
        )
    try:
        lines = mounts.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return False  # a system that does not tell
    place = os.path.realpath(folder)
    best, kind = "", ""
    for line in lines:
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        at = parts[1].encode().decode("unicode_escape", errors="replace")
        inside = place == at or place.startswith(at.rstrip("/") + "/")
        if inside and len(at) >= len(best):  # a later line lies over an earlier one
            best, kind = at, parts[2]
    return kind in _NETWORK


def synchroniser(folder: PurePath) -> str:
    """Return the part of a folder's path that names a program which copies it away, or ""."""
    for part in folder.parts:
        if part.casefold().split(" - ")[0] in _SYNCHRONISED:
            return part
    return ""
