"""The program's window, and somebody who types marked words in every box of every screen.

Arguments: the nursery's folder, and where papers and backups go. Prints when everything is
typed, printed and backed up, with how many marks were made and how many of them the records hold.
Then it types on, until it is killed.
"""

import json
import string
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ir_desktop import crash, log
from ir_desktop.domain.people import Role
from ir_desktop.services import backups, papers
from ir_desktop.services.demo import DemoMade, DemoStaff
from ir_desktop.ui import forgetful, theme
from ir_desktop.ui.children import printing
from ir_desktop.ui.children.form_screen import FormScreen
from ir_desktop.ui.review.workspace import ReviewWorkspace
from ir_desktop.ui.sharing import files
from tests.e2e.told_typist import tell
from tools.tour.guide import Guide, opened
from tools.tour.stops import INSIDE

sys.path.append(str(Path(__file__).parents[1] / "ui" / "corpus"))
filling: Any = import_module("filling")  # beside the corpus of strings, which it types elsewhere

CORE = "Quokkacanary"
SIGN_IN_NAMES = ("staff-form", "staff-member")
"""Where a name is typed that the sign-in page shows in clear."""


class Canaries:
    """Makes words, each with a mark of its own; plain ones while `plain`."""

    def __init__(self) -> None:
        self.made, self.plain = 0, False

    def line(self, *, longest: int = 0, without: str = "") -> str:
        self.made += 1
        places = (self.made // 676, self.made // 26 % 26, self.made % 26)
        mark = "".join(string.ascii_lowercase[each] for each in places)
        return f"Wren {mark.title()}" if self.plain else CORE + mark

    def block(self) -> str:
        return f"{self.line()}\n{self.line()}"


def visit(stop: Any, guide: Guide, filler: Any, marks: Canaries) -> None:
    stop.arrive(guide)
    guide.pause(50)
    top, page = guide.top(), guide.page
    filling.open_all(top)
    filling.reveal(page)
    guide.pause(50)
    filling.open_all(top)
    before = filler.fill(top)
    if isinstance(page, FormScreen) and page.form is not None:
        if stop.name not in filling.UNSAVED and guide.page is page:
            guide.pause(1000)  # kept as a draft first
            marks.plain = stop.name in SIGN_IN_NAMES
            filler.save(page)
            marks.plain = False
    elif isinstance(page, ReviewWorkspace):
        done: list[bool] = []
        page.saved(lambda: done.append(True))
        guide.pause(300)
    else:
        for box, words in before.items():
            filling.put(box, words)
    filling.close_dialogs()
    guide.shell.finder.close_down()


def work(guide: Guide, service: Any) -> Any:
    """Have a service done in the records' thread, as the window does."""
    found: list[Any] = []
    session = guide.app.session
    guide.app.records.submit(lambda: service(session), found.append, found.append, owner=guide.app)
    guide.until(lambda: found)
    if isinstance(found[0], Exception):
        raise found[0]
    return found[0]


def on_paper(guide: Guide, child_id: str, out: Path) -> int:
    """Print every paper of a child to files that were asked for; return their pages."""
    made = work(guide, lambda session: papers.print_all(session, child_id))
    pages = 0
    for paper in made:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(out / f"{paper.kind}.pdf"))
        pages += printing.print_pages(paper.pdf, printer)
        (out / f"saved-{paper.kind}.pdf").write_bytes(paper.pdf)
    return pages


def choose_a_file(guide: Guide, folder: Path) -> None:
    """Say where a file goes, in a folder whose name is marked."""
    folder.mkdir()
    chosen: list[Path] = []
    dialog = files.to_save(guide.page, "Save it", "Papers (*.pdf)", "Paper.pdf", chosen.append)
    guide.until(dialog.isVisible)
    dialog.setDirectory(str(folder))
    dialog.selectFile("Paper.pdf")
    dialog.accept()
    guide.until(lambda: chosen)
    guide.pause(100)


def stored(session: Any) -> int:
    """Return how many marks the records hold."""
    with session.store.database.read() as connection:
        names = connection.exec_driver_sql(
            "SELECT name FROM sqlite_schema WHERE type = 'table'"
        ).scalars()
        whole = "".join(
            str(cell)
            for name in list(names)
            for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')
            for cell in row
        )
    return len({part[:3] for part in whole.split(CORE)[1:]})


def main(folder: Path, out: Path) -> None:
    told = json.loads((folder / "prepared.json").read_text("utf-8"))
    forgetful.begin()
    qt = QApplication(sys.argv[:1])
    theme.apply(qt, theme.Theme(theme.LIGHT))
    staff = tuple(DemoStaff(name, Role(role), password) for name, role, password in told["staff"])
    demo = DemoMade(folder / "store", staff, "")
    watch = crash.CrashWatch()
    with opened(qt, demo.store, folder / "files", demo, told["children"]) as guide:
        guide.sign_in()
        log.start(demo.store)
        watch.start(demo.store)
        marks = Canaries()
        filler: Any = filling.Filler(guide, marks)
        for stop in INSIDE:
            visit(stop, guide, filler, marks)
        pages = on_paper(guide, told["children"]["Amina"], out / "asked-for")
        choose_a_file(guide, out / "asked-for" / marks.line())
        work(guide, lambda session: backups.back_up(session, out / "stick"))
        page = guide.go("child_form")
        box = page.form.field("given_name").box
        box.setFocus()
        QTest.keyClicks(box, marks.line())
        box.selectAll()
        box.copy()
        copied = QGuiApplication.clipboard().text()
        guide.pause(1500)
        tell("done", [marks.made, work(guide, stored), pages, copied.startswith(CORE)])
        while True:
            QTest.keyClicks(box, marks.line())
            guide.pause(100)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
