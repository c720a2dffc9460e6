"""What was typed in a form and not saved, kept in memory until the person signs out or locks.

Leaving a form by mistake, or to look something up, must not lose what was typed in it.
"""

from collections.abc import Mapping

from PySide6.QtCore import QObject

from ir_desktop.ui.context import Context


class Kept(QObject):
    """The states of forms' fields by the form's own key."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._states: dict[str, Mapping[str, object]] = {}

    def put(self, key: str, states: Mapping[str, object]) -> None:
        """Keep what stands in a form."""
        self._states[key] = states

    def take(self, key: str) -> Mapping[str, object]:
        """Give back what was kept, and forget it."""
        return self._states.pop(key, {})

    def forget(self, key: str) -> None:
        """Forget what was kept of a form."""
        self._states.pop(key, None)


def kept(context: Context) -> Kept:
    """Return what is kept for the person signed in; it goes with the records' worker."""
    for child in context.records.children():
        if isinstance(child, Kept):
            return child
    return Kept(context.records)
