"""The overview of a child: the next step, the timeline, family, sharing and questions."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from ir_desktop.ui import icons, theme
from ir_desktop.ui.children.child_view import ChildView, Event
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose, Words
from ir_desktop.ui.theme import Edge, Size, Space, Type
from ir_desktop.ui.widgets.buttons import link
from ir_desktop.ui.widgets.cards import Card, column, empty, fact
from ir_desktop.ui.widgets.flow import Flow


def overview(view: ChildView, show: Callable[[str], None]) -> QWidget:
    """Return the overview; `show` opens another tab by its name."""
    made = QWidget()
    stacked = theme.of().stacked
    line: QBoxLayout = QVBoxLayout(made) if stacked else QHBoxLayout(made)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(theme.of().space(Space.NORMAL if stacked else Space.LARGE))
    left = column(_next_step(view), _timeline(view))
    left.addStretch(1)
    right = column(_facts("Family", "users", view, "family", show), _sharing(view, show))
    if view.ask:
        right.addWidget(_ask(view))
    right.addStretch(1)
    line.addLayout(left, 65)
    line.addLayout(right, 35)
    return made


def _next_step(view: ChildView) -> Card:
    card = Card(bar=Tone.ACCENT)
    card.add(Words("Next step", Type.SMALL_STRONG, colour="accent"))
    card.add(Prose(view.step, Type.CARD_TITLE))
    if view.step_hint:
        card.add(Prose(view.step_hint, colour="soft"))
    return card


def _timeline(view: ChildView) -> Card:
    card = Card("Two-year review", icon="calendar-days")
    if not view.events:
        card.add(empty("Nothing has happened yet."))
    for place, event in enumerate(view.events):
        card.add(_Point(event, last=place == len(view.events) - 1))
    return card


class _Point(QWidget):
    """One point of the timeline, with the line down to the next."""

    def __init__(self, event: Event, *, last: bool) -> None:
        super().__init__()
        self._event, self._last = event, last
        look = theme.of()
        line = QHBoxLayout(self)
        line.setContentsMargins(look.size(Size.ICON_BOX) + look.space(Space.MEDIUM), 0, 0, 0)
        line.setSpacing(look.space(Space.NORMAL))
        when = Words(event.when, colour="soft")
        when.setMinimumWidth(when.fontMetrics().horizontalAdvance("30 September 2026"))
        line.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
        parts: list[QWidget] = [Prose(event.what)]
        if event.detail:
            parts.append(Prose(event.detail, Type.SMALL, colour="soft"))
        line.addLayout(column(*parts, gap=Space.TINY), 1)
        self.setAccessibleName(f"{event.when}: {event.what}. {event.detail}")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the shape and the line."""
        look = theme.of()
        with QPainter(self) as painter:
            size = look.size(Size.ICON_BOX)
            if not self._last:
                middle = size / 2 - 1
                rest = QRectF(middle, size + 2, Edge.FIRM.value, self.height() - size)
                painter.fillRect(rest, QColor(look.colours.line))
            icons.draw(painter, self._event.shape, look.colour(self._event.colour), 0, 0, size)


def _opens(card: Card, title: str, show: Callable[[str], None], tab: str) -> None:
    go = link("Open", tells=f"Open {title}")
    go.clicked.connect(lambda: show(tab))
    card.head.addWidget(go)


def _facts(title: str, icon: str, view: ChildView, which: str, show: Callable[[str], None]) -> Card:
    card = Card(title, icon=icon)
    _opens(card, title, show, "Family & consent")
    facts = view.family if which == "family" else view.health
    if not facts:
        card.add(empty("No parent or carer is written down yet."))
    else:
        card.add(Flow([fact(each.name, each.value) for each in facts], Space.LARGE))
    return card


def _sharing(view: ChildView, show: Callable[[str], None]) -> Card:
    card = Card("Sharing with health", icon="shield-check")
    _opens(card, "sharing with health", show, "Sharing")
    for each in view.health:
        card.add(fact(each.name, each.value))
    return card


def _ask(view: ChildView) -> Card:
    card = Card("To ask the health visitor", icon="message-circle")
    for question in view.ask:
        card.add(Prose(question))
    return card
