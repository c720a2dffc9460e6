"""Who may do what: DESIGN's table of roles, written out a second time as data."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.domain.people import Role, Staff
from ir_desktop.domain.roles import About, Act, Scope, permits, scope_of

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
P, L, M = Role.PRACTITIONER, Role.ROOM_LEADER, Role.MANAGER

# Each row: the acts, and for practitioner, room leader and manager whose children they reach.
# "by profile" is a room leader's only where the local profile says so.
TABLE = """
see_child add_child edit_child edit_family | key + cover | rooms             | all
record_consent record_contact              | key + cover | rooms             | all
write_review print_paper read_reply        | key + cover | rooms             | all
sign_review                                | key         | rooms             | all
countersign_review                         | no          | rooms             | all
approve_export                             | no          | rooms, by profile | all
send                                       | no          | all, by profile   | all
manage_agreements manage_staff             | no          | no                | all
manage_setting import_children see_audit   | no          | no                | all
back_up restore remove_child               | no          | no                | all
set_up_store manage_keys recover           | no          | no                | all
subject_access record_incident             | no          | no                | all
sign_in see_list see_ledger keep_draft     | all         | all               | all
change_password                            | all         | all               | all
"""
WORDS = {
    "no": Scope.NONE,
    "key": Scope.KEY_CHILDREN,
    "key + cover": Scope.KEY_AND_COVER,
    "rooms": Scope.ROOMS,
    "all": Scope.ALL,
}


def rows() -> list[tuple[Role, Act, bool, Scope]]:
    """Every role, act and profile with the scope that the table gives."""
    found: list[tuple[Role, Act, bool, Scope]] = []
    for line in TABLE.strip().splitlines():
        acts, *cells = (cell.strip() for cell in line.split("|"))
        for act in acts.split():
            for role, cell in zip((P, L, M), cells, strict=True):
                word, _, asks = cell.partition(", ")
                for profile_says_so in (False, True):
                    scope = WORDS[word] if profile_says_so or not asks else Scope.NONE
                    found.append((role, Act(act), profile_says_so, scope))
    return found


def staff(role: Role, *rooms: str, active: bool = True) -> Staff:
    return Staff(
        id="me",
        created_at=NOW,
        created_by="me",
        changed_at=NOW,
        changed_by="me",
        name="Ana Reyes",
        role=role,
        active=active,
        room_ids=rooms,
    )


def test_the_table_speaks_of_every_act_once() -> None:
    named = [(role, act, says) for role, act, says, _ in rows()]
    assert len(named) == len(set(named)) == len(Role) * len(Act) * 2


@pytest.mark.parametrize(("role", "act", "profile_says_so", "scope"), rows())
def test_the_table(role: Role, act: Act, profile_says_so: bool, scope: Scope) -> None:
    assert scope_of(role, act, room_leader_may_send=profile_says_so) is scope
    if act not in (Act.APPROVE_EXPORT, Act.SEND) or role is not L:
        assert scope_of(role, act) is scope
    # What each word of the table means, child by child.
    me = staff(role, "ladybirds")
    for about, reached_by in (
        (About(room_id="ladybirds", key_person_id="other"), {"rooms", "all"}),
        (About(room_id="bumblebees", key_person_id="me"), {"key", "key + cover", "all"}),
        (About(room_id="ladybirds", key_person_id="me"), {"key", "key + cover", "rooms", "all"}),
        (About(room_id="hedgehogs", key_person_id="other"), {"key + cover", "all"}),
        (About(room_id="bumblebees", key_person_id=None), {"all"}),
        (About(room_id=None, key_person_id=None), {"all"}),
        (None, set(WORDS) - {"no"}),
    ):
        allowed = permits(
            me,
            act,
            about,
            cover_rooms=["hedgehogs"],
            room_leader_may_send=profile_says_so,
        )
        assert allowed is (scope in {WORDS[word] for word in reached_by})


def test_a_practitioner_signs_only_her_own_key_children_even_while_covering() -> None:
    covered = About(room_id="hedgehogs", key_person_id="other")
    me = staff(P)
    assert permits(me, Act.WRITE_REVIEW, covered, cover_rooms=["hedgehogs"])
    assert not permits(me, Act.SIGN_REVIEW, covered, cover_rooms=["hedgehogs"])
    assert not permits(me, Act.WRITE_REVIEW, covered)  # the cover has ended


def test_room_names_given_to_a_practitioner_open_nothing() -> None:
    assert not permits(
        staff(P, "ladybirds"), Act.SEE_CHILD, About(room_id="ladybirds", key_person_id=None)
    )


def test_cover_opens_nothing_to_a_room_leader() -> None:
    covered = About(room_id="hedgehogs", key_person_id="other")
    assert not permits(staff(L), Act.SEE_CHILD, covered, cover_rooms=["hedgehogs"])


def test_just_me_is_all_three() -> None:
    me = staff(M)
    anyone = About(room_id=None, key_person_id=None)
    assert all(permits(me, act, anyone) for act in Act)


abouts = st.none() | st.builds(
    About,
    room_id=st.none() | st.sampled_from(["a", "b"]),
    key_person_id=st.none() | st.sampled_from(["me", "other"]),
)


@given(st.sampled_from(Role), st.sampled_from(Act), abouts, st.booleans())
def test_who_has_left_may_do_nothing(role: Role, act: Act, about: About | None, says: bool) -> None:
    gone = staff(role, "a", "b", active=False)
    assert not permits(gone, act, about, cover_rooms=["a", "b"], room_leader_may_send=says)


@given(st.sampled_from(Act), abouts, st.booleans())
def test_a_manager_may_do_all_that_the_others_may(
    act: Act, about: About | None, says: bool
) -> None:
    for role in (P, L):
        if permits(staff(role, "a"), act, about, cover_rooms=["b"], room_leader_may_send=says):
            assert permits(staff(M), act, about)
