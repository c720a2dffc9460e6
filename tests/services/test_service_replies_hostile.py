"""Fetching replies from what is no health team, or cannot be reached, or is broken off."""

import json
from datetime import date

import pytest

from ir_desktop.domain.sharing import Export
from ir_desktop.errors import EnvironmentProblem
from ir_desktop.services import children
from ir_desktop.services.replies import fetch_replies, read_page
from ir_desktop.services.session import Session
from ir_desktop.storage.store import Store
from ir_desktop.sync.transports.answer import Answer, Offline
from tests.services.health_team import HealthTeam, Line
from tests.services.nursery import records_of

CLOCK = Answer(401, b'{"type": "https://ir-desktop.example/problems/clock"}')
HOSTILE: dict[str, Answer] = {
    "a café page": Answer(200, b"<html>Welcome</html>"),
    "a redirect": Answer(302, b""),
    "not found": Answer(404, b"{}"),
    "unknown": Answer(401, b'{"type": "unknown_setting"}'),
    "busy": Answer(503, b""),
    "empty": Answer(200, b""),
    "a list": Answer(200, b"[]"),
    "nothing named": Answer(200, b"{}"),
    "replies not a list": Answer(200, b'{"replies": {}, "next": null}'),
    "a reply not an object": Answer(200, b'{"replies": ["x"], "next": null}'),
    "a reply without envelope": Answer(200, b'{"replies": [{}], "next": null}'),
    "a reply not in ASCII": Answer(200, '{"replies":[{"envelope":"é"}],"next":"1"}'.encode()),
    "a cursor that is a number": Answer(200, b'{"replies": [], "next": 5}'),
    "a broken cursor": Answer(200, b'{"replies": [{"envelope": "x"}], "next": "\\ud800"}'),
    "a very long cursor": Answer(
        200, json.dumps({"replies": [{"envelope": "x"}], "next": "9" * 2000}).encode()
    ),
    "the same name twice": Answer(200, b'{"replies": [], "replies": [], "next": null}'),
    "not text": Answer(200, b"\xff\xfe"),
    "very deep": Answer(200, b'{"replies": ' + b"[" * 100_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_page_of_replies_is_told_and_changes_nothing(
    name: str, manager: Session, line: Line, sent: Export
) -> None:
    before = records_of(manager)
    line.pages = [HOSTILE[name]]
    found = fetch_replies(manager, connect=line)
    assert found.replies == ()
    (told,) = found.troubles
    assert told == (
        "The health team’s computer did not give its answers. They are asked for again later."
    )
    assert records_of(manager) == before


def test_a_clock_that_is_wrong_is_told_as_that() -> None:
    with pytest.raises(EnvironmentProblem, match=r"clock.*differ by more than ten minutes"):
        read_page(CLOCK)


def test_one_team_that_cannot_be_reached_does_not_stop_the_others(
    manager: Session, team: HealthTeam, sent: Export
) -> None:
    second = HealthTeam(team.clock, name="Another team", cards=team.cards)
    second.introduce(manager, agreement_id="agreement-0")
    team.replies = [team.reply(sent.id)]

    class Dead(Line):
        def get_replies(self, after: str | None, bearer: str) -> Answer:
            raise Offline("It could not be reached.")

    found = fetch_replies(
        manager,
        connect=lambda each: Line(team) if each.agreement_id == "agreement-1" else Dead(second),
    )
    assert len(found.replies) == 1
    assert found.troubles == ("It could not be reached.",)


def test_a_kill_while_a_page_is_stored_loses_no_reply(
    manager: Session, team: HealthTeam, line: Line, sent: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    team.replies = [team.reply(sent.id), team.reply(sent.id, review_on=date(2027, 1, 5))]
    before = records_of(manager)
    events = 0
    append = Store.append_event

    def killed(self: Store, *args: object, **event: object) -> None:
        nonlocal events
        events += 1
        if events == 2:
            raise KeyboardInterrupt
        append(self, *args, **event)  # pyright: ignore[reportArgumentType] - one of many shapes

    monkeypatch.setattr(Store, "append_event", killed)
    with pytest.raises(KeyboardInterrupt):
        fetch_replies(manager, connect=line)
    monkeypatch.undo()
    assert records_of(manager) == before
    assert len(fetch_replies(manager, connect=line).replies) == 2
    shown = children.child_page(manager, sent.child_id)
    assert shown.child.health_review_on == date(2027, 1, 5)
