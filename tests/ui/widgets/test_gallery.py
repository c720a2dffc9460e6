"""The gallery shows every widget in every theme, and nothing is wider than its page."""

import ast
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from ir_desktop.ui import gallery, theme
from ir_desktop.ui.gallery import SCALES, THEMES, Gallery
from ir_desktop.ui.theme import LIGHT, Theme
from tools import gallery as tool

WIDGETS = Path(gallery.__file__).parent / "widgets"


@pytest.fixture(params=[("Light", 1.0)])
def window(request, qtbot, qapp):
    made = Gallery(*request.param)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    theme.apply(qapp, Theme(LIGHT))


@pytest.mark.parametrize(
    "window",
    [*(("Light", scale) for scale in SCALES), *((name, 1.0) for name in THEMES)],
    indirect=True,
)
def test_nothing_pushes_the_page_wider(window) -> None:
    for _ in range(4):
        QApplication.processEvents()
    page = window.page
    assert page.widget().minimumSizeHint().width() <= page.viewport().width()
    assert page.widget().width() <= page.viewport().width()
    assert window.width() <= theme.WINDOW[0]
    painted = window.grab().toImage()
    assert painted.pixelColor(painted.width() - 2, 2) == theme.of().colour("paper")


def test_the_switches_and_the_jump(window, qtbot) -> None:
    window.themes.setCurrentText("Dark")
    window.themes.textActivated.emit("Dark")
    assert theme.of().colours is THEMES["Dark"]
    window.sizes.activated.emit(SCALES.index(1.5))
    assert theme.of().scale == 1.5
    QApplication.processEvents()
    window.jump.textActivated.emit("Choices")
    assert window.page.verticalScrollBar().value() > 0
    window.jump.textActivated.emit("Choose one")


def test_every_widget_of_the_folder_has_its_place(window) -> None:
    shown = {type(each).__name__ for each in window.findChildren(QWidget)}
    classes: set[str] = set()
    for path in (*WIDGETS.glob("*.py"), *WIDGETS.glob("fields/*.py")):
        if path.stem in ("tabs", "rows", "row_model", "screen", "ring", "finder"):
            continue  # shown by the program's own first screens
        tree = ast.parse(path.read_text("utf-8"))
        classes |= {
            node.name
            for node in tree.body
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
        }
    not_widgets = {
        "Answered", "AreaLine", "ZoneLook", "Option", "StepLook", "StepMark", "Saving", "Kind",
        "Alarm", "Autosave", "Field", "Pages", "Preview", "ZoneBar",
    }  # fmt: skip
    missing = {name for name in classes - not_widgets if name not in shown}
    assert not missing


def test_the_command_writes_pictures(tmp_path, qapp, monkeypatch, capsys) -> None:
    monkeypatch.setattr(tool, "QApplication", lambda _: qapp)
    monkeypatch.setattr(tool, "SCALES", (1.0,))
    monkeypatch.setattr(tool, "THEMES", ("Dark",))
    try:
        assert tool.main(["--pictures", str(tmp_path / "out")]) == 0
    finally:
        theme.apply(qapp, Theme(LIGHT))
    assert len(list((tmp_path / "out").rglob("*.png"))) >= 15
    assert str(tmp_path) in capsys.readouterr().out
