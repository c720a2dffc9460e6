"""Working out how strong a new password is while somebody types it."""

from PySide6.QtCore import QObject, QTimer, Signal

from ir_desktop.ui.first_run.strength import StrengthMeter
from ir_desktop.ui.widgets import sight
from ir_desktop.ui.widgets.fields.texts import PasswordField

_QUIET_MS = 250  # how long nobody types before the strength is worked out


class Weighing(QObject):
    """A password field with its meter. `wanted` gives a password whose strength is asked for."""

    wanted = Signal(str)

    def __init__(self, field: PasswordField, meter: StrengthMeter) -> None:
        super().__init__(field)
        self._field, self._meter = field, meter
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.timeout.connect(self.ask)
        field.changed.connect(self._typed)

    def ask(self) -> None:
        """Ask how strong what stands in the field is, if anything does."""
        if not self._field.is_empty():
            self.wanted.emit(self._field.value())

    def show(self, password: str, score: int, problem: str) -> None:
        """Show how strong a password is, if it is still the one typed."""
        if password == self._field.value():
            self._meter.show_strength(score, problem)
            self.in_sight()

    def in_sight(self) -> None:
        """While somebody types, keep the field and how strong it is above the bar at the foot."""

        def together() -> None:
            if self._field.box.hasFocus() and self._meter.isVisible():
                sight.keep_both(self._field, self._meter)

        QTimer.singleShot(0, self, together)  # once the words have their place

    def _typed(self) -> None:
        self._quiet.start(_QUIET_MS)
        self.in_sight()
        if self._field.is_empty():
            self._meter.hide()
