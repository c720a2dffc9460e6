"""What a screen reader is told on a screen, and what is wrong with it."""

from collections import defaultdict

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QWidget
from walk_controls import acts, controls, shown, words

from ir_desktop.ui.plain import Prose

Role, Text = QAccessible.Role, QAccessible.Text
_SENSIBLE = {
    Role.Button,
    Role.CheckBox,
    Role.RadioButton,
    Role.EditableText,
    Role.ComboBox,
    Role.Table,
    Role.List,
    Role.Cell,
    Role.PageTabList,
    Role.Pane,  # what is read here and scrolled with the arrow keys
    Role.Document,
    Role.AlertMessage,
}
_ONE_ACT = ("Help: ", "Open the review", "Continue the review")
"""Names that stand twice on a screen for the same act, so that there is nothing to tell apart."""


def told(widget: QWidget) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(widget)


def name_of(widget: QWidget) -> str:
    """The name of a control; on Linux Qt tells a list of choices by its label instead."""
    if isinstance(widget, QComboBox):
        labels = [
            each.text(Text.Name)
            for each, how in told(widget).relations()
            if how == QAccessible.RelationFlag.Label
        ]
        return labels[0].strip() if labels else ""
    return told(widget).text(Text.Name).strip()


def unnamed(top: QWidget) -> list[str]:
    """Controls without a name; buttons that Qt puts into its own controls are asked too."""
    buttons = [each for each in shown(top) if acts(each) and isinstance(each, QAbstractButton)]
    every = dict.fromkeys([*controls(top), *buttons])
    return [words(each) for each in every if not name_of(each)]


def odd_roles(top: QWidget) -> list[str]:
    return [
        f"{words(each)}: {told(each).role().name}"
        for each in controls(top)
        if told(each).role() not in _SENSIBLE
    ]


def alike(top: QWidget) -> list[str]:
    """Controls of one name and role that neither a description nor a named group tells apart."""
    found: defaultdict[tuple[str, str, str, str], int] = defaultdict(int)
    for each in controls(top):
        interface = told(each)
        name = name_of(each)
        if not name.startswith(_ONE_ACT):
            group = _group(interface)
            found[name, interface.role().name, interface.text(Text.Description), group] += 1
    return [f"{count} of {key}" for key, count in found.items() if count > 1]


def _group(interface: QAccessibleInterface) -> str:
    above = interface.parent()
    while above is not None and above.isValid():
        if above.role() == Role.Grouping and (name := above.text(Text.Name)):
            return name
        above = above.parent()
    return ""


def wrong_headings(screen: QWidget) -> list[str]:
    """What is wrong with a screen's headings: there is none, or the title is not the first."""
    found = [each for each in shown(screen) if told(each).role() == Role.Heading]
    if not found:
        return ["no heading"]
    wrong = [f"a heading without words: {words(each)}" for each in found if not name_of(each)]
    biggest = max(each.font().pixelSize() for each in found)
    if found[0].font().pixelSize() < biggest:
        wrong.append(f"the first heading is not the title: {words(found[0])}")
    return wrong


def silent(top: QWidget) -> list[str]:
    """Words on the screen that are not told."""
    texts = (each for each in shown(top) if isinstance(each, (QLabel, Prose)))
    return [words(each) for each in texts if each.text().strip() and not name_of(each)]
