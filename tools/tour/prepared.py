"""The demo nursery that the walk is taken in, with plain names or with hard ones."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from ir_desktop.domain.people import Carer, FamilyLink
from ir_desktop.services import children, demo_sharing, families, identity, rooms
from ir_desktop.services.demo import DemoMade, make_demo
from ir_desktop.services.session import Session
from ir_desktop.services.sign_in import find_slot, sign_in
from ir_desktop.sync import claims

LONG = "Wilhelmina-Alexandrina Konstantinopolita Featherstonehaugh-Cholmondeley"
LONG_WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
RIGHT_TO_LEFT = "محمد عبد الرحمن بن عبد العزيز"
MARKUP = "<b>Bo</b> & Söhne"

_CHILDREN = {"Zofia": (LONG, LONG_WORD), "Amina": (RIGHT_TO_LEFT, "العلي"), "Saoirse": (MARKUP, "")}
AGREEMENT, SPREADSHEET = "agreement.jwt", "children.csv"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A store, the ids of its children by their names in the demo, and a folder of files.

    Among the files are an agreement to add and a spreadsheet to import.
    """

    made: DemoMade
    children: dict[str, str]
    scratch: Path


def prepare(
    folder: Path, *, hard_names: bool = False, count: int = 30, today: date | None = None
) -> Prepared:
    """Make the demo nursery in a new folder; with `hard_names` some are long or right to left.

    `today` is the day that its records lead up to; None means the day it is.
    """
    today = today or date.today()
    made = make_demo(folder / "store", children=count, today=today, sharing=True)
    manager = made.staff[0]
    session = sign_in(made.store, find_slot(made.store, manager.name), manager.password)
    try:
        ids = {each.given_name: each.id for each in children.list_children(session)}
        if hard_names:
            _rename(session, ids)
        scratch = folder / "files"
        scratch.mkdir()
        (scratch / AGREEMENT).write_text(_agreement(session), "utf-8")
        (scratch / SPREADSHEET).write_text(_spreadsheet(today, hard_names=hard_names), "utf-8")
    finally:
        session.close()
    return Prepared(made, ids, scratch)


def _rename(session: Session, ids: dict[str, str]) -> None:
    for name, (given, family) in _CHILDREN.items():
        children.edit_child(session, ids[name], given_name=given, family_name=family, known_as="")
    for name, hard in (("Zofia", LONG), ("Amina", RIGHT_TO_LEFT)):
        with session.store.reading() as records:
            link = records.find(FamilyLink, child_id=ids[name])[0]
            carer = records.get(Carer, link.carer_id)
        families.edit_carer(session, ids[name], carer.id, name=f"{hard} ({carer.name})")
    room = rooms.list_rooms(session)[0]
    rooms.rename_room(session, room.room.id, f"{LONG_WORD} room for the twos and threes")


def _agreement(session: Session) -> str:
    card = claims.read_setting_card(identity.setting_card(session).token)
    return demo_sharing.offered_agreement(session.clock, "Northgate health visiting team", card)


def _spreadsheet(today: date, *, hard_names: bool) -> str:
    two = today - timedelta(days=2 * 365 + 40)
    names = [("Wren", "Hartley"), ("Idris", "Vaughan"), ("Mabel", "Okafor")]
    if hard_names:
        names += [(LONG, LONG_WORD), (RIGHT_TO_LEFT, ""), (MARKUP, "=1+1")]
    rows = [f'"{given}","{family}",{two:%d/%m/%Y},Ladybirds' for given, family in names]
    return "\n".join(["First name,Surname,Date of birth,Room", *rows, "Nobody,Known,31/02/2024,"])
