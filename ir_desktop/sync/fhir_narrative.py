"""The narrative: what a person reads, as the XHTML that FHIR allows, and back to plain text.

Everything people wrote is escaped; nothing they wrote can become an element. Reading takes the
text only, and refuses whatever could act (scripts, forms, pictures from elsewhere, entities).
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from typing import Final, NoReturn
from xml.parsers import expat

from ir_desktop.sync.fhir_codes import Part
from ir_desktop.sync.fhir_parts import xml_text

XHTML: Final = "http://www.w3.org/1999/xhtml"
_DEEPEST: Final = 30
# fmt: off
_LINES: Final = frozenset({
    "p", "li", "tr", "div", "caption", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre",
    "dt", "dd",
})
_CELLS: Final = frozenset({"td", "th"})
_OTHERS: Final = frozenset({
    "br", "b", "i", "em", "strong", "span", "small", "big", "sub", "sup", "q", "cite", "code", "u",
    "ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "hr",
})
# fmt: on
_ATTRIBUTES: Final = frozenset({"class", "id", "title", "lang", "dir", "colspan", "rowspan"})
_XML_LANG: Final = "http://www.w3.org/XML/1998/namespace lang"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a section: what a person wrote, after a label of ours if there is one."""

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of short words and figures of ours; every row as long as the head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Line | Table


def line(text: str, label: str = "") -> tuple[Line, ...]:
    """Return the line, or nothing if there is no text."""
    return (Line(text, label),) if text.strip() else ()


def narrative(blocks: Iterable[Block]) -> Part:
    """Return a Narrative of the blocks, of which there must be at least one."""
    inside = "".join(_table(each) if isinstance(each, Table) else _line(each) for each in blocks)
    return {"status": "generated", "div": f'<div xmlns="{XHTML}">{inside}</div>'}


def _line(block: Line) -> str:
    label = f"<b>{_escaped(block.label)}:</b> " if block.label else ""
    text = _escaped(block.text)
    if _right_to_left(block.text):
        text = f'<span dir="rtl">{text}</span>'
    return f"<p>{label}{text}</p>"


def _table(block: Table) -> str:
    def row(cells: Iterable[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{_escaped(c)}</{tag}>" for c in cells) + "</tr>"

    body = "".join(row(cells, "td") for cells in block.rows)
    return f"<table><thead>{row(block.head, 'th')}</thead><tbody>{body}</tbody></table>"


def _escaped(text: str) -> str:
    # A bare carriage return would be read back as a newline (XML 1.0, 2.11).
    return escape(xml_text(text)).replace("\r", "&#13;").replace("\n", "<br/>")


def _right_to_left(text: str) -> bool:
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


@dataclass(slots=True)
class _Reader:
    """Collects the lines of one div as expat walks through it."""

    lines: list[str] = field(default_factory=list[str])
    current: list[str] = field(default_factory=list[str])
    depth: int = 0
    in_line: int = 0
    cells: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        if space != XHTML or (self.depth == 0 and tag != "div"):
            refuse("The narrative is not an XHTML div.")
        self.depth += 1
        if self.depth > _DEEPEST:
            refuse("The narrative is nested too deeply.")
        if tag not in _LINES and tag not in _CELLS and tag not in _OTHERS:
            refuse("The narrative holds an element that is not allowed there.")
        if not all(each in _ATTRIBUTES or each == _XML_LANG for each in attributes):
            refuse("The narrative holds an attribute that is not allowed there.")
        if tag in _LINES:
            self.flush(exact=self.in_line > 0)
            self.in_line += self.depth > 1
        elif tag in _CELLS:
            self.current.append("; " if self.cells else "")
            self.cells += 1
        elif tag == "br":
            self.current.append("\n")

    def end(self, name: str) -> None:
        tag = name.rpartition(" ")[2]
        if tag in _LINES:
            self.flush(exact=self.in_line > 0)
            self.in_line -= self.depth > 1
        self.depth -= 1

    def data(self, text: str) -> None:
        self.current.append(text)

    def flush(self, *, exact: bool) -> None:
        text = "".join(self.current)
        self.current.clear()
        self.cells = 0
        if text.strip():
            self.lines.append(text if exact else text.strip())


def refuse(sentence: str) -> NoReturn:
    """Raise ValueError with a sentence for a person."""
    raise ValueError(sentence)


def plain_lines(div: str) -> tuple[str, ...]:
    """Return the lines a person reads in a div; cells of a table row stand joined by semicolons.

    Raises ValueError, with a sentence, if it is not well-formed XHTML of the kind FHIR allows.
    """

    def doctype(*_: object) -> NoReturn:
        refuse("The narrative holds a document type, which is not allowed there.")

    def instruction(*_: object) -> NoReturn:
        refuse("The narrative holds an instruction to programs, which is not allowed there.")

    reader = _Reader()
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = doctype
    parser.ProcessingInstructionHandler = instruction
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.data
    try:
        parser.Parse(div.encode("utf-8"), True)
    except expat.ExpatError:
        refuse("The narrative is not well-formed.")
    except UnicodeEncodeError:
        refuse("The narrative holds broken characters.")
    if not reader.lines:
        refuse("The narrative is empty.")
    return tuple(reader.lines)
