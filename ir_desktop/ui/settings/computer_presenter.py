"""What was found out about this computer, in words. Knows no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ir_desktop.domain.plain import count
from ir_desktop.services import clock_doubts, doctor
from ir_desktop.services.doctor import Check, State
from ir_desktop.services.session import Session
from ir_desktop.ui.looks import Tag, Tone

LOOKING = "Looking at this computer… It may ask for the password of its password store."
DEMO = "The demo’s invented records do not use the password store, so it is left alone."

_TITLES = {
    "window": "The window",
    "fonts": "Letters for papers",
    "keyring settings": "Settings for the password store",
    "keyring": "Password store (keyring)",
    "log-in": "Logging in to this computer",
    "disk": "Room on the disk",
    "folder": "Who may look into the folder",
    "place": "Where the records are",
    "clock": "Date and time",
}
_TAGS = {
    State.GOOD: Tag("In order", "circle-check", Tone.GOOD),
    State.WARNING: Tag("Look at this", "triangle-alert", Tone.WATCH),
    State.PROBLEM: Tag("Problem", "octagon-alert", Tone.ACT),
}
_ORDER = (State.PROBLEM, State.WARNING, State.GOOD)


@dataclass(frozen=True, slots=True)
class Looked:
    """One thing that was looked at: its title, what was found, what to do, and a tag."""

    title: str
    what: str
    do: str
    tag: Tag
    good: bool


def look(session: Session) -> list[Looked]:
    """Look at the computer for these records. May wait for the person."""
    folder: Path = session.store.folder
    doubted = clock_doubts.doubt(session) is not None
    found = doctor.examine(
        folder,
        clock=session.clock,
        with_keyring=not session.store.demo,
        clock_doubted=doubted,
    )
    return told(found)


def told(checks: Sequence[Check]) -> list[Looked]:
    """Return what was found in words, what needs somebody first."""
    return [
        Looked(
            _TITLES.get(each.name, each.name), each.what, each.do, _TAGS[each.state],
            each.state is State.GOOD,
        )
        for each in sorted(checks, key=lambda each: _ORDER.index(each.state))
    ]  # fmt: skip


def summary(found: Sequence[Looked]) -> str:
    """Return in a few words whether anything needs somebody."""
    open_ones = sum(not each.good for each in found)
    return f"{count(open_ones, 'thing')} to look at" if open_ones else "Everything is in order"
