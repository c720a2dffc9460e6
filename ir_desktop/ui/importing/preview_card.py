"""What would become of each row of the file, before anything is saved."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ir_desktop.domain.plain import count
from ir_desktop.ui import shapes, theme
from ir_desktop.ui.importing.import_presenter import COLUMNS, FEW_COLUMNS, Preview, narrow
from ir_desktop.ui.looks import Row, Tag, Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.theme import Space, Type
from ir_desktop.ui.widgets.cards import Card, clear
from ir_desktop.ui.widgets.disclosure import Disclosure
from ir_desktop.ui.widgets.flow import Flow
from ir_desktop.ui.widgets.lines import ticked
from ir_desktop.ui.widgets.rows import RowList
from ir_desktop.ui.widgets.tags import TagWidget

_SHOWN = 20
_HIGH = 8


class PreviewCard(Card):
    """Counts, what stops the import, who would be added, and who is here already."""

    def __init__(self) -> None:
        super().__init__("3. Look at what will happen", icon="eye")
        inside = QWidget()
        self._inside = QVBoxLayout(inside)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self.add(inside)
        self.list: RowList | None = None
        self.told = ""
        self.wait()

    def wait(self) -> None:
        """Say that the rows are being read."""
        self._empty()
        self._inside.addWidget(Prose("Reading the rows…", colour="soft"))

    def _empty(self) -> None:
        clear(self._inside)
        self.list = None

    def show_preview(self, found: Preview) -> None:
        """Show what would happen."""
        self._empty()
        tags = _tags(found)
        self.told = ". ".join(each.words for each in tags)
        self._inside.addWidget(Flow([TagWidget(each) for each in tags], Space.SMALL))
        if found.problems:
            words = (
                "Nothing is added while a row has a problem. Mend these in the file and choose it "
                "again, or change what a column holds."
            )
            self._inside.addWidget(Prose(words))
        for each in found.problems[:_SHOWN]:
            self._inside.addWidget(ticked(each, shapes.OVER, "act"))
        self._more(found.problems[_SHOWN:])
        if found.rows:
            words = "Nothing is wrong with these" if found.problems else "To add"
            self._inside.addWidget(Prose(words, Type.STRONG))
            self.list = _rows(found.rows, "Children to add")
            self._inside.addWidget(self.list)
        if found.more:
            self._inside.addWidget(Prose(found.more, colour="soft"))
        if found.here_rows:
            here = Disclosure("Who is here already")
            here.body.addWidget(_rows(found.here_rows, "Children who are here already"))
            self._inside.addWidget(here)

    def _more(self, problems: Sequence[str]) -> None:
        if problems:
            rest = Disclosure(count(len(problems), "more problem"))
            for each in problems[: _SHOWN * 5]:
                rest.body.addWidget(ticked(each, shapes.OVER, "act"))
            self._inside.addWidget(rest)


def _tags(found: Preview) -> list[Tag]:
    tags: list[Tag] = []
    if found.problems:
        tags.append(Tag(count(len(found.problems), "problem"), shapes.OVER, Tone.ACT))
    if found.to_add:
        if found.problems:  # then nobody is added, these neither
            words = count(found.to_add, "row without a problem", "rows without a problem")
            tags.append(Tag(words, "user-plus", Tone.CALM))
        else:
            words = count(found.to_add, "child to add", "children to add")
            tags.append(Tag(words, "user-plus", Tone.GOOD))
    if found.here:
        words = f"{found.here} here already, left as they are"
        tags.append(Tag(words, shapes.DONE, Tone.CALM))
    if not tags:
        tags.append(Tag("Nobody to add", "circle", Tone.CALM))
    return tags


def _rows(rows: Sequence[Row], name: str) -> RowList:
    few = theme.of().stacked
    made = RowList(FEW_COLUMNS if few else COLUMNS, name, wide=False)
    made.show_rows([narrow(each) for each in rows] if few else rows)
    made.setFixedHeight(made.height_of(min(len(rows), _HIGH)))
    return made
