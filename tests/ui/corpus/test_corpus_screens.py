"""Every screen, with words in every field that could be taken for mark-up: typed, saved, shown."""

import gc
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from filling import UNSAVED, Filler, close_dialogs, open_all, put, reveal
from hostile import MARK, Corpus, same
from nobody_looks import Bait, bait
from plainly import faults, texts
from PySide6.QtWidgets import QApplication

from ir_desktop.domain.progress import Step
from ir_desktop.domain.text import clean_block
from ir_desktop.services import demo_sharing, identity
from ir_desktop.services.session import Session
from ir_desktop.services.sign_in import find_slot, sign_in
from ir_desktop.sync import claims
from ir_desktop.sync.transports import https as https  # before the walk: see tests/ui/walk
from ir_desktop.ui import theme
from ir_desktop.ui.children.child_page import TABS, ChildPage
from ir_desktop.ui.children.form_screen import FormScreen
from ir_desktop.ui.context import Place
from ir_desktop.ui.review.workspace import ReviewWorkspace
from ir_desktop.ui.shell import Shell
from tools.tour.guide import Guide, Lost, opened
from tools.tour.prepared import AGREEMENT, SPREADSHEET, Prepared, prepare
from tools.tour.stops import BEFORE, FIRST_RUN, INSIDE, Stop

pytestmark = pytest.mark.timeout(900)

ON_EVERY_PAPER = ("setting-form", "staff-form", "staff-member")
"""Where words stand that no paper could be printed without."""


FIELDS = (
    *("First name", "Doctor (GP)", "Name of the team", "Name of who decided", "What came of it?"),
    *("Communication and language: What", "The parents’ view", "The targeted plan", "Eyesight"),
    *("Question 1", "in a few words", "comment", "Who filled it in?", "What will be done?"),
    *("Who does it?", "How will you know it works?", "Find in checks due", "Look up a word"),
    *("Search by name", "Name of the room", "Name of the setting", "Your name", "Recovery code"),
    *("Who read it out", "Group ", "Time and place", "First password", "Why was this form used?"),
    *("Why is the signed-off review changed?", "Who got what they should not have?"),
)
"""Some of every kind, lest a screen's fields fall out of the walk unseen."""


def _amended(step: Step) -> Stop:
    return Stop(f"amended-{step.value}", lambda guide: guide.go("review", "Zofia", step.value))


STOPS = (*INSIDE, *(_amended(each) for each in (Step.HEALTH, Step.PLAN, Step.SIGN_OFF)))
"""Every screen; and a review that was signed off, changed once more."""


@dataclass
class Walked:
    """What a walk found: faults, words not shown as typed, and all that was shown."""

    corpus: Corpus
    faults: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)
    typed: set[str] = field(default_factory=set)
    stored: set[str] = field(default_factory=set)
    looked: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    left: int = 0

    def look(self, name: str, guide: Guide) -> None:
        """Look at all that is on the screen now."""
        tops = [
            guide.app.window,
            *(each for each in QApplication.topLevelWidgets() if each.isVisible()),
        ]
        for top in dict.fromkeys(tops):
            self.faults += [f"{name}: {each}" for each in faults(top)]
            for text in texts(top):
                self.damaged += [f"{name}: {each}" for each in self.corpus.damaged(text)]
                self.shown.add(text)
        guide.app.window.grab()


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bait]:
    with bait(tmp_path_factory.mktemp("bait")) as made:
        yield made


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, looked: Bait) -> tuple[Prepared, Corpus]:
    """A nursery that a health team has answered in words like these too."""
    corpus = Corpus(looked.addresses)
    real = demo_sharing.share

    def share(session: Any, clock: Any, children: Any, story: Any, *, today: Any) -> None:
        told = json.loads(json.dumps(story))
        for each in told["exports"]:
            if "reply" in each:
                # A reply with characters that cannot be seen is refused whole.
                each["reply"]["outcome"] = clean_block(corpus.block())
                for action in each["reply"]["actions"]:
                    action["what"], action["who"] = same(corpus.line()), same(corpus.line())
        real(session, clock, children, told, today=today)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo_sharing, "share", share)
        made = prepare(tmp_path_factory.mktemp("corpus"))
    session = _session(made)
    try:
        card = claims.read_setting_card(identity.setting_card(session).token)
        agreement = demo_sharing.offered_agreement(
            session.clock, same(corpus.line(longest=100)), card
        )
    finally:
        session.close()
    (made.scratch / AGREEMENT).write_text(agreement, "utf-8")
    head, given, family = (same(corpus.line(without='"')) for _ in range(3))
    rows = (
        "First name,Surname,Date of birth,Room," + f'"{head}"',
        f'"{given}","{family}",01/02/2024,Owls,',
    )
    (made.scratch / SPREADSHEET).write_text("\n".join(rows), "utf-8")
    return made, corpus


def _session(made: Prepared) -> Session:
    manager = made.made.staff[0]
    return sign_in(made.made.store, find_slot(made.made.store, manager.name), manager.password)


@pytest.fixture(scope="module")
def walked(prepared: tuple[Prepared, Corpus], looked: Bait, qapp: QApplication) -> Walked:
    """Type in every field of every screen, save, and look at every screen again."""
    made, corpus = prepared
    theme.apply(qapp, theme.Theme(theme.LIGHT))
    found, before = Walked(corpus), len(qapp.allWidgets())
    with opened(qapp, made.made.store, made.scratch, made.made, made.children) as guide:
        for stop in BEFORE:
            stop.arrive(guide)
            found.look(stop.name, guide)
        guide.sign_in()
        filler = Filler(guide, corpus)
        for stop in STOPS:
            stop.arrive(guide)
            _type(stop, guide, filler, found)
        for stop in STOPS:
            close_dialogs()
            try:
                stop.arrive(guide)
            except Lost:
                found.lost.append(stop.name)
            guide.pause(100)
            open_all(guide.app.window)
            guide.pause(30)
            found.look(f"again, {stop.name}", guide)
        found.typed = filler.typed
    with opened(qapp, made.made.store, made.scratch, made.made) as guide:
        found.look("who signs in", guide)
    close_dialogs()
    session = _session(made)
    try:
        found.stored = _stored(session)
    finally:
        session.close()
    with opened(qapp, made.scratch / "none", made.scratch) as guide:
        for stop in FIRST_RUN:
            stop.arrive(guide)
            _type(stop, guide, Filler(guide, corpus, found.typed), found)
    found.looked = looked.taken()
    gc.collect()
    found.left = len(qapp.allWidgets()) - before
    return found


def _type(stop: Stop, guide: Guide, filler: Filler, found: Walked) -> None:
    guide.pause(100)  # until what was put on the screen is seen
    top = guide.top()
    inside = isinstance(guide.app.window.page, Shell)
    page = guide.page if inside else None
    open_all(top)
    reveal(page)
    guide.pause(100)
    open_all(top)
    guide.pause(30)
    before = filler.fill(top)
    found.look(stop.name, guide)
    if isinstance(page, FormScreen) and page.form is not None:
        page.submit()
        guide.pause(100)
        found.look(f"{stop.name}, told what is wrong", guide)
        if stop.name not in UNSAVED and guide.page is page:
            filler.corpus.printable = stop.name in ON_EVERY_PAPER
            filler.save(page)
            filler.corpus.printable = False
            found.look(f"{stop.name}, saved", guide)
            if isinstance(guide.page, ChildPage):  # a tab is made when it is first shown
                for tab in TABS:
                    guide.shell.go(Place("child", guide.page.child_id, tab))
                    guide.loaded()
                    found.look(f"{stop.name}, {tab}", guide)
    elif isinstance(page, ReviewWorkspace):
        done: list[bool] = []
        page.saved(lambda: done.append(True))
        guide.until(lambda: done)
    else:
        for box, words in before.items():
            put(box, words)
    close_dialogs()
    if inside:
        guide.shell.finder.close_down()


def _stored(session: Session) -> set[str]:
    """Return every text in the records that has a mark."""
    with session.store.database.read() as connection:
        names = connection.exec_driver_sql(
            "SELECT name FROM sqlite_schema WHERE type = 'table'"
        ).scalars()
        cells = [
            cell
            for name in list(names)
            for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')
            for cell in row
            if isinstance(cell, str)
        ]
    marked = {text for cell in cells for text in _inside(cell) if MARK.search(text)}
    return {line for text in marked for line in text.split("\n")}


def _inside(cell: str) -> Iterator[str]:
    try:
        value = json.loads(cell)
    except ValueError:
        value = cell
    yield from _leaves(value)


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _leaves(key)
            yield from _leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each)


def test_every_screen_opens_with_such_words(walked: Walked) -> None:
    assert walked.lost == []


def test_nothing_could_be_taken_for_mark_up(walked: Walked) -> None:
    assert not walked.faults, "\n".join(sorted(set(walked.faults)))


def test_everything_is_shown_as_it_was_typed(walked: Walked) -> None:
    assert not walked.damaged, "\n".join(sorted(set(walked.damaged))[:40])


def test_a_closed_window_has_let_go_of_every_screen(walked: Walked) -> None:
    assert walked.left == 0


def test_nothing_looked_at_a_pictures_address(walked: Walked) -> None:
    assert walked.looked == []


def test_what_was_saved_is_on_some_screen_word_for_word(walked: Walked) -> None:
    print(len(walked.stored), "texts stored,", len(walked.shown), "shown")
    whole = "\n".join(same(each) for each in walked.shown)
    missing = [each for each in walked.stored if same(each) not in whole]
    assert walked.stored
    assert not missing, "\n".join(sorted(missing))


def test_every_field_was_typed_in(walked: Walked) -> None:
    missing = [name for name in FIELDS if not any(name in each for each in walked.typed)]
    assert missing == []
    assert len(walked.typed) >= 110, sorted(walked.typed)
