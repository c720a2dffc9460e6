"""What this program is, its versions, and the licences of what it is made of."""

from importlib import metadata
from pathlib import Path
from platform import python_version
from typing import Any

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QWidget

from ir_desktop import __version__, paths
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.settings.fault_card import FaultCard
from ir_desktop.ui.theme import Type
from ir_desktop.ui.widgets.cards import Card, column
from ir_desktop.ui.widgets.disclosure import Disclosure
from ir_desktop.ui.widgets.key_value import Answered, KeyValue

_WHAT = (
    "Integrated Review Desktop keeps two-year reviews on this laptop: it invites families, records "
    "the check and the ASQ-3 scores, prints what parents take home, and shares a signed, encrypted "
    "copy with the health visiting team only where an agreement and the family allow it.",
    "It has no account and no server of its own, and it tells nobody that you use it.",
    "It does not hold the wording of the ASQ-3 questionnaire, which belongs to its publisher.",
)
_MADE_OF = (
    "PySide6_Essentials", "sqlcipher3", "SQLAlchemy", "alembic", "pydantic", "cryptography",
    "joserfc",
    "reportlab", "keyring", "requests", "truststore", "openpyxl", "zxcvbn", "filelock",
    "nhs-number",
)  # fmt: skip
_NOTICES = (
    ("Noto Sans (typeface), SIL Open Font License 1.1", ("fonts", "OFL.txt")),
    ("Lucide and Feather (icons), ISC and MIT", ("icons", "LICENSE.txt")),
)


def packages() -> list[tuple[str, str]]:
    """Return the packages this runs on, each with its version and licence, as they say."""
    found: list[tuple[str, str]] = []
    for name in _MADE_OF:
        try:
            told: Any = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue
        licence = str(told.get("License-Expression") or told.get("License") or "").split("\n")[0]
        words = [f"version {told['Version']}", licence[:60].strip()]
        found.append((name, ", ".join(each for each in words if each)))
    return found


def versions() -> list[tuple[str, str]]:
    """Return what somebody who helps asks for first."""
    return [("This program", __version__), ("Python", python_version()), ("Qt", qVersion())]


class AboutPart(QWidget):
    """What this is, versions, licences; and the report of a fault, where there is one."""

    def __init__(self, made_of: list[tuple[str, str]], records: Path) -> None:
        super().__init__()
        what = Card("What this is", icon="info")
        for each in _WHAT:
            what.add(Prose(each))
        which = Card("Versions", icon="list-checks")
        which.add(KeyValue(Answered(name, name, words, act="") for name, words in versions()))
        licences = Card("Licences", icon="file-text")
        licences.add(Prose("Made with these, by their own authors:"))
        licences.add(KeyValue(Answered(name, name, words, act="") for name, words in made_of))
        for title, place in _NOTICES:
            notice = Disclosure(title)
            text = paths.resource(*place).read_text("utf-8")
            notice.body.addWidget(Prose(text, Type.SMALL))
            licences.add(notice)
        self.fault = FaultCard(records)
        self.setLayout(column(self.fault, what, which, licences))
