"""Every public service is in `service_acts.csv`, with the acts it asks for or why it asks none.

A new service that is not written down there fails here, and so does one that stops asking.
"""

import csv
from pathlib import Path

import pytest

from ir_desktop.domain.roles import Act
from tests.services.service_acts import GUARDS, Function, public, reached

WRITTEN = (Path(__file__).parent / "service_acts.csv").read_text("utf-8")
ROWS = list(csv.DictReader(WRITTEN.splitlines()))
TABLE = {row["service"]: row for row in ROWS}
PUBLIC = {f"{each.module}.{each.name}": each for each in public()}
ITSELF = "is the check itself"
GIVEN = "inside an act that was checked"


def test_the_table_holds_every_public_service_once_and_no_other() -> None:
    assert len(TABLE) == len(ROWS)
    missing = sorted(PUBLIC.keys() - TABLE.keys())
    assert not missing, "write these into service_acts.csv, with their acts or why they ask none"
    assert not sorted(TABLE.keys() - PUBLIC.keys()), "these are no services any more"


@pytest.mark.parametrize("name", sorted(PUBLIC.keys() & TABLE.keys()))
def test_a_service_asks_for_the_acts_that_the_table_says(name: str) -> None:
    acts, checks = reached(PUBLIC[name])
    row = TABLE[name]
    if row["why_not"]:
        assert not row["acts"]
        if not row["why_not"].startswith(ITSELF):
            assert not checks, "it does check: write down the acts"
    else:
        assert checks, "it reaches no check of the role"
        assert set(row["acts"].split()) == acts
        assert acts <= {each.value for each in Act}
        assert acts


def test_no_service_that_is_given_a_session_goes_unchecked_without_its_own_reason() -> None:
    reasons = [
        row["why_not"]
        for name, row in TABLE.items()
        if row["why_not"] and PUBLIC[name].first in ("Session", "Store")
    ]
    assert all(each and not each.startswith("works on what it is given") for each in reasons)
    for name, row in TABLE.items():
        if row["why_not"].startswith("works on what it is given"):
            assert PUBLIC[name].first not in ("Session", "Store", "Work", "Repository")
        if row["why_not"] == GIVEN:
            assert PUBLIC[name].first in ("Work", "Repository", "Connection")


def test_every_act_is_asked_for_by_some_service() -> None:
    asked = {act for row in ROWS for act in row["acts"].split()}
    begun = {Act.SET_UP_STORE.value}  # there is nobody to ask: it is the first event
    assert asked | begun == {each.value for each in Act}


def test_the_reading_finds_checks_that_stand_behind_other_functions() -> None:
    behind = Function("m", "f", "Session", calls=frozenset({("people", "add_staff")}))
    assert behind.name not in GUARDS
    acts, checks = reached(PUBLIC["demo.make_demo"])
    assert checks
    assert "sign_review" in acts
    assert reached(PUBLIC["sending.receipt_token"]) == (frozenset(), False)
