"""Reading a table from the bytes of a file."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ir_desktop.domain.importing_table import (
    MAX_BYTES,
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    build_table,
    read_table,
)
from ir_desktop.errors import Invalid

PLAIN = "First name,Surname,DOB\nZoë,Nowak,01/06/2024\n"


def refusal(data: bytes) -> str:
    with pytest.raises(Invalid) as caught:
        read_table(data)
    return caught.value.sentence


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (PLAIN.encode(), "utf-8"),
        (PLAIN.encode("utf-8-sig"), "utf-8"),
        (codecs.BOM_UTF16_LE + PLAIN.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + PLAIN.encode("utf-16-be"), "utf-16"),
        (PLAIN.encode("cp1252"), "cp1252"),
    ],
)
def test_encodings(data: bytes, encoding: str) -> None:
    table = read_table(data)
    assert table.encoding == encoding
    assert table.header == ("First name", "Surname", "DOB")
    assert [row.cells for row in table.rows] == [("Zoë", "Nowak", "01/06/2024")]
    assert bool(table.notes) == (encoding == "cp1252")


@pytest.mark.parametrize(("separator", "name"), [(",", "comma"), (";", "semicolon"), ("\t", "tab")])
def test_separators(separator: str, name: str) -> None:
    table = read_table(PLAIN.replace(",", separator).encode())
    assert table.delimiter == name
    assert table.rows[0].cells == ("Zoë", "Nowak", "01/06/2024")
    hinted = read_table(f"sep={separator}\r\n{PLAIN.replace(',', separator)}".encode())
    assert hinted == table


def test_the_separator_that_makes_sense_of_the_headings() -> None:
    table = read_table(b"Name;Born (day, month, year);Languages, first one\nBo;1.6.2024;x\n")
    assert table.delimiter == "semicolon"
    assert read_table(b"Name\nBo\n").delimiter == "comma"
    # One of the three cannot even read the headings.
    assert read_table(b'Name;"DOB"\nBo;1.6.2024\n').delimiter == "semicolon"


def test_quoted_line_ends_and_row_numbers_as_a_spreadsheet_shows_them() -> None:
    table = read_table(b'\n Name , DOB\r\n"Bo\nLi", "1,2"\r\n\r\n ,\r\nCy,"a ""b"""\r\n')
    assert table.header == ("Name", "DOB")
    assert [(row.number, row.cells) for row in table.rows] == [
        (3, ("Bo\nLi", "1,2")),
        (6, ("Cy", 'a "b"')),
    ]


def test_ragged_rows_are_named() -> None:
    table = read_table(b"Name,DOB,Room\na,b,c\na,b\na,b,c,d\na,b,c,,\na,,\n")
    assert [row.number for row in table.rows] == [2, 5, 6]
    assert table.rows[2].cells == ("a", "", "")
    assert [str(problem) for problem in table.problems] == [
        "row 3: It has fewer cells than there are headings.",
        "row 4: It has more cells than there are headings.",
    ]


def test_columns_without_heading() -> None:
    table = read_table(b"Name,,DOB,,\na,x,b,,\n")
    assert table.header == ("Name", "", "DOB")
    assert table.rows[0].cells == ("a", "x", "b")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "The file is empty"),
        (b"\xef\xbb\xbf", "The file is empty"),
        (b" \n,,\n", "The file is empty"),
        (b"Name,DOB\n", "no rows under them"),
        (b"PK\x03\x04abc", "a workbook, not a CSV"),
        (b"\xd0\xcf\x11\xe0abc", "a workbook, not a CSV"),
        (b"a\x00b,c\n", "does not read as text"),
        (PLAIN.encode("utf-16-le"), "does not read as text"),
        (b"\xff\xfea", "does not read as text"),
        (b"\x81\x8d", "does not read as text"),
        (b"x" * (MAX_BYTES + 1), "too big: at most 20 MB"),
        (b'Name,DOB\n"a,b\n', "row 2: It cannot be read: a quotation mark"),
        (b'Name,DOB\na,b\n"a"x,b\n', "row 3: It cannot be read: a quotation mark"),
        (b"Name,DOB,name \na,b,c\n", "headings: Columns A and C have the same heading."),
        (b"Name\n" + b"x" * (MAX_CELL + 1) + b"\n", "row 2: A cell is too long"),
        (b"Name\n" + b"," * MAX_COLUMNS + b"\n", "row 2: It has too many cells"),
        (b"Name,DOB\n" + b"a,b\n" * (MAX_ROWS + 1), "too many rows: at most 20,000"),
        (b"Name,DOB\n" + b"a\n" * (MAX_ROWS + 1), "too many rows"),
    ],
)
def test_refused(data: bytes, says: str) -> None:
    assert says in refusal(data)


def test_as_many_rows_as_allowed() -> None:
    assert len(read_table(b"Name\n" + b"a\n" * MAX_ROWS).rows) == MAX_ROWS


def test_rows_from_elsewhere() -> None:
    table = build_table([["Name", "DOB"], [], ["Bo", "2024-06-01"]])
    assert table.rows[0].number == 3
    assert (table.encoding, table.delimiter) == ("", "")


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=80)
    | st.text('ab,;\t"\n\r\x00 é', max_size=60).map(str.encode)
    | st.binary(max_size=60).map(codecs.BOM_UTF16_LE.__add__)
)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        table = read_table(data)
    except Invalid:
        return
    assert table.header
    assert all(len(row.cells) == len(table.header) and any(row.cells) for row in table.rows)
    assert table.rows or table.problems
