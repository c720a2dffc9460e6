"""Which shared libraries of the system Qt lacks here, and the line that installs them.

PySide6's wheels bring Qt itself but not the libraries every Linux desktop has. On a bare machine
Qt would end the process with one cryptic line, so we look before starting it.
"""

import ctypes
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from tools.dev.places import VENV, Stop

# soname without its version -> (Debian and Ubuntu package, Fedora package). The package names are
# those the distributions' own indexes give for each library.
_PACKAGES = {
    "libEGL": ("libegl1", "libglvnd-egl"),
    "libGL": ("libgl1", "libglvnd-glx"),
    "libGLX": ("libgl1", "libglvnd-glx"),
    "libX11": ("libx11-6", "libX11"),
    "libX11-xcb": ("libx11-xcb1", "libX11-xcb"),
    "libdbus-1": ("libdbus-1-3", "dbus-libs"),
    "libdrm": ("libdrm2", "libdrm"),
    "libfontconfig": ("libfontconfig1", "fontconfig"),
    "libfreetype": ("libfreetype6", "freetype"),
    "libglib-2.0": ("libglib2.0-0", "glib2"),
    "libgthread-2.0": ("libglib2.0-0", "glib2"),
    "libgssapi_krb5": ("libgssapi-krb5-2", "krb5-libs"),
    "libnspr4": ("libnspr4", "nspr"),
    "libnss3": ("libnss3", "nss"),
    "libnssutil3": ("libnss3", "nss"),
    "libsmime3": ("libnss3", "nss"),
    "libplc4": ("libnspr4", "nspr"),
    "libplds4": ("libnspr4", "nspr"),
    "libwayland-client": ("libwayland-client0", "libwayland-client"),
    "libwayland-cursor": ("libwayland-cursor0", "libwayland-cursor"),
    "libwayland-egl": ("libwayland-egl1", "libwayland-egl"),
    "libxcb": ("libxcb1", "libxcb"),
    "libxcb-cursor": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxcb-glx": ("libxcb-glx0", "libxcb"),
    "libxcb-icccm": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-image": ("libxcb-image0", "xcb-util-image"),
    "libxcb-keysyms": ("libxcb-keysyms1", "xcb-util-keysyms"),
    "libxcb-randr": ("libxcb-randr0", "libxcb"),
    "libxcb-render": ("libxcb-render0", "libxcb"),
    "libxcb-render-util": ("libxcb-render-util0", "xcb-util-renderutil"),
    "libxcb-shape": ("libxcb-shape0", "libxcb"),
    "libxcb-shm": ("libxcb-shm0", "libxcb"),
    "libxcb-sync": ("libxcb-sync1", "libxcb"),
    "libxcb-util": ("libxcb-util1", "xcb-util"),
    "libxcb-xfixes": ("libxcb-xfixes0", "libxcb"),
    "libxcb-xinerama": ("libxcb-xinerama0", "libxcb"),
    "libxcb-xkb": ("libxcb-xkb1", "libxcb"),
    "libxkbcommon": ("libxkbcommon0", "libxkbcommon"),
    "libxkbcommon-x11": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
    "libz": ("zlib1g", "zlib"),
}

_USED = (
    *(f"lib/libQt6{name}.so.6" for name in ("Gui", "Widgets", "DBus", "Svg", "SvgWidgets")),
    *(f"lib/libQt6{name}.so.6" for name in ("Pdf", "PdfWidgets", "PrintSupport", "Network")),
    "plugins/platforms/libqxcb.so",
    "plugins/platforms/libqoffscreen.so",
    "plugins/xcbglintegrations/libqxcb-glx-integration.so",
    "plugins/imageformats/libqsvg.so",
    "plugins/imageformats/libqjpeg.so",
    "plugins/iconengines/libqsvgicon.so",
)


def require() -> None:
    """Stop with the exact install line when Qt lacks a library of this system.

    Raises:
        Stop: naming the libraries and how to install them here.
    """
    if not sys.platform.startswith("linux"):
        return  # the wheels for Windows and macOS need nothing besides
    qt = next(iter(VENV.glob("lib/python3*/site-packages/PySide6/Qt")), None)
    if qt is None:
        raise Stop("PySide6 is not in .venv. Remove the folder .venv and run this again.")
    missing = missing_libraries([qt / name for name in _USED])
    if missing:
        raise Stop(advice(missing, _os_release()))


def missing_libraries(files: Iterable[Path]) -> list[str]:
    """Return the sonames that `files` (shared libraries) need and this system does not have."""
    present = [path for path in files if path.exists()]
    if shutil.which("ldd"):
        shown = subprocess.run(
            ["ldd", *map(str, present)], capture_output=True, text=True, check=False
        ).stdout
        return parse_ldd(shown)
    found: set[str] = set()
    for path in present:  # no ldd: the loader names the first missing library of each
        try:
            ctypes.CDLL(str(path))
        except OSError as problem:
            found.update(re.findall(r"(\S+\.so[.\d]*): cannot open shared object", str(problem)))
    return sorted(found)


def parse_ldd(shown: str) -> list[str]:
    """Return the sonames that `ldd` says are not found."""
    return sorted(set(re.findall(r"^\s*(\S+) => not found", shown, flags=re.MULTILINE)))


def advice(missing: Iterable[str], os_release: str) -> str:
    """Return the message for `missing` sonames on the system that `os_release` describes."""
    names = sorted(missing)
    families = " ".join(re.findall(r"^ID(?:_LIKE)?=(.*)$", os_release, flags=re.MULTILINE))
    families = families.replace('"', "").lower()
    known = {name: _PACKAGES.get(name.split(".so")[0]) for name in names}
    listed = ", ".join(names)
    if "debian" in families or "ubuntu" in families:
        column, line = 0, "sudo apt-get install -y "
    elif "fedora" in families or "rhel" in families:
        column, line = 1, "sudo dnf install -y "
    else:
        return (
            f"Qt needs libraries that this system lacks: {listed}.\n"
            "Install the packages of your system that hold them, and run this again."
        )
    packages = sorted({pair[column] for pair in known.values() if pair})
    text = f"Qt needs libraries that this system lacks: {listed}.\n"
    if packages:
        text += f"Install them with:\n    {line}{' '.join(packages)}\n"
    unknown = [name for name, pair in known.items() if not pair]
    if unknown:
        text += f"Also install the packages that hold: {', '.join(unknown)}.\n"
    return text + "Then run this again."


def _os_release() -> str:
    for path in (Path("/etc/os-release"), Path("/usr/lib/os-release")):
        if path.exists():
            return path.read_text("utf-8")
    return ""
