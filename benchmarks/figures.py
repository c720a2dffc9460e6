"""A measured figure beside its floor, the machine it was measured on, and both as text."""

import os
import platform
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Seconds of ours and of the floor, medians of `runs`; `target` is the ratio to reach."""

    name: str
    ours: float
    floor: float
    target: float
    runs: int
    what: str

    @property
    def ratio(self) -> float:
        return self.ours / self.floor


def median_of(runs: int, *timed: Callable[[], float]) -> list[float]:
    """Run each in turn, `runs` times over, and return the median of each.

    In turn, so that what else the machine does falls on all of them alike.
    """
    found: list[list[float]] = [[] for _ in timed]
    for _ in range(runs):
        for place, measure in enumerate(timed):
            found[place].append(measure())
    return [statistics.median(each) for each in found]


def seconds(work: Callable[[], Any]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def machine() -> dict[str, str]:
    """Return what the figures depend on."""
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "pyside6": version("PySide6-Essentials"),
        "sqlalchemy": version("SQLAlchemy"),
        "sqlcipher3": version("sqlcipher3"),
        "sqlite": sqlite3.sqlite_version,
        "qt_platform": os.environ.get("QT_QPA_PLATFORM", "the system's"),
    }


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def table(figures: list[Figure]) -> str:
    """Return the figures as a Markdown table."""
    lines = [
        "| what | ours | floor | ratio | to reach |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {each.name} | {_time(each.ours)} | {_time(each.floor)} | {each.ratio:.2f} | "
        f"{each.target:g} |"
        for each in figures
    ]
    return "\n".join(lines)


def as_json(figures: list[Figure]) -> dict[str, Any]:
    return {
        "machine": machine(),
        "command": " ".join(["python", "-m", "benchmarks", *sys.argv[1:]]),
        "figures": [asdict(each) | {"ratio": round(each.ratio, 3)} for each in figures],
    }


def _time(value: float) -> str:
    return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"
