"""Importing children: choose a file, say what its columns hold, look, and add them all."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from ir_desktop.domain.importing import ImportField
from ir_desktop.errors import Invalid, IrError
from ir_desktop.services.importing import ImportReport, import_children
from ir_desktop.ui.context import Context, Places
from ir_desktop.ui.importing import import_presenter
from ir_desktop.ui.importing.columns import ColumnChoices
from ir_desktop.ui.importing.done import done_page
from ir_desktop.ui.importing.import_presenter import Chosen, Preview
from ir_desktop.ui.importing.long_work import LongWork, Stopped
from ir_desktop.ui.importing.preview_card import PreviewCard
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.theme import Space, Type
from ir_desktop.ui.widgets.announce import announce
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.bottom_bar import BottomBar
from ir_desktop.ui.widgets.buttons import primary, secondary
from ir_desktop.ui.widgets.cards import Card, ScrollPage, column, row
from ir_desktop.ui.widgets.forms import show_in_page
from ir_desktop.ui.widgets.problems import Summary
from ir_desktop.ui.widgets.progress import Progress
from ir_desktop.ui.widgets.screen import Screen

_SETTLE_MS = 250
_MOST_TOLD = 8
_KINDS = "Spreadsheets (*.csv *.xlsx *.txt *.tsv);;Every file (*)"
_LEAD = (
    "Save the list of children from your register as a CSV file or an Excel workbook (XLSX), with "
    "the headings in the first row. It needs names and dates of birth; rooms, languages and more "
    "are read where they are there. Nothing is saved before you have seen it."
)


class ImportPage(Screen):
    """The steps stand under one another on one page; everybody is added, or nobody."""

    def __init__(self, context: Context, places: Places) -> None:
        super().__init__("Import children")
        self._context, self._places = context, places
        self._chosen: Chosen | None = None
        self._preview: Preview | None = None
        self._asked: object = None
        self.columns: ColumnChoices | None = None
        self.work: LongWork | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._look)
        self.setAcceptDrops(True)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.add_them)
        self._begin()

    def _begin(self, problems: Sequence[str] = ()) -> None:
        self._chosen = self._preview = None
        self.choose = primary("Choose a file", icon="upload")
        self.choose.clicked.connect(self.ask_file)
        card = Card("1. Choose the file", icon="file-spreadsheet")
        card.add(Prose(_LEAD))
        card.body.addLayout(row(self.choose, None))
        self._lay_out(card)
        if problems:
            self._tell(problems)
        else:
            self._aim(self.choose)

    def _lay_out(self, *cards: QWidget, bar: BottomBar | None = None) -> None:
        self.summary = Summary()
        self.summary.hide()
        page = ScrollPage()
        page.body.addWidget(Prose("Import children from a spreadsheet", Type.TITLE))
        inside = QVBoxLayout()
        inside.addWidget(self.summary)
        page.body.addLayout(inside)
        for card in cards:
            page.body.addWidget(card)
        page.body.addStretch(1)
        whole = QWidget()
        down = column(page, gap=Space.TINY)
        down.setSpacing(0)
        if bar is not None:
            down.addWidget(bar)
        whole.setLayout(down)
        self.fill(whole)

    def _tell(self, problems: Sequence[str]) -> None:
        told = list(problems[:_MOST_TOLD])
        if len(problems) > _MOST_TOLD:
            told.append(f"And {len(problems) - _MOST_TOLD} more, below.")
        self.summary.show_problems([("", each) for each in told])
        if told:
            self._aim(self.summary)

    def _aim(self, part: QWidget) -> None:
        """Put the focus on a part of the page, and bring it into sight, once that is laid out.

        While the file dialog closes, the window may not be active yet: a part that does not show
        would be forgotten by the window, and the focus would go to whatever comes next in it.
        """

        def there() -> None:
            part.setFocus(Qt.FocusReason.OtherFocusReason)
            show_in_page(part)

        QTimer.singleShot(0, part, there)

    def again(self) -> bool:
        """Look at the same file anew: the records may have changed, the choice stands."""
        if self._chosen is None and self.work is None:
            return False
        if self.work is None and self._preview is not None:
            self._columns_changed()
        return True

    def ask_file(self) -> None:
        """Open the dialog that chooses a file."""
        dialog = QFileDialog(self, "Choose the file of children")
        dialog.setNameFilter(_KINDS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.read)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self.window().activateWindow)  # not every desktop does
        dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file that is dragged here."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the file that was dropped."""
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.read(files[0])

    def read(self, path: str) -> None:
        """Read a file and show its columns."""
        self.setAccessibleDescription("Reading the file")
        self._context.ask(
            lambda session: import_presenter.choose(session, Path(path)),
            self._show,
            lambda error: self._begin(_sentences(error)),
            owner=self,
        )

    def _show(
        self,
        chosen: Chosen,
        picked: Sequence[ImportField | None] | None = None,
        note: Banner | None = None,
    ) -> None:
        self._chosen, self._preview = chosen, None
        again = secondary("Choose another file", icon="upload")
        again.clicked.connect(self.ask_file)
        first = Card("1. Choose the file", icon="file-spreadsheet")
        told = Prose(f"{chosen.name}: {_rows_words(chosen)}")
        line = row(told, again)
        line.setStretch(0, 1)
        first.body.addLayout(line)
        for words in chosen.look.notes:
            first.add(Banner(Tone.WATCH, words))
        second = Card("2. Say what each column holds", icon="list-checks")
        self.columns = ColumnChoices(chosen, picked or import_presenter.guesses(chosen))
        self.columns.changed.connect(self._columns_changed)
        second.add(self.columns)
        self.card = PreviewCard()
        self.add = primary("Add the children", icon="plus")
        self.add.clicked.connect(self.add_them)
        back = secondary("Cancel")
        back.clicked.connect(self._places.show_children)
        above = [] if note is None else [note]
        self._lay_out(*above, first, second, self.card, bar=BottomBar(self.add, back=back))
        self._aim(self.columns.boxes[0])
        self._look()

    def _columns_changed(self) -> None:
        self._preview = None
        self._tell(())
        self.card.wait()
        self._settle.start()

    def _look(self) -> None:
        chosen, columns = self._chosen, self.columns
        if chosen is None or columns is None:
            return
        picked, asked = columns.picked(), object()
        self._asked = asked
        self._context.ask(
            lambda session: import_presenter.preview(session, chosen, picked),
            lambda found: self._looked(asked, found),
            lambda error: self._tell(_sentences(error)),
            owner=self,
        )

    def _looked(self, asked: object, found: Preview) -> None:
        if asked is not self._asked:
            return  # the columns were changed meanwhile
        self._preview = found
        self.card.show_preview(found)
        self.add.set_words(
            import_presenter.act_words(found), icon="octagon-alert" if found.problems else "plus"
        )
        announce(self.card, self.card.told)

    def add_them(self) -> None:
        """Add everybody, or say what stops it."""
        chosen, found, columns = self._chosen, self._preview, self.columns
        if chosen is None or found is None or columns is None or self.work is not None:
            return  # still looking: the words on the page say so
        stops = import_presenter.what_stops(found)
        self._tell(stops)
        if stops:
            return
        picked = columns.picked()
        mapped, _ = import_presenter.mapping(chosen, picked)
        work = self.work = LongWork(self)
        progress = Progress("Adding the children")
        progress.cancelled.connect(work.stop)
        work.stepped.connect(progress.show_step)
        card = Card()
        card.add(progress)
        self._lay_out(card)
        self._aim(progress.cancel)
        self._context.ask(
            lambda session: import_children(session, chosen.data, columns=mapped, step=work.step),
            self._added,
            lambda error: self._stopped(chosen, picked, error),
            owner=self,
        )

    def _added(self, report: ImportReport) -> None:
        self.work = None
        if report.refused:  # the records changed since they were looked at
            self._begin([import_presenter.sentence(each) for each in report.refused])
            return
        self.fill(done_page(report, self._places, self._begin))

    def _stopped(
        self, chosen: Chosen, picked: Sequence[ImportField | None], error: IrError
    ) -> None:
        self.work = None
        note = Banner(Tone.CALM, "Stopped. Nobody was added.")
        self._show(chosen, picked, note if isinstance(error, Stopped) else None)
        if not isinstance(error, Stopped):
            self._tell(_sentences(error))


def _sentences(error: IrError) -> list[str]:
    if isinstance(error, Invalid):
        return [import_presenter.sentence(each) for each in error.problems]
    return [error.sentence]


def _rows_words(chosen: Chosen) -> str:
    rows, columns = chosen.look.rows, len(chosen.look.columns)
    return f"{rows} {'row' if rows == 1 else 'rows'}, {columns} columns"
