"""A theme to make widgets in, and a window to show them in."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ir_desktop.ui import theme
from ir_desktop.ui.theme import DARK, LIGHT, Theme
from ir_desktop.ui.widgets.cards import ScrollPage
from ir_desktop.ui.widgets.ring import FocusRing

Show = Callable[..., QWidget]


@pytest.fixture(params=[1.0])
def look(request: pytest.FixtureRequest, qapp: Any) -> Iterator[Theme]:
    """The theme in force; parametrise it for another text size."""
    made = Theme(LIGHT, request.param)
    theme.apply(qapp, made)
    yield made
    theme.apply(qapp, Theme(LIGHT))


@pytest.fixture
def dark(qapp: Any) -> Iterator[Theme]:
    made = Theme(DARK)
    theme.apply(qapp, made)
    yield made
    theme.apply(qapp, Theme(LIGHT))


@pytest.fixture
def show(qtbot: QtBot, look: Theme) -> Iterator[Show]:
    """Show a widget in a window of its own, and wait until that has the keyboard."""
    # A window that nobody holds would go, and take its widgets along.
    kept: list[tuple[QWidget, FocusRing]] = []

    def shown(widget: QWidget, *, width: int = 1000, scrolls: bool = True) -> QWidget:
        window = QWidget()
        whole = QVBoxLayout(window)
        whole.setContentsMargins(0, 0, 0, 0)
        if scrolls:
            page = ScrollPage()
            page.body.addWidget(widget)
            page.body.addStretch(1)
            whole.addWidget(page)
        else:
            whole.addWidget(widget)
        kept.append((window, FocusRing(window)))
        window.resize(width, 700)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    yield shown
    for window, _ in kept:
        window.close()


@pytest.fixture
def type_text() -> Callable[[QWidget, str], None]:
    """Type letters of any script, which Qt's own test keyboard cannot."""

    def typed(widget: QWidget, text: str) -> None:
        for letter in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(widget, event)

    return typed


@pytest.fixture
def told() -> Callable[[QWidget], QAccessibleInterface]:
    """Return what a screen reader is given of a widget."""

    def found(widget: QWidget) -> QAccessibleInterface:
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface is not None
        return interface

    return found


@pytest.fixture
def odd_texts() -> tuple[str, ...]:
    """Texts that must be shown exactly as typed."""
    return (
        "<b>Bo</b> & Söhne",
        "O<img src=x onerror=1>",
        "&amp; &lt;i&gt;",
        "<html><body>Hello",
        "a\u202eb\u2066c",
        "محمد العلي",
        "{\\rtf1 x}",
        "=1+1",
    )
