"""What the meeting found, by kind of need: a level in words and shape, and a note."""

from collections.abc import Sequence

from ir_desktop.domain.review import Need, NeedLevel
from ir_desktop.ui.children.review_presenter import NEED_WORDS
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.review.level_field import LevelField
from ir_desktop.ui.review.page import StepPage
from ir_desktop.ui.theme import Type
from ir_desktop.ui.widgets.cards import Card, Line
from ir_desktop.ui.widgets.fields.texts import LineField


class NeedsCard(Card):
    """One level for each kind of need; its note opens with it."""

    def __init__(self, page: StepPage) -> None:
        super().__init__("What you found together", icon="heart-pulse")
        profile = page.desk.opened.profile
        self.add(
            Prose(
                "The program never chooses a level: you and the family do.",
                Type.SMALL,
                colour="soft",
            )
        )
        self.levels: dict[str, LevelField] = {}
        self.notes: dict[str, LineField] = {}
        self._others: tuple[Need, ...] = ()
        for place, kind in enumerate(profile.need_categories):
            if place:
                self.add(Line())
            words = NEED_WORDS.get(kind, kind.replace("_", " ").capitalize())
            level = page.add_field(f"needs, {kind}", LevelField(words, profile.level_labels))
            note = page.add_field(
                f"needs, {kind}, note",
                LineField("In a few words", optional=True),
                told=f"{words}: in a few words",
            )
            note.box.setAccessibleName(f"{words}: in a few words")
            level.changed.connect(self._show)
            self.levels[kind], self.notes[kind] = level, note
            self.add(level)
            self.add(note)
        self._show()

    def fill(self, needs: Sequence[Need]) -> None:
        """Show what is written. The first of two needs of one kind is shown; both are kept."""
        first: dict[str, Need] = {}
        others: list[Need] = []
        for each in needs:
            if each.category in self.levels and each.category not in first:
                first[each.category] = each
            else:
                others.append(each)
        self._others = tuple(others)
        for kind, field in self.levels.items():
            found = first.get(kind)
            field.set_value(None if found is None else found.level)
            self.notes[kind].set_value("" if found is None else found.note)
        self._show()

    def collect(self) -> tuple[Need, ...]:
        """Return the needs that have a level."""
        found: list[Need] = []
        for kind, field in self.levels.items():
            level: NeedLevel | None = field.value()
            if level is not None:
                found.append(Need(category=kind, level=level, note=self.notes[kind].value()))
        return (*found, *self._others)

    def _show(self) -> None:
        for kind, field in self.levels.items():
            self.notes[kind].setVisible(not field.is_empty())
