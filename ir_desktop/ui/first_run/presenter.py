"""What the first opening asks and says. Knows no Qt, and loads nothing slow."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ir_desktop.domain.people import SETTING_TYPE_WORDS, SettingType
from ir_desktop.errors import Problem


class Who(StrEnum):
    """Who works with the program; somebody alone is asked less."""

    JUST_ME = "just_me"
    NURSERY = "nursery"


class Step(StrEnum):
    """The pages in their order."""

    WHO = "who"
    SETTING = "setting"
    PASSWORD = "password"  # noqa: S105 - the name of a page
    SHEET = "sheet"
    CODE = "code"
    READY = "ready"


NUMBERED = (Step.WHO, Step.SETTING, Step.PASSWORD, Step.SHEET, Step.CODE)

WELCOME = (
    "Setting up takes about ten minutes. There is no account, no server, and you do not need the "
    "internet. What you write is encrypted and stays on this laptop."
)
LATER = "You can change this, and add your address and Ofsted number, in Settings."
ADVICE = (
    "Three or four words that have nothing to do with each other are easy to remember and hard to "
    "guess. You can paste a password from a password manager."
)
LOOKING = "Looking at how this computer can help to protect your records…"
NO_KEYRING = (
    "This computer has no password store (keyring) that can be trusted with a key. Your records "
    "are encrypted all the same, but the password alone protects them. So it needs at least 12 "
    "characters."
)
SHEET_WORDS = (
    "If the password is forgotten, or this laptop breaks, the code on this sheet is the only way "
    "back to your records.",
    "The sheet is not saved on this laptop, and the code is shown only now. Print it, or copy it "
    "by hand. Next you type the code once, to be sure that it is right.",
)
CODE_WORDS = (
    "Look at the paper, not at the screen. Capital or small letters, with or without dashes and "
    "spaces: all are fine."
)
READY_WORDS = "You are signed in. What would you like to do first?"

_KINDS = tuple(each for each in SettingType if each is not SettingType.CHILDMINDER)
KINDS = tuple((each, SETTING_TYPE_WORDS[each]) for each in _KINDS)
"""The types of setting to choose from, where it is not somebody alone."""

SETTING_FIELDS = ("name", "urn", "address", "postcode", "phone", "email")


@dataclass(frozen=True, slots=True)
class Protects:
    """The words on what protects the records beside the password."""

    title: str
    words: str
    helped: bool


def protects(keyring: str) -> Protects:
    """Return the words for a keyring by its name, or for none."""
    if not keyring:
        return Protects("Your password alone protects the records", NO_KEYRING, helped=False)
    words = (
        f"It keeps a part of the key in its password store ({keyring}). Somebody who steals the "
        "disk, or a copy of your records, cannot open them with the password alone. So 8 "
        "characters are enough."
    )
    return Protects("This computer helps to protect your records", words, helped=True)


_STRENGTH = ("Very easy to guess", "Easy to guess", "Good", "Strong", "Very strong")


def strength_words(score: int, *, enough: bool) -> str:
    """Return how strong a password is in words; `score` is from 0 to 4."""
    if enough:
        return _STRENGTH[score]
    return _STRENGTH[score] if score < 2 else "Not enough yet"


def step_words(step: str) -> str:
    """Return where a page stands among the others; what is no step of these is in words already."""
    if not isinstance(step, Step):
        return step
    if step not in NUMBERED:
        return "All done"
    return f"Step {NUMBERED.index(step) + 1} of {len(NUMBERED)}"


def check_setting(values: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with a setting's details, before anything is made of them."""
    from datetime import UTC, datetime

    from ir_desktop.domain.child_rules import checked_setting
    from ir_desktop.domain.people import Setting
    from ir_desktop.errors import Invalid

    now = datetime(2000, 1, 1, tzinfo=UTC)  # nothing of this record is kept
    texts = {name: str(values.get(name, "")) for name in SETTING_FIELDS}
    kind = values.get("type") or SettingType.CHILDMINDER
    try:
        checked_setting(
            Setting(
                id="",
                created_at=now,
                created_by="",
                changed_at=now,
                changed_by="",
                type=kind,
                **texts,
            )
        )
    except Invalid as error:
        return list(error.problems)
    return []


@dataclass(frozen=True, slots=True)
class Given:
    """Everything that was filled in on the way to the password."""

    who: Who
    setting: Mapping[str, Any]
    manager: str

    @property
    def kind(self) -> SettingType:
        """The type of setting; somebody alone is a childminder until Settings says otherwise."""
        found = self.setting.get("type")
        return found if isinstance(found, SettingType) else SettingType.CHILDMINDER

    @property
    def name(self) -> str:
        """The setting's name; somebody alone may use their own."""
        return str(self.setting.get("name", "")).strip() or self.manager

    def texts(self) -> dict[str, str]:
        """Return the setting's other texts."""
        names = SETTING_FIELDS[1:]
        return {name: str(self.setting.get(name, "")) for name in names}

    def guessable(self) -> tuple[str, ...]:
        """Return words that a password should not be made of."""
        return tuple(each for each in (self.name, self.manager) if each)


def step_of(field: str) -> Step:
    """Return the page that a field of the service's problems stands on."""
    return Step.SETTING if field.startswith("setting_") else Step.PASSWORD
