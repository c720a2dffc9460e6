"""From starting the process to the first picture of the window, beside a bare PySide6 window."""

import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.figures import Figure, median_of

# Both tell the clock at the same moment: the first turn of the event loop after the first paint.
_BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
class Bare(QWidget):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, self.seen)
    def seen(self):
        print(time.monotonic_ns(), flush=True)
        self.close()
qt = QApplication(sys.argv[:1])
window = Bare()
window.resize(1366, 768)
window.show()
qt.exec()
"""
_OURS = """
import sys, time
from ir_desktop import app
def ready(running):
    print(time.monotonic_ns(), flush=True)
    running.window.close()
app.run(sys.argv[1:], ready=ready)
"""


def measure(store: Path, runs: int, compiled: Path) -> Figure:
    """Measure; `compiled` is an empty folder for compiled modules, as an installed program has."""
    env = os.environ | {"PYTHONPYCACHEPREFIX": str(compiled)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)

    def bare() -> float:
        return _until_told(env, "-c", _BARE)

    def ours() -> float:
        return _until_told(env, "-c", _OURS, "--store", str(store))

    bare()
    ours()  # from here on everything is compiled, and in the disk's cache, for both
    floor, mine = median_of(runs, bare, ours)
    return Figure(
        name="start to the sign-in window visible",
        ours=mine,
        floor=floor,
        target=2.5,
        runs=runs,
        what="process start to first paint; floor: a bare QWidget",
    )


def _until_told(env: dict[str, str], *arguments: str) -> float:
    begin = time.monotonic_ns()
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=True, env=env
    )
    return (int(done.stdout.split()[0]) - begin) / 1e9
