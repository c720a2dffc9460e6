"""What is inside a copy for the health team, as plain sections that a person can read."""

from dataclasses import dataclass
from datetime import date

from ir_desktop.sync.package import contents_words, read_bundle


@dataclass(frozen=True, slots=True)
class Part:
    """One section of a copy: its title and its lines, as plain text. `empty`: nothing written."""

    title: str
    lines: tuple[str, ...]
    empty: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """All that a copy says, read from the very bytes that leave.

    `child_name` and `date_of_birth` are empty where they are not shared. `summary_pdf` is the
    parents' summary, where it goes along. `told` says what there is, a sentence for each part.
    """

    child_name: str
    date_of_birth: date | None
    setting: str
    author: str
    parts: tuple[Part, ...]
    summary_pdf: bytes | None
    told: tuple[str, ...]


def contents_of(bundle: bytes) -> Contents:
    """Return what a frozen Bundle says. Raises `Invalid` if it is not a sound one."""
    view = read_bundle(bundle)
    return Contents(
        child_name=view.child_name,
        date_of_birth=view.date_of_birth,
        setting=view.setting,
        author=view.author,
        parts=tuple(Part(each.title, each.lines, each.empty) for each in view.sections),
        summary_pdf=view.summary_pdf,
        told=tuple(contents_words(bundle)),
    )
