"""Finding a child from anywhere."""

from datetime import timedelta

import pytest

from ir_desktop.domain.people import Child
from ir_desktop.services import children
from ir_desktop.services.finder import find_children
from ir_desktop.services.session import Session
from tests.services.nursery import TODAY, child_named


def names(session: Session, typed: str) -> list[str]:
    return [each.name for each in find_children(session, typed)]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("zof", "Zofia Kowalska"),
        ("kowalska zof", "Zofia Kowalska"),
        ("OBRIEN", "Saoirse O’Brien"),
        ("nguyen", "Nguyễn Thị Minh Khai"),
        ("khai", "Nguyễn Thị Minh Khai"),
        ("cholmond", "Oliver Featherstonehaugh-Cholmondeley"),
        ("ελενη", "Ελένη Παπαδοπούλου"),
        ("eleni", "Ελένη Παπαδοπούλου"),
        ("дмитро", "Дмитро Шевченко"),
        ("العلي", "محمد العلي"),
        ("小", "王 小明"),
        ("garcia fuente", "María José García de la Fuente"),
    ],
)
def test_by_any_part_of_any_name(manager: Session, typed: str, name: str) -> None:
    assert names(manager, typed)[0] == name


def test_by_nhs_number_and_by_date_of_birth(manager: Session) -> None:
    zofia = child_named(manager, "Zofia")
    spaced = f"{zofia.nhs_number[:3]} {zofia.nhs_number[3:6]} {zofia.nhs_number[6:]}"
    assert names(manager, spaced) == ["Zofia Kowalska"]
    assert "Zofia Kowalska" in names(manager, zofia.nhs_number[4:])
    born = zofia.date_of_birth
    for typed in (f"{born:%d/%m/%Y}", f"{born.day} {born:%B %Y}", born.isoformat()):
        found = find_children(manager, typed)
        assert zofia.id in {each.child_id for each in found}
        assert {each.date_of_birth for each in found} == {born}


@pytest.mark.parametrize("typed", ["", "  ", "’", "zzzz", "\ud800", "%", "_", "' OR 1=1 --"])
def test_nobody_is_found_by_nothing(manager: Session, typed: str) -> None:
    assert find_children(manager, typed) == []


def test_a_known_name_is_told_and_who_left_comes_last(manager: Session) -> None:
    (khai,) = find_children(manager, "khai")
    assert (khai.known_as, khai.left) == ("Khai", False)
    leo = child_named(manager, "Leo")
    children.add_child(
        manager, given_name="Leola", family_name="Zed", date_of_birth=leo.date_of_birth
    )
    found = find_children(manager, "leo")
    assert [(each.name, each.left) for each in found] == [
        ("Leola Zed", False),
        ("Leo Campbell", True),
    ]
    assert found[0].known_as == ""


def test_at_most_twenty(manager: Session) -> None:
    with manager.store.transaction() as records:
        like = records.find(Child)[0]
        from dataclasses import replace

        records.add_many([replace(like, id=f"id{n}", given_name=f"Zed{n:02d}") for n in range(30)])
    found = find_children(manager, "zed")
    assert [each.name for each in found] == [f"Zed{n:02d} Kowalska" for n in range(20)]
    assert len(find_children(manager, "zed", most=5)) == 5


def test_only_ones_own_children_are_found(practitioner: Session) -> None:
    mine = {each.id for each in children.list_children(practitioner, include_left=True)}
    assert mine
    for letter in "aeiou":
        assert {each.child_id for each in find_children(practitioner, letter)} <= mine
    with practitioner.store.reading() as records:
        others = [each for each in records.find(Child) if each.id not in mine]
    for each in others:
        hits = find_children(practitioner, each.nhs_number)
        assert each.id not in {hit.child_id for hit in hits}
        born = each.date_of_birth + timedelta(0)
        hits = find_children(practitioner, born.isoformat())
        assert {hit.child_id for hit in hits} <= mine
    assert others
    assert practitioner.today == TODAY
