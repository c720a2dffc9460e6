"""A child's page: who they are at a glance, then tabs."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from ir_desktop.services import leavers, withdrawals
from ir_desktop.services.children import FamilyMember
from ir_desktop.ui import theme
from ir_desktop.ui.children.child_presenter import child_view
from ir_desktop.ui.children.child_tabs import ChildTabs
from ir_desktop.ui.children.child_view import ChildView
from ir_desktop.ui.children.details_tab import DetailsTab
from ir_desktop.ui.children.family_tab import FamilyTab
from ir_desktop.ui.children.history_tab import HistoryTab
from ir_desktop.ui.children.overview_tab import overview
from ir_desktop.ui.children.papers_tab import PapersTab
from ir_desktop.ui.children.review_tab import review_tab
from ir_desktop.ui.children.sharing_tab import sharing_tab
from ir_desktop.ui.context import Context, Place, Places
from ir_desktop.ui.face import Face
from ir_desktop.ui.places import ENTRIES
from ir_desktop.ui.plain import Prose, Words
from ir_desktop.ui.theme import Size, Space, Type
from ir_desktop.ui.widgets.buttons import primary, secondary
from ir_desktop.ui.widgets.cards import Pages, ScrollPage, column, fact, row
from ir_desktop.ui.widgets.flow import Flow
from ir_desktop.ui.widgets.screen import Screen
from ir_desktop.ui.widgets.tags import TagWidget

TABS = ("Overview", "Details", "Family & consent", "Reviews", "Papers", "Sharing", "History")


class ChildPage(Screen):
    """One child. `tab` names the part to show first."""

    def __init__(self, context: Context, places: Places, child_id: str, tab: str = "") -> None:
        super().__init__("A child’s page")
        self._context, self._places, self.child_id = context, places, child_id
        self._wanted = TABS.index(tab) if tab in TABS else 0
        self._removed: FamilyMember | None = None
        self.tabs: ChildTabs | None = None
        self.pages: Pages | None = None
        self.name = ""
        self.load()

    def load(self) -> None:
        """Read the child's records."""
        self._context.ask(
            lambda session: child_view(session, self.child_id),
            self._show,
            lambda error: self.fail(error, self.load),
            owner=self,
        )

    def _show(self, view: ChildView) -> None:
        self.name = view.name
        self.named.emit(view.name)
        self.setAccessibleName(view.name)
        page = ScrollPage()
        page.body.addLayout(self._head(view))
        page.body.addWidget(Flow([fact(each.name, each.value) for each in view.facts], Space.PAGE))
        self.tabs = ChildTabs(TABS, f"Parts of {view.name}’s page")
        parts: tuple[Callable[[], QWidget], ...] = (
            lambda: overview(view, self.show_tab),
            lambda: self._details_tab(view),
            lambda: self._family_tab(view),
            lambda: review_tab(view, self._open_review),
            lambda: PapersTab(self._context, view),
            lambda: sharing_tab(view, self._team_told),
            lambda: HistoryTab(self._context, self.child_id),
        )
        pages = Pages()
        for part in parts:
            pages.add(part)
        pages.show_page(self._wanted)
        self.pages = pages
        self.tabs.currentChanged.connect(self._turn)
        page.body.addWidget(self.tabs)
        page.body.addWidget(pages)
        page.body.addStretch(1)
        self.fill(page)
        self.tabs.setCurrentIndex(self._wanted)
        self.tabs.setFocus(Qt.FocusReason.OtherFocusReason)

    def part_shown(self) -> str | None:
        """Return the tab shown."""
        return TABS[self.tabs.currentIndex()] if self.tabs is not None else None

    @property
    def papers(self) -> PapersTab | None:
        """The papers, once the child's records have been read."""
        made = None if self.pages is None else self.pages.page(TABS.index("Papers"))
        return made if isinstance(made, PapersTab) else None

    @property
    def history(self) -> HistoryTab | None:
        """What was done, once the child's records have been read."""
        made = None if self.pages is None else self.pages.page(TABS.index("History"))
        return made if isinstance(made, HistoryTab) else None

    @property
    def family(self) -> FamilyTab | None:
        """The family, once the child's records have been read."""
        made = None if self.pages is None else self.pages.page(TABS.index("Family & consent"))
        return made if isinstance(made, FamilyTab) else None

    def _details_tab(self, view: ChildView) -> DetailsTab:
        made = DetailsTab(view, self._places)
        made.came_back.connect(self._came_back)
        return made

    def _came_back(self) -> None:
        """Take the leaving back, and read the page anew at the details."""
        self._wanted = TABS.index("Details")
        self._context.ask(
            lambda session: leavers.came_back(session, self.child_id),
            lambda _: self.load(),
            lambda error: self.fail(error, self.load),
            owner=self,
        )

    def _family_tab(self, view: ChildView) -> FamilyTab:
        made = FamilyTab(self._context, self._places, view, self._removed)
        made.changed.connect(self._family_changed)
        return made

    def _head(self, view: ChildView) -> QBoxLayout:
        look = theme.of()
        line = QHBoxLayout()
        line.setSpacing(look.space(Space.CARD))
        face = Face(view.initials, look.size(Size.FACE) * 2, Type.SECOND_TITLE)
        line.addWidget(face, 0, Qt.AlignmentFlag.AlignTop)
        title = Prose(view.name, Type.TITLE)
        age = Words(view.age, Type.BESIDE_TITLE, colour="soft")
        parts: list[QWidget] = [Flow([title, age], Space.NORMAL)]
        if view.tags:
            parts.append(Flow([TagWidget(tag) for tag in view.tags], Space.SMALL))
        line.addLayout(column(*parts, gap=Space.SMALL), 1)
        acts = self._acts(view)
        if not look.stacked:
            line.addLayout(row(*acts, gap=Space.MEDIUM))
            line.setAlignment(face, Qt.AlignmentFlag.AlignTop)
            return line
        return column(line, row(*acts, None, gap=Space.MEDIUM))

    def _acts(self, view: ChildView) -> list[QWidget]:
        """Return what is done most from here: print a paper, go on with the review."""
        printing = secondary("Print", icon="printer", tells="See and print the papers")
        printing.clicked.connect(lambda: self.show_tab("Papers"))
        if all(each.kind != "review" for each in ENTRIES):
            return [printing]
        review = primary(view.review_act, icon="clipboard-check")
        review.clicked.connect(self._open_review)
        return [printing, review]

    def _open_review(self) -> None:
        self._places.go(Place("review", self.child_id))

    def show_tab(self, name: str) -> None:
        """Show a tab by its name, and go to it."""
        if self.tabs is not None:
            self.tabs.setCurrentIndex(TABS.index(name))
            self.tabs.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self, place: int) -> None:
        if self.pages is not None:
            self.pages.show_page(place)
        if TABS[place] == "Papers" and self.papers is not None:
            self.papers.choose_first()
        elif TABS[place] == "History" and self.history is not None:
            self.history.read()

    def _team_told(self) -> None:
        """Note that the health team was told, and read the page anew at its sharing."""
        self._wanted = TABS.index("Sharing")
        self._context.ask(
            lambda session: withdrawals.note_told(session, self.child_id),
            lambda _: self.load(),
            lambda error: self.fail(error, self.load),
            owner=self,
        )

    def _family_changed(self, removed: FamilyMember | None) -> None:
        """Read the page anew at the family; somebody taken off can be put back from there."""
        self._removed = removed
        self._wanted = TABS.index("Family & consent")
        self.load()
