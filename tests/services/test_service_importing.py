"""Children from a CSV file: looked at first, then all or nothing."""

import codecs
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ir_desktop.domain.people import Child, Room
from ir_desktop.errors import Invalid, IrError
from ir_desktop.services import checking
from ir_desktop.services.importing import ImportReport, import_children
from ir_desktop.services.session import Session
from tests.services.nursery import child_named, records_of

ROWS = ("Wren,Hartley,03/05/2024", "Ned,Ode,14/06/2024")


def names(session: Session) -> set[tuple[str, str, date]]:
    with session.store.reading() as records:
        return {
            (each.given_name, each.family_name, each.date_of_birth) for each in records.find(Child)
        }


NEW = {("Wren", "Hartley", date(2024, 5, 3)), ("Ned", "Ode", date(2024, 6, 14))}
TEXT = "First name,Surname,DOB\n" + "\n".join(ROWS) + "\n"
ISO = TEXT.replace("03/05/2024", "2024-05-03").replace("14/06/2024", "2024-06-14")


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        TEXT.replace(",", ";").encode("utf-8-sig"),
        TEXT.replace(",", "\t").encode(),
        TEXT.replace("\n", "\r\n").encode(),
        ISO.encode(),
        ISO.replace(",", ";").encode("utf-8-sig"),
        ("\n\n" + TEXT).encode(),
        ("sep=;\n" + TEXT.replace(",", ";")).encode(),
        b"DOB,Surname,First name\n03/05/2024,Hartley,Wren\n14/06/2024,Ode,Ned\n",
        b"Date of birth,Last name,Forename\n3 May 2024,Hartley,Wren\n14 June 2024,Ode,Ned\n",
    ],
    ids=str,
)
def test_a_sheet_of_any_make_is_looked_at_and_then_saved(data: bytes, manager: Session) -> None:
    before = records_of(manager)
    looked = import_children(manager, data, dry_run=True)
    assert (looked.saved, looked.refused, looked.matched) == (False, (), ())
    assert [(each.name, each.child_id) for each in looked.added] == [
        ("Wren Hartley", ""),
        ("Ned Ode", ""),
    ]
    assert records_of(manager) == before
    done = import_children(manager, data)
    assert (done.saved, done.read, len(done.added)) == (True, 2, 2)
    assert names(manager) >= NEW
    assert all(each.child_id for each in done.added)
    again = import_children(manager, data)
    assert (len(again.matched), again.added) == (2, ())
    assert {each.child_id for each in again.matched} == {each.child_id for each in done.added}
    assert checking.verify_audit(manager).findings == ()


def test_columns_can_be_named(manager: Session) -> None:
    data = b"A,B,C,D\nWren,Hartley,03/05/2024,x\nNed,Ode,14/06/2024,y\n"
    columns = {"given_name": "A", "family_name": "B", "date_of_birth": "C"}
    done = import_children(manager, data, columns=columns)
    assert done.columns == columns
    assert done.unused == ("D",)
    assert names(manager) >= NEW


@pytest.mark.parametrize(
    "columns",
    [
        {"given_name": "A"},
        {"given_name": "A", "family_name": "B", "date_of_birth": "Z"},
        {"given_nam": "A", "family_name": "B", "date_of_birth": "C"},
        {"given_name": 5, "family_name": "B", "date_of_birth": "C"},
        {"given_name": "A", "family_name": "A", "date_of_birth": "C"},
        {},
    ],
)
def test_wrongly_named_columns_are_refused(columns: dict[str, object], manager: Session) -> None:
    before = records_of(manager)
    with pytest.raises(Invalid):
        import_children(manager, b"A,B,C\nWren,Hartley,03/05/2024\n", columns=columns)
    assert records_of(manager) == before


def refused(report: ImportReport) -> list[tuple[str, str]]:
    return [(each.field, each.sentence) for each in report.refused]


def test_each_refused_row_has_its_reason_and_none_is_saved(manager: Session) -> None:
    before = records_of(manager)
    report = import_children(
        manager,
        b"First name,Surname,DOB,NHS number,Start date\n"
        b"Wren,Hartley,03/05/2024,,\n"
        b",Ode,14/06/2024,,\n"
        b"Ned,Ode,31/02/2024,,\n"
        b"Ned,Ode,14/06/2034,,\n"
        b"Ned,Ode,14/06/2024,9990000010,\n"
        b"Ned,Ode,14/06/2024,,01/01/2020\n"
        b"Wren,Hartley,03/05/2024,,\n"
        b"too,few\n",
    )
    assert not report.saved
    assert report.read == 8
    assert [field for field, _ in refused(report)] == [
        "row 3, given_name",
        "row 4, date_of_birth",
        "row 5, date_of_birth",
        "row 6, nhs_number",
        "row 7, start_date",
        "row 8",
        "row 9",
    ]
    assert all(sentence for _, sentence in refused(report))
    assert records_of(manager) == before


def test_a_number_of_another_child_is_refused_not_taken_for_that_child(manager: Session) -> None:
    zofia = child_named(manager, "Zofia")
    sheet = "First name,Surname,DOB,NHS number\n"
    wrong = f"{sheet}Wren,Hartley,03/05/2024,{zofia.nhs_number}\n".encode()
    report = import_children(manager, wrong)
    assert refused(report) == [
        (
            "row 2, nhs_number",
            "Another child who is here already has this NHS number. Check which is right.",
        )
    ]
    kofi = child_named(manager, "Kofi")
    crossed = f"{sheet}Kofi,Mensah,{kofi.date_of_birth:%d/%m/%Y},{zofia.nhs_number}\n".encode()
    assert [field for field, _ in refused(import_children(manager, crossed))] == [
        "row 2, nhs_number"
    ]
    # The same child whose name was changed is known by the number.
    renamed = f"{sheet}Sofia,Smith,{zofia.date_of_birth:%d/%m/%Y},{zofia.nhs_number}\n".encode()
    (row,) = import_children(manager, renamed).matched
    assert row.child_id == zofia.id
    # And without a number, by name and date of birth, in any spelling.
    spelt = f"{sheet}ZOFIA, kowalska ,{zofia.date_of_birth:%d/%m/%Y},\n".encode()
    (row,) = import_children(manager, spelt).matched
    assert row.child_id == zofia.id


def test_rooms_that_are_new_are_added_once(manager: Session) -> None:
    data = (
        b"First name,Surname,DOB,Room,Key person\n"
        b"Wren,Hartley,03/05/2024,Butterflies,Grace Adeyemi\n"
        b"Ned,Ode,14/06/2024, BUTTERFLIES ,Nobody Known\n"
        b"Una,Ode,14/06/2024,ladybirds,\n"
    )
    done = import_children(manager, data)
    with manager.store.reading() as records:
        (room,) = records.find(Room, name="Butterflies")
        assert len(records.find(Room)) == 4
        wren, ned, una = (
            records.find(Child, given_name=name)[0] for name in ("Wren", "Ned", "Una")
        )
        (ladybirds,) = records.find(Room, name="Ladybirds")
    assert (wren.room_id, ned.room_id, una.room_id) == (room.id, room.id, ladybirds.id)
    assert wren.key_person_id is not None
    assert ned.key_person_id is None
    assert "key person is not in the list" in done.added[1].note


def test_a_file_too_large_or_empty_is_refused(manager: Session) -> None:
    for data in (b"", b"\n\n", b"First name,Surname,DOB\n", b"x" * 20_000_001, b"\x00\x01\x02"):
        with pytest.raises(Invalid):
            import_children(manager, data)


CELLS = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=15),
    st.sampled_from(
        ["Wren", "03/05/2024", "2024-05-03", "9990000018", "yes", "", "=1+1", '"', "-"]
    ),
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.lists(CELLS, min_size=1, max_size=6), max_size=4),
    delimiter=st.sampled_from(",;\t"),
    header=st.lists(
        st.sampled_from(["First name", "Surname", "DOB", "Room", "NHS number", "Sex", "Other"]),
        min_size=1,
        max_size=6,
    ),
)
def test_any_sheet_is_read_or_refused_in_words(
    rows: list[list[str]], delimiter: str, header: list[str], manager: Session
) -> None:
    text = "\n".join(delimiter.join(row) for row in [header, *rows])
    before = records_of(manager)
    try:
        report = import_children(manager, text.encode())
    except IrError:
        assert records_of(manager) == before
        return
    assert report.saved is (not report.refused)
    assert report.saved or records_of(manager) == before


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_words(manager: Session, data: bytes) -> None:
    before = records_of(manager)
    with pytest.raises(IrError):
        report = import_children(manager, data)
        raise Invalid(report.refused)
    assert records_of(manager) == before
