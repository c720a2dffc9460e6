from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.documents.blocks import Block, Rule, Stack, Words, para
from ir_desktop.documents.frames import Box, Bullet, Cell, Row, Table, WriteLines
from ir_desktop.documents.pages import Laid, flow
from ir_desktop.documents.pen import Pen
from ir_desktop.documents.tokens import BODY, LINE, WELL

_WIDTH = 200.0


class _Listener(Pen):
    """A pen that notes the words and where their lines are."""

    def __init__(self) -> None:
        super().__init__("test")
        self.words: list[str] = []

    def lines(self, lines, x, top, leading) -> None:
        for line in lines:
            self.words += " ".join(piece.text for piece in line.pieces).split()


def _words(count: int, name: str) -> str:
    return " ".join(f"{name}{number}" for number in range(count))


@st.composite
def _blocks(draw: st.DrawFn) -> list[Block]:
    made: list[Block] = []
    for at in range(draw(st.integers(1, 7))):
        count = draw(st.integers(0, 220))
        keep = draw(st.booleans())
        words = para(_words(count, f"w{at}x"), BODY, where="", before=5, keep_next=keep)
        kind = draw(st.sampled_from(["words", "box", "table", "bullet", "rule", "lines"]))
        if kind == "words":
            made.append(words)
        elif kind == "box":
            made.append(Box(Stack([words, words]), WELL, LINE, 8, before=6, keep_next=keep))
        elif kind == "table":
            head = Row([Cell(para("head", BODY, where=""), 0, 1)], ruled=True)
            row = Row([Cell(words, 0, 0.6), Cell(words, 0.62, 0.38)], pad=3, ruled=True)
            made.append(Table(head, [row, row], before=4))
        elif kind == "bullet":
            made.append(Bullet(words, 14, BODY))
        elif kind == "rule":
            made.append(Rule(before=4, keep_next=True))
        else:
            made.append(WriteLines(3))
    return made


def _heard(pages: list[Laid]) -> list[str]:
    pen = _Listener()
    for page in pages:
        page.draw(pen, 0, 800, _WIDTH)
    return pen.words


@given(_blocks(), st.floats(120, 700))
def test_every_word_is_on_a_page_once_and_in_its_room(blocks: list[Block], room: float) -> None:
    whole = _heard(flow(blocks, lambda _: 1e9, _WIDTH))
    pages = flow(blocks, lambda _: room, _WIDTH)
    assert sorted(w for w in _heard(pages) if w != "head") == sorted(
        w for w in whole if w != "head"
    )
    for page in pages:
        down = 0.0
        for placed in page.parts:
            assert placed.down >= down - 0.01
            down = placed.down + placed.block.height(_WIDTH)
        assert down <= room + 0.1


def test_a_heading_goes_with_what_it_heads() -> None:
    filler = WriteLines(1, pitch=90)
    heading = para("Heading", BODY, where="", keep_next=True)
    text = para("one two three four five six seven eight nine ten " * 3, BODY, where="")
    first, second = flow([filler, heading, text], lambda _: 120, _WIDTH)
    assert [placed.block for placed in first.parts] == [filler]
    assert isinstance(second.parts[0].block, Words)
    assert second.parts[0].block is heading


def test_a_rule_is_not_drawn_at_the_top_of_a_page() -> None:
    lines = WriteLines(1, pitch=100)
    _, second = flow([lines, Rule(), lines], lambda _: 110, _WIDTH)
    assert [type(placed.block) for placed in second.parts] == [WriteLines]


def test_there_is_always_a_page() -> None:
    assert len(flow([], lambda _: 100)) == 1
