"""What the bundle leaves out."""

import importlib.util
from types import ModuleType

import pytest

from tools.dev.places import ROOT


@pytest.fixture(scope="module")
def trimming() -> ModuleType:
    """Load the rules by their file: `packaging` is also the name of a package we install."""
    spec = importlib.util.spec_from_file_location("trimming", ROOT / "packaging" / "trimming.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/QtWidgets.abi3.so",
        "PySide6/Qt/lib/libQt6Core.so.6",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/imageformats/libqsvg.so",
        "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
        "PySide6/Qt/plugins/printsupport/libcupsprintersupport.so",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6\\plugins\\styles\\qmodernwindowsstyle.dll",
        "ir_desktop/resources/icons/check.svg",
        "alembic/plugins/anything.py",
    ],
)
def test_what_is_used_stays(trimming: ModuleType, name: str) -> None:
    assert trimming.wanted(name)


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/translations/qtbase_cy.qm",
        "PySide6/Qt/qml/QtQuick/qmldir",
        "PySide6/Qt/plugins/platforms/libqvnc.so",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/imageformats/libqtiff.so",
        "PySide6/Qt/plugins/sqldrivers/libqsqlite.so",
        "PySide6/Qt/plugins/wayland-shell-integration/libivi-shell.so",
        "PySide6/plugins/tls/qschannelbackend.dll",
    ],
)
def test_what_is_not_used_goes(trimming: ModuleType, name: str) -> None:
    assert not trimming.wanted(name)


def test_libraries_nobody_asks_for_go_with_their_links(trimming: ModuleType) -> None:
    asked = {"/a/_x.so": ["libused.so.1", "libfar.so.2"], "/a/qxcb.so": ["libxcb.so.1"]}
    kept = [
        ("_x.so", "/a/_x.so", "EXTENSION"),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "/a/qxcb.so", "BINARY"),
        ("libused.so.1", "/a/libused.so.1", "BINARY"),
        ("x.libs/libfar.so.2", "/a/libfar.so.2", "BINARY"),
        ("libfar.so.2", "x.libs/libfar.so.2", "SYMLINK"),
        ("libxcb.so.1", "/a/libxcb.so.1", "BINARY"),
        ("libpython3.11.so.1.0", "/a/libpython3.11.so.1.0", "BINARY"),
    ]
    orphans = [
        ("libgtk-3.so.0", "/a/libgtk-3.so.0", "BINARY"),
        ("x.libs/libavif-c6.so.16", "/a/libavif-c6.so.16", "BINARY"),
        ("libavif-c6.so.16", "x.libs/libavif-c6.so.16", "SYMLINK"),
    ]
    entries = [*orphans, *kept]
    assert trimming.without_orphans(entries, lambda path: asked[path]) == kept
