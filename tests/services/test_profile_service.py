"""Reading a local-area profile, keeping it, and which one counts."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop import paths
from ir_desktop.domain.people import Role
from ir_desktop.domain.profile import Profile, StoredProfile
from ir_desktop.domain.roles import Act
from ir_desktop.errors import Invalid, Problem, Refused
from ir_desktop.services import checking, profile, reference
from ir_desktop.services.session import Session, acting
from tests.services.nursery import Nursery

DATA = paths.resource("profiles", reference.DEFAULT_PROFILE).read_bytes()
WHOLE: dict[str, Any] = json.loads(DATA)


def changed(**more: Any) -> bytes:
    return json.dumps(WHOLE | more).encode()


def problems(data: bytes) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        profile.read_profile(data)
    return {each.field: each.sentence for each in caught.value.problems}


def test_the_shipped_profile_is_sound() -> None:
    assert profile.read_profile(DATA) == reference.default_profile()
    assert profile.read_profile(b"\xef\xbb\xbf" + DATA) == reference.default_profile()


def test_every_problem_is_told_at_once_by_the_name_of_its_field() -> None:
    del (bad := dict(WHOLE))["name"]
    bad |= {"settling_weeks": "six", "room_leader_may_send": 1, "colour": "red"}
    bad["progress_check_window"] = {"from_months": 24}
    told = problems(json.dumps(bad).encode())
    assert set(told) == {
        "name",
        "settling_weeks",
        "room_leader_may_send",
        "colour",
        "progress_check_window to_months",
    }
    assert told["name"] == "This is missing."
    assert told["settling_weeks"] == "Write this as a whole number."


def test_everything_that_makes_no_sense_is_told_at_once() -> None:
    told = problems(
        changed(
            id=" ",
            progress_check_window={"from_months": 36, "to_months": 24},
            settling_weeks=-1,
            asq3_forms=[24, 25],
            asq3_follow_up_form=1,
            small_number_threshold=1,
            level_labels={"green": "On track", "amber": " "},
            sources=[{"what": "", "source": "x", "certainty": "Z"}],
        )
    )
    assert set(told) == {
        "id",
        "progress_check_window",
        "settling_weeks",
        "asq3_forms",
        "asq3_follow_up_form",
        "small_number_threshold",
        "level_labels",
        "sources 1",
    }
    assert told["level_labels"].endswith("Missing: amber, red.")


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    assert problems(data)


@given(
    st.sampled_from(sorted(WHOLE)),
    st.recursive(
        st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
        max_leaves=4,
    ),
)
def test_any_value_in_any_field_is_taken_or_refused_at_that_field(name: str, value: Any) -> None:
    found: tuple[Problem, ...] = ()
    try:
        profile.read_profile(changed(**{name: value}))
    except Invalid as error:
        found = error.problems
    assert {each.field.split(" ")[0] for each in found} <= {name}


def again(session: Session) -> Profile:
    with session.store.reading() as records:
        return profile.in_force(records)


def test_a_loaded_profile_counts_from_the_next_sign_in(manager: Session, nursery: Nursery) -> None:
    assert profile.shown_profile(manager).loaded_on is None
    loaded = profile.load_profile(manager, changed(name="Eastfield", follow_up_weeks=10))
    assert loaded.follow_up_weeks == 10
    assert manager.profile.follow_up_weeks == 12  # nothing changes under somebody's hands
    assert profile.shown_profile(manager).waiting == "Eastfield"
    assert checking.verify_audit(manager).findings == ()
    manager.close()
    with nursery.signed_in() as session:
        assert session.profile == loaded
        shown = profile.shown_profile(session)
        assert (shown.profile, shown.waiting) == (loaded, "")
        assert shown.loaded_on == nursery.clock.today()
        profile.use_default(session)
        assert again(session) == reference.default_profile()
        with session.store.reading() as records:
            assert len(records.find(StoredProfile)) == 2  # what was loaded before is kept


def test_a_refused_profile_changes_nothing(manager: Session) -> None:
    with pytest.raises(Invalid):
        profile.load_profile(manager, b"{}")
    with manager.store.reading() as records:
        assert records.find(StoredProfile) == []


@pytest.mark.parametrize("role", [Role.ROOM_LEADER, Role.PRACTITIONER])
def test_only_a_manager_loads_a_profile(nursery: Nursery, role: Role) -> None:
    with nursery.signed_in(role) as session:
        assert profile.shown_profile(session).profile == reference.default_profile()
        with pytest.raises(Refused):
            profile.load_profile(session, DATA)
        with pytest.raises(Refused):
            profile.use_default(session)


def test_one_that_this_program_cannot_read_gives_way_to_the_default(manager: Session) -> None:
    with acting(manager, Act.MANAGE_SETTING) as work:
        work.new(StoredProfile, content='{"id": "old"}')
    assert again(manager) == reference.default_profile()
    assert profile.shown_profile(manager).unread
