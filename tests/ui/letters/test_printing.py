"""Printing in a real window, to a file: as often as wanted, and always told how it went."""

import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QLineEdit, QRadioButton, QSpinBox

from ir_desktop.ui.children import printing
from tests.ui import print_hands
from tests.ui.children.family_hands import Room
from tests.ui.print_hands import press, print_dialog

WIDE = 624  # dots of a page looked at


@pytest.fixture(autouse=True)
def no_printer_here() -> None:
    """Where there is one, no test may make it print."""
    assert QPrinterInfo.availablePrinters() == []


def dialog(room: Room) -> Any:
    return room.until(print_dialog)


def print_to(room: Room, paper: Any, file: Path) -> None:
    """Press Print, name a file, and wait until it is told that it went."""
    paper.print_button.click()
    print_hands.print_to(dialog(room), file)
    room.until(lambda: " saved as a file at " in paper.told.text())


def pages_of(file: Path) -> int:
    document = QPdfDocument()
    document.load(str(file))
    pages = document.pageCount()
    document.close()
    return pages


def papers_of(room: Room, name: str) -> Any:
    page = room.go("child", room.child_id(name), "Papers")
    room.until(lambda: page.papers.document.status() is QPdfDocument.Status.Ready)
    room.until(page.papers.print_button.isVisible)
    return page.papers


def test_a_childs_paper_is_printed_twice_and_each_time_told_when(
    room: Room, tmp_path: Path
) -> None:
    papers = papers_of(room, "Zofia Kowalska")
    says = papers.told.text()
    assert says == "Summary for parents, 2 pages. What you see is what is printed."
    for name in ("one.pdf", "two.pdf"):
        print_to(room, papers, tmp_path / name)
        assert papers.told.text().startswith(f"{says} 2 pages saved as a file at ")
        assert pages_of(tmp_path / name) == 2
    papers.list.choose("invitation")
    room.until(lambda: papers.told.text().startswith("Invitation"))
    assert "saved" not in papers.told.text()  # what was printed is another paper


def test_without_a_printer_it_is_said_plainly_and_cancelling_lets_it_go(room: Room) -> None:
    papers = papers_of(room, "Zofia Kowalska")
    says = papers.told.text()
    papers.print_button.click()
    asked = dialog(room)
    assert papers.told.text() == f"{says} {printing.NO_PRINTER}"
    press(asked, "Cancel")
    room.until(lambda: papers.told.text() == says)


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_does_not_answer_is_told_in_a_sentence(room: Room, tmp_path: Path) -> None:
    papers = papers_of(room, "Zofia Kowalska")
    gone, go_on = tmp_path / "gone", threading.Event()
    gone.mkdir()
    room.app.aside.submit(go_on.wait, lambda _: None, lambda _: None, owner=room.app)
    papers.print_button.click()
    asked = dialog(room)
    asked.findChild(QLineEdit, "filename").setText(str(gone / "x.pdf"))
    press(asked, "Print")
    room.until(lambda: papers.told.text().endswith("Printing…"))
    gone.rmdir()  # as a printer that was switched off meanwhile
    go_on.set()
    room.until(lambda: "does not answer" in papers.told.text())
    assert "Check that it is on, and try again." in papers.told.text()
    print_to(room, papers, tmp_path / "then.pdf")
    assert pages_of(tmp_path / "then.pdf") == 2


def test_the_letters_of_many_families_are_printed_whole(room: Room, tmp_path: Path) -> None:
    page = room.go("letters")
    room.until(lambda: page.lists)
    chosen = [
        key
        for key, box in page.lists[0].boxes.items()
        if box.accessibleName().isascii() and "<" not in box.accessibleName()
    ][:3]
    page.lists[0].choose(chosen)
    page.make_them()
    room.until(
        lambda: (
            page.paper is not None
            and page.paper.document.status() is QPdfDocument.Status.Ready
            and page.paper.print_button.isVisible()
        )
    )
    for name in ("one.pdf", "two.pdf"):
        print_to(room, page.paper, tmp_path / name)
        assert pages_of(tmp_path / name) == 3
        assert "3 pages saved as a file at " in page.paper.told.text()


def test_some_pages_alone(tmp_path: Path, room: Room) -> None:
    papers = papers_of(room, "Zofia Kowalska")
    papers.print_button.click()
    asked = dialog(room)
    asked.findChild(QRadioButton, "printRange").setChecked(True)
    for end in ("to", "from"):
        asked.findChild(QSpinBox, end).setValue(2)
    line = asked.findChild(QLineEdit, "filename")
    line.setText(str(tmp_path / "second.pdf"))
    press(asked, "Print")
    room.until(lambda: "1 page saved as a file at " in papers.told.text())
    assert pages_of(tmp_path / "second.pdf") == 1


def ink_of(document: QPdfDocument) -> list[float]:
    """Return how dark the first page is, from its head down, in bands of a few lines of dots."""
    image = document.render(0, QSize(WIDE, 880))
    paper = QImage(image.size(), QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    with QPainter(paper) as painter:
        painter.drawImage(0, 0, image)
    grey = paper.convertToFormat(QImage.Format.Format_Grayscale8)
    step, whole = grey.bytesPerLine(), bytes(grey.constBits())
    lines = [sum(whole[at : at + WIDE]) / WIDE for at in range(0, step * grey.height(), step)]
    return [255 - sum(lines[at : at + 8]) / 8 for at in range(0, len(lines), 8)]


def test_the_page_printed_is_the_page_seen(room: Room, tmp_path: Path) -> None:
    papers = papers_of(room, "Zofia Kowalska")
    seen = ink_of(papers.document)
    print_to(room, papers, tmp_path / "one.pdf")
    printed = QPdfDocument()
    printed.load(str(tmp_path / "one.pdf"))
    found = ink_of(printed)
    printed.close()
    assert max(seen) > 20  # there is something on it
    apart = [abs(a - b) for a, b in zip(seen, found, strict=True)]
    # Nothing is missing, doubled or moved where strips of the page meet.
    assert sum(apart) / len(apart) < 2.5
    assert max(apart) < 12
