"""Form fields, by keyboard and as a screen reader has them."""

from datetime import date

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from ir_desktop.domain.date_boxes import Box, DateBoxes
from ir_desktop.domain.records import Blank
from ir_desktop.ui import theme
from ir_desktop.ui.theme import Size
from ir_desktop.ui.widgets.cards import column
from ir_desktop.ui.widgets.fields.blanks import BlankField
from ir_desktop.ui.widgets.fields.choices import ChecksField, ChoiceField, Option, YesNoField
from ir_desktop.ui.widgets.fields.dates import DateField
from ir_desktop.ui.widgets.fields.selects import SelectField
from ir_desktop.ui.widgets.fields.texts import AreaField, LineField, PasswordField

WAYS = (Option("l", "By letter"), Option("p", "By phone & text", "We ring"), Option("n", "Not"))
TONGUES = tuple(Option(name[:2], name) for name in ("Arabic", "Bengali", "Polish", "Punjabi"))
Text, Role = QAccessible.Text, QAccessible.Role


def test_a_line_keeps_and_tells_what_is_typed(show, qtbot, told, odd_texts, type_text) -> None:
    field = LineField("Name & title", "As on the certificate")
    show(field)
    for text in odd_texts:
        field.set_value("")
        field.focus_field()
        with qtbot.waitSignal(field.changed):
            type_text(field.box, text)
        assert field.value() == field.box.text() == text
        assert told(field.box).text(Text.Value) == text
    assert told(field.box).role() == Role.EditableText
    assert told(field.box).text(Text.Name) == "Name & title"
    assert told(field.box).text(Text.Description) == "As on the certificate"
    assert told(field.label).text(Text.Name) == "Name & title"
    labels = [other.object() for other, kind in told(field.box).relations()]
    assert field.label in labels


def test_a_label_shows_its_ampersand(show) -> None:
    field = LineField("Family & consent")
    show(field)
    assert field.label.text() == "Family && consent"  # which Qt shows as one
    assert field.label.label() == "Family & consent"


@pytest.mark.parametrize(
    "make",
    [
        lambda: LineField("Name", "Hint"),
        lambda: AreaField("Name", "Hint"),
        lambda: PasswordField("Name", "Hint"),
        lambda: DateField("Name", "Hint"),
        lambda: ChoiceField("Name", WAYS, "Hint"),
        lambda: ChecksField("Name", WAYS, "Hint"),
        lambda: SelectField("Name", WAYS, "Hint"),
        lambda: YesNoField("Name", "Hint"),
    ],
)
def test_every_field_tells_its_name_hint_and_problem(make, show, told) -> None:
    field = make()
    show(field)
    before = field.state()
    assert field.is_empty()
    field.show_problem("Say which.")
    assert field.problem() == field.error.text() == "Say which."
    assert field.error.isVisible()
    parts = [told(part) for part in field.findChildren(QWidget)]
    described = [part for part in parts if part.text(Text.Description).startswith("Hint")]
    assert described
    for part in described:
        assert part.text(Text.Description) == "Hint Problem: Say which."
        # Qt names a list on Linux by its label only: a relation, not a name.
        labels = [other.object() for other, _ in part.relations()]
        assert part.text(Text.Name) in ("Name", "Day", "Month", "Year") or field.label in labels
    assert any(target.property("wrong") for target in field.targets())
    field.show_problem("")
    assert not field.error.isVisible()
    assert not any(target.property("wrong") for target in field.targets())
    assert field.state() == before
    field.focus_field()
    assert field.isAncestorOf(QApplication.focusWidget())


def test_a_problem_does_not_make_a_line_higher(show) -> None:
    field = LineField("Name")
    show(field)
    before = field.box.height()
    field.show_problem("Type a name.")
    QApplication.processEvents()
    assert field.box.height() == before == theme.of().size(Size.BUTTON)


def test_optional_says_so() -> None:
    assert LineField("Name", optional=True).label.label() == "Name (optional)"


def test_tab_leaves_an_area_and_it_grows(show, qtbot, odd_texts) -> None:
    area, after = AreaField("What she said"), LineField("After")
    holder = QWidget()
    holder.setLayout(column(area, after))
    show(holder)
    low = area.box.height()
    area.focus_field()
    with qtbot.waitSignal(area.changed):
        qtbot.keyClicks(area.box, "one")
    qtbot.keyClick(area.box, Qt.Key.Key_Tab)
    assert area.value() == "one"
    assert QApplication.focusWidget() is after.box
    area.set_value("\n".join(["line"] * 7))
    QApplication.processEvents()
    assert area.box.height() > low
    assert not area.box.verticalScrollBar().isVisible()
    area.set_value("\n".join(["line"] * 70))
    QApplication.processEvents()
    assert area.box.height() < 400
    for text in odd_texts:
        area.set_value(text)
        assert area.value() == text


def test_an_area_filled_in_by_the_program_stays_silent(show, qtbot) -> None:
    area = AreaField("What she said")
    show(area)
    with qtbot.assertNotEmitted(area.changed):
        area.set_value("She sings.")


def test_a_pasted_rich_text_arrives_plain(show, qtbot) -> None:
    area = AreaField("What she said")
    show(area)
    mime = QMimeData()
    mime.setHtml("<b>bold</b>")
    mime.setText("<b>bold</b>")
    QGuiApplication.clipboard().setMimeData(mime)
    area.focus_field()
    area.box.paste()
    assert area.value() == "<b>bold</b>"


def test_a_password_field_notices_caps_lock_from_its_letters(show, qtbot) -> None:
    field = PasswordField("Password", shows="password of now")
    show(field)
    field.focus_field()
    assert field.show_button.accessibleName() == "Show password of now"
    for typed, shift, seen in (
        ("a", False, False),
        ("A", False, True),  # a capital without Shift
        ("7", False, True),  # which tells nothing
        ("b", False, False),
        ("B", True, False),
        ("c", True, True),  # a small letter with Shift
    ):
        modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        press = QKeyEvent(QEvent.Type.KeyPress, ord(typed.upper()), modifier, typed)
        QApplication.sendEvent(field.box, press)
        assert field.caps_note.isVisible() is seen, typed
    qtbot.keyClick(field.box, Qt.Key.Key_CapsLock)
    assert not field.caps_note.isVisible()
    assert field.value() == "aA7bBc"


def test_a_password_is_hidden_shown_and_pasted(show, qtbot, told) -> None:
    field = PasswordField("Password")
    show(field)
    QGuiApplication.clipboard().setText("correct horse ")
    field.focus_field()
    field.box.paste()
    assert field.value() == "correct horse "
    assert field.box.echoMode() is QLineEdit.EchoMode.Password
    assert told(field.box).state().passwordEdit
    qtbot.keyClick(field.show_button, Qt.Key.Key_Space)
    assert field.box.echoMode() is QLineEdit.EchoMode.Normal
    assert told(field.show_button).text(Text.Name) == "Hide password"
    field.hide_again()
    field.hide_again()
    assert field.box.echoMode() is QLineEdit.EchoMode.Password


def test_a_date_by_keyboard_with_no_moving_on(show, qtbot, told) -> None:
    field = DateField("Date of birth", "For example, 27 3 2024")
    show(field)
    field.focus_field()
    day, month, year = (field.boxes[box] for box in Box)
    qtbot.keyClicks(day, "03")
    assert QApplication.focusWidget() is day
    qtbot.keyClick(day, Qt.Key.Key_Tab)
    qtbot.keyClicks(month, "Mar")
    qtbot.keyClick(month, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is year
    qtbot.keyClicks(year, "2024")
    assert field.value() == date(2024, 3, 3)
    assert field.own_problem() == ""
    assert told(field.group).role() == Role.Grouping
    assert [told(box).text(Text.Name) for box in (day, month, year)] == ["Day", "Month", "Year"]


def test_a_date_that_cannot_be_read_stays_as_typed(show) -> None:
    field = DateField("Date of birth")
    show(field)
    field.set_typed(DateBoxes("31", "Smarch", "24"))
    assert field.value() is None
    assert field.state() == DateBoxes("31", "Smarch", "24")
    field.show_problem(field.own_problem())
    assert [box for box in Box if field.boxes[box].property("wrong")] == [Box.YEAR]
    field.focus_field()
    assert QApplication.focusWidget() is field.boxes[Box.YEAR]
    assert field.typed() == DateBoxes("31", "Smarch", "24")


def test_a_whole_date_pasted_fills_the_boxes(show, qtbot) -> None:
    field = DateField("Date of birth")
    show(field)
    QGuiApplication.clipboard().setText("3 May 2026")
    field.focus_field()
    qtbot.keyClick(field.boxes[Box.DAY], Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert field.typed() == DateBoxes("3", "May", "2026")


def test_radio_buttons_by_arrows(show, qtbot, told) -> None:
    field = ChoiceField("How?", WAYS)
    show(field)
    field.focus_field()
    first, second, _ = field.buttons
    qtbot.keyClick(first, Qt.Key.Key_Space)
    assert field.value() == "l"
    with qtbot.waitSignal(field.changed):
        qtbot.keyClick(first, Qt.Key.Key_Down)
    assert field.value() == "p"
    assert QApplication.focusWidget() is second
    assert told(second).role() == Role.RadioButton
    assert told(second).state().checked
    assert told(second).text(Text.Name) == "By phone & text"
    assert told(second).text(Text.Description) == "We ring"
    field.set_value("n")
    assert field.value() == "n"
    assert field.targets()[0] is field.buttons[2]
    field.set_value(None)
    assert field.value() is None
    field.set_value("l")
    assert [button.isChecked() for button in field.buttons] == [True, False, False]


def test_a_click_on_the_words_counts(show, qtbot) -> None:
    field = ChoiceField("How?", WAYS)
    show(field)
    button = field.buttons[2]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=button.rect().bottomRight())
    assert field.value() == "n"
    assert all(each.height() >= theme.of().size(Size.TARGET) for each in field.buttons)


def test_check_boxes(show, qtbot, told) -> None:
    field = ChecksField("Languages", TONGUES, across=True)
    show(field)
    field.focus_field()
    with qtbot.waitSignal(field.changed):
        qtbot.keyClick(field.buttons[0], Qt.Key.Key_Space)
    qtbot.keyClick(field.buttons[0], Qt.Key.Key_Tab)
    qtbot.keyClick(field.buttons[1], Qt.Key.Key_Space)
    assert field.value() == {"Ar", "Be"}
    assert told(field.buttons[1]).role() == Role.CheckBox
    field.set_value(frozenset({"Po"}))
    assert field.value() == {"Po"}


def test_yes_no() -> None:
    field = YesNoField("Is an interpreter needed?")
    for value in (True, False, None):
        field.set_value(value)
        assert field.value() is value
        assert field.is_empty() == (value is None)


def test_a_list_by_its_letters(show, qtbot, told) -> None:
    field = SelectField("First language", TONGUES)
    show(field)
    field.focus_field()
    with qtbot.waitSignal(field.changed):
        qtbot.keyClicks(field.box, "pun")
    assert field.value() == "Pu"
    assert told(field.box).role() == Role.ComboBox
    assert field.label in [other.object() for other, _ in told(field.box).relations()]
    assert field.box.accessibleName() == "First language"
    assert told(field.box).text(Text.Value) == "Punjabi"
    qtbot.keyClick(field.box, Qt.Key.Key_Up)
    assert field.value() == "Po"
    field.set_value("no such")
    assert field.value() is None
    assert field.box.currentText() == "Choose one"


def test_the_wheel_changes_no_answer(show) -> None:
    field = SelectField("First language", TONGUES)
    show(field)
    field.set_value("Po")
    middle = QPointF(field.box.rect().center())
    point = field.box.mapToGlobal(middle)
    none = Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        middle,
        point,
        point.toPoint() * 0,
        point.toPoint(),
        Qt.MouseButton.NoButton,
        none,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(field.box, event)
    assert field.value() == "Po"
    assert not event.isAccepted()


def test_a_reason_sets_aside_what_was_typed(show, qtbot) -> None:
    inner = DateField("Date of the health review")
    field = BlankField(inner, None)
    show(field)
    assert field.value() is Blank.NOT_ASKED
    assert field.is_empty()
    qtbot.keyClicks(inner.boxes[Box.DAY], "3")
    assert field.reasons.value() is None
    field.more.head.click()
    qtbot.mouseClick(field.reasons.buttons[1], Qt.MouseButton.LeftButton)
    assert field.value() is Blank.NOT_KNOWN
    assert inner.is_empty()
    qtbot.mouseClick(field.reasons.buttons[2], Qt.MouseButton.LeftButton)
    assert field.value() is Blank.DECLINED
    qtbot.mouseClick(field.reasons.buttons[0], Qt.MouseButton.LeftButton)
    assert inner.typed() == DateBoxes("3")
    assert field.own_problem()


def test_a_blank_field_takes_values_and_reasons(show, qtbot) -> None:
    inner = LineField("GP")
    field = BlankField(inner, "")
    show(field)
    for value in ("Dr Patel", *Blank):
        field.set_value(value)
        assert field.value() == value
        state = field.state()
        field.set_value("other")
        field.put_back(state)
        assert field.value() == value
    field.set_value(Blank.DECLINED)
    assert field.more.is_open()
    qtbot.keyClicks(inner.box, "Dr Who")
    assert field.value() == "Dr Who"
    qtbot.keyClick(inner.box, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(inner.box, Qt.Key.Key_Delete)
    assert field.value() is Blank.NOT_ASKED
    field.show_problem("Too short.")
    assert field.problem() == inner.problem() == "Too short."
    assert field.targets() == inner.targets()


@pytest.mark.parametrize("look", [1.0, 1.5, 2.0], indirect=True)
def test_long_words_wrap_and_nothing_is_cut(show, look) -> None:
    words = "A very long answer that must wrap and never push a page wider than its window " * 2
    fields = (
        ChoiceField(words, [Option(1, words, words), Option(2, "x")], words),
        ChecksField(words, [Option(1, words)], words, across=True),
        LineField(words, words),
        AreaField(words, words),
        SelectField(words, [Option(1, words)], words),
    )
    holder = QWidget()
    holder.setLayout(column(*fields))
    window = show(holder, width=700)
    QApplication.processEvents()
    assert holder.width() <= window.width()
    for field in fields:
        for part in field.findChildren(QWidget):
            if part.isVisible() and part.hasHeightForWidth():
                assert part.height() >= part.heightForWidth(part.width())
                assert part.mapTo(field, part.rect().bottomRight()).x() <= field.width()
