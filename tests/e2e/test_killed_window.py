"""Kill the program in the middle of typing, and find the draft again."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from ir_desktop.domain.ages import add_months
from ir_desktop.domain.asq3 import Area
from ir_desktop.domain.review import Asq3Record
from ir_desktop.services import checking, children, drafts
from ir_desktop.services.demo import DemoMade, make_demo
from ir_desktop.services.session import Session
from ir_desktop.services.sign_in import find_slot, sign_in
from tests.e2e.commands import ROOT
from tests.e2e.screen import Screen, own_screen

TODAY = date.today()
FILLED_IN = max(TODAY - timedelta(days=3), date(TODAY.year, 1, 1))
PROMISED = 2.0  # seconds after the last key
VIEW = "She sings all day at home <3 & counts to 10"
ANSWERS = "ysnsnnyyyysyysysyyyssysnysyysy"
TO_THE_VIEW = 18  # presses of Tab from the first box of the progress check
KILLS, EARLY = range(12), 3  # the first few do not wait until something was told as saved
TYPIST = Path(__file__).with_name("told_typist.py")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[DemoMade, str]:
    """A demo nursery with a child whose review nobody has begun."""
    made = make_demo(tmp_path_factory.mktemp("killed") / "store", children=8, today=TODAY)
    with signed_in(made) as session:
        child = children.add_child(
            session,
            given_name="Kit",
            family_name="Killed",
            date_of_birth=add_months(TODAY, -26) - timedelta(days=20),
            key_person_id=session.staff.id,
        )
    return made, child.id


@pytest.fixture
def nursery(begun: tuple[DemoMade, str], tmp_path: Path) -> DemoMade:
    shutil.copytree(begun[0].store, tmp_path / "store")
    return replace(begun[0], store=tmp_path / "store")


@contextmanager
def signed_in(made: DemoMade) -> Iterator[Session]:
    person = made.staff[0]
    session = sign_in(made.store, find_slot(made.store, person.name), person.password)
    try:
        yield session
    finally:
        session.close()


def sound(session: Session) -> bool:
    """Tell whether the file, its rows and the audit chain hold together."""
    assert session.store.database.check() == ()
    assert checking.verify_audit(session).findings == ()
    return True


def answers(typed: str) -> dict[Area, tuple[str, ...]]:
    return {area: tuple(typed[6 * n : 6 * n + 6].upper()) for n, area in enumerate(Area)}


def stored(record: Asq3Record) -> dict[Area, tuple[str, ...]]:
    return {area: tuple(each or "" for each in given) for area, given in record.answers.items()}


def come_in(screen: Screen, program: "subprocess.Popen[bytes]", password: str) -> None:
    """Sign in as the first person of the list."""
    screen.arrive(program, "Integrated Review")
    screen.keys("Return")
    screen.still()
    screen.type(password)
    screen.turn("Return")
    screen.arrive(program, "Today")
    time.sleep(1.0)  # the frame stands before its page is filled
    screen.still()


@pytest.mark.needs("Xvfb", "xdotool")
@pytest.mark.timeout(300)
def test_killed_after_the_last_key_and_started_again(
    begun: tuple[DemoMade, str], nursery: DemoMade, tmp_path: Path
) -> None:
    person = nursery.staff[0]
    (tmp_path / "screen").mkdir()
    with own_screen(tmp_path / "screen") as screen:
        with screen.program(nursery.store) as program:
            come_in(screen, program, person.password)
            screen.turn("ctrl+k")
            screen.find("start a rev")
            screen.turn("Return")
            screen.find("Killed")
            screen.keys("Return")
            screen.arrive(program, "Two-year review")
            screen.turn("ctrl+Return")  # from the invitation on to ASQ-3
            screen.type(f"{FILLED_IN:%d\t%m}")
            screen.turn("Return")
            screen.type(ANSWERS)
            screen.turn("ctrl+Return")
            screen.keys(*["Tab"] * TO_THE_VIEW)
            screen.type(VIEW)
            time.sleep(PROMISED)
            os.kill(program.pid, signal.SIGKILL)
            assert program.wait() == -signal.SIGKILL

        with screen.program(nursery.store) as program:
            come_in(screen, program, person.password)
            program.terminate()
            assert program.wait() == 0
            assert program.stderr is not None
            assert program.stderr.read() == b""

    with signed_in(nursery) as session:
        assert sound(session)
        review = children.child_page(session, begun[1]).review
        assert review is not None
        draft = review.draft
    assert draft.asq3 is not None
    assert draft.asq3.completed_on == FILLED_IN
    assert stored(draft.asq3) == answers(ANSWERS)
    assert draft.progress_check is not None
    assert draft.progress_check.parents_view == VIEW


@pytest.mark.timeout(60)
@pytest.mark.parametrize("seed", KILLS)
def test_killed_at_any_moment_what_was_told_as_saved_is_there(
    seed: int, begun: tuple[DemoMade, str], nursery: DemoMade
) -> None:
    chance, child_id, person = random.Random(seed), begun[1], nursery.staff[0]
    what = "answers" if seed % 3 == 2 else "words"
    with signed_in(nursery) as session:
        drafts.save_step(session, child_id, {"asq3": Asq3Record(completed_on=FILLED_IN)})
    told: list[Any] = []
    with subprocess.Popen(
        [sys.executable, str(TYPIST), str(nursery.store)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as typist:
        assert typist.stdin is not None
        assert typist.stdout is not None
        lines = (person.name, person.password, child_id, what, str(seed))
        typist.stdin.write("".join(f"{line}\n" for line in lines))
        typist.stdin.close()
        try:
            for line in typist.stdout:
                kind, now = json.loads(line)
                if kind == "saved" and now:
                    told.append(now)
                if told or (kind == "typing" and seed < EARLY):
                    break
            time.sleep(chance.uniform(0.0, 2.5))
        finally:
            typist.kill()
        rest = [json.loads(line) for line in typist.stdout if line.endswith("\n")]
        told += [now for kind, now in rest if kind == "saved"]
    assert typist.returncode == -signal.SIGKILL
    with signed_in(nursery) as session:
        assert sound(session)
        review = children.child_page(session, child_id).review
        assert review is not None
        draft = review.draft
    if not told:  # killed before anything was said to be saved
        assert seed < EARLY
        return
    if what == "words":
        assert draft.progress_check is not None
        assert draft.progress_check.parents_view.startswith(told[-1].strip())
        return
    assert draft.asq3 is not None
    kept = stored(draft.asq3)
    for area, letters in told[-1].items():
        given = [letter for letter in letters if letter]
        assert list(kept.get(Area(area), ()))[: len(given)] == given
