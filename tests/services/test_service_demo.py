"""The demo nursery: the same seed and day, the same people; all invented."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from ir_desktop.domain.nhs_number import parse_nhs_number
from ir_desktop.domain.people import Carer, Child, FamilyLink
from ir_desktop.services import checking, children, due, exports, sign_in
from ir_desktop.services.demo import make_demo
from ir_desktop.services.demo_people import demo_nhs_number
from ir_desktop.services.session import Session
from ir_desktop.storage.problems import StoreExists
from tests.services.nursery import TODAY, child_named, make_nursery


def people(folder: Path, seed: int, children_: int = 40, today: date = TODAY) -> list[object]:
    made = make_demo(folder, children=children_, seed=seed, today=today)
    slot = sign_in.find_slot(folder, made.staff[0].name)
    session = sign_in.sign_in(folder, slot, made.staff[0].password)
    with session.store.reading() as records:
        found: list[object] = [(each.name, each.password) for each in made.staff]
        found += [
            (each.full_name, each.date_of_birth, each.nhs_number, each.start_date, each.address)
            for each in records.find(Child)
        ]
        found += [(each.name, each.phone) for each in records.find(Carer)]
    session.close()
    return found


def test_the_same_seed_and_day_give_the_same_people(tmp_path: Path) -> None:
    first = people(tmp_path / "a", 7)
    assert people(tmp_path / "b", 7) == first
    assert people(tmp_path / "c", 8) != first
    assert people(tmp_path / "d", 7, today=TODAY + timedelta(days=40)) != first


def test_no_two_children_share_a_number_and_all_are_of_nobody() -> None:
    serials = [*range(3_000), *range(70_000, 80_000), *range(195_000, 200_000), 800_000]
    numbers = [demo_nhs_number(each) for each in serials]
    assert len(set(numbers)) == len(numbers)
    for number in numbers:
        assert number.startswith("999")
        assert parse_nhs_number(number) == number


def test_it_has_every_kind_of_family_that_programs_forget(manager: Session) -> None:
    with manager.store.reading() as records:
        found = {each.given_name: each for each in records.find(Child)}
        carers = {
            name: len(records.find(FamilyLink, child_id=child.id)) for name, child in found.items()
        }
    noah, ivy = found["Noah"], found["Ivy"]
    assert noah.date_of_birth == ivy.date_of_birth
    assert noah.weeks_early == ivy.weeks_early == 9
    assert found["Sukarno"].family_name == ""
    assert found["Leo"].leaving_date is not None
    assert found["Leo"].leaving_date < manager.today
    assert found["Rhys"].check_elsewhere
    assert found["Amina"].interpreter_needed
    assert {"Ελένη", "Дмитро", "محمد", "王", "Nguyễn"} <= set(found)
    assert min(carers.values()) >= 1
    assert carers["Saoirse"] == 2
    assert all(parse_nhs_number(each.nhs_number).startswith("999") for each in found.values())
    assert due.list_due(manager)
    assert checking.verify_audit(manager).findings == ()
    assert exports.ledger(manager) == []
    assert child_named(manager, "Zofia").health_team_id is None


@pytest.mark.parametrize("number", [0, 1, 2, 11, 12])
def test_a_store_of_hardly_anybody_works(number: int, tmp_path: Path) -> None:
    nursery = make_nursery(tmp_path / "store", children=number)
    with nursery.signed_in() as session:
        assert len(children.list_children(session, include_left=True)) == number
        due.list_due(session)
        assert checking.verify_audit(session).findings == ()


def test_a_large_one_is_quick_to_make_and_whole(tmp_path: Path) -> None:
    told: list[str] = []
    make_demo(tmp_path / "store", children=3_000, today=TODAY, progress=told.append)
    assert len(told) == 3
    assert (tmp_path / "store" / "records.db").stat().st_size > 1_000_000


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").touch()
    with pytest.raises(StoreExists):
        make_demo(tmp_path, children=1, today=TODAY)


def test_any_day_of_the_year_will_do(tmp_path: Path) -> None:
    for number, today in enumerate((date(2028, 2, 29), date(2027, 12, 31), date(2027, 3, 1))):
        made = make_demo(tmp_path / str(number), children=17, today=today)
        assert len(made.staff) == 3
