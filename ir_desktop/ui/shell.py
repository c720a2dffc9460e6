"""The frame around every screen of a signed-in person: rail, header, place."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QMouseEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from ir_desktop.errors import IrError
from ir_desktop.ui import keys, landing, shell_presenter
from ir_desktop.ui.context import Context, Place
from ir_desktop.ui.crumbs import Crumb
from ir_desktop.ui.finding.finder import find_anything, start_review
from ir_desktop.ui.header import Header
from ir_desktop.ui.locking import coming_back
from ir_desktop.ui.locking.coming_back import Here
from ir_desktop.ui.places import ENTRIES, entry_of, has, nearest
from ir_desktop.ui.rail import Rail
from ir_desktop.ui.rail_button import RailButton
from ir_desktop.ui.shell_presenter import Badge, Who
from ir_desktop.ui.trail import Trail
from ir_desktop.ui.widgets.cards import clear
from ir_desktop.ui.widgets.screen import Screen

_BADGE_MS = 400
"""How long after a screen is asked for the badges are: its own records come first."""


class Shell(QWidget):
    """Rail, header and the screen. `locked` when the person wants to lock."""

    locked = Signal()

    def __init__(self, context: Context, who: Who) -> None:
        super().__init__()
        self._context = context
        self.screen_shown: Screen | None = None
        self._under: Screen | None = None  # the screen that help lies over
        self._before_help: QWidget | None = None
        self._trail = Trail[Place]()
        self._name = ""
        self._rail = Rail()
        self._rail.chosen.connect(self._go_kind)
        self._rail.help_wanted.connect(self.toggle_help)
        self.header = Header(who)
        self.header.went.connect(self.go)
        self.header.locked.connect(self.lock)
        self._place = QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)
        main = QVBoxLayout()
        main.setContentsMargins(0, 0, 0, 0)
        main.setSpacing(0)
        main.addWidget(self.header)
        main.addLayout(self._place, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._rail)
        whole.addLayout(main, 1)
        self.finder = find_anything(
            self, context, self, {"lock": self.lock, "start": self.start_review}
        )
        self.starter = start_review(self, context, self)
        self._rail.find_wanted.connect(self.finder.open_up)
        self._badges = QTimer(self)
        self._badges.setSingleShot(True)
        self._badges.setInterval(_BADGE_MS)
        self._badges.timeout.connect(self._ask_badges)
        self._keys()
        self.show_today()

    @property
    def rail(self) -> dict[str, RailButton]:
        """The rail's entries by their words."""
        return {button.text(): button for button in self._rail.buttons.values()}

    @property
    def lock_button(self) -> QWidget:
        """The button that locks."""
        return self.header.lock_button

    @property
    def trail(self) -> Trail[Place]:
        """The way the person came."""
        return self._trail

    @property
    def here(self) -> Place:
        """Where the person is, with the part of it that is shown; help lies over that."""
        here = self._trail.here or Place("today")
        screen = self._under or self.screen_shown
        part = None if screen is None else screen.part_shown()
        return here if part is None else replace(here, part=part)

    def follow(self, trail: Trail[Place]) -> None:
        """Go on from where a person was, with their way back: everything was made anew."""
        self._trail = trail
        if trail.here is not None:
            self._show(trail.here)

    def come_back(self, here: Here) -> None:
        """Go to where the person was when the window locked."""
        place = Place(*here)
        if has(place.kind) and place != self.here:
            self.go(place)

    def go(self, place: Place) -> None:
        """Show a place and remember the way; the same place again is read anew."""
        for each in (self.finder, self.starter):
            if each.isVisible():
                each.close_down()
        place = nearest(place)
        if entry_of(place.kind).over:
            self._show_over(place)
            return
        self._trail.go(place)
        self._show(place)

    def back(self) -> None:
        """Show the place before; from help, what lies under it."""
        if self._under is not None:
            self.close_help()
        elif (place := self._trail.back()) is not None:
            self._show(place)

    def forward(self) -> None:
        """Show the place that going back came from."""
        if self._under is None and (place := self._trail.forward()) is not None:
            self._show(place)

    def again(self) -> None:
        """Read the page anew; one on which something was chosen keeps it."""
        here, screen = self._trail.here, self.screen_shown
        if self._under is None and here is not None and not (screen and screen.again()):
            self._show(here)

    def show_today(self) -> None:
        """Show Today."""
        self.go(Place("today"))

    def show_children(self) -> None:
        """Show the children's list."""
        self.go(Place("children"))

    def show_child(self, child_id: str, tab: str = "") -> None:
        """Show a child's page."""
        self.go(Place("child", child_id, tab))

    def start_review(self) -> None:
        """Ask whose review to start or go on with."""
        self.starter.open_up()

    def toggle_help(self) -> None:
        """Open help for this page, or close it."""
        if self._under is not None:
            self.close_help()
            return
        here, screen = self._trail.here, self.screen_shown
        if here is not None and screen is not None:
            self.go(Place("help", part=landing.topic(here, screen)))

    def close_help(self) -> None:
        """Take help away; the screen under it is as it was."""
        if self._under is None or self.screen_shown is None:
            return
        self.screen_shown.hide()
        self.screen_shown.deleteLater()
        self.screen_shown, self._under = self._under, None
        self.screen_shown.show()
        self._tell_place()
        landing.give_back(self._before_help, self.screen_shown)
        self._before_help = None

    def lock(self) -> None:
        """Lock: what was typed is saved, the store is closed and the sign-in page comes back."""
        here = self.here
        self.leave()
        self._context.ask(
            lambda session: coming_back.note(session, (here.kind, here.child_id, here.part)),
            lambda _: None,
            lambda _: None,
            owner=self._context.records,
        )
        self.locked.emit()

    def leave(self) -> None:
        """Have saved what was typed."""
        for screen in (self._under, self.screen_shown):
            if screen is not None:
                screen.leave()

    def showEvent(self, event: QShowEvent) -> None:
        """Say in the window's title where the person is: until now there was no window."""
        super().showEvent(event)
        self._tell_place()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go back and forward with the mouse's own buttons for it."""
        if event.button() is Qt.MouseButton.BackButton:
            self.back()
        elif event.button() is Qt.MouseButton.ForwardButton:
            self.forward()
        else:
            super().mousePressEvent(event)

    def _keys(self) -> None:
        acts: dict[str, Callable[[], object]] = {
            keys.FIND: self.finder.open_up,
            keys.HELP: self.toggle_help,
            keys.SHORTCUTS: lambda: self.go(Place("help", part="shortcuts")),
            keys.BACK: self.back,
            keys.FORWARD: self.forward,
            keys.AGAIN: self.again,
            keys.LOCK: self.lock,
        }
        for number, entry in enumerate((each for each in ENTRIES if each.in_rail), 1):
            acts[f"Ctrl+{number}"] = partial(self.go, Place(entry.kind))
        for key, act in acts.items():
            QShortcut(QKeySequence(key), self).activated.connect(act)

    def _go_kind(self, kind: str) -> None:
        self.go(Place(kind))

    def _show_over(self, place: Place) -> None:
        if self._under is None:
            self._before_help = QApplication.focusWidget()
            self._under = self.screen_shown
            if self._under is not None:
                self._under.hide()
        elif self.screen_shown is not None:
            self.screen_shown.hide()
            self.screen_shown.deleteLater()
        self._put(entry_of(place.kind).make(self._context, self, place))
        self._tell_place()

    def _show(self, place: Place) -> None:
        self.leave()
        before = (self._under, self.screen_shown)
        self._under = self._before_help = None
        screen = entry_of(place.kind).make(self._context, self, place)
        for each in before:
            if each is not None:
                each.gone = True
        clear(self._place)
        self._name = ""
        screen.named.connect(self._named)
        self._put(screen)
        self._tell_place()
        self._badges.start()

    def _put(self, screen: Screen) -> None:
        self.screen_shown = screen
        self._place.addWidget(screen, 1)
        landing.watch(screen, lambda: screen is self.screen_shown)

    def _named(self, name: str) -> None:
        self._name = name
        self._tell_place()

    def _tell_place(self) -> None:
        """Say where the person is: rail, header and the window's title."""
        here = Place("help") if self._under is not None else self._trail.here or Place("today")
        found = landing.crumbs(here, self._name)
        self.header.crumbs.show_crumbs([Crumb(*each) for each in found])
        self._rail.mark(entry_of(here.kind).rail_kind)
        self.window().setWindowTitle(landing.window_title(here))

    def _ask_badges(self) -> None:
        def unknown(_: IrError) -> None:
            """Show no badge: the screens tell what is wrong with the records."""

        self._context.ask(shell_presenter.badges, self._show_badges, unknown, owner=self)

    def _show_badges(self, badges: dict[str, Badge]) -> None:
        for kind, button in self._rail.buttons.items():
            badge = badges.get(kind, Badge())
            button.set_badge(badge.words, badge.short)
