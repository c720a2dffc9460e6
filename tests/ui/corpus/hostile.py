"""Words that a program could take for something else than words, each between marks of its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ir_desktop.domain.text import clean_line

LINE = 190  # characters that every field of one line takes
_SCRIPTS = (
    "Zoë Łucja Ñandú",
    "Ελένη Παπαδοπούλου",
    "Дмитро Шевченко",
    "Անի Սարգսյան",
    "ნინო ბერიძე",
    "שרה כהן",
    "محمد عبد الرحمن",
    "آزاده حسینی",
    "سلمیٰ قریشی",
    "अनन्या शर्मा",
    "নাদিয়া রহমান",
    "ਗੁਰਪ੍ਰੀਤ ਕੌਰ",
    "આરવ પટેલ",
    "கவிதா முருகன்",
    "లక్ష్మి రావు",
    "ಅನಿಲ್ ಕುಮಾರ್",
    "മീര നായർ",
    "สมชาย ใจดี",
    "Nguyễn Thị Hường",
    "王小明 陳美玲",
    "さくら タロウ",
    "김민준",
    "ሰላም ተስፋዬ",
)
_TRICKS = (
    "<b>bold</b>",
    "<i>slanted",
    "</span></p></body></html>",
    "<script>alert(1)</script>",
    "<a href='https://example.com'>press here</a>",
    "<a href=javascript:alert(1)>x</a>",
    "<font size=7 color=red>big</font>",
    "<table><tr><td>1<td>2</table>",
    "<!-- not seen -->",
    "<style>* { color: red }</style>",
    "<br><hr><p>",
    "<b",
    "a < b > c & d",
    "&amp; &lt;b&gt; &amp;amp;",
    "&#x41;&#66; &nbsp;",
    "Tom & Jerry && Söhne &File",
    "**bold** _slanted_ `code`",
    "# Title",
    "[link](https://example.com) ![picture](x.png)",
    "=1+1",
    '=HYPERLINK("https://example.com","x")',
    "+1 -1 @SUM(A1)",
    "%s %d %1 %n {0} {name} $HOME ${x}",
    "[*] title",
    "'; DROP TABLE child; --",
    "\\n \\t \\u0041 \\x41",
    "a\u202egnp.exe\u202c",
    "\u2066left\u2069 \u200fright\u200e",
    "zero\u200bwidth\u2060joined\ufeff",
    "soft\u00adhyphen",
    "bell\x07 escape\x1b[31m null\x00",
    "tab\there",
    "\u0344 Z\u0351\u0301a\u0348l\u0332g\u0334o",
    "👩‍👧 🏳️‍🌈 ☺️",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 2,
)
MARK = re.compile(r"Q\d{4}q")
_MARKED = re.compile(r"Q(\d{4})q(.*?)k\1K", re.DOTALL)


def same(text: str) -> str:
    """Return what two texts have in common that differ only in what cannot be seen."""
    return clean_line(text, limit=1_000_000)


@dataclass
class Corpus:
    """Gives each field other words. `images` are addresses that nothing may ever look at."""

    images: tuple[str, ...] = ()
    given: dict[str, str] = field(default_factory=dict)  # by mark
    printable: bool = False  # whether only to give what every paper can be printed with
    _turn: int = 0

    @property
    def words(self) -> tuple[str, ...]:
        pictures = tuple(f"<img src={each}>" for each in self.images)
        both = zip(_TRICKS, _SCRIPTS * 2, strict=False)
        every = (*pictures, *(each for pair in both for each in pair))
        return tuple(each for each in every if not self.printable or max(each) < "\u0250")

    def line(self, *, longest: int = LINE, without: str = "") -> str:
        """Return as many of the words as a line has room for, others each time."""
        words = [each for each in self.words if not any(sign in each for sign in without)]
        chosen = ""
        for _ in words:
            another = f"{chosen} {words[self._turn % len(words)]}".strip()
            if chosen and len(another) + 12 > longest:
                break
            self._turn += 1
            chosen = another[: longest - 12]
        return self._marked(chosen)

    def block(self) -> str:
        """Return all of the words, one a line, each with marks."""
        return "\n".join(self._marked(each) for each in self.words)

    def _marked(self, text: str) -> str:
        mark = f"{len(self.given):04}"
        self.given[mark] = text
        return f"Q{mark}q{text}k{mark}K"

    def damaged(self, shown: str) -> Iterator[str]:
        """Yield what of a text is not as it was typed."""
        for mark, inside in _MARKED.findall(shown):
            if same(inside) != same(self.given[mark]):
                yield f"{mark}: typed {self.given[mark]!r}, shown {inside!r}"
