"""The files of an introduction: the card that goes out, the agreement that comes in."""

from dataclasses import dataclass
from pathlib import Path

from ir_desktop.domain.people import HealthTeam
from ir_desktop.domain.roles import Act
from ir_desktop.domain.sharing import Agreement
from ir_desktop.domain.text import match_key
from ir_desktop.errors import EnvironmentProblem
from ir_desktop.services.agreements import LARGEST, read_agreement
from ir_desktop.services.session import Session, looking, may
from ir_desktop.services.teams import NOT_NAMED
from ir_desktop.sync import claims


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The agreements, newest first, with how many copies each carried, and who may change them."""

    agreements: tuple[Agreement, ...]
    may_manage: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """An agreement file as it was chosen: its bytes and what it says. Nothing is trusted yet.

    `teams` are the health teams here that it may belong to; empty where its name tells.
    """

    data: bytes
    says: claims.Agreement
    teams: tuple[HealthTeam, ...]


def standing(session: Session) -> Standing:
    """Return every agreement there is, and whether this person may add and end them."""
    with looking(session, Act.SEE_LEDGER) as records:
        return Standing(
            agreements=tuple(reversed(records.find(Agreement))),
            may_manage=may(session, records, Act.MANAGE_AGREEMENTS, None),
        )


def save_card(token: str, file: Path) -> None:
    """Write a setting card to a file. Raises `EnvironmentProblem` in words."""
    try:
        file.write_text(token, "ascii")
    except OSError:
        raise EnvironmentProblem(
            "The card could not be saved there. Choose another folder, or check that the stick "
            "is in and has room."
        ) from None


def offer(session: Session, file: Path) -> Offered:
    """Read an agreement file that a person chose.

    Raises `EnvironmentProblem`, `Invalid` or `EnvelopeError`, each in words.
    """
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST + 1)
    except OSError:
        raise EnvironmentProblem(
            "This file could not be read. Check that it is still there, and choose it again."
        ) from None
    says = read_agreement(data)
    with looking(session, Act.MANAGE_AGREEMENTS) as records:
        teams = records.find(HealthTeam)
        named = any(match_key(each.name) == match_key(says.recipient_name) for each in teams)
    unnamed = len(teams) == 1 and teams[0].name == NOT_NAMED  # it takes the agreement's name
    return Offered(data=data, says=says, teams=() if named or unnamed else tuple(teams))
