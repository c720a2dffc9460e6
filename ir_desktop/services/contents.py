"""What is inside a copy for the health team, as plain sections that a person can read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ir_desktop.domain.plain import count
from ir_desktop.sync.package import BundleView, read_bundle


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
    parents' summary, where it goes along. `told` says what there is, in a few words for each part.
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
        told=tuple(_told(view)),
    )


def _told(view: BundleView) -> Iterator[str]:
    """Yield what a copy holds in few words each: every section, and who is named."""
    if view.child_name or view.date_of_birth:
        yield "Name, birth date, sex, languages"
    if view.nhs_number:
        yield "NHS number"
    if view.relatives:
        phones = f", {count(view.phones, 'phone number')}" if view.phones else ""
        yield f"{count(view.relatives, 'parent or carer', 'parents or carers')}{phones}"
    for section in view.sections:
        if section.code not in ("identity", "sharing"):
            yield _section(section.code, section.title, section.empty, view)
    yield "Who signed, and which setting"


def _section(code: str, title: str, empty: bool, view: BundleView) -> str:
    if empty:
        return f"{title}: nothing written"
    if code == "questions":
        return count(len(view.questions), "question for the team", "questions for the team")
    if code == "asq3":
        flags = f", {count(len(view.flags), 'point')} to follow up" if view.flags else ""
        return f"ASQ-3 scores, {count(len(view.scores), 'area')}{flags}"
    if code == "plan":
        follow_up = ", follow-up date" if view.follow_up_on else ""
        return f"Plan, {count(len(view.actions), 'action')}{follow_up}"
    return title
