"""Logging that cannot tell anything about a child.

An exception's own text may hold values, so only its kind and where it happened are written.
"""

import logging
import secrets
import traceback
from pathlib import Path
from types import TracebackType
from typing import Final

from ir_desktop.errors import EnvironmentProblem

_FRAMES: Final = 12


def where(error: BaseException) -> str:
    """Return an exception's kind and the functions it went through, without its text."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    steps = " > ".join(f"{Path(each.filename).name}:{each.lineno} {each.name}" for each in frames)
    return f"{type(error).__name__} at {steps}" if steps else type(error).__name__


def bug(log: logging.Logger, error: BaseException) -> str:
    """Write down a bug; return the reference under which it stands in the log."""
    reference = secrets.token_hex(4)
    log.error("bug %s: %s", reference, where(error))
    return reference


def fault(log: logging.Logger, error: EnvironmentProblem) -> None:
    """Write down what is wrong with the machine; its sentence never holds record content."""
    log.error("%s", error.sentence)


class _Quiet(logging.Formatter):
    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        return "" if ei[1] is None else where(ei[1])


def start() -> None:
    """Write the program's log, and the server's warnings, to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Quiet("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("ir_desktop").setLevel(logging.INFO)
