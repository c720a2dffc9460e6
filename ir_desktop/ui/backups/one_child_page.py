"""One child out of an older backup: choose, compare, and only then bring back."""

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ir_desktop.domain.plain import count
from ir_desktop.errors import IrError
from ir_desktop.services import backup_looks, bringing_back
from ir_desktop.services.backup_looks import ChildThere, KeptBackup
from ir_desktop.services.bringing_back import Comparison
from ir_desktop.services.session import Session
from ir_desktop.ui.backups import comparison, frame
from ir_desktop.ui.backups.comparison import ComparisonView
from ir_desktop.ui.backups.folder_choice import ask_backup
from ir_desktop.ui.context import Context, Places
from ir_desktop.ui.looks import Cell, Column, Row, Tag, Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.theme import Space, Type
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.buttons import primary, secondary
from ir_desktop.ui.widgets.cards import Card, clear, column
from ir_desktop.ui.widgets.fields.choices import ChecksField, Option
from ir_desktop.ui.widgets.fields.selects import SelectField
from ir_desktop.ui.widgets.fields.texts import PasswordField
from ir_desktop.ui.widgets.flow import Flow
from ir_desktop.ui.widgets.forms import Form, show_in_page
from ir_desktop.ui.widgets.lines import ticked
from ir_desktop.ui.widgets.rows import RowList

TITLE = "Bring back one child"
_LEAD = (
    "For when something was removed or overwritten by mistake. First you see what the backup has "
    "and what is here now. Nothing that is here is ever removed by this, and nothing is sent."
)
_MOST_ROWS = 6
_NOT_HERE = Tag("Not here now", "circle-minus", Tone.WATCH)
_CODE = (
    "Only for a backup from before a new recovery sheet, a new password, or from before somebody "
    "left."
)


class OneChildPage(frame.KeptPage):
    """The steps stand under one another: the backup, the child, the comparison."""

    def __init__(self, context: Context, places: Places) -> None:
        super().__init__(TITLE, context, places)
        self._kept: list[KeptBackup] = []
        self.file: Path | None = None
        self.view: ComparisonView | None = None
        self.list: RowList | None = None
        self.child = ""  # the one that is compared
        self.load()

    def show_kept(self, kept: list[KeptBackup]) -> None:
        """Show the first step."""
        self.named.emit(TITLE)
        self._kept = kept
        form = self.form = Form(TITLE)
        self.which = form.add("file", SelectField("Which backup", self.options(kept)))
        self.which.changed.connect(self._which_changed)
        self.code = form.add("code", PasswordField("Recovery code, if it is asked for", _CODE))
        self.other = secondary("Choose another file", icon="upload")
        self.other.clicked.connect(lambda: ask_backup(self, self.read))
        self.look = secondary("Show the children in it")
        self.look.clicked.connect(self.show_children)
        first = Card("1. Choose the backup", icon="history")
        first.add(Prose(_LEAD))
        first.add(form)
        first.add(Flow([self.look, self.other], Space.MEDIUM))
        self.told = Prose("", colour="soft")
        first.add(self.told)
        self._below = QVBoxLayout()
        below = QWidget()
        below.setLayout(self._below)
        self._below.setContentsMargins(0, 0, 0, 0)
        self.fill(frame.page(self._places, TITLE, [first, below]))

    def _which_changed(self) -> None:
        clear(self._below)
        chosen = self.which.value()
        self.file = None if chosen is None else Path(chosen)

    def read(self, path: str) -> None:
        """Look into another file."""
        self.which.set_value(None)
        self.file = Path(path)
        self.show_children()

    def show_children(self) -> None:
        """Show who is in the backup."""
        clear(self._below)
        file, code = self.file, self.code.value()
        if self.form is None:
            return
        if file is None:
            self.told.set_text("Choose a backup first.")
            self.which.focus_field()
            return
        self.form.problems([])
        self.told.set_text("Opening the backup…")

        def work(session: Session) -> list[ChildThere]:
            return backup_looks.children_in(session, file, recovery_code=code)

        self._context.ask(work, self._children, self._failed, owner=self)

    def _children(self, found: list[ChildThere]) -> None:
        self.told.set_text(f"{count(len(found), 'child is', 'children are')} in this backup.")
        card = Card("2. Choose the child", icon="baby")
        self.list = RowList((Column("Child", 1), Column("")), "Children in the backup", heads=False)
        self.list.show_rows(
            [
                Row(each.id, (Cell(each.name), Cell(tag=None if each.here else _NOT_HERE)))
                for each in found
            ]
        )
        self.list.setFixedHeight(self.list.height_of(max(min(len(found), _MOST_ROWS), 1)))
        self.list.opened.connect(self.compare)
        card.add_wide(self.list)
        self._compared = QVBoxLayout()
        self._below.addWidget(card)
        self._below.addLayout(self._compared)
        self._aim(self.list)

    def compare(self, child: str) -> None:
        """Compare a child with the one here."""
        clear(self._compared)
        file, code = self.file, self.code.value()
        if file is None:
            return
        self.child = child

        def work(session: Session) -> Comparison:
            return bringing_back.compare_child(session, file, child, recovery_code=code)

        self._context.ask(work, self._show_comparison, self._failed, owner=self)

    def _show_comparison(self, found: Comparison) -> None:
        clear(self._compared)
        view = self.view = comparison.comparison_view(found)
        card = Card("3. Compare, and bring back", icon="list-checks")
        card.add(Prose(view.title, Type.STRONG))
        card.add(Prose(view.stays, colour="soft"))
        self._compared.addWidget(card)
        QTimer.singleShot(0, card, lambda: show_in_page(card))
        if view.nothing:
            card.add(Banner(Tone.GOOD, "Everything in the backup is here, and the same"))
            return
        if view.missing:
            card.add(Prose("Missing here. This comes back:", Type.STRONG))
            for each in view.missing:
                card.add(ticked(each, "plus", "accent"))
        self.wanted = ChecksField(
            "Different here. Put back only what you tick:",
            [Option(each.id, each.words, each.detail) for each in view.differing],
            "What you tick takes the place of what is here now.",
            optional=True,
        )
        if view.differing:
            card.add(self.wanted)
        self.sure = ChecksField(
            "This child’s records were removed on purpose",
            [Option(True, "That was a mistake: bring them back")],
            "They are brought back only if you tick this.",
        )
        if view.removed:
            card.add(self.sure)
        self.act = primary("Bring back", icon="undo-2")
        self.act.clicked.connect(self.bring_back)
        card.add(Flow([self.act], Space.MEDIUM))

    def bring_back(self) -> None:
        """Bring back what is missing and what was ticked."""
        file, code, child = self.file, self.code.value(), self.child
        if file is None or self.view is None:
            return
        wanted = self.wanted.value() if self.view.differing else frozenset[str]()
        removed = self.view.removed and bool(self.sure.value())

        def work(session: Session) -> int:
            return bringing_back.bring_back_child(
                session,
                file,
                child,
                put_back=wanted,
                although_removed=removed,
                recovery_code=code,
            )

        self._context.ask(work, lambda done: self._brought(child, done), self._failed, owner=self)

    def _brought(self, child: str, done: int) -> None:
        clear(self._below)
        words = f"{count(done, 'record', 'records')} came back"
        if not done:
            words = "Nothing came back: nothing was missing and nothing was ticked"
        go = primary("Open the child’s page")
        go.clicked.connect(lambda: self._places.show_child(child))
        card = Card()
        card.body.addLayout(column(Banner(Tone.GOOD if done else Tone.CALM, words)))
        card.add(Flow([go], Space.MEDIUM))
        self._below.addWidget(card)
        go.setFocus()

    def _aim(self, part: QWidget) -> None:
        """Put the focus on a part, and bring it into sight once it has its place."""

        def there() -> None:
            part.setFocus()
            show_in_page(part)

        QTimer.singleShot(0, part, there)

    def _failed(self, error: IrError) -> None:
        self.told.set_text("")
        self.tell(error)
