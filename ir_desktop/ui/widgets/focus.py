"""The keyboard's place on what was only just put on a page."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget


def focus_soon(widget: QWidget) -> None:
    """Put the focus on a widget: at once where it is seen, else in the next turn.

    What a layout is given is only shown in the next turn. A window that becomes active before
    then, because a dialog closes, would not find the widget and begin at the top of the page.
    """
    if widget.isVisible():
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
    else:
        QTimer.singleShot(0, widget, lambda: widget.setFocus(Qt.FocusReason.OtherFocusReason))
