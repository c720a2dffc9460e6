"""A long random walk over agreements, consents, moves, clocks, kills and a hostile line.

What is watched after every step: nothing left without authority, nor for a team that the child
no longer belongs to; nothing is called received without a verified receipt, nothing was accepted
twice by one team for one version without taking the place of the first, and every try of one
package carried the same bytes.
"""

import os
import random
from collections.abc import Callable

import pytest

from ir_desktop.errors import Invalid, Refused
from ir_desktop.services import checking
from tests.services.health_team import HealthTeam
from tests.services.nursery import Nursery
from tests.services.sending_walk import Walk
from tests.services.walk_answers import Killed

STEPS = int(os.environ.get("IR_WALK_STEPS", "500"))


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_leaves_without_authority_and_only_receipts_end_things(
    seed: int, nursery: Nursery
) -> None:
    first = HealthTeam(nursery.clock)
    second = HealthTeam(nursery.clock, name="Westfield health visiting team")
    walk = Walk(nursery, (first, second), random.Random(seed))
    steps: list[Callable[[], None]] = [
        *[walk.send] * 6,
        *[walk.approve] * 3,
        *[walk.decide] * 5,
        *[walk.introduce] * 2,
        *[walk.amend] * 2,
        *(walk.end, walk.wait, walk.wait, walk.look, walk.move),
    ]
    for place, team in enumerate(walk.teams):
        team.introduce(walk.session, agreement_id=f"agreement-first-{place}")
    for _ in range(STEPS):
        step = walk.dice.choice(steps)
        try:
            step()
            walk.done[step.__name__] += 1
        except Refused:
            walk.done[f"{step.__name__} refused"] += 1
        except Invalid:
            assert step == walk.approve  # nobody said which of the two teams
            walk.done["no team"] += 1
        except Killed:
            walk.done["killed"] += 1
            walk.session.close()
            walk.session = nursery.sign_in()
        walk.watch()
    assert checking.verify_audit(walk.session).findings == ()
    walk.session.close()
    # The walk went somewhere: all of it was tried, and things were sent.
    wanted = {"send", "approve", "decide", "amend", "introduce", "wait", "move", "killed"}
    assert wanted <= set(walk.done)
    taken = sum(len(team.taken) for team in walk.teams)
    assert all(team.taken for team in walk.teams)
    assert taken >= 5
    assert len(walk.sent) > taken
    assert walk.held_for_new_team
