"""``dev.py pictures``: a picture of every screen of the running program, in every look.

Light and dark go to ``docs/pictures/``; other looks only where ``--all FOLDER`` says. The demo
nursery has a fixed seed and day, so that a picture changes with the program only, but for keys
and ids, which are new each time.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from ir_desktop.config import Appearance
from ir_desktop.services.session import SystemClock
from ir_desktop.ui import appearance
from tools.tour import stops
from tools.tour.guide import Guide, opened
from tools.tour.prepared import Prepared, prepare
from tools.tour.stops import Stop

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
DAY = date(2026, 11, 17)
"""The day in every picture: a Tuesday in term time."""

_MORNING = datetime(2026, 11, 17, 9, 40, tzinfo=UTC)
_COLOURS = 64  # a palette of so many keeps a picture near 30 kB with no loss to be seen
_SETTLED_MS = 150


@dataclass(frozen=True, slots=True)
class Variant:
    """A look: its name, which ends the name of each picture, and what makes it."""

    name: str
    appearance: Appearance
    text_size: int = 100
    hard_names: bool = False


COMMITTED = (Variant("light", Appearance.LIGHT), Variant("dark", Appearance.DARK))
OTHERS = (
    Variant("contrast", Appearance.HIGH_CONTRAST),
    Variant("150", Appearance.LIGHT, 150),
    Variant("200", Appearance.LIGHT, 200),
    Variant("names", Appearance.LIGHT, hard_names=True),
    Variant("names-dark", Appearance.DARK, hard_names=True),
    Variant("names-200", Appearance.LIGHT, 200, hard_names=True),
)
ALIKE = frozenset(
    f"child-{name}-{tab}"
    for name in ("amina", "saoirse")
    for tab in ("details", "family", "history", "papers")
)
"""Screens so like another that their pictures are not kept in docs/pictures/."""


def main(arguments: Sequence[str]) -> int:
    """Make the pictures and return the exit status."""
    given = _parser().parse_args(arguments)
    # The person's own choice of a look is neither read nor changed.
    with tempfile.TemporaryDirectory(prefix="ir-pictures-") as place, _fixed_day():
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            os.environ[name] = place
        qt = QApplication(sys.argv[:1])
        chosen = [each for each in COMMITTED + OTHERS if each.name in (given.only or [each.name])]
        if given.all is None:
            chosen = [each for each in chosen if each in COMMITTED]
        taken: dict[Path, list[str]] = {}
        for number, variant in enumerate(chosen):
            folder = FOLDER if given.all is None else given.all
            skipped = ALIKE if given.all is None else frozenset[str]()
            camera = Camera(qt, variant, folder, skipped, tuple(given.stops or ()))
            camera.walk(Path(place) / str(number))
            taken.setdefault(folder, []).extend(camera.taken)
        if given.all is None and not given.stops and not given.only:
            _remove_others(FOLDER, set(taken[FOLDER]))
    return 0


def _parser() -> argparse.ArgumentParser:
    names = [each.name for each in COMMITTED + OTHERS]
    parser = argparse.ArgumentParser(prog="dev.py pictures", description=__doc__)
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="every look, into this folder")
    parser.add_argument("--only", nargs="+", choices=names, metavar="LOOK", help=", ".join(names))
    parser.add_argument("--stops", nargs="+", metavar="SCREEN", help="only these screens")
    return parser


@contextmanager
def _fixed_day() -> Iterator[None]:
    """Let the program's clock stand at the day of the pictures, each moment after the last."""
    told, today, now = 0, SystemClock.today, SystemClock.now

    def next_moment(self: SystemClock) -> datetime:
        nonlocal told
        told += 1
        return _MORNING + timedelta(milliseconds=told)

    def that_day(self: SystemClock) -> date:
        return DAY

    SystemClock.today, SystemClock.now = that_day, next_moment
    try:
        yield
    finally:
        SystemClock.today, SystemClock.now = today, now


class Camera:
    """Walks through the program in one look, and takes a picture at every stop.

    `taken` are the names of the files it wrote.
    """

    def __init__(
        self,
        qt: QApplication,
        variant: Variant,
        folder: Path,
        skipped: frozenset[str] = frozenset(),
        only: Sequence[str] = (),
    ) -> None:
        self._qt, self._variant, self._folder = qt, variant, folder
        self._skipped, self._only = skipped, only
        self.taken: list[str] = []
        folder.mkdir(parents=True, exist_ok=True)

    def walk(self, place: Path) -> None:
        """Make the records in a new folder and go everywhere."""
        look = appearance.of()
        look.choose_size(self._variant.text_size)
        look.choose(self._variant.appearance)
        place.mkdir()
        prepared = prepare(place, hard_names=self._variant.hard_names, today=DAY)
        self._demo(prepared)
        with opened(self._qt, place / "none", prepared.scratch) as guide:
            self._take(guide, stops.FIRST_RUN)
        shutil.rmtree(place)

    def _demo(self, prepared: Prepared) -> None:
        made = prepared.made
        with opened(self._qt, made.store, prepared.scratch, made, prepared.children) as guide:
            self._take(guide, stops.BEFORE)
            guide.sign_in()
            self._take(guide, stops.INSIDE)

    def _take(self, guide: Guide, some: Sequence[Stop]) -> None:
        first_run = some is stops.FIRST_RUN
        for stop in some:
            wanted = not self._only or stop.name in self._only
            if not wanted and not first_run:  # the first opening leads from page to page
                continue
            stop.arrive(guide)
            if wanted and stop.name not in self._skipped:
                guide.pause(_SETTLED_MS)
                self._save(guide.top().grab().toImage(), f"{stop.name}-{self._variant.name}.png")
            if (asked := guide.top()) is not guide.app.window:
                asked.close()

    def _save(self, image: QImage, name: str) -> None:
        path = self._folder / name
        image.convertToFormat(QImage.Format.Format_RGB32).save(str(path))
        compress(path)
        self.taken.append(name)


def compress(path: Path) -> None:
    """Write a picture anew with a palette: Pillow comes along with reportlab."""
    from PIL import Image

    with Image.open(path) as image:
        small = image.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


def _remove_others(folder: Path, taken: set[str]) -> None:
    for path in folder.glob("*.png"):
        if path.name not in taken:
            path.unlink()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
