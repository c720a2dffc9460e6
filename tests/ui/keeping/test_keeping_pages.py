"""Keeping records in a real window: leaving, removing, everything, the check, and the rest."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtPdf import QPdfDocument
from sqlalchemy import text

from ir_desktop.domain.people import Role
from ir_desktop.domain.review import ReviewStatus
from ir_desktop.errors import NotFound
from ir_desktop.services import children, history, incidents, leavers, people, rooms
from ir_desktop.services.session import Session
from ir_desktop.ui.children.history_presenter import MOST, words
from ir_desktop.ui.context import Place
from ir_desktop.ui.keeping import presenter
from ir_desktop.ui.settings import presenter as settings
from ir_desktop.ui.widgets.dialog import Decision
from tests.ui.children.family_hands import ARABIC, MARKUP, Room, texts

TODAY = date.today()


def keeping(room: Room, part: str, child_id: str = "") -> Any:
    return room.go("keeping", child_id, part)


def test_a_child_leaves_from_the_details_and_comes_back(room: Room) -> None:
    amina = room.child_id("Amina")
    tab = room.go("child", amina, "Details")
    tab.pages.page(1).leaves.click()
    page = room.arrive("LeavingFormPage")
    page.submit()
    assert page.form.field("on").problem() == "Type the last day."
    assert page.form.field("close").problem() == "Choose what happens to the review."
    page.form.field("on").set_value(TODAY - timedelta(days=1))
    page.form.field("close").set_value(True)
    page.submit()
    shown = room.arrive("ChildPage")
    review = room.page_of(amina).review
    assert review is not None
    assert review.status is ReviewStatus.CHILD_LEFT
    here = {each.id for each in room.do(lambda session: children.list_children(session))}
    assert amina not in here
    shown.pages.page(1).back.click()
    room.until(lambda: room.page_of(amina).child.leaving_date is None)
    assert amina in {each.id for each in room.do(lambda session: children.list_children(session))}


def test_the_rule_is_changed_and_tells_who_is_ready_on_today_too(room: Room) -> None:
    page = keeping(room, "leavers")
    before = len(page.view.leavers)
    page.change.click()
    form = room.arrive("RetentionFormPage")
    form.form.field("years").set_value("some")
    form.submit()
    assert form.form.field("years").problem() == "Type a whole number, such as 3."
    form.form.field("years").set_value("1")
    form.form.field("until_age").set_value("0")
    form.submit()
    page = room.arrive("LeaversPage")
    assert page.view.rule.rule.years == 1
    assert page.view.ready == 0
    kofi = room.child_id("Kofi")
    long_ago = TODAY - timedelta(days=500)
    room.do(lambda s: children.edit_child(s, kofi, start_date=None, leaving_date=long_ago))
    page = keeping(room, "leavers")
    assert len(page.view.leavers) == before + 1
    assert page.view.ready == 1
    assert page.list.rows_model.rows[0].key == kofi
    today = room.go("today")
    assert "See whose. 1 child" in texts(today)


def test_a_removal_is_told_asked_once_and_done(room: Room) -> None:
    zofia = room.child_id("Zofia")
    page = keeping(room, "remove", zofia)
    said = texts(page)
    assert "2 parents and carers" in said
    assert "Backups keep the records" in said
    page.remove.click()
    (asked,) = room.until(lambda: page.findChildren(Decision))
    assert asked.focusWidget() is asked.safe
    asked.safe.click()
    assert room.page_of(zofia).child.given_name == "Zofia"
    page.remove.click()
    asked = room.until(lambda: [e for e in page.findChildren(Decision) if e.isVisible()])[0]
    asked.act.click()
    listed = room.arrive("LeaversPage")
    assert "The records were removed" in texts(listed)

    def gone(session: Session) -> bool:
        try:
            return children.child_page(session, zofia).child.given_name == "Removed"
        except NotFound:
            return True

    assert room.do(gone)


def test_everything_is_shown_only_once_asked_for_and_saved_without_the_name(
    room: Room, tmp_path: Path
) -> None:
    zofia = room.child_id("Zofia")

    def made_before(session: Session) -> list[str]:
        return [e.act for e in history.child_history(session, zofia)]

    page = keeping(room, "everything", zofia)
    assert "subject_access" not in room.do(made_before)
    page.show_button.click()
    room.until(lambda: page.made and page.paper.document.status() is QPdfDocument.Status.Ready)
    assert page.paper.document.pageCount() == page.made.printed.pages
    assert "Agnieszka Kowalska (mother)" in texts(page)
    page.ask_where("pdf")
    (offered,) = page.dialog.selectedFiles()
    assert Path(offered).name == f"child-record-{TODAY.isoformat()}.pdf"
    page.dialog.close()
    page.save_to("pdf", tmp_path / "one.pdf")
    page.save_to("json", tmp_path / "one.json")
    room.until(lambda: (tmp_path / "one.json").exists() and "one.json" in texts(page))
    assert (tmp_path / "one.pdf").read_bytes().startswith(b"%PDF")
    assert json.loads((tmp_path / "one.json").read_text("utf-8"))["child"]["id"] == zofia
    page.save_to("pdf", tmp_path / "no folder" / "one.pdf")
    room.until(lambda: "It did not work" in texts(page))
    assert room.do(made_before)[:3] == ["subject_access"] * 3


def test_everything_of_a_name_that_cannot_be_printed_still_comes_out(room: Room) -> None:
    for name in (ARABIC, MARKUP[0]):
        page = keeping(room, "everything", room.child_id(name))
        page.show_everything()
        room.until(lambda page=page: page.made)
        assert name in page.made.data.decode()


def test_the_check_tells_that_all_is_whole_and_then_what_was_changed(room: Room) -> None:
    page = keeping(room, "check")
    assert "Nobody has checked it here yet." in texts(page)
    page.run()
    room.until(lambda: page.report is not None)
    assert "The history is whole" in texts(page)
    assert "all was whole" in page.last.text()

    def change(session: Session) -> None:
        with session.store.database.transaction() as connection:
            connection.execute(text("UPDATE child SET gp = 'somebody else'"))

    room.do(change)
    page = keeping(room, "check")
    page.run()
    room.until(lambda: page.report is not None)
    said = texts(page)
    assert "Something does not fit" in said
    assert "Details of a child (2" in said
    assert presenter.WHAT_TO_DO[0] in said
    assert "did not fit" in page.last.text()


def test_a_check_can_be_stopped_and_notes_nothing(room: Room) -> None:
    page = keeping(room, "check")
    page.run()
    page.work.stop()
    room.until(lambda: page.work is None)
    assert "The check was stopped" in texts(page)
    assert "Nobody has checked it here yet." in page.last.text()
    page.run()
    room.until(lambda: page.report is not None)


def test_an_incident_is_written_found_on_today_changed_and_printed(room: Room) -> None:
    zofia = room.child_id("Zofia")
    form = keeping(room, "incident-form", zofia)
    assert form.form.value("children") == "Zofia Kowalska"
    form.submit()
    assert form.form.field("what").problem() == "Write what happened."
    form.form.field("what").set_value(f"A letter {MARKUP[1]} in the wrong bag")
    form.form.field("noticed_on").set_value(TODAY)
    form.form.field("noticed_at").set_value("noon")
    form.form.field("children").set_value("Zofia Kowalska\nNobody Known")
    form.submit()
    room.until(lambda: form.form.field("children").problem())
    form.form.field("children").set_value("zofia kowalska")
    form.submit()
    room.until(lambda: form.form.field("noticed_at").problem())
    form.form.field("noticed_at").set_value("9:30")
    form.submit()
    page = room.arrive("IncidentPage")
    assert "Decide by" in texts(page)
    assert MARKUP[1] in texts(page)
    (row,) = room.do(incidents.list_incidents)
    assert row.incident.child_ids == (zofia,)
    assert "Consider the ICO by" in texts(room.go("today"))
    listed = keeping(room, "incidents")
    listed.list.opened.emit(row.incident.id)
    page = room.arrive("IncidentPage")
    page.see.click()
    room.until(lambda: page.paper.document.status() is QPdfDocument.Status.Ready)
    page.change.click()
    form = room.arrive("IncidentFormPage")
    assert form.form.value("what") == row.incident.what
    form.form.field("closed_on").set_value(TODAY)
    form.submit()
    page = room.arrive("IncidentPage")
    assert "Finished" in texts(page)
    assert "Consider the ICO by" not in texts(room.go("today"))


def test_closing_writes_everything_and_leads_on(room: Room, tmp_path: Path) -> None:
    page = keeping(room, "closing")
    whole = len(room.do(lambda s: children.list_children(s, include_left=True)))
    assert f"Everything about {whole} children" in texts(page)
    stick = tmp_path / "stick"
    stick.mkdir()
    page.hand_over(stick)
    room.until(lambda: f"The folder holds everything about {whole}" in texts(page))
    (folder,) = stick.iterdir()
    assert len(list(folder.glob("child-*.pdf"))) == whole
    assert len(list(folder.glob("child-*.json"))) == whole
    assert not any("Zofia" in each.name for each in folder.iterdir())
    for key, screen in (("share", "SharingPage"), ("children", "ChildrenPage"),
                        ("staff", "SettingsPage"), ("keep", "LeaversPage")):  # fmt: skip
        page = keeping(room, "closing")
        page.acts[key].click()
        room.arrive(screen)


def test_who_is_no_manager_is_offered_none_of_it_and_refused(room: Room) -> None:
    me = room.app.session
    assert me is not None
    zofia = room.child_id("Zofia")
    room.do(lambda s: people.change_role(s, _other(s), Role.MANAGER))
    room.do(lambda s: people.change_role(s, me.staff.id, Role.ROOM_LEADER, room_ids=[_room(s)]))
    for part in ("leavers", "check", "incidents", "closing"):
        room.shell.go(_place(part))
        screen = room.screen
        room.until(lambda screen=screen: "Your role does not allow this" in texts(screen))
    for part in ("remove", "everything"):
        room.shell.go(_place(part, zofia))
        screen = room.screen
        room.until(lambda screen=screen: "Your role does not allow this" in texts(screen))


def _other(session: Session) -> str:
    return next(
        each.staff.id
        for each in people.list_staff(session)
        if each.staff.id != session.staff.id and each.staff.active
    )


def _room(session: Session) -> str:
    return rooms.list_rooms(session)[0].room.id


def _place(part: str, child_id: str = "") -> Place:
    return Place("keeping", child_id, part)


def test_settings_lead_to_all_of_it(room: Room) -> None:
    screens = {"leavers": "LeaversPage", "check": "CheckPage", "incidents": "IncidentsPage",
               "closing": "ClosingPage"}  # fmt: skip
    for part, screen in screens.items():
        page = room.go("settings", part=settings.KEEPING)
        page.shown.ways[part].click()
        room.arrive(screen)


def test_a_long_history_comes_in_parts(room: Room) -> None:
    kofi = room.child_id("Kofi")

    def many(session: Session) -> None:
        for number in range(2 * MOST):
            children.edit_child(session, kofi, gp=f"Dr {number}")
            leavers.leave(session, kofi, on=TODAY)

    room.do(many)
    shown = room.go("child", kofi, "History")
    room.until(lambda: shown.history.list.isVisible())
    parts = 1
    while shown.history.earlier.isVisible():
        before = len(shown.history.list.rows_model.rows)
        assert before <= parts * MOST
        shown.history.earlier.click()
        room.until(lambda before=before: len(shown.history.list.rows_model.rows) > before)
        room.settle()
        parts += 1
    assert parts >= 4
    whole = room.do(lambda session: history.child_history(session, kofi))
    rows = shown.history.list.rows_model.rows
    assert rows[-1].cells[2].words == words(whole[-1])
    assert len({row.key for row in rows}) == len(rows)
