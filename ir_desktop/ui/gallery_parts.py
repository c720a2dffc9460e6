"""The gallery's widgets that are no form fields. All names and figures are invented."""

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ir_desktop.domain.asq3_data import Area, Certainty, Limits
from ir_desktop.ui import theme
from ir_desktop.ui.gallery_frames import (
    LONG,
    MARKUP,
    RIGHT,
    disabled,
    focused,
    hovered,
    one_by_one,
    paper,
    pressed,
    side_by_side,
)
from ir_desktop.ui.looks import Cell, Column, Row, Tag, Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.theme import Size
from ir_desktop.ui.widgets.answer_grid import AnswerGrid
from ir_desktop.ui.widgets.asq3_judge import area_line, judge
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.bottom_bar import BottomBar
from ir_desktop.ui.widgets.buttons import Button, link, primary, secondary
from ir_desktop.ui.widgets.cards import column
from ir_desktop.ui.widgets.data_table import DataTable
from ir_desktop.ui.widgets.dialog import DangerButton, Decision
from ir_desktop.ui.widgets.disclosure import Disclosure
from ir_desktop.ui.widgets.key_value import Answered, KeyValue
from ir_desktop.ui.widgets.pdf_pages import PdfPages
from ir_desktop.ui.widgets.progress import Progress
from ir_desktop.ui.widgets.saved_note import SavedNote
from ir_desktop.ui.widgets.stepper import StepLine, StepLook, StepMark, Stepper
from ir_desktop.ui.widgets.tabs import Tabs
from ir_desktop.ui.widgets.tags import TagWidget

STEPS = (
    StepLook("invite", "Invite", StepMark.DONE),
    StepLook("asq3", "ASQ-3", StepMark.IN_PROGRESS),
    StepLook("check", "Progress check", StepMark.IN_PROGRESS),
    StepLook("health", "Health", StepMark.NEEDS_A_LOOK),
    StepLook("meeting", "Meeting & conclusions"),
    StepLook("plan", "Plan"),
    StepLook("sign", "Sign off & print"),
    StepLook("share", "Share"),
)
_FIGURES = {
    Area.COMMUNICATION: ("24.02", 35, Certainty.VERIFIED),
    Area.GROSS_MOTOR: ("28.01", 35, Certainty.SINGLE_SOURCE),
    Area.FINE_MOTOR: ("18.42", 30, Certainty.VERIFIED),
    Area.PROBLEM_SOLVING: ("27.62", 35, Certainty.SINGLE_SOURCE),
    Area.PERSONAL_SOCIAL: ("25.31", 35, Certainty.VERIFIED),
}
_ANSWERS = {
    "communication": "SYNSNN",
    "gross_motor": "YYYYSY",
    "fine_motor": "YSYSYY",
    "problem_solving": "YSSYSN",
    "personal_social": "YSYY",
}
_COLUMNS = (Column("Child", 2), Column("Check", 2), Column("State"), Column("", right=True))


def sections() -> Iterator[tuple[str, QWidget]]:
    """Give each section's title and its widgets."""
    yield "Buttons", _buttons()
    yield "Tags", _tags()
    yield "Banners", _banners()
    yield "Steps down the side", _stepper()
    yield "Steps in one line", one_by_one(("at big text", StepLine(STEPS, "asq3")))
    yield "Answer grid", answer_grid()
    yield "Saved and bottom bar", _bars()
    yield "Long work", _progress()
    yield "Decisions", _decisions()
    yield "Check your answers", _answers()
    yield "Details", _details()
    yield "A paper before it is printed", _paper()
    yield "Tables", _tables()


def limits() -> dict[str, Limits]:
    """Return figures of the five areas, as one form has them."""
    sure = Certainty.VERIFIED
    return {
        str(area): Limits(27, area, Decimal(cut), upper, upper + 5, sure, certainty)
        for area, (cut, upper, certainty) in _FIGURES.items()
    }


def answer_grid() -> AnswerGrid:
    """Return a grid with most of its answers given."""
    found = limits()
    made = AnswerGrid(
        [area_line(each) for each in found.values()],
        lambda area, letters: judge(found[area], letters),
    )
    made.show_answers(_ANSWERS)
    return made


def rows() -> list[Row]:
    """Return rows of a list."""
    people = (
        ("Kofi Mensah", "Progress check", Tag("Overdue 6 days", "octagon-alert", Tone.ACT)),
        ("Mei Chen", "ASQ-3, 30-month form", Tag("Due Friday", "clock", Tone.WATCH)),
        (RIGHT, "Progress check", Tag("Due in 2 weeks", "calendar", Tone.CALM)),
        (MARKUP, LONG, Tag("Done", "circle-check", Tone.GOOD)),
    )
    return [
        Row(name, (Cell(name, strong=True), Cell(what), Cell(tag=tag), Cell("Open", act=True)))
        for name, what, tag in people
    ]


def _states(make: Callable[[str], Button], words: str) -> list[tuple[str, QWidget]]:
    return [
        ("normal", make(words)),
        ("hover", hovered(make(words))),
        ("pressed", pressed(make(words))),
        ("focus", focused(make(words))),
        ("disabled", disabled(make(words))),
    ]


def _buttons() -> QWidget:
    kinds = ((primary, "Start a review"), (secondary, "Print"), (link, "Ring family"))
    shown = [state for make, words in kinds for state in _states(make, words)]
    return side_by_side(*shown, *_states(DangerButton, "Delete this draft"))


def _tags() -> QWidget:
    return side_by_side(
        *(
            (tone.value, TagWidget(Tag(words, shape, tone)))
            for words, shape, tone in (
                ("Done", "circle-check", Tone.GOOD),
                ("Due Friday", "clock", Tone.WATCH),
                ("Overdue 6 days", "octagon-alert", Tone.ACT),
                ("Due in 2 weeks", "calendar", Tone.CALM),
                ("In progress", "circle-dot", Tone.ACCENT),
            )
        )
    )


def _banners() -> QWidget:
    fits = "Born 1 June 2024. Filled in by her mother on 10 September 2026. Not born early."
    return one_by_one(
        ("done", Banner(Tone.GOOD, "27 months 9 days, fits the form", fits, link("Change"))),
        ("to know", Banner(Tone.ACCENT, "The demo nursery: nothing you do here is kept")),
        ("needs a look", Banner(Tone.WATCH, "No form fits today", "The next starts on 3 May.")),
        ("wrong", Banner(Tone.ACT, "The backup could not be written", "Is the stick full?")),
        ("long, as typed", Banner(Tone.CALM, f"{MARKUP} {LONG}", RIGHT)),
    )


def _stepper() -> QWidget:
    made = Stepper(STEPS, "asq3")
    made.foot.addWidget(link("Check your answers"))
    holder = QWidget()
    across = QHBoxLayout(holder)
    across.addWidget(made)
    across.addStretch(1)
    return holder


def _bars() -> QWidget:
    saved, failed, waiting = SavedNote(), SavedNote(), SavedNote()
    saved.show_saved(datetime(2026, 9, 15, 14, 2))
    failed.show_failed("The disk is full. Make some room, then try again.")
    waiting.show_waiting()
    bars = [
        BottomBar(
            primary("Next: progress check"),
            back=secondary("Back to invite", icon="arrow-left"),
            note=note,
        )
        for note in (saved, waiting, failed)
    ]
    return one_by_one(("saved", bars[0]), ("waiting", bars[1]), ("failed", bars[2]))


def _progress() -> QWidget:
    begun, going, stopped = (Progress("Making the papers") for _ in range(3))
    going.show_step(3, 12, "the parents\u2019 summary")
    stopped.show_step(9, 12)
    stopped.cancel.click()
    return one_by_one(("begun", begun), ("going", going), ("cancelled", stopped))


def _decisions() -> QWidget:
    shown: list[tuple[str, QWidget]] = []
    for name, danger in (("decision", False), ("taking away", True)):
        made = Decision(
            None,
            "Delete this draft?" if danger else "Send this review to the health team?",
            "Delete draft" if danger else "Send",
            safe="Keep it" if danger else "Not today",
            detail="You can take this back until you sign out." if danger else "",
            goes=("The progress check, as far as it is written", "Two letters"),
            goes_title="What goes" if danger else "What leaves this laptop",
            danger=danger,
        )
        made.setWindowFlags(Qt.WindowType.Widget)
        shown.append((name, made))
    return one_by_one(*shown)


def _answers() -> QWidget:
    return one_by_one(
        (
            "lines",
            KeyValue(
                (
                    Answered("name", "Child\u2019s name", f"Amina Rahman, {RIGHT}"),
                    Answered("born", "Date of birth", "1 June 2024"),
                    Answered("view", "What her mother said", f"{MARKUP}. {LONG}."),
                    Answered("nhs", "NHS number", "Not known", "Add"),
                    Answered("made", "Written by", "Grace Adeyemi", ""),
                )
            ),
        )
    )


def _details() -> QWidget:
    closed, opened = Disclosure("What counts as born early"), Disclosure("Why we ask")
    for each in (closed, opened):
        each.body.addWidget(_prose())
    opened.set_open(True)
    return one_by_one(("closed", closed), ("open", opened))


def _paper() -> QWidget:
    holder = QWidget()
    pages = PdfPages(holder, "Preview of a paper", Size.LIST)
    pages.show_pdf(paper())
    holder.setLayout(column(pages))
    return one_by_one(("a paper", holder))


def _prose() -> QWidget:
    return Prose("More than three weeks before the day the baby was expected.")


def _tables() -> QWidget:
    full = DataTable(_COLUMNS, "Children", empty="No children yet.")
    full.show_rows(rows())
    full.rows.setFixedHeight(full.rows.height_of(4))
    sought = DataTable(_COLUMNS, "Children sought", empty="No children yet.")
    sought.show_rows(rows())
    sought.line.setText("zz")
    none = DataTable(_COLUMNS, "Letters", empty="No letters yet. They will stand here.")
    tabs = Tabs(("Overview", "Details", "Family & consent"), "Parts of the page")
    tabs.setFixedHeight(theme.of().size(Size.BUTTON))
    return one_by_one(("rows", full), ("nothing found", sought), ("empty", none), ("tabs", tabs))
