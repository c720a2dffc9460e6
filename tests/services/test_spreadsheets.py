"""Children from a workbook, and looking at a file before it is understood."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from ir_desktop.domain.importing import ImportField
from ir_desktop.errors import Invalid
from ir_desktop.services.demo_people import demo_nhs_number
from ir_desktop.services.importing import import_children
from ir_desktop.services.session import Session
from ir_desktop.services.spreadsheets import look_at, read_file
from tests.services.nursery import records_of

HEADS = ("First name", "Surname", "DOB", "NHS number", "Interpreter", "Other")


def workbook(*rows: tuple[Any, ...], sheets: int = 1) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr] - a new workbook has a sheet
    for _ in range(sheets - 1):
        book.create_sheet()
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_is_imported_as_a_csv_file_is(manager: Session) -> None:
    data = workbook(
        HEADS,
        ("Wren", "Hartley", date(2024, 5, 3), float(demo_nhs_number(700_000)), True, None),
        ("Ned", "Ode", datetime(2024, 6, 14), None, None, None),
        ("Bo", "Ek", "2 July 2024", "", "no", 3.5),
    )
    done = import_children(manager, data)
    assert (done.refused, len(done.added), done.saved) == ((), 3, True)
    assert [each.born for each in done.added] == [
        date(2024, 5, 3),
        date(2024, 6, 14),
        date(2024, 7, 2),
    ]
    assert done.unused == ("Other",)


def test_a_file_is_looked_at(manager: Session) -> None:
    data = workbook(HEADS, *[(f"Wren{n}", "Hartley", "", "", "", "") for n in range(9)], sheets=2)
    look = look_at(manager, data)
    assert [each.guess for each in look.columns] == [
        ImportField.GIVEN_NAME,
        ImportField.FAMILY_NAME,
        ImportField.DATE_OF_BIRTH,
        ImportField.NHS_NUMBER,
        ImportField.INTERPRETER_NEEDED,
        None,
    ]
    assert look.columns[0].samples == ("Wren0", "Wren1", "Wren2")
    assert look.columns[1].samples == ("Hartley",)
    assert (look.rows, look.notes) == (9, ("Only the first sheet of the workbook is read.",))


@pytest.mark.parametrize("cut", [4, 60, 400, -30])
def test_a_damaged_workbook_is_told_in_words(cut: int) -> None:
    with pytest.raises(Invalid, match="cannot be read"):
        read_file(workbook(HEADS, ("Wren", "Hartley", date(2024, 5, 3)))[:cut])


@given(st.binary(max_size=200))
def test_any_bytes_after_the_mark_of_a_workbook_are_refused_in_words(rest: bytes) -> None:
    with pytest.raises(Invalid):
        read_file(b"PK\x03\x04" + rest)


def test_a_workbook_that_unpacks_to_far_too_much_is_not_opened() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"\0" * 201_000_000)
    with pytest.raises(Invalid, match="too big"):
        read_file(out.getvalue())


def with_sheet(change: Callable[[str], str]) -> bytes:
    """Return a workbook whose sheet somebody has changed by hand."""
    source, out = io.BytesIO(workbook(HEADS, ("Wren", "Hartley", date(2024, 5, 3)))), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            data = old.read(each)
            if each == "xl/worksheets/sheet1.xml":
                assert b"Wren" in data
                data = change(data.decode()).encode()
            new.writestr(each, data)
    return out.getvalue()


def test_a_sheet_that_names_a_file_of_this_computer_gets_nothing_of_it(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("Quokka")
    there = (tmp_path / "other").as_uri()

    def change(sheet: str) -> str:
        named = f'<!DOCTYPE worksheet [<!ENTITY x SYSTEM "{there}">]>'
        return sheet.replace("<worksheet", f"{named}<worksheet", 1).replace("Wren", "&x;")

    with pytest.raises(Invalid, match="cannot be read"):
        read_file(with_sheet(change))


def test_a_sheet_that_swells_as_it_is_read_is_refused() -> None:
    def change(sheet: str) -> str:
        entities = '<!ENTITY a0 "Quokka">' + "".join(
            f'<!ENTITY a{each} "{f"&a{each - 1};" * 10}">' for each in range(1, 12)
        )
        named = f"<!DOCTYPE worksheet [{entities}]>"
        return sheet.replace("<worksheet", f"{named}<worksheet", 1).replace("Wren", "&a11;")

    with pytest.raises(Invalid, match="cannot be read"):
        read_file(with_sheet(change))


def test_a_formula_is_neither_worked_out_nor_taken_for_words() -> None:
    table = read_file(workbook(("First name", "Surname"), ("=1+1", "Hartley")))
    assert table.rows[0].cells == ("", "Hartley")  # no program has worked it out yet
    (typed,) = read_file(b"First name,Surname\n=cmd|' /C calc'!A0,Hartley\n").rows
    assert typed.cells[0] == "=cmd|' /C calc'!A0"


class _Stop(Exception):
    pass


def test_stopping_half_way_saves_nothing(manager: Session) -> None:
    rows = "\n".join(f"Wren{n},Hartley,03/05/2024" for n in range(20))
    before, steps = records_of(manager), list[tuple[int, int]]()

    def step(done: int, whole: int) -> None:
        steps.append((done, whole))
        if done == 7:
            raise _Stop

    with pytest.raises(_Stop):
        import_children(manager, f"First name,Surname,DOB\n{rows}\n".encode(), step=step)
    assert steps == [(n, 20) for n in range(8)]
    assert records_of(manager) == before
