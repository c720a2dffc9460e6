"""The checks themselves: each sees the fault that it is there for."""

from pathlib import Path

import pytest
from hostile import Corpus
from nobody_looks import bait
from plainly import faults, texts
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListView,
    QMessageBox,
    QPushButton,
    QTabBar,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ir_desktop.ui.plain import Words, message, tool_tip


def label_with_buddy() -> QWidget:
    made = QWidget()
    down, line = QVBoxLayout(made), QLineEdit()
    label = QLabel("Tom & Jerry")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setBuddy(line)
    down.addWidget(label)
    down.addWidget(line)
    return made


def with_tip() -> QWidget:
    made = QWidget()
    made.setToolTip("<b>bold</b>")
    return made


def with_tab() -> QWidget:
    made = QTabBar()
    made.addTab("Family & consent")
    return made


def with_title() -> QWidget:
    made = QWidget()
    made.setWindowTitle("[*] title")
    return made


class TippedModel(QStringListModel):
    def data(self, index: object, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return "<i>tip</i>" if role == Qt.ItemDataRole.ToolTipRole else "words"


def with_model() -> QWidget:
    made = QListView()
    made.setModel(TippedModel(["one"], made))
    return made


@pytest.mark.parametrize(
    "make",
    [
        lambda: QLabel("<b>bold</b>"),
        label_with_buddy,
        with_tip,
        with_tab,
        with_title,
        with_model,
        QTextBrowser,
        lambda: QPushButton("Tom & Jerry"),
        lambda: QCheckBox("Tom & Jerry"),
        lambda: QGroupBox("Tom & Jerry"),
        QMessageBox,
    ],
)
def test_each_fault_is_seen(qtbot: QtBot, make: type[QWidget]) -> None:
    part = make()
    qtbot.addWidget(part)
    assert faults(part)


def test_the_programs_own_parts_have_none(qtbot: QtBot) -> None:
    part = Words("<b>bold</b> & more")
    qtbot.addWidget(part)
    tool_tip(part, "<img src=x> & more")
    told = message(part, "Title", "<b>words</b>")
    assert faults(part) == []
    assert {"<b>bold</b> & more", "<img src=x> & more", "<b>words</b>"} <= set(texts(part))
    told.close()


def test_what_is_shown_in_another_way_is_told() -> None:
    corpus = Corpus()
    whole = corpus.block()
    assert list(corpus.damaged(whole)) == []
    assert list(corpus.damaged(" ".join(whole.split()))) == []
    for one, other in (("<b>", ""), ("<b>", "&lt;b&gt;"), ("&amp;", "&"), ("**", "")):
        assert list(corpus.damaged(whole.replace(one, other))), one
    assert len({len(corpus.line()) for _ in range(40)}) > 5
    assert all(len(corpus.line()) <= 190 for _ in range(200))


def test_a_picture_that_is_loaded_is_noticed(qtbot: QtBot, tmp_path: Path) -> None:
    with bait(tmp_path) as looked:
        part = QLabel(f"<img src='{looked.file}'>")
        qtbot.addWidget(part)
        assert looked.taken() == []
        part.show()
        qtbot.waitExposed(part)
        qtbot.waitUntil(lambda: looked.taken() == ["the file was opened"])
        plain = Words(f"<img src='{looked.file}'>")
        qtbot.addWidget(plain)
        plain.show()
        qtbot.waitExposed(plain)
        plain.grab()
        assert looked.taken() == []
