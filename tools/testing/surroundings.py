"""Keep tests away from the person's own store, keyring and screen, and steady on a busy machine."""

import os
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings


def pytest_configure(config: pytest.Config) -> None:
    """Point data folder, session bus and screen at ones of the tests' own, before Qt is loaded."""
    if "PYTEST_XDIST_WORKER" not in os.environ:  # workers inherit what the controller set
        home = tempfile.TemporaryDirectory(prefix="ir-tests-home-", ignore_cleanup_errors=True)
        config.add_cleanup(home.cleanup)
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
            folder = Path(home.name) / name.lower()
            folder.mkdir()
            os.environ[name] = str(folder)
        # A test that needs a keyring starts a session bus of its own (dbus-run-session).
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
        if sys.dont_write_bytecode:
            # Whoever wants none beside the sources still has one place for it while tests run: else
            # each of the hundreds of processes that tests start compiles all that it imports.
            os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or it was -B
            os.environ["PYTHONPYCACHEPREFIX"] = str(Path(home.name) / "compiled")
    # How long an example takes says more about the machine than about the code.
    settings.register_profile(
        "steady", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.load_profile("steady")
    displays = os.environ.get("IR_TEST_DISPLAYS", "").split()
    if displays:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
        os.environ["DISPLAY"] = displays[int(worker.removeprefix("gw")) % len(displays)]
