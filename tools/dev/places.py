"""Where the checkout and its virtual environment are, and how a failure is told."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
PROJECT = ROOT / "pyproject.toml"


class Stop(Exception):
    """Ends `dev.py` with one plain message and exit status 1."""


def venv_program(name: str, venv: Path = VENV) -> Path:
    """Return where the virtual environment keeps the program `name` on this system."""
    if os.name == "nt":
        return venv / "Scripts" / f"{name}.exe"
    return venv / "bin" / name


def in_ci() -> bool:
    """Tell whether this is a check that may leave nothing out (`CI=true`)."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}
