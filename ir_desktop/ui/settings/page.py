"""Settings, as a page with a tab for each part."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ir_desktop.errors import Invalid, IrError, Problem
from ir_desktop.services import profile, rooms
from ir_desktop.services.session import Session
from ir_desktop.ui import appearance
from ir_desktop.ui.backups.part import BackupsPart
from ir_desktop.ui.children.child_tabs import ChildTabs
from ir_desktop.ui.context import Context, Place, Places
from ir_desktop.ui.keeping.keeping_part import KeepingPart
from ir_desktop.ui.plain import Words
from ir_desktop.ui.settings import presenter
from ir_desktop.ui.settings.about_part import AboutPart, packages
from ir_desktop.ui.settings.area_part import AreaPart, read_file
from ir_desktop.ui.settings.computer_part import ComputerPart
from ir_desktop.ui.settings.look_part import LookPart
from ir_desktop.ui.settings.parts import RoomsPart, SettingPart, StaffPart
from ir_desktop.ui.settings.presenter import SettingsView, settings_view
from ir_desktop.ui.settings.tab_names import BACKUPS
from ir_desktop.ui.settings.you_part import YouPart
from ir_desktop.ui.theme import Type
from ir_desktop.ui.widgets.cards import ScrollPage, clear
from ir_desktop.ui.widgets.dialog import Decision
from ir_desktop.ui.widgets.problems import Summary
from ir_desktop.ui.widgets.screen import Screen
from ir_desktop.ui.widgets.tabs import Tabs


class SettingsPage(Screen):
    """Settings. `part` names the tab to show first."""

    def __init__(self, context: Context, places: Places, part: str = "") -> None:
        super().__init__("Settings")
        self._context, self._places, self._wanted = context, places, part
        self._view: SettingsView | None = None
        self._made_of: list[tuple[str, str]] = []
        self.tabs: Tabs | None = None
        self.shown: QWidget | None = None
        self.load()

    def load(self) -> None:
        """Read everything anew."""

        def work(session: Session) -> tuple[SettingsView, list[tuple[str, str]]]:
            return settings_view(session), packages()

        self._context.ask(work, self._show, lambda error: self.fail(error, self.load), owner=self)

    def _show(self, found: tuple[SettingsView, list[tuple[str, str]]]) -> None:
        self._view, self._made_of = found
        parts = self._view.parts
        page = ScrollPage()
        self.problems = Summary()
        self.problems.hide()
        self.tabs = ChildTabs(parts, "Parts of Settings")  # with big text they do not all fit
        self._place = QVBoxLayout()
        self.tabs.currentChanged.connect(self._turn)
        for each in (Words("Settings", Type.TITLE), self.tabs, self.problems):
            page.body.addWidget(each)
        page.body.addLayout(self._place)
        page.body.addStretch(1)
        self.fill(page)
        at = parts.index(self._wanted) if self._wanted in parts else 0
        self.tabs.setCurrentIndex(at)
        if at == 0:
            self._turn(0)
        look = self.shown
        if isinstance(look, LookPart) and self._wanted == presenter.LOOK:
            # Perhaps made anew a moment ago, in another size: then nothing has its place yet.
            QTimer.singleShot(0, look, look.show_size)
        else:
            self.tabs.setFocus(Qt.FocusReason.OtherFocusReason)

    def part_shown(self) -> str | None:
        """Return the tab shown."""
        return self._wanted or None

    def _turn(self, at: int) -> None:
        if self._view is None:
            return
        self._wanted = self._view.parts[at]
        self.problems.show_problems([])
        clear(self._place)
        self.shown = self._part(self._view, self._wanted)
        self._place.addWidget(self.shown)

    def _part(self, view: SettingsView, name: str) -> QWidget:
        if name == presenter.ROOMS:
            rooms_part = RoomsPart(view, self._places)
            rooms_part.removing.connect(self._ask_remove)
            return rooms_part
        if name == presenter.STAFF:
            return StaffPart(view, self._places)
        if name == presenter.KEEPING:
            return KeepingPart(self._places)
        if name == presenter.AREA:
            area = AreaPart(view)
            area.loading.connect(self.load_profile)
            area.default_wanted.connect(self._use_default)
            return area
        if name == presenter.YOU:
            return YouPart(self._context, self._places)
        if name == presenter.COMPUTER:
            return ComputerPart(self._context)
        if name == presenter.LOOK:
            look = LookPart()
            look.sizing.connect(self._size)
            return look
        if name == BACKUPS:
            return BackupsPart(self._context, self._places)
        if name == presenter.ABOUT:
            return AboutPart(self._made_of, self._context.session.store.folder)
        return SettingPart(view, self._places)

    def _size(self, per_cent: int) -> None:
        """Take another text size; everything is made anew, and comes back to this tab."""
        self._places.go(Place("settings", part=presenter.LOOK))
        appearance.of().choose_size(per_cent)

    def _ask_remove(self, room_id: str, name: str) -> None:
        asked = Decision(
            self, f"Remove {name}?", "Remove the room", safe="Keep it", danger=True,
            goes=("The room, and cover that anybody has for it",),
        )  # fmt: skip

        def decided(yes: bool) -> None:
            if yes:
                self._remove(room_id)

        asked.decided.connect(decided)
        asked.open()

    def _remove(self, room_id: str) -> None:
        self._do(lambda session: rooms.remove_room(session, room_id))

    def load_profile(self, path: str) -> None:
        """Check and keep the profile in a file."""

        def work(session: Session) -> object:
            return profile.load_profile(session, read_file(Path(path)))

        self._do(work)

    def _use_default(self) -> None:
        self._do(profile.use_default)

    def _do(self, work: Callable[[Session], object]) -> None:
        self._context.ask(work, lambda _: self.load(), self._failed, owner=self)

    def _failed(self, error: IrError) -> None:
        found = error.problems if isinstance(error, Invalid) else (Problem("", error.sentence),)
        self.problems.show_problems([("", str(each)) for each in found])
        self.problems.setFocus()
