"""The log: what the program did, by ids and numbers. Never what a record says.

A log leaves the machine when someone asks for help. So a message is one constant text; of its
values only numbers, codes and ids are written; an error is written as its kind and the places it
came through; and what other packages say is left out, for they may name files, hosts or values.
"""

import logging
import re
import secrets
import sys
from contextlib import suppress
from enum import Enum
from pathlib import Path
from types import TracebackType

FOLDER, FILE = "log", "ir-desktop.log"
LARGEST = 500_000
"""The log's size in bytes past which a new one is begun; the one before is kept."""

_OWN = "ir_desktop"
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{6,64}")
_LEFT_OUT = "[left out]"
_QUOTING = "urllib3"
"""It warns with whole headers of an answer, which anybody on the way may have written."""

_log = logging.getLogger(__name__)


class Redacting(logging.Formatter):
    """Writes a record with everything left out that could come from a person."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return one line; the record itself is not changed."""
        return super().format(_redacted(record))


def _redacted(record: logging.LogRecord) -> logging.LogRecord:
    message = "said something"
    if record.name.split(".")[0] == _OWN:
        given = record.args if isinstance(record.args, tuple) else ()
        kept = tuple(_safe(value) for value in given)
        try:
            message = str(record.msg) % kept if kept else str(record.msg)
        except (TypeError, ValueError):
            message = str(record.msg)
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        message = f"{message}: {places(error)}"
    made = logging.LogRecord(
        record.name, record.levelno, record.pathname, record.lineno, message, (), None
    )
    made.created, made.msecs = record.created, record.msecs
    return made


def _safe(value: object) -> object:
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, int | float) or value is None:
        return value
    if isinstance(value, str) and _ID.fullmatch(value):
        return value
    return _LEFT_OUT


def places(error: BaseException) -> str:
    """Return an error's kind and the places it came through, without its words."""
    found: list[str] = []
    at: TracebackType | None = error.__traceback__
    while at is not None:
        module = at.tb_frame.f_globals.get("__name__", "?")
        found.append(f"{module}:{at.tb_lineno}")
        at = at.tb_next
    return f"{type(error).__name__} at {' '.join(found) or 'no place'}"


def start(folder: Path | None) -> None:
    """Write the log to a file in a store's folder, or to standard error where there is none."""
    handler: logging.Handler = logging.StreamHandler(sys.stderr)
    if folder is not None and folder.is_dir():
        with suppress(OSError):  # a log that cannot be written keeps nobody from their records
            handler = _file(folder / FOLDER)
    handler.setFormatter(Redacting())
    handler.addFilter(_is_wanted)
    root = logging.getLogger()
    for old in [each for each in root.handlers if isinstance(each.formatter, Redacting)]:
        root.removeHandler(old)
        old.close()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger(_OWN).setLevel(logging.INFO)


def hush() -> None:
    """Keep standard error, where there is no log, free of what quotes a stranger's answer."""
    quoting = logging.getLogger(_QUOTING)
    if not quoting.handlers:
        quoting.addHandler(logging.NullHandler())


def _is_wanted(record: logging.LogRecord) -> bool:
    return record.name.split(".")[0] != _QUOTING


def _file(folder: Path) -> logging.Handler:
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / FILE
    if path.exists() and path.stat().st_size > LARGEST:
        path.replace(folder / f"{FILE}.1")
    return logging.FileHandler(path, encoding="utf-8")


def not_opened(error: BaseException) -> None:
    """Write which kind of problem keeps the records from being opened."""
    _log.warning("the records cannot be opened", exc_info=error)


def bug(error: BaseException) -> str:
    """Write a fault of the program to the log and return the reference by which to find it."""
    reference = secrets.token_hex(4)
    _log.error("fault %s", reference, exc_info=error)
    return reference
