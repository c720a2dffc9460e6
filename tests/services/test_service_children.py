"""Children, their families, the due list and the papers."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from ir_desktop.documents.text import MissingGlyph
from ir_desktop.domain.people import Child, FamilyLink, Role
from ir_desktop.domain.records import Source
from ir_desktop.errors import Invalid, NotFound, Refused
from ir_desktop.services import children, due, papers
from ir_desktop.services.session import Session
from tests.services.family_hands import fields
from tests.services.nursery import TODAY, Clock, Nursery, child_named, records_of

BORN = date(2024, 5, 3)


def test_a_child_is_added_with_texts_cleaned(manager: Session) -> None:
    child = children.add_child(
        manager,
        given_name="  Wren\u200b ",
        family_name="Hart\nley",
        date_of_birth=BORN,
        nhs_number="999 000 0018",
        postcode="ea19zz",
    )
    assert (child.given_name, child.family_name) == ("Wren", "Hart ley")
    assert (child.nhs_number, child.nhs_number_source) == ("9990000018", Source.PARENT)
    assert child.postcode == "EA1 9ZZ"
    assert children.child_page(manager, child.id).child == child


def test_every_problem_of_a_child_is_told_at_once(manager: Session) -> None:
    before = records_of(manager)
    with pytest.raises(Invalid) as caught:
        children.add_child(
            manager,
            given_name=" ",
            family_name="x" * 500,
            date_of_birth=date(2030, 1, 1),
            nhs_number="9990000010",
            postcode="nowhere",
            weeks_early=40,
        )
    assert set(fields(caught.value)) >= {
        "given_name",
        "family_name",
        "date_of_birth",
        "nhs_number",
        "postcode",
        "weeks_early",
    }
    with pytest.raises(Invalid) as caught:
        children.edit_child(
            manager,
            child_named(manager, "Kofi").id,
            room_id="x",
            key_person_id="y",
            health_team_id="z",
        )
    assert fields(caught.value) == ["room_id", "key_person_id", "health_team_id"]
    assert records_of(manager) == before


def test_a_practitioner_adds_only_children_of_their_own(practitioner: Session) -> None:
    details = {"given_name": "Wren", "family_name": "Hartley", "date_of_birth": BORN}
    with pytest.raises(Invalid, match="key_person_id: Make yourself the key person"):
        children.add_child(practitioner, **details)
    mine = children.add_child(practitioner, **details, key_person_id=practitioner.staff.id)
    assert mine in children.list_children(practitioner)


def test_each_role_sees_its_own_children(nursery: Nursery) -> None:
    seen: dict[Role, set[str]] = {}
    for role in Role:
        with nursery.signed_in(role) as session:
            seen[role] = {each.id for each in children.list_children(session)}
            assert {each.child_id for each in due.list_due(session)} <= seen[role]
            assert all(children.child_page(session, each).child for each in seen[role])
    assert seen[Role.PRACTITIONER] < seen[Role.MANAGER]
    assert seen[Role.ROOM_LEADER] < seen[Role.MANAGER]


def test_who_has_left_is_listed_only_when_asked_for(manager: Session, clock: Clock) -> None:
    leo = child_named(manager, "Leo")
    assert leo not in children.list_children(manager)
    assert leo in children.list_children(manager, include_left=True)
    kofi = children.edit_child(manager, child_named(manager, "Kofi").id, leaving_date=TODAY)
    assert kofi in children.list_children(manager)  # the last day is still a day here
    clock.forward(days=1)
    assert kofi not in children.list_children(manager)


def test_children_are_listed_by_name_in_any_case(manager: Session) -> None:
    for family in ("ábel", "Abel", "zz"):
        children.add_child(manager, given_name="A", family_name=family, date_of_birth=BORN)
    listed = [each.family_name for each in children.list_children(manager)]
    assert listed.index("Abel") < listed.index("Clarke") < listed.index("zz")


def test_a_carer_can_be_of_several_children_but_once_of_each(manager: Session) -> None:
    kofi, zofia = child_named(manager, "Kofi").id, child_named(manager, "Zofia").id
    carer = children.add_carer(
        manager, kofi, relationship=" Father ", name="Yaw Mensah", phone="01632 960 001"
    )
    again = children.add_carer(manager, zofia, relationship="uncle", carer_id=carer.id)
    assert again == carer
    with pytest.raises(Refused, match="in the child’s list already"):
        children.add_carer(manager, kofi, relationship="father", carer_id=carer.id)
    with pytest.raises(NotFound):
        children.add_carer(manager, kofi, relationship="father", carer_id="nobody")
    with pytest.raises(Invalid, match="relationship: This is too long"):
        children.add_carer(manager, kofi, relationship="x" * 300, name="Z")
    with pytest.raises(Invalid, match="name: Type the parent"):
        children.add_carer(manager, kofi, relationship="father", name=" . ")
    family = children.child_page(manager, kofi).family
    assert [(each.carer.name, each.link.relationship) for each in family] == [
        ("Abena Mensah", "mother"),
        ("Yaw Mensah", "Father"),
    ]


def test_twins_share_their_family(manager: Session) -> None:
    with manager.store.reading() as records:
        noah, ivy = (records.find(Child, given_name=name)[0] for name in ("Noah", "Ivy"))
        links = [
            {each.carer_id for each in records.find(FamilyLink, child_id=twin.id)}
            for twin in (noah, ivy)
        ]
    assert links[0] == links[1] != set()


@pytest.mark.parametrize("day", [date.min, date(1900, 1, 1), date(2090, 1, 1), date.max])
def test_a_day_far_away_is_a_slip(day: date, manager: Session) -> None:
    with pytest.raises(Invalid, match="on: Choose a day within 50 years"):
        due.list_due(manager, on=day)


def test_the_due_list_of_any_near_day_can_be_made(manager: Session) -> None:
    for years in (-50, -3, 0, 1, 50):
        due.list_due(manager, on=TODAY.replace(year=TODAY.year + years))
    assert due.list_due(manager, on=TODAY) == due.list_due(manager)


def test_who_declined_is_not_asked_for_a_form_but_has_the_check(manager: Session) -> None:
    rows = {(each.name, each.item.value) for each in due.list_due(manager)}
    assert ("Amina Rahman", "progress_check") in rows
    assert ("Zofia Kowalska", "progress_check") not in rows  # signed off


def test_every_paper_of_every_child_is_printed_or_names_the_character(manager: Session) -> None:
    printed: dict[str, str] = {}
    for child in children.list_children(manager, include_left=True):
        try:
            made = papers.print_all(manager, child.id)
        except MissingGlyph as error:
            printed[child.given_name] = error.sentence
            continue
        for each in made:
            pages = PdfReader(io.BytesIO(each.pdf)).pages
            assert len(pages) == each.pages >= 1
        printed[child.given_name] = " ".join(each.kind for each in made)
    assert "parents_summary" in printed["Zofia"]
    stopped = {name: words for name, words in printed.items() if "U+" in words}
    assert set(stopped) == {"محمد", "王"}
    assert "Arabic letters" in stopped["محمد"]
    assert "محمد" not in stopped["محمد"]


def test_a_paper_that_is_not_there_is_refused(manager: Session) -> None:
    kofi = child_named(manager, "Kofi").id
    with pytest.raises(Refused, match="no summary yet"):
        papers.print_paper(manager, kofi, papers.SUMMARY)
    with pytest.raises(Refused, match="no paper of this kind"):
        papers.print_paper(manager, kofi, "poster")
    with manager.store.reading() as records:
        amina = records.find(Child, given_name="Amina")[0].id
        assert [(each.kind, each.draft) for each in papers.list_papers(records, amina)] == [
            (papers.INVITATION, False),
            (papers.SUMMARY, True),
        ]


def test_a_letter_that_must_not_be_posted_has_no_address(manager: Session) -> None:
    kofi = child_named(manager, "Kofi").id

    def text() -> str:
        made = papers.print_paper(manager, kofi, papers.INVITATION)
        return "".join(each.extract_text() for each in PdfReader(io.BytesIO(made.pdf)).pages)

    assert "Orchard Road" in text()
    children.add_carer(manager, kofi, relationship="father", name="Yaw", safe_to_post=False)
    assert "Orchard Road" not in text()
