"""The window with a real keyring, locked, emptied and none: each in a process of its own."""

import shutil
from pathlib import Path

import pytest

from tests.services.desktops import Desktop

pytestmark = pytest.mark.needs("dbus-run-session", "gnome-keyring-daemon")

BEGIN = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from pathlib import Path
FOLDER = Path(sys.argv[1])
sys.path.insert(0, "tests/ui/sign_in")
from keyring_window import BOLA, JO, Hands, forget_secret, lock_keyring, make, slot_of, words
CODE = FOLDER / "code"
"""

AT_HOME = (
    BEGIN
    + """
make(FOLDER)
with Hands(FOLDER) as hands:
    print(hands.sign_in(JO, "plumkite"))
    print(any("Secret Service" in each for each in hands.computer()))
    page = hands.form("own-password")
    page.form.fill({"old_password": "plumkite", "password": "tealbarge"})
    hands.save(page)
with Hands(FOLDER) as hands:
    print(hands.sign_in(JO, "plumkite")[:26])
    print(hands.sign_in(JO, "tealbarge"))
with Hands(FOLDER) as hands:
    print(hands.sign_in(BOLA, "mosskiln"))
"""
)

LOCKED = (
    BEGIN
    + """
lock_keyring()
with Hands(FOLDER) as hands:
    print(hands.sign_in(JO, "tealbarge")[:50])
    flow = hands.recover(CODE.read_text())
    page = hands.page("LockedPage")
    page.submit()
    hands.until(lambda: not page.busy)
    print(type(flow.page).__name__)
    page.go_on.click()
    page = hands.choose("plumkite")
    print("12 characters" in page.password.problem())
    page.password.set_value("walnut harbour kettle drum")
    page.submit()
    hands.page("DonePage")
with Hands(FOLDER) as hands:
    print(hands.sign_in(JO, "walnut harbour kettle drum"))
"""
)

EMPTIED = (
    BEGIN
    + """
forget_secret(FOLDER)
with Hands(FOLDER) as hands:
    print("no longer in it" in hands.sign_in(JO, "tealbarge"))
    hands.recover(CODE.read_text())
    hands.choose("kiteplum")
    done = hands.page("DonePage")
    print(BOLA in words(done))
    done.staff.click()
    hands.until(hands.inside)
    print(hands.app.window.page.trail.here.part)
with Hands(FOLDER) as hands:
    print(hands.sign_in(JO, "kiteplum"))
"""
)

ELSEWHERE = (
    BEGIN
    + """
with Hands(FOLDER) as hands:
    print("none that can be used" in hands.sign_in(JO, "tealbarge"))
    hands.recover(CODE.read_text().lower())
    hands.choose("walnut harbour kettle drum")
    hands.page("DonePage").submit()
    hands.until(hands.inside)
    print(any("no password store" in each for each in hands.computer()))
    slot = slot_of(hands.store, BOLA)
    print("password" in hands.form(f"person:{slot}").acts)
    page = hands.form(f"password:{slot}")
    page.form.field("password").set_value("seven mossy lanterns here")
    hands.save(page)
with Hands(FOLDER) as hands:
    print(hands.sign_in(BOLA, "seven mossy lanterns here"))
"""
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A computer with a keyring, and a store made and used on it."""
    folder = tmp_path_factory.mktemp("made")
    found = Desktop(folder / "at-home").run(AT_HOME, folder, keyring=True)
    assert found == ["in", "True", "That password is not right", "in", "in"]
    return folder


@pytest.fixture
def at_home(made: Path, tmp_path: Path) -> Desktop:
    """The same computer, for one test alone, with its store beside it in the test's folder."""
    shutil.copytree(
        made, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("run", ".lock", ".cache")
    )
    return Desktop(tmp_path / "at-home")


def test_a_locked_keyring_is_told_and_going_on_without_it_is_asked_for(
    at_home: Desktop, tmp_path: Path
) -> None:
    assert at_home.run(LOCKED, tmp_path, keyring=True) == [
        "This computer's password store (keyring) is locked",
        "LockedPage",
        "alone",
        "True",
        "in",
    ]


def test_an_emptied_keyring_gets_a_new_secret_and_colleagues_are_named(
    at_home: Desktop, tmp_path: Path
) -> None:
    assert at_home.run(EMPTIED, tmp_path, keyring=True) == [
        "True",
        "with the keyring",
        "True",
        "Staff",
        "in",
    ]


def test_on_another_computer_with_no_keyring_the_code_alone_opens_the_records(
    at_home: Desktop, tmp_path: Path
) -> None:
    moved = tmp_path / "moved"
    shutil.copytree(tmp_path / "store", moved / "store")
    shutil.copy(tmp_path / "code", moved / "code")
    bare = Desktop(tmp_path / "bare")
    assert bare.run(ELSEWHERE, moved, keyring=False) == ["True", "alone", "True", "True", "in"]
