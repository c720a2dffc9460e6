import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.documents import layout
from ir_desktop.documents.layout import Line, Run, break_lines, measure
from ir_desktop.documents.text import Clean
from ir_desktop.documents.tokens import BODY, Style

_LETTERS = st.text(st.sampled_from(" abcWil-/é’Żω\nу.\u00a0"), max_size=200)
_BOLD = Style(12, 17, bold=True)


def _text(lines: list[Line]) -> str:
    return "".join(piece.text for line in lines for piece in line.pieces)


def _squeezed(text: str) -> str:
    return text.replace(" ", "").replace("\n", "")


@given(_LETTERS, st.floats(15, 400))
def test_nothing_is_lost_and_nothing_hangs_out(text: str, width: float) -> None:
    lines = break_lines([Run(Clean(text), BODY)], width)
    assert _squeezed(_text(lines)) == _squeezed(text)
    for line in lines:
        assert line.width <= width + 0.1
        for piece in line.pieces:
            assert piece.x + measure(piece.text.rstrip(" "), piece.style) <= width + 0.1


@given(_LETTERS, st.floats(15, 400))
def test_the_quick_way_breaks_as_the_long_way_does(text: str, width: float) -> None:
    runs = [Run(Clean(text), BODY)]
    long = [each for words in layout._paragraphs(runs) for each in layout._fill(words, runs, width)]
    quick = layout._quick(runs[0], width)
    if quick is not None:
        assert [[piece.text for piece in line.pieces] for line in quick] == [
            [piece.text for piece in line.pieces] for line in long
        ]
        assert [line.width for line in quick] == pytest.approx([line.width for line in long])


@given(_LETTERS, _LETTERS, st.floats(20, 400))
def test_a_bold_lead_and_its_text_keep_their_order(lead: str, text: str, width: float) -> None:
    runs = [Run(Clean(lead), _BOLD), Run(Clean(text), BODY)]
    lines = break_lines(runs, width)
    assert _squeezed(_text(lines)) == _squeezed(lead + text)
    for line in lines:
        ends = [piece.x + measure(piece.text, piece.style) for piece in line.pieces]
        assert all(a <= b.x + 0.01 for a, b in zip(ends, line.pieces[1:], strict=False))


def test_a_long_name_breaks_after_its_hyphen() -> None:
    width = measure("Featherstonehaugh-Chol", BODY)
    lines = break_lines([Run(Clean("Featherstonehaugh-Cholmondeley"), BODY)], width)
    assert [piece.text for line in lines for piece in line.pieces] == [
        "Featherstonehaugh-",
        "Cholmondeley",
    ]


def test_a_line_never_breaks_inside_a_phone_number() -> None:
    width = measure("Ring 01632 960", BODY)
    lines = break_lines([Run(Clean("Ring 01632\u00a0960\u00a0142"), BODY)], width)
    assert lines[1].pieces[0].text.startswith("01632\u00a0960")
