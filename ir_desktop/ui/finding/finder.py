"""The two finders of the frame: anything from anywhere, and whose review to start."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from ir_desktop.errors import IrError
from ir_desktop.services.session import Session
from ir_desktop.ui.context import Context, Place, Places
from ir_desktop.ui.finding import presenter
from ir_desktop.ui.finding.presenter import COLUMNS, DO, Offer
from ir_desktop.ui.links import link_to, parts_of
from ir_desktop.ui.looks import Row
from ir_desktop.ui.places import ENTRIES
from ir_desktop.ui.widgets.finder import Deliver, Finder, Search

Acts = Mapping[str, Callable[[], None]]


def find_anything(window: QWidget, context: Context, places: Places, acts: Acts) -> Finder:
    """Return the finder of Ctrl+K. `acts` are what it can do itself, such as ``lock``."""
    offers: list[Offer] = []

    def look(session: Session, typed: str) -> list[Row]:
        if not offers:
            offers.extend([*_offers(), *presenter.help_offers()])
        # With nothing typed, the places and acts are worth showing, every help page is not.
        shown = offers if typed else [each for each in offers if each.what in ("Go to", "Do")]
        return presenter.find_all(session, typed, shown)

    made = Finder(
        window,
        COLUMNS,
        _asking(window, context, look),
        title="Find",
        hint="Type a child’s name, something to do, or a word you want explained.",
        nothing="Nothing here is called that.",
        at_once=True,
    )

    def opened(key: str) -> None:
        kind, child_id, part = parts_of(key)
        if kind == DO:
            acts[part]()
        else:
            places.go(Place(kind, child_id, part))

    made.opened.connect(opened)
    return made


def start_review(window: QWidget, context: Context, places: Places) -> Finder:
    """Return the finder that asks whose review to start or go on with."""
    made = Finder(
        window,
        COLUMNS,
        _asking(window, context, presenter.find_for_review),
        title="Whose review?",
        hint="Type a part of the child’s name, or choose one whose check is due.",
        at_once=True,
    )

    def opened(key: str) -> None:
        places.go(Place(*parts_of(key)))

    made.opened.connect(opened)
    return made


def _asking(owner: QWidget, context: Context, look: Callable[[Session, str], list[Row]]) -> Search:
    def search(typed: str, deliver: Deliver) -> None:
        def failed(_: IrError) -> None:
            deliver(())

        context.ask(lambda session: look(session, typed), deliver, failed, owner=owner)

    return search


def _offers() -> list[Offer]:
    found = [Offer(each.words, "Go to", link_to(each.kind)) for each in ENTRIES if each.in_rail]
    found += [Offer(each.find, "Do", link_to(each.kind)) for each in ENTRIES if each.find]
    found += [
        Offer("Start a review", "Do", link_to(DO, part="start"), "write continue check asq"),
        Offer("Lock", "Do", link_to(DO, part="lock"), "sign out leave close"),
    ]
    return found
