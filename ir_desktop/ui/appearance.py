"""How the window looks: what the person chose, what the computer asks for, and when it changes.

Colours change in place, so that nothing typed is touched. Another text size needs every widget
anew: `resized` asks whoever holds the window for that.
"""

from dataclasses import replace
from typing import cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from ir_desktop import config
from ir_desktop.config import Appearance, Config
from ir_desktop.errors import EnvironmentProblem
from ir_desktop.ui import high_contrast, theme
from ir_desktop.ui.theme import DARK, LIGHT, Colours, Theme

TEXT_SIZES = (100, 125, 150, 175, 200)
"""The text sizes to choose from, in per cent."""


class Look(QObject):
    """The look in force. One for the application: `of()` returns it.

    `changed` comes after the colours changed; `resized` when the text is to have another size.
    """

    changed = Signal()
    resized = Signal()

    def __init__(self, app: QApplication) -> None:
        """Read what was chosen before, and follow the computer from now on. Nothing changes yet."""
        super().__init__(app)
        self._app = app
        self._config = config.load()
        self._system = app.palette()  # as the computer asks for it, before the theme's own
        hints = QGuiApplication.styleHints()
        self._scheme = hints.colorScheme()
        self._contrast = hints.accessibility().contrastPreference()
        hints.colorSchemeChanged.connect(self._scheme_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._contrast_changed)

    @property
    def chosen(self) -> Config:
        """What the person chose."""
        return self._config

    @property
    def scale(self) -> float:
        """How much bigger than 100 % the text is."""
        return self._config.text_size / 100

    def colours(self) -> Colours:
        """Return the colours that the choice, or the computer, asks for."""
        chosen = self._config.appearance
        if chosen is Appearance.HIGH_CONTRAST:
            return self._high_contrast()
        if chosen is not Appearance.SYSTEM:
            return DARK if chosen is Appearance.DARK else LIGHT
        if self._wants_contrast():
            return self._high_contrast()
        return DARK if self.system_is_dark() else LIGHT

    def system_is_dark(self) -> bool:
        """Tell whether the computer asks for light words on a dark ground."""
        if self._scheme is not Qt.ColorScheme.Unknown:
            return self._scheme is Qt.ColorScheme.Dark
        role = QPalette.ColorRole
        words, window = self._system.color(role.WindowText), self._system.color(role.Window)
        return words.lightness() > window.lightness()

    def apply(self) -> None:
        """Give the application this look."""
        theme.apply(self._app, Theme(self.colours(), self.scale))
        self.changed.emit()

    def choose(self, appearance: Appearance) -> str:
        """Take other colours at once; return why they cannot be kept for next time, or nothing."""
        self._config = replace(self._config, appearance=appearance)
        self.apply()
        return self._keep()

    def choose_size(self, per_cent: int) -> str:
        """Take another text size; return why it cannot be kept for next time, or nothing."""
        if per_cent == self._config.text_size:
            return ""
        self._config = replace(self._config, text_size=per_cent)
        told = self._keep()
        self.apply()
        self.resized.emit()
        return told

    def _keep(self) -> str:
        try:
            # The file may hold more than the look, changed meanwhile.
            now = config.load()
            config.save(
                replace(
                    now,
                    appearance=self._config.appearance,
                    text_size=self._config.text_size,
                )
            )
        except EnvironmentProblem as problem:
            return problem.sentence
        return ""

    def _wants_contrast(self) -> bool:
        return self._contrast is Qt.ContrastPreference.HighContrast

    def _high_contrast(self) -> Colours:
        if self._wants_contrast() and high_contrast.is_strong(self._system):
            return high_contrast.of_palette(self._system)
        return high_contrast.fallback()

    def _scheme_changed(self, scheme: Qt.ColorScheme) -> None:
        self._scheme = scheme
        self._follow()

    def _contrast_changed(self, contrast: Qt.ContrastPreference) -> None:
        self._contrast = contrast
        self._follow()

    def _follow(self) -> None:
        """Take the colours that the computer asks for now, where they are not these already."""
        self._app.setPalette(QPalette())  # lets go of the theme's, so that the computer's shows
        self._system = self._app.palette()
        self.apply()


def of() -> Look:
    """Return the application's look; it is made when first asked for."""
    app = cast(QApplication, QApplication.instance())
    found = app.findChild(Look, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return found or Look(app)
