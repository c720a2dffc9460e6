"""The tour leaves nothing out: a screen that is added to the program needs a stop."""

import importlib
import inspect
import pkgutil
import re
from pathlib import Path
from typing import Any

import pytest
from walk_screens import BASES, STOP_OF

import ir_desktop.ui
from ir_desktop.domain.progress import Step
from ir_desktop.ui.children import forms as child_forms
from ir_desktop.ui.children.child_page import TABS
from ir_desktop.ui.places import ENTRIES
from ir_desktop.ui.settings import forms as settings_forms
from ir_desktop.ui.sharing import screens
from ir_desktop.ui.today import list_presenter
from ir_desktop.ui.widgets.screen import Screen
from tools.tour import stops
from tools.tour.guide import Guide


class Anything:
    """Stands for whatever a stop finds on the way: it has everything and agrees to everything."""

    def __getattr__(self, name: str) -> Any:
        return self

    def __call__(self, *given: object, **named: object) -> Any:
        return self

    def __getitem__(self, key: object) -> Any:
        return self

    def __truediv__(self, other: object) -> Any:
        return self

    def __iter__(self) -> Any:
        return iter((self,))

    def __ne__(self, other: object) -> bool:
        return True


class DryGuide(Anything):
    """Goes nowhere, and writes down where it is told to go."""

    def __init__(self) -> None:
        self.went: set[tuple[str, str]] = set()

    def go(self, kind: str, child: str = "", part: str = "") -> Any:
        self.went.add((kind, part.partition(":")[0]))
        return Anything()


@pytest.fixture(scope="module")
def went() -> set[tuple[str, str]]:
    guide: Any = DryGuide()
    for stop in stops.INSIDE:
        stop.arrive(guide)
    return guide.went


def parts(went: set[tuple[str, str]], kind: str) -> set[str]:
    return {part for each, part in went if each == kind}


def test_every_stop_has_its_own_name() -> None:
    names = [each.name for each in (*stops.BEFORE, *stops.INSIDE, *stops.FIRST_RUN)]
    assert len(set(names)) == len(names)


def test_every_kind_of_place_is_visited(went: set[tuple[str, str]]) -> None:
    assert {kind for kind, _ in went} == {each.kind for each in ENTRIES}


def test_every_part_of_a_screen_is_visited(went: set[tuple[str, str]]) -> None:
    assert parts(went, "review") == {each.value for each in Step}
    assert parts(went, "child") == set(TABS)
    assert parts(went, "settings_form") == {"person", "sheet", *settings_forms._PARTS}
    assert parts(went, "child_form") == set(child_forms._PARTS)
    told_apart = re.findall(r'"([a-z_]+)"', inspect.getsource(list_presenter.list_view))
    assert parts(went, "due") == {"due", *told_apart}


def test_every_tab_of_settings_is_visited(guide: Guide, went: set[tuple[str, str]]) -> None:
    guide.sign_in()
    assert parts(went, "settings") == set(guide.go("settings")._view.parts)


def test_every_screen_of_sharing_is_visited(went: set[tuple[str, str]]) -> None:
    # Its parts are told apart in `screens.make` alone; an added one would import a page there.
    source = Path(screens.__file__).read_text("utf-8")
    known = {"introduce_page", "add_page", "agreements_page", "contents_page", "page"}
    assert set(re.findall(r"ui\.sharing\.(\w*page) import", source)) == known
    assert parts(went, "sharing") == {"", "introduce", "add", "agreements", "pages"}


def test_every_class_of_screens_is_known() -> None:
    for found in pkgutil.walk_packages(ir_desktop.ui.__path__, "ir_desktop.ui."):
        importlib.import_module(found.name)
    assert below(Screen) - BASES == set(STOP_OF)
    assert set(STOP_OF.values()) <= {each.name for each in stops.INSIDE}


def below(kind: type) -> set[str]:
    return {
        name
        for each in kind.__subclasses__()
        if each.__module__.startswith("ir_desktop")
        for name in ({each.__name__} | below(each))
    }
