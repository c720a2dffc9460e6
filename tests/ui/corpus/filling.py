"""Types the corpus in every box for words on a screen, and saves what can be saved."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hostile import Corpus
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from ir_desktop.ui.children.form_screen import FormScreen
from ir_desktop.ui.review.level_field import LevelField
from ir_desktop.ui.review.workspace import ReviewWorkspace
from ir_desktop.ui.widgets.buttons import Button
from ir_desktop.ui.widgets.disclosure import Disclosure
from ir_desktop.ui.widgets.fields.choices import ChoiceField
from ir_desktop.ui.widgets.fields.dates import DateField
from ir_desktop.ui.widgets.fields.selects import SelectField
from ir_desktop.ui.widgets.fields.texts import AreaField, LineField
from tools.tour.guide import Guide

TOMORROW = date.today() + timedelta(days=1)
Box = QLineEdit | QPlainTextEdit

RULED = frozenset(
    {
        *("phone", "email", "postcode", "urn", "nhs_number", "weeks_early", "check_elsewhere"),
        *("noticed_at", "children"),
    }
)
"""Fields whose words follow a rule: what is typed there is told as wrong, and never stored.

Naming another setting that does the check is left out too: it would end the review.
"""
UNLISTED = {"home_languages": ",;", "other_settings": "\n"}
"""What parts the words of a field that holds several."""
LEFT = frozenset({"health_team_id", "key_person_id", "ethnic_group", "sex"})
"""Choices that may stay open."""

UNSAVED = (
    *("staff-password", "staff-reset", "own-password", "own-password-problem", "staff-stop"),
    *("family-from-another", "child-form-problem"),
    *("keeping-retention", "keeping-leaving", "keeping-incident-problem"),
)
"""Forms with no words of their own, or shown once already."""


def boxes(top: QWidget) -> list[Box]:
    """Return every box for words that a person can type in now."""
    every: list[Box] = [*top.findChildren(QLineEdit), *top.findChildren(QPlainTextEdit)]
    return [
        each for each in every if each.isVisible() and each.isEnabled() and not each.isReadOnly()
    ]


def words_of(box: Box) -> str:
    return box.text() if isinstance(box, QLineEdit) else box.toPlainText()


def put(box: Box, words: str) -> None:
    """Put words in a box in place of what is there, as pasting does."""
    box.selectAll()
    if isinstance(box, QLineEdit):
        box.insert(words)
    else:
        box.insertPlainText(words)


def open_all(top: QWidget) -> None:
    """Open everything that is folded away."""
    for each in top.findChildren(Disclosure):
        if each.isVisible() and not each.is_open():
            each.set_open(True)


@dataclass
class Filler:
    """Fills screen after screen. `typed` names the boxes it has typed in."""

    guide: Guide
    corpus: Corpus
    typed: set[str] = field(default_factory=set)

    def fill(self, top: QWidget) -> dict[Box, str]:
        """Type in every box; return what stood in each before."""
        before: dict[Box, str] = {}
        for each in boxes(top):
            before[each] = words_of(each)
            long = isinstance(each, QPlainTextEdit)
            put(each, self.corpus.block() if long else self.corpus.line())
            self.typed.add(each.accessibleName() or each.objectName())
        self.guide.pause(60)
        return before

    def save(self, page: FormScreen) -> None:
        """Fill in a form so that it can be saved, and save it."""
        assert page.form is not None
        form: Any = page.form
        for name in form.names():
            self._fit(name, form.field(name))
        page.submit()
        self.guide.until(lambda: self.guide.page is not page or self._told(form))
        for name in self._told(form) if self.guide.page is page else ():
            # A day that has to be later, or a line too short for all of the words.
            day = isinstance(form.field(name), DateField)
            form.field(name).set_value(TOMORROW if day else self.corpus.line(longest=90))
            page.submit()
        self.guide.pause(200)
        left = self._told(form) if self.guide.page is page else {}
        assert not left, f"not saved: {left}"
        self.guide.until(lambda: self.guide.page is not page and self.guide.page.loaded)

    def _told(self, form: Any) -> dict[str, str]:
        told = {name: form.field(name).problem() for name in form.names()}
        return {name: words for name, words in told.items() if words}

    def _fit(self, name: str, found: Any) -> None:
        inner = getattr(found, "inner", found)
        if name in RULED and isinstance(inner, LineField | AreaField):
            found.set_value("")
        elif isinstance(inner, LineField):
            found.set_value(self.corpus.line(without=UNLISTED.get(name, "")))
        elif isinstance(inner, AreaField):
            long = name != "address"  # which also stands on what is told to a health team
            found.set_value(self.corpus.block() if long else self.corpus.line())
        elif isinstance(inner, DateField) and (
            inner.own_problem() or name in ("on", "occurred_on", "noticed_on")
        ):
            found.set_value(date.today())
        elif isinstance(inner, DateField) and inner.is_empty() and name == "date_of_birth":
            found.set_value(date(date.today().year - 2, 1, 1))
        elif isinstance(inner, ChoiceField | SelectField) and name not in LEFT:
            options = [each.value for each in inner._options]
            if inner.is_empty() and options:
                found.set_value(options[0])


def close_dialogs() -> None:
    while isinstance(asked := QApplication.activeModalWidget(), QDialog):
        asked.reject()
        QApplication.processEvents()


def reveal(page: object) -> None:
    """Bring out the boxes that stand on a page only after a choice or a press."""
    if isinstance(page, FormScreen) and page.form is not None and "by_carer" in page.form.names():
        choice: Any = page.form.field("by_carer")
        choice.buttons[-1].click()  # somebody else
    if isinstance(page, ReviewWorkspace):
        for found in list(page.page.fields.values()):
            if isinstance(found, ChoiceField | LevelField) and found.is_empty():
                found.buttons[0].click()
        for each in page.page.findChildren(Button):
            if each.isVisible() and each.words() in ("Add a question", "Add an action"):
                each.click()
