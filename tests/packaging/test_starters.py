"""The files that start the program: on Windows none opens a console beside the window."""

import importlib.util
from types import ModuleType

import pytest

from tools.dev.places import ROOT


@pytest.fixture(scope="module")
def starters() -> ModuleType:
    """Load the module by its file: `packaging` is also the name of a package we install."""
    spec = importlib.util.spec_from_file_location("starters", ROOT / "packaging" / "starters.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_on_windows_the_window_has_no_console_and_commands_have_one(starters: ModuleType) -> None:
    window, commands = starters.of("win32")
    assert (window.name, window.console) == ("ir-desktop", False)
    assert commands.console is True
    assert commands.name != window.name


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_elsewhere_one_starter_serves_both(starters: ModuleType, platform: str) -> None:
    assert [each.name for each in starters.of(platform)] == ["ir-desktop"]
