"""What the command line of the window asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for.

    `named` is whether a person wrote the store's name, which must be right then; `resumed` is the
    demo of the window before a lock.
    """

    demo: bool = False
    store: Path | None = None
    named: bool = False
    resumed: Path | None = None


def parse(argv: Sequence[str]) -> Options | None:
    """Return the options, or None if they are wrong."""
    match list(argv):
        case []:
            return Options()
        case ["--demo"]:
            return Options(demo=True)
        case ["--store", folder] if folder:
            return Options(store=Path(folder), named=True)
        case ["--resume-demo", folder] if folder:
            return Options(demo=True, resumed=Path(folder))
        case _:
            return None
