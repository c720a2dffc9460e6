"""The reader of help pages. It lies over the screen that it explains, which stays as it is."""

from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.context import Context, Place
from ir_desktop.ui.help import pages
from ir_desktop.ui.help.blocks import block_of
from ir_desktop.ui.help.glossary_view import GlossaryView
from ir_desktop.ui.plain import Heading, Prose, Words
from ir_desktop.ui.theme import Size, Space, Type
from ir_desktop.ui.widgets.buttons import link, secondary
from ir_desktop.ui.widgets.cards import Card, ScrollPage, column, row
from ir_desktop.ui.widgets.screen import Screen


class Ways(Protocol):
    """Where a help page may send the person: to another one, and back."""

    def go(self, place: Place) -> None:
        """Show another help page."""
        ...

    def back(self) -> None:
        """Close help."""
        ...


class HelpPage(Screen):
    """One page, and beside it the list of all. `part` is a page's id, or ``glossary:a term``."""

    def __init__(self, context: Context | None, places: Ways, part: str = "") -> None:
        super().__init__("Help")
        self._places = places
        name, _, self._term = part.partition(":")
        self.glossary: GlossaryView | None = None
        self.page = None if name == pages.GLOSSARY else pages.page_of(name)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._places.back)
        title = pages.GLOSSARY_TITLE if self.page is None else self.page.title
        self.setAccessibleName(f"Help: {title}")
        self.reader = self._whole(title)
        self.fill(self.reader)
        self.heading.setFocus()

    def go(self, page_id: str) -> None:
        """Show another page."""
        self._places.go(Place("help", part=page_id))

    def _whole(self, title: str) -> ScrollPage:
        look = theme.of()
        made = ScrollPage()
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that the arrow keys scroll it
        made.setAccessibleName(f"Help: {title}")
        self.heading = Prose(title, Type.TITLE)
        self.close_button = secondary("Close help", icon="circle-x")
        self.close_button.clicked.connect(self._places.back)
        head = row(self.heading, self.close_button, gap=Space.LARGE)
        head.setStretch(0, 1)
        head.setAlignment(self.close_button, Qt.AlignmentFlag.AlignTop)
        made.body.addLayout(head)
        stacked = look.stacked
        line: QBoxLayout = QVBoxLayout() if stacked else QHBoxLayout()
        line.setSpacing(look.space(Space.NORMAL if stacked else Space.LARGE))
        line.addWidget(self._text(), 1)
        contents = self._contents()
        if not stacked:
            contents.setFixedWidth(look.size(Size.LIST))
        line.addWidget(contents, 0, Qt.AlignmentFlag.AlignTop)
        made.body.addLayout(line)
        made.body.addStretch(1)
        return made

    def _text(self) -> QWidget:
        if self.page is None:
            self.glossary = GlossaryView(self._term)
            return self.glossary
        card = Card()
        card.body.setSpacing(theme.of().space(Space.MEDIUM))
        for block in self.page.blocks:
            if block.kind is not pages.Kind.PICTURE:
                card.add(block_of(block))
        if self.page.see:
            card.add(Words("See also", Type.CARD_TITLE))
            for each in self.page.see:
                card.body.addLayout(row(self._link(each, pages.title_of(each)), None))
        card.setMaximumWidth(theme.of().size(Size.PAPER) * 5 // 4)
        made = column(card)
        made.addStretch(1)
        holder = QWidget()
        holder.setLayout(made)
        return holder

    def _contents(self) -> Card:
        card = Card("All help pages", icon="life-buoy")
        here = pages.GLOSSARY if self.page is None else self.page.id
        for place, (part, ids) in enumerate(pages.parts()):
            if place:
                card.body.addSpacing(theme.of().space(Space.SMALL))
            card.add(Heading(part, Type.SMALL_STRONG, colour="soft"))
            for page_id in ids:
                title = pages.title_of(page_id)
                if page_id == here:
                    card.add(Prose(title, Type.STRONG))
                else:
                    card.body.addLayout(row(self._link(page_id, title), None))
        return card

    def _link(self, page_id: str, title: str) -> QWidget:
        made = link(title, tells=f"Help: {title}")
        made.clicked.connect(partial(self.go, page_id))
        return made
