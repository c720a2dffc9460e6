"""``python -m tools.guide [FOLDER]``: the user guide, from the very pages that stand under F1.

Each help page becomes a file of Markdown in `docs/guide`, with the pictures that the program
leaves out; the keys, the glossary and a list of everything come from the same sources.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

from ir_desktop.ui.help import glossary, pages
from ir_desktop.ui.help.pages import Block, Kind, Page

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "guide"
INDEX = "index.md"
PICTURES = "../pictures"
"""Where the pictures are, as seen from a page of the guide."""

_TITLE = "User guide"
_INTRO = (
    "For childminders, and for everybody who works in a nursery or pre-school. The same pages "
    "stand in the program: press F1 anywhere. Words in quotes, such as “Lock”, are words on a "
    "screen. All people in the pictures are invented."
)
_MADE = "<!-- Made by tools/guide.py from resources/help. Change the pages there. -->"


def main(arguments: list[str]) -> int:
    """Write the guide; the first argument may name another folder."""
    folder = Path(arguments[0]) if arguments else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    made = guide()
    for old in folder.glob("*.md"):
        if old.name not in made:
            old.unlink()  # a page that is no more
    for name, text in made.items():
        (folder / name).write_text(text, "utf-8", newline="\n")
    return 0


def guide() -> Mapping[str, str]:
    """Return every file of the guide by its name."""
    found = {_file(page.id): _page(page) for page in pages.all_pages()}
    return {INDEX: _index(), **found, _file(pages.GLOSSARY): _glossary()}


def picture(name: str) -> str:
    """Return the file name of a picture: the light one, which also prints well."""
    return f"{name}-light.png"


def _index() -> str:
    parts = [f"# {_TITLE}", _INTRO]
    for part, ids in pages.parts():
        numbers = [page_id for page_id in ids if _task(page_id)]
        lines = [
            f"{numbers.index(each) + 1}. {_link(each)}" if each in numbers else f"- {_link(each)}"
            for each in sorted(ids, key=_task)
        ]
        parts.extend([f"## {part}", "\n".join(lines)])
    return _joined(parts)


def _task(page_id: str) -> int:
    return 0 if page_id == pages.GLOSSARY else pages.page_of(page_id).task


def _page(page: Page) -> str:
    parts = [f"# {page.title}", *(_block(each) for each in page.blocks)]
    if page.see:
        parts.extend(["## See also", "\n".join(f"- {_link(each)}" for each in page.see)])
    return _joined([*parts, f"[{_TITLE}: all pages]({INDEX})"])


def _block(block: Block) -> str:
    words = block.words
    if block.kind is Kind.HEADING:
        return f"## {words[0]}"
    if block.kind is Kind.PICTURE:
        return f"![{words[0]}]({PICTURES}/{picture(words[1])})"
    if block.kind is Kind.BULLETS:
        return "\n".join(f"- {each}" for each in words)
    if block.kind is Kind.STEPS:
        return "\n".join(f"{number}. {each}" for number, each in enumerate(words, 1))
    if block.kind is Kind.KEYS:
        rows = zip(words[::2], words[1::2], strict=True)
        return "\n".join(
            ["| Keys | What they do |", "|---|---|", *(f"| {k} | {d} |" for k, d in rows)]
        )
    return words[0]


def _glossary() -> str:
    parts = [f"# {pages.GLOSSARY_TITLE}"]
    for each in glossary.terms():
        also = f" Also: {', '.join(each.also)}." if each.also else ""
        parts.extend([f"## {each.term}", f"{each.meaning}{also}", f"Source: {each.source}."])
    return _joined([*parts, f"[{_TITLE}: all pages]({INDEX})"])


def _link(page_id: str) -> str:
    return f"[{pages.title_of(page_id)}]({_file(page_id)})"


def _file(page_id: str) -> str:
    return f"{page_id}.md"


def _joined(parts: list[str]) -> str:
    return "\n\n".join([_MADE, *parts]) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
