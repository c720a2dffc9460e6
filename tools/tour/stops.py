"""Every screen, and the way there. A screen that is added to the program is added here."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QDialog

from ir_desktop.domain.progress import Step
from ir_desktop.services import clock_doubts
from ir_desktop.services.audits import Alarm, AlarmKind
from ir_desktop.services.session import Session, SystemClock, by_itself
from ir_desktop.services.surroundings import Kind
from ir_desktop.storage.problems import KeysDamaged
from ir_desktop.ui.backups.leaving import LeavingPage
from ir_desktop.ui.children.child_page import TABS
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.restoring import pages as restoring
from ir_desktop.ui.restoring.flow import RestoreFlow
from ir_desktop.ui.restoring.words import TAKES_OVER
from ir_desktop.ui.settings import presenter as settings
from ir_desktop.ui.settings.tab_names import BACKUPS
from ir_desktop.ui.sign_in import file_words
from ir_desktop.ui.sign_in.page import SignInPage
from ir_desktop.ui.sign_in.presenter import Wrong
from ir_desktop.ui.sign_in.recover_pages import DonePage
from ir_desktop.ui.today.around import Around
from tools.tour.guide import Guide
from tools.tour.prepared import AGREEMENT, LONG, SPREADSHEET

Way = Callable[[Guide], object]

_SHORT = {Step.PROGRESS_CHECK: "check", Step.SIGN_OFF: "sign"}


@dataclass(frozen=True, slots=True)
class Stop:
    """A screen: its name, also of its picture, and the way there from any other."""

    name: str
    arrive: Way


def _place(kind: str, child: str = "", part: str = "") -> Way:
    return lambda guide: guide.go(kind, child, part)


def _ready(document: QPdfDocument) -> bool:
    return document.status() is QPdfDocument.Status.Ready


def _with_paper(way: Way, find: Callable[[Any], Any]) -> Way:
    def arrive(guide: Guide) -> None:
        way(guide)
        paper: Any = guide.until(partial(find, guide.page))
        # Some names cannot be printed: then the page says so, and waits for nothing more.
        guide.until(lambda: _ready(paper.document) or not paper._asked)
        guide.pause(500)

    return arrive


def _child(name: str, tab: str) -> Way:
    way = _place("child", name, tab)
    return _with_paper(way, lambda page: page.papers) if tab == "Papers" else way


def _review(name: str, step: Step) -> Way:
    return _place("review", name, step.value)


def _none_found(guide: Guide) -> None:
    guide.go("children").search.setText("nobody of this name")


def _problems(kind: str, part: str = "", child: str = "") -> Way:
    def arrive(guide: Guide) -> None:
        page = guide.go(kind, child, part)
        page.act.click()
        guide.pause(300)

    return arrive


def _import_preview(guide: Guide) -> None:
    page = guide.go("import")
    page.read(str(guide.scratch / SPREADSHEET))
    guide.until(lambda: guide.page._preview)


def _letters_left_out(guide: Guide) -> None:
    page = guide.go("letters")
    made = page.make
    made.click()
    guide.until(lambda: page.make is not made)


def _letters_made(guide: Guide) -> None:
    page = guide.go("letters")
    made = page.make
    made.click()
    # Names that cannot be printed are left out first, with a note; then the rest are made.
    guide.until(lambda: page.paper is not None or page.make is not made)
    if page.paper is None:
        page.make.click()
    guide.until(lambda: page.paper is not None and _ready(page.paper.document))
    guide.pause(500)


def _sharing(name: str) -> Way:
    def arrive(guide: Guide) -> None:
        page = guide.go("sharing", name)
        guide.until(lambda: page.detail is not None)
        if not page._left.isVisible() or not page._right.isVisible():
            page._entered(page.list.key())
            guide.pause(200)

    return arrive


def _contents(guide: Guide) -> None:
    page = guide.go("sharing", "Zofia")
    guide.until(lambda: page.detail is not None)
    guide.go("sharing", "Zofia", f"pages:{page.detail.view.key}")


def _compare(guide: Guide) -> None:
    page = guide.go("sharing", part="add")
    page.read(guide.scratch / AGREEMENT)
    guide.until(lambda: page.compare is not None)


def _finder(typed: str) -> Way:
    def arrive(guide: Guide) -> None:
        guide.go("today")
        finder = guide.shell.finder
        finder.open_up()
        finder.line.setText(typed)
        guide.pause(600)

    return arrive


def _help(part: str) -> Way:
    def arrive(guide: Guide) -> None:
        guide.go("today")
        guide.go("help", part=part)

    return arrive


def _staff_person(part: str) -> Way:
    def arrive(guide: Guide) -> None:
        session = guide.app.session
        view = guide.go("settings", part=settings.STAFF)._view
        other = next(e for e in view.staff if session is None or e.staff.id != session.staff.id)
        guide.go("settings_form", part=f"{part}:{other.staff.id}")

    return arrive


def _removal(guide: Guide) -> None:
    page = guide.go("settings", part=settings.ROOMS)
    room = page._view.rooms[0].room
    page._ask_remove(room.id, room.name)
    guide.until(lambda: isinstance(guide.top(), QDialog))


class _Ahead(SystemClock):
    """A clock that is wrong by some weeks."""

    def now(self) -> datetime:
        return super().now() + timedelta(days=40)


def _clock(guide: Guide) -> None:
    """Write something by a clock that is ahead, as one does that is put right afterwards."""

    def work(session: Session) -> None:
        with by_itself(replace(session, clock=_Ahead()), "toured"):
            pass
        with by_itself(session, "toured") as later:
            clock_doubts.note(later)

    page = guide.go("today")
    around = Around.of(page._context)
    page._context.ask(work, lambda _: around.look(), lambda _: None, owner=page)
    guide.until(lambda: any(each.kind is Kind.CLOCK for each in around.told))
    guide.pause(200)


def _today(guide: Guide) -> date:
    session = guide.app.session
    return date.today() if session is None else session.today


def _keeping(part: str, child: str = "") -> Way:
    return _place("keeping", child, part)


def _checked(guide: Guide) -> None:
    page = guide.go("keeping", part="check")
    page.run()
    guide.until(lambda: page.report is not None)
    guide.pause(200)


def _everything(guide: Guide) -> None:
    page = guide.go("keeping", "Zofia", "everything")
    page.show_everything()
    guide.until(lambda: page.made is not None and _ready(page.paper.document))
    guide.pause(500)


def _removal_asked(guide: Guide) -> None:
    page = guide.go("keeping", "Zofia", "remove")
    page.remove.click()
    guide.until(lambda: isinstance(guide.top(), QDialog))


def _incident(guide: Guide) -> None:
    """Show an incident; the first time round, write it down in the form."""
    page = guide.go("keeping", part="incidents")
    if page.list is None:
        _write_incident(guide)
        return
    page.list.opened.emit(page.list.rows_model.rows[0].key)
    guide.until(lambda: guide.page is not page and guide.page.loaded)


def _write_incident(guide: Guide) -> None:
    page = guide.go("keeping", "Zofia", "incident-form")
    form = page.form
    form.field("what").set_value("One child’s summary was in another child’s bag.")
    form.field("noticed_on").set_value(_today(guide))
    form.field("done").set_value("We rang the family. The paper came back unread the same day.")
    page.submit()
    guide.until(lambda: guide.page is not page and guide.page.loaded)


def _sign_in_problem(guide: Guide) -> None:
    guide.sign_in_page().show_wrong([Wrong("password", "Type your password.")])


def _sign_in_waiting(guide: Guide) -> None:
    guide.sign_in_page().show_wrong([Wrong("password", "Wait 5 minutes.", seconds=290)])


def _put_back(guide: Guide) -> None:
    guide.sign_in_page()
    guide.door().show_put_back()


def _other_file(guide: Guide) -> None:
    guide.sign_in_page()
    guide.door().show_put_back(file_words.OTHER)


def _older_in_backup(guide: Guide) -> None:
    guide.sign_in_page()
    guide.door().show_put_back(file_words.OLDER_IN_BACKUP)


def _no_store(guide: Guide) -> None:
    guide.app._show_no_store(KeysDamaged().sentence, put_back=True, restore=True)


def _sign_in_file(guide: Guide) -> Any:
    guide.app._show_sign_in_file()
    return guide.app.window.page


def _sign_in_file_problem(guide: Guide) -> None:
    _sign_in_file(guide).page.submit()
    guide.pause(300)


def _sign_in_with(guide: Guide) -> None:
    people = guide.sign_in_page().people
    page = SignInPage(backup=datetime(2026, 5, 3, 14, 2, tzinfo=UTC))
    page.set_people(people)
    guide.app.window.show_page(page)


def _recover(guide: Guide) -> Any:
    guide.sign_in_page()
    return guide.door().show_recover()


def _recover_locked(guide: Guide) -> None:
    _recover(guide)._locked()


def _recover_choose(guide: Guide) -> None:
    flow = _recover(guide)
    flow.code_page.code.set_value(guide.made.recovery_code if guide.made else "")
    flow.code_page.submit()
    guide.until(lambda: flow.page is not flow.code_page)
    flow.page.password.set_value("plum kite")
    flow.page.password.changed.emit()
    guide.until(flow.page.meter.isVisible)


def _recover_done(guide: Guide) -> None:
    names = [each.name for each in guide.made.staff] if guide.made else []
    _recover(guide)._show(DonePage(names[0], names[1:]))


def _about_you(guide: Guide) -> None:
    page = guide.go("settings", part=settings.YOU)
    guide.until(lambda: page.shown.found)


def _computer(guide: Guide) -> None:
    page = guide.go("settings", part=settings.COMPUTER)
    guide.until(lambda: page.shown.found)


def _new_sheet(guide: Guide) -> Any:
    page = guide.go("settings_form", part="sheet")
    guide.until(lambda: _ready(page.sheet.document))
    guide.pause(500)
    return page


def _new_sheet_code(guide: Guide) -> None:
    _new_sheet(guide).sheet.submit()


def _backups(guide: Guide) -> Any:
    page = guide.go("settings", part=BACKUPS)
    guide.until(lambda: page.shown is not None and page.shown.view is not None)
    return page.shown


def _backed_up(guide: Guide) -> None:
    part = _backups(guide)
    if part.view.folder is None:
        stick = guide.scratch / "stick"
        stick.mkdir()
        part.choose(str(stick))
        guide.until(lambda: part.view.folder is not None)
    part.back_up()
    guide.until(lambda: part.progress is None and part.view.kept)
    guide.pause(300)


def _backup_gone(guide: Guide) -> None:
    _backed_up(guide)
    part = _backups(guide)
    away = [(each.path, each.path.with_suffix(".away")) for each in part.view.kept]
    for here, there in away:
        here.rename(there)
    part.load()
    guide.until(lambda: part.view.state.gone)
    for here, there in away:
        there.rename(here)


def _try(guide: Guide) -> None:
    _backed_up(guide)
    guide.go("backup", part="try")


def _one_child(guide: Guide) -> None:
    _backed_up(guide)
    page = guide.go("backup", part="child")
    page.which.set_value(str(page._kept[0].path))
    page._which_changed()
    page.show_children()
    child = guide.children["Zofia"]
    guide.until(lambda: page.list is not None)
    page.compare(child)
    guide.until(lambda: page.view is not None)
    guide.pause(200)


def _alarm(guide: Guide) -> None:
    page = guide.go("backup", part="alarm")
    words = "These records were put back from the backup of 3 May 2026. Nothing is sent."
    page._show(Alarm(AlarmKind.PUT_BACK, words))


def _restore(guide: Guide) -> RestoreFlow:
    app = guide.app
    flow = RestoreFlow(guide.scratch / "new", app.records, take_over=True)
    app.window.show_page(flow)
    flow.page.enter()
    return flow


def _restore_problem(guide: Guide) -> None:
    _restore(guide).first.submit()
    guide.pause(300)


def _restore_found(guide: Guide) -> None:
    lines = [("Setting", LONG), ("Backup made", "3 May 2026 at 14:02"), ("Children in it", "24")]
    notes = [
        (Tone.WATCH, "Newer records were written until 5 May 2026 at 09:00", "They stay."),
        (Tone.CALM, "The records are kept aside", TAKES_OVER),
        (Tone.WATCH, "2 newer copies do not open with this code", "There is a newer sheet."),
    ]
    _restore(guide)._show(restoring.FoundPage(lines, notes, ask_newer=True))


def _restore_newer(guide: Guide) -> None:
    first = _restore(guide).first
    first.ask_newer()
    first.enter()


def _restore_done(guide: Guide) -> None:
    _restore(guide)._show(
        restoring.DonePage(["Sign in with your password.", "Look through the children."])
    )


def _leaving(guide: Guide) -> None:
    page = LeavingPage()
    guide.app.window.show_page(page)
    page.show_step(1, 4)
    page.progress.cancel.setFocus()


def _leaving_keys(guide: Guide) -> None:
    page = LeavingPage(keys=True)
    guide.app.window.show_page(page)
    page.progress.cancel.setFocus()


def _leaving_problem(guide: Guide) -> None:
    page = LeavingPage()
    guide.app.window.show_page(page)
    page.show_problem("There is no room for the backup there, so none was made. Make some room.")


BEFORE = (
    Stop("sign-in", lambda guide: guide.sign_in_page()),
    Stop("sign-in-problem", _sign_in_problem),
    Stop("sign-in-waiting", _sign_in_waiting),
    Stop("sign-in-put-back", _put_back),
    Stop("sign-in-other-file", _other_file),
    Stop("sign-in-older-in-backup", _older_in_backup),
    Stop("no-store", _no_store),
    Stop("sign-in-file", _sign_in_file),
    Stop("sign-in-file-problem", _sign_in_file_problem),
    Stop("sign-in-from-backup", _sign_in_with),
    Stop("recover-code", _recover),
    Stop("recover-locked", _recover_locked),
    Stop("recover-choose", _recover_choose),
    Stop("recover-done", _recover_done),
    Stop("restore", _restore),
    Stop("restore-problem", _restore_problem),
    Stop("restore-newer", _restore_newer),
    Stop("restore-found", _restore_found),
    Stop("restore-done", _restore_done),
    Stop("leaving", _leaving),
    Stop("leaving-problem", _leaving_problem),
    Stop("leaving-keys", _leaving_keys),
)
"""Before somebody has signed in to the demo."""

INSIDE = (
    Stop("today", _place("today")),
    *(
        Stop(f"today-{kind.replace('_', '-')}", _place("due", part=kind))
        for kind in ("due", "chase", "follow_ups", "meetings", "health", "held")
    ),
    Stop("children", _place("children")),
    Stop("children-none", _none_found),
    *(
        Stop(f"child-{name.lower()}-{tab.split()[0].lower()}", _child(name, tab))
        for name in ("Zofia", "Amina", "Saoirse")
        for tab in TABS
    ),
    Stop("child-form", _place("child_form")),
    Stop("child-form-problem", _problems("child_form")),
    Stop("child-form-change", _place("child_form", "Zofia")),
    Stop("family-form", _place("child_form", "Zofia", "carer")),
    Stop("family-from-another", _place("child_form", "Zofia", "sibling")),
    Stop("consent-form", _place("child_form", "Zofia", "consent")),
    Stop("contact-form", _place("child_form", "Zofia", "contact")),
    Stop("import-start", _place("import")),
    Stop("import-preview", _import_preview),
    Stop("letters", _place("letters")),
    Stop("letters-left-out", _letters_left_out),
    Stop("letters-made", _letters_made),
    *(Stop(f"review-{_SHORT.get(step, step.value)}", _review("Amina", step)) for step in Step),
    Stop("review-signed", _review("Zofia", Step.SIGN_OFF)),
    Stop("review-new-asq3", _review("Kofi", Step.ASQ3)),
    *(Stop(f"sharing-{name.lower()}", _sharing(name)) for name in ("Zofia", "Sukarno", "Saoirse")),
    Stop("sharing-contents", _contents),
    Stop("sharing-agreements", _place("sharing", part="agreements")),
    Stop("agreement-introduce", _place("sharing", part="introduce")),
    Stop("agreement-add", _place("sharing", part="add")),
    Stop("agreement-compare", _compare),
    *(
        Stop(f"settings-{name}", _place("settings", part=part))
        for name, part in (
            ("setting", settings.SETTING),
            ("rooms", settings.ROOMS),
            ("staff", settings.STAFF),
            ("profile", settings.AREA),
            ("appearance", settings.LOOK),
            ("about", settings.ABOUT),
        )
    ),
    Stop("settings-you", _about_you),
    Stop("settings-computer", _computer),
    Stop("settings-backups-none", _backups),
    Stop("settings-backups", _backed_up),
    Stop("settings-backups-gone", _backup_gone),
    Stop("backup-try", _try),
    Stop("backup-one-child", _one_child),
    Stop("backup-alarm", _alarm),
    Stop("settings-remove-room", _removal),
    Stop("setting-form", _place("settings_form", part="setting")),
    Stop("room-form", _place("settings_form", part="room")),
    Stop("staff-form", _place("settings_form", part="staff")),
    *(
        Stop(f"staff-{part}", _staff_person(part))
        for part in ("person", "member", "cover", "password", "reset", "stop")
    ),
    Stop("settings-keeping", _place("settings", part=settings.KEEPING)),
    Stop("keeping-leavers", _keeping("leavers")),
    Stop("keeping-retention", _keeping("retention")),
    Stop("keeping-leaving", _keeping("leaving", "Amina")),
    Stop("keeping-remove", _keeping("remove", "Zofia")),
    Stop("keeping-remove-asked", _removal_asked),
    Stop("keeping-everything", _keeping("everything", "Zofia")),
    Stop("keeping-everything-shown", _everything),
    Stop("keeping-check", _keeping("check")),
    Stop("keeping-checked", _checked),
    Stop("keeping-incident", _incident),
    Stop("keeping-incidents", _keeping("incidents")),
    Stop("keeping-incident-form", _keeping("incident-form")),
    Stop("keeping-incident-problem", _problems("keeping", "incident-form")),
    Stop("keeping-closing", _keeping("closing")),
    Stop("own-password", _place("settings_form", part="own-password")),
    Stop("own-password-problem", _problems("settings_form", "own-password")),
    Stop("new-sheet", _new_sheet),
    Stop("new-sheet-code", _new_sheet_code),
    Stop("finder", _finder("")),
    Stop("finder-found", _finder("a")),
    Stop("help", _help("")),
    Stop("help-shortcuts", _help("shortcuts")),
    Stop("help-glossary", _help("glossary")),
    Stop("today-clock", _clock),  # last: what it tells stays on Today
)
"""After the manager has signed in to the demo."""


def _who(guide: Guide) -> None:
    guide.until(lambda: type(guide.first_page).__name__ == "WhoPage")


def _setting(guide: Guide) -> None:
    guide.first_page.who.buttons[1].click()
    guide.first_page.submit()


def _setting_problem(guide: Guide) -> None:
    guide.first_page.submit()
    guide.pause(300)


def _you(guide: Guide) -> None:
    form = guide.first_page.form
    form.field("type").buttons[0].click()
    form.field("name").set_value("Willow Lane Nursery")
    guide.first_page.submit()


def _sheet(guide: Guide) -> None:
    guide.first_page.form.field("manager_name").set_value("Grace Adeyemi")
    guide.first_page.password.set_value("seven-otters-under-a-bridge")
    guide.pause(400)
    guide.first_page.submit()
    guide.until(lambda: type(guide.first_page).__name__ == "SheetPage")
    guide.until(partial(_ready, guide.first_page.document))
    guide.pause(500)


def _code(guide: Guide) -> None:
    items: Any = guide.first_page.by_hand.body.itemAt(0).widget()
    flow: Any = guide.app.window.page
    flow.code_for_tour = "-".join(each.text() for each in items._items)
    guide.first_page.submit()


def _backup(guide: Guide) -> None:
    flow: Any = guide.app.window.page
    guide.first_page.code.set_value(flow.code_for_tour)
    guide.first_page.submit()
    guide.until(lambda: type(guide.first_page).__name__ == "BackupPage")


def _done(guide: Guide) -> None:
    guide.first_page.go_back()
    guide.until(lambda: type(guide.first_page).__name__ == "ReadyPage")


FIRST_RUN = (
    Stop("first-run-who", _who),
    Stop("first-run-setting", _setting),
    Stop("first-run-problem", _setting_problem),
    Stop("first-run-you", _you),
    Stop("first-run-sheet", _sheet),
    Stop("first-run-code", _code),
    Stop("first-run-backup", _backup),
    Stop("first-run-ready", _done),
)
"""The first opening, in its order: each stop begins at the one before."""
