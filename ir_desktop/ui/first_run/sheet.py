"""The recovery sheet: seen, printed, and its code typed back once."""

from collections.abc import Sequence

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.children import printing
from ir_desktop.ui.first_run import presenter
from ir_desktop.ui.first_run.page import FormPage, StepPage
from ir_desktop.ui.first_run.presenter import Step
from ir_desktop.ui.plain import Prose, Words
from ir_desktop.ui.theme import Size, Space, Type
from ir_desktop.ui.widgets.buttons import secondary
from ir_desktop.ui.widgets.cards import Card, row
from ir_desktop.ui.widgets.disclosure import Disclosure
from ir_desktop.ui.widgets.fields.base import ROOM
from ir_desktop.ui.widgets.fields.texts import LineField
from ir_desktop.ui.widgets.flow import Flow
from ir_desktop.ui.widgets.pdf_pages import PdfPages
from ir_desktop.ui.worker import Worker

_LETTERS = 38  # of the code with its dashes, and some room


class SheetPage(StepPage):
    """Shows the sheet and prints it. The PDF stays in memory."""

    def __init__(
        self,
        aside: Worker,
        step: str = Step.SHEET,
        why: Sequence[str] = presenter.SHEET_WORDS,
    ) -> None:
        super().__init__(step, "Print your recovery sheet", "I have it on paper", wide=True)
        self._aside = aside
        look = theme.of()
        self.preview = PdfPages(self, "Preview of the recovery sheet", Size.LIST)
        self.document = self.preview.shown
        self.told = Prose("Making the sheet…", colour="soft")
        self.print_button = secondary("Print", icon="printer", tells="Print the recovery sheet")
        self.print_button.clicked.connect(self._print)
        self.by_hand = Disclosure("No printer? Copy the code by hand")
        pages = Card()
        line = row(self.told, self.print_button)
        line.setStretch(0, 1)
        line.setContentsMargins(0, ROOM, ROOM, ROOM)
        pages.body.addLayout(line)
        pages.add(self.preview, 1)
        words = Card("Why you need it", icon="shield-check")
        for each in why:
            words.add(Prose(each))
        words.add(self.by_hand)
        words.body.addStretch(1)
        holder = QWidget()
        across: QBoxLayout = QVBoxLayout(holder) if look.stacked else QHBoxLayout(holder)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(look.space(Space.LARGE))
        across.addWidget(words, 40)
        across.addWidget(pages, 60)
        self.body.addWidget(holder, 1)

    def look_changed(self) -> None:
        """Colour what lies around the page anew."""
        self.preview.look_changed()

    def show_sheet(self, pdf: bytes, code: str) -> None:
        """Show the sheet, and the code for somebody who copies it by hand."""
        self.preview.show_pdf(pdf)
        self.told.set_text("What you see is what is printed.")
        groups = [Words(group, Type.SECOND_TITLE) for group in code.split("-")]
        for number, group in enumerate(groups, 1):
            group.setAccessibleName(f"Group {number}: {' '.join(group.text())}")
        self.by_hand.body.addWidget(Flow(groups, Space.LARGE))

    def enter(self) -> None:
        """Put the focus on printing, which comes next."""
        self.print_button.setFocus()

    def _print(self) -> None:
        if self.preview.pdf:
            printing.ask_and_print(self, self.preview.pdf, self._aside, self.told.set_text)


class CodePage(FormPage):
    """The code typed back. `submitted` when something is typed; a service looks whether it fits."""

    def __init__(self, step: str = Step.CODE, act: str = "Finish setting up") -> None:
        super().__init__(step, "Type the code from your sheet", act)
        self.code = self.form.add(
            "code",
            LineField("Recovery code", presenter.CODE_WORDS, letters=_LETTERS),
            need="Type the recovery code from the sheet.",
        )
        self.offer("code")
