"""The check of the history: with progress, stopped, noted; and a long history in parts."""

from datetime import date

import pytest
from sqlalchemy import text

from ir_desktop.domain.history import act_words
from ir_desktop.domain.roles import Act
from ir_desktop.errors import Refused
from ir_desktop.services import checking, children, history, importing
from ir_desktop.services.session import Session, acting
from tests.services.nursery import acts, change_behind, child_named


def test_a_check_tells_how_far_it_is_and_is_noted(manager: Session) -> None:
    assert checking.last_check(manager) is None
    steps: list[tuple[int, int]] = []
    report = checking.check_history(manager, lambda done, whole: steps.append((done, whole)))
    assert report.findings == ()
    whole = steps[0][1]
    assert steps[0] == (0, whole)
    assert steps[-1] == (whole, whole)
    with manager.store.reading() as records:
        assert records.connection.execute(text("SELECT count(*) FROM child")).scalar_one() < whole
    noted = checking.last_check(manager)
    assert noted is not None
    assert (noted.who, noted.events, noted.findings) == (manager.staff.name, report.events, 0)


def test_what_is_found_is_noted_as_found(manager: Session) -> None:
    change_behind(manager, "UPDATE child SET gp = 'somebody' WHERE given_name = 'Zofia'")
    report = checking.check_history(manager)
    assert [each.where for each in report.findings] == ["child"]
    noted = checking.last_check(manager)
    assert noted is not None
    assert noted.findings == 1


def test_a_check_that_is_stopped_notes_nothing(manager: Session) -> None:
    class Enough(Exception):
        pass

    def stop(done: int, whole: int) -> None:
        raise Enough

    before = acts(manager)
    with pytest.raises(Enough):
        checking.check_history(manager, stop)
    assert acts(manager) == before


def test_only_a_manager_checks(leader: Session) -> None:
    with pytest.raises(Refused):
        checking.check_history(leader)
    with pytest.raises(Refused):
        checking.last_check(leader)
    assert acts(leader)[-2:] == ["refused:see_audit"] * 2


def test_a_long_history_comes_in_parts_that_leave_nothing_out(manager: Session) -> None:
    child_id = child_named(manager, "Zofia").id
    for number in range(7):
        children.edit_child(manager, child_id, gp=f"Dr {number}")
        with acting(manager, Act.PRINT_PAPER, child_id=child_id) as work:
            work.detail["kind"] = "summary"
    whole = history.child_history(manager, child_id)
    found: list[history.HistoryEvent] = []
    before, parts = None, 0
    while True:
        part = history.history_page(manager, child_id, before=before, most=4)
        found += part.events
        parts += 1
        before = part.earlier
        if before is None:
            break
    assert parts > 4
    assert [(each.at, each.act) for each in found if each.act == "edit_child"] == [
        (each.at, each.act) for each in whole if each.act == "edit_child"
    ]
    assert sum(each.times for each in found) == sum(each.times for each in whole)
    told = act_words("print_paper", {"kind": "summary"}, times=2)
    assert told == "Made a paper: summary for parents (2 times)"


def test_a_child_of_an_import_has_a_first_line_too(manager: Session) -> None:
    listed = b"First name,Surname,Date of birth\nWren,Hartley,01/02/2024\n"
    importing.import_children(manager, listed)
    imported = history.child_history(manager, child_named(manager, "Wren").id)
    assert [(each.act, each.who) for each in imported] == [("brought_in", manager.staff.name)]
    added = children.add_child(
        manager, given_name="Ines", family_name="", date_of_birth=date(2024, 5, 1)
    )
    assert [each.act for each in history.child_history(manager, added.id)] == ["add_child"]


def test_every_act_about_a_child_has_its_words() -> None:
    # These are never about one child.
    elsewhere = {
        Act.SET_UP_STORE, Act.SIGN_IN, Act.CHANGE_PASSWORD, Act.SEE_LIST, Act.SEE_LEDGER,
        Act.MANAGE_SETTING, Act.MANAGE_STAFF, Act.MANAGE_AGREEMENTS, Act.IMPORT_CHILDREN,
        Act.MANAGE_KEYS, Act.RECOVER, Act.SEE_AUDIT, Act.BACK_UP,
    }  # fmt: skip
    for act in Act:
        unknown = act_words(act.value, {}).startswith("Did something else")
        assert unknown == (act in elsewhere), act
    assert act_words("edit_child", {}, refused=True) == "Was not allowed: changed the details"
