"""Every screen on the smallest laptop, at every text size: nothing is cut, nothing hides another.

Taken here: names that are long, right to left or like mark-up at each size (most children of the
demo have plain ones, which are on the same screens), and the plain nursery at the usual size, as
most people see it. Each walk takes half a minute: sizes between these, and plain names in large
text, are left out.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import overflow_rules
import pytest
from PySide6.QtWidgets import QApplication, QDialog

from ir_desktop.ui import theme
from tools.tour import stops
from tools.tour.guide import Guide, opened
from tools.tour.prepared import prepare
from tools.tour.stops import Stop

ROUNDS = 40
"""How often it is looked again while something is wrong: on a busy machine five were needed."""


def settled(guide: Guide, *, primary: bool) -> list[str]:
    """Return what is wrong still after a while: laying out takes a few rounds, at its own pace."""
    found: list[str] = []
    for _ in range(ROUNDS):
        guide.pause(60)
        found = overflow_rules.wrong(guide.top(), primary=primary)
        if not found:
            break
    return found


def looked_at(guide: Guide, some: Sequence[Stop]) -> Iterator[str]:
    # With big text a page may have to scroll to its button, as paper would to its foot.
    primary = theme.of().scale == 1
    for stop in some:
        stop.arrive(guide)
        top = guide.top()
        for each in settled(guide, primary=primary):
            yield f"{stop.name}: {each}"
        if isinstance(top, QDialog):
            top.close()
        elif (top.width(), top.height()) != theme.WINDOW:
            yield f"{stop.name}: the window grew to {top.width()} by {top.height()}"
            top.resize(*theme.WINDOW)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("scale", "hard_names"),
    [(1.0, True), (1.5, True), (2.0, True)],
    ids=["100-hard-names", "150-hard-names", "200-hard-names"],
)
def test_nothing_is_cut_and_nothing_hides_another(
    qapp: QApplication, tmp_path: Path, scale: float, hard_names: bool
) -> None:
    theme.apply(qapp, theme.Theme(theme.LIGHT, scale))
    made = prepare(tmp_path, hard_names=hard_names)
    found: list[str] = []
    with opened(qapp, made.made.store, made.scratch, made.made, made.children) as guide:
        found += looked_at(guide, stops.BEFORE)
        guide.sign_in()
        found += looked_at(guide, stops.INSIDE)
    with opened(qapp, tmp_path / "none", made.scratch) as guide:
        found += looked_at(guide, stops.FIRST_RUN)
    assert not found, "\n".join(["", *found])
