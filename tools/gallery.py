"""Open the gallery of widgets, or write its pictures with ``--pictures DIR``."""

import argparse
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from ir_desktop.ui.gallery import SCALES, THEMES, Gallery


def main(arguments: list[str]) -> int:
    """Do what `arguments` ask and return the exit status."""
    parser = argparse.ArgumentParser(prog="dev.py gallery", description=__doc__)
    parser.add_argument("--pictures", type=Path, metavar="DIR", help="write pictures and end")
    given = parser.parse_args(arguments)
    app = QApplication(sys.argv[:1])
    window = Gallery()
    window.show()
    if given.pictures is None:
        return app.exec()
    for name in THEMES:
        for scale in SCALES:
            window.show_in(name, scale)
            _settle(app)
            folder = given.pictures / f"{name.lower().replace(' ', '-')}-{scale:.0%}"
            folder.mkdir(parents=True, exist_ok=True)
            for title, part in window.sections.items():
                part.grab().save(str(folder / f"{title.lower().replace(' ', '-')}.png"))
    print(f"Pictures are in {given.pictures}.")
    return 0


def _settle(app: QApplication) -> None:
    for _ in range(4):  # laying out takes a few rounds: heights follow widths
        app.processEvents()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
