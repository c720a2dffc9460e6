"""Everything about one child: to read through, print and save for a family who asks for it."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from ir_desktop.domain.people import Child
from ir_desktop.domain.plain import list_words
from ir_desktop.domain.roles import Act
from ir_desktop.errors import IrError
from ir_desktop.services import everything
from ir_desktop.services.everything import Everything
from ir_desktop.services.session import Session, looking
from ir_desktop.ui.context import Context, Place, Places
from ir_desktop.ui.keeping.frame import headed, listed
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.review.paper_view import PaperView, Printed
from ir_desktop.ui.sharing import files
from ir_desktop.ui.theme import Space
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.buttons import primary, secondary
from ir_desktop.ui.widgets.cards import clear, column, row
from ir_desktop.ui.widgets.flow import Flow
from ir_desktop.ui.widgets.screen import Screen

_LEAD = "For a parent, or anybody who may ask what is recorded about a child."
BEFORE = (
    "Be sure who asks, and that they may have it. If you are not sure, ask your own adviser.",
    "Read every page. It names other people: parents, carers, colleagues, health staff.",
    "Take out what would tell something about somebody else, or could put anybody at risk.",
    "Answer as soon as you can, and consider the ICO’s guidance on the time you have.",
)
_KINDS = {everything.PDF: "Papers (*.pdf)", everything.JSON: "Files for computers (*.json)"}


class EverythingPage(Screen):
    """First what to mind; then, once asked for, every page, to print or to save."""

    def __init__(self, context: Context, places: Places, place: Place) -> None:
        super().__init__("Everything about one child")
        self._context, self._places, self._child_id = context, places, place.child_id
        self.made: Everything | None = None
        self.dialog: QFileDialog | None = None
        self.load()

    def load(self) -> None:
        """Read whom it is about; what is recorded is taken out only when asked for."""

        def work(session: Session) -> Child:
            with looking(session, Act.SUBJECT_ACCESS, child_id=self._child_id) as records:
                return records.get(Child, self._child_id)

        self._context.ask(work, self._show, lambda error: self.fail(error, self.load), owner=self)

    def _show(self, child: Child) -> None:
        name = child.full_name
        title = f"Everything about {name}"
        self.named.emit(title)
        self.page, _ = headed(
            title,
            _LEAD,
            "Back to the child’s page",
            lambda: self._places.go(Place("child", self._child_id, "Papers")),
        )
        self.page.body.addWidget(
            listed("Before you give it to anybody", "info", BEFORE, "arrow-right", "accent")
        )
        self.show_button = primary("Show everything", icon="eye")
        self.show_button.clicked.connect(self.show_everything)
        self.save_pdf = secondary("Save the paper", icon="file-text")
        self.save_json = secondary("Save a file for computers", icon="file-spreadsheet")
        self.save_pdf.clicked.connect(lambda: self.ask_where(everything.PDF))
        self.save_json.clicked.connect(lambda: self.ask_where(everything.JSON))
        self.saves = Flow([self.save_pdf, self.save_json], Space.MEDIUM)
        self.saves.hide()
        self._acts = column(self.saves)
        self._acts.addLayout(row(self.show_button, None))
        self._told = QVBoxLayout()
        self.paper = PaperView(self._context)
        self.paper.close_button.hide()
        self.page.body.addLayout(self._acts)
        self.page.body.addLayout(self._told)
        self.page.body.addWidget(self.paper)
        self.page.body.addStretch(1)
        self.fill(self.page)
        self.show_button.setFocus()

    def show_everything(self) -> None:
        """Take everything out and show its pages. That it was done is an event."""
        self.show_button.setEnabled(False)
        self._context.ask(
            lambda session: everything.everything(session, self._child_id),
            self._made,
            self._failed,
            owner=self,
        )

    def _made(self, made: Everything) -> None:
        self.made = made
        self.show_button.hide()
        self.saves.show()
        clear(self._told)
        names = list_words(made.others) or "nobody by a field of their own"
        words = f"It names {names}. Words that were typed may name more."
        self._told.addWidget(Banner(Tone.WATCH, "Other people are in it", words))

        def ready(_: Session) -> Printed:
            return made.printed

        self.paper.show_paper("Everything recorded", ready)

    def ask_where(self, kind: str) -> None:
        """Ask where to save it, under a name that does not give the child away."""
        day = self._context.session.today
        name = f"child-record-{day.isoformat()}.{kind}"
        title = "Save everything about this child"

        def chosen(file: Path) -> None:
            self.save_to(kind, file)

        self.dialog = files.to_save(self, title, _KINDS[kind], name, chosen)

    def save_to(self, kind: str, file: Path) -> None:
        """Save it, and say where and that it is not locked."""
        made = self.made
        if made is None:
            return
        self._context.ask(
            lambda session: everything.save(session, self._child_id, made, kind, file),
            self._saved,
            self._failed,
            owner=self,
        )

    def _saved(self, file: Path) -> None:
        clear(self._told)
        words = "The file is not locked: anybody who has it can read it. Hand it over safely."
        self._told.addWidget(Banner(Tone.GOOD, f"Saved as {file.name}", words))

    def _failed(self, error: IrError) -> None:
        self.show_button.setEnabled(True)
        clear(self._told)
        self._told.addWidget(Banner(Tone.ACT, "It did not work", error.sentence))
