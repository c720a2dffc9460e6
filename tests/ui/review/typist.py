"""The program in a process of its own, with somebody who types without a pause until killed."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ir_desktop.app import App, Options
from ir_desktop.domain.progress import Step
from ir_desktop.services import children
from ir_desktop.services.sign_in import find_slot
from ir_desktop.ui import theme
from ir_desktop.ui.context import Place


def pause(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def until(found: Any) -> None:
    while not found():
        pause(20)


def main(store: Path, name: str, password: str) -> None:
    qt = QApplication(sys.argv[:1])
    theme.apply(qt, theme.Theme(theme.LIGHT))
    app = App(qt, Options(store=store))
    app.start()
    app.window.activateWindow()
    page: Any = app.window.page
    page.names.choose(find_slot(store, name))
    page.password.setText(password)
    page.submit()
    until(lambda: hasattr(app.window.page, "screen_shown"))
    shell: Any = app.window.page
    until(lambda: shell.screen_shown.loaded)
    session = app.session
    assert session is not None
    child = children.add_child(
        session,
        given_name="Kit",
        family_name="Killed",
        date_of_birth=date(date.today().year - 2, 1, 1),
        key_person_id=session.staff.id,
    )
    print(f"child {child.id}", flush=True)
    shell.go(Place("review", child.id, Step.PROGRESS_CHECK))
    until(lambda: shell.screen_shown.loaded)
    field = next(iter(shell.screen_shown.page.areas.values())).texts["strengths"]
    field.focus_field()
    QTest.keyClicks(field.box, "The first sentence is whole.")
    print("first", flush=True)
    pause(1900)  # a person thinks
    while True:
        QTest.keyClicks(field.box, " more")
        print("typing", flush=True)
        pause(50)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.stdin.readline().rstrip("\n"))
