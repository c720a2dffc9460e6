"""The summary of problems: its links come first, before the fields they lead to."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ir_desktop.ui.widgets.buttons import Button
from ir_desktop.ui.widgets.problems import Summary


def test_tab_goes_from_the_summary_to_its_links_and_then_to_the_fields(qtbot: QtBot) -> None:
    page, summary, field = QWidget(), Summary(), QLineEdit()
    down = QVBoxLayout(page)
    for each in (summary, field):
        down.addWidget(each)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    for _ in range(2):  # made anew each time that something is wrong
        summary.show_problems([("name", "Type the name."), ("born", "Type the date.")])
        qtbot.waitUntil(lambda: [e.isVisible() for e in summary.findChildren(Button)] == [True] * 2)
        summary.setFocus()
        told = []
        for _ in range(3):
            focus: Any = QApplication.focusWidget()
            QTest.keyClick(focus, Qt.Key.Key_Tab)
            told.append(QApplication.focusWidget())
        assert [each.accessibleName()[:14] for each in told[:2]] == [
            "Type the name.",
            "Type the date.",
        ]
        assert told[2] is field
