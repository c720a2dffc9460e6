"""Green, amber or red, each with its word and its shape; or no need at all."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ir_desktop.domain.review import NeedLevel
from ir_desktop.ui import icons, shapes, theme
from ir_desktop.ui.theme import Size, Space
from ir_desktop.ui.widgets.across import Across
from ir_desktop.ui.widgets.fields.base import Field, Group
from ir_desktop.ui.widgets.fields.options import Radio


class _LevelRadio(Radio):
    """A radio button whose words are followed by the level's shape, in its colour."""

    def __init__(self, words: str, shape: str, colour: str) -> None:
        super().__init__(words)
        self._shape, self._colour = shape, colour

    def _room(self) -> int:
        return theme.of().size(Size.ICON) + theme.of().space(Space.SMALL) if self._shape else 0

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + self._room(), hint.height())

    def heightForWidth(self, width: int) -> int:
        return super().heightForWidth(width - self._room())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._shape:
            size = theme.of().size(Size.ICON)
            with QPainter(self) as painter:
                ink = theme.of().colour(self._colour)
                left, top = self.width() - size, (self.height() - size) / 2
                icons.draw(painter, self._shape, ink, left, top, size)


class LevelField(Field[NeedLevel | None]):
    """The level of one kind of need; None is that it was not looked at."""

    def __init__(self, label: str, labels: Mapping[NeedLevel, str]) -> None:
        super().__init__(label)
        self._levels: tuple[NeedLevel | None, ...] = (*NeedLevel, None)
        self.buttons = [
            _LevelRadio(
                labels.get(each, each.value.capitalize()),
                shapes.NEED[each][0],
                shapes.NEED[each][1].value,
            )
            for each in NeedLevel
        ]
        self.buttons.append(_LevelRadio("Not looked at", "", ""))
        self.group = Group()
        for button in self.buttons:
            button.clicked.connect(lambda: self.changed.emit())
        inside = QVBoxLayout(self.group)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(Across(self.buttons, Space.LARGE))
        self.take(self.group, roomy=True)
        self.tie(self.group)
        self.set_value(None)

    def value(self) -> NeedLevel | None:
        """Return the level chosen, or None."""
        for level, button in zip(self._levels, self.buttons, strict=True):
            if button.isChecked():
                return level
        return None

    def set_value(self, value: NeedLevel | None) -> None:
        """Choose a level, or that it was not looked at."""
        self.buttons[self._levels.index(value)].setChecked(True)

    def is_empty(self) -> bool:
        """Tell whether it was not looked at."""
        return self.value() is None

    def targets(self) -> Sequence[QWidget]:
        """Return the buttons, first the chosen one."""
        chosen = [each for each in self.buttons if each.isChecked()]
        return [*chosen, *(each for each in self.buttons if each not in chosen)]
