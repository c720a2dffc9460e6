import io
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from pypdf import PdfReader

from ir_desktop.documents.facts import InvitationFacts
from ir_desktop.documents.letter import Cancelled, invitation, invitations
from ir_desktop.documents.printed import Printed
from ir_desktop.documents.text import MissingGlyph
from ir_desktop.documents.tokens import MM, PAGE_HEIGHT
from ir_desktop.errors import Refused

Pages = Callable[[Printed], list[str]]


def _many(facts: InvitationFacts, count: int) -> list[InvitationFacts]:
    return [
        replace(facts, child=replace(facts.child, given_name=f"Child{number}"))
        for number in range(1, count + 1)
    ]


def test_the_letter_says_what_helps_a_family_come(
    invitation_facts: InvitationFacts, pages_of: Pages
) -> None:
    printed = invitation(invitation_facts)
    assert (printed.kind, printed.pages) == ("invitation", 1)
    (page,) = pages_of(printed)
    for words in (
        "14 August 2026",
        "Dear Anna Kowalska and Piotr Kowalski,",
        "Come and talk about Zofia",
        "Every two-year-old is entitled to a review.",
        "It is not a test, and no one can pass or fail.",
        "We would like to meet you on Thursday 10 September 2026.",
        "You will meet Grace, who knows Zofia well here.",
        "Do not worry if Zofia has not tried some of them yet.",
        "Zofia’s red book",
        "We only share it with the Eastfield health visiting team if you say yes.",
        "Would you like an interpreter?",
        "Ring us on 01632 960 142, or tell Grace when you come in.",
        "Grace, Willow Lane Nursery",
    ):
        assert words in page
    assert "Draft" not in page


def test_what_is_not_known_is_left_out(invitation_facts: InvitationFacts, pages_of: Pages) -> None:
    facts = replace(
        invitation_facts,
        setting=replace(invitation_facts.setting, phone="", email=""),
        carer_names=(),
        planned_on=None,
        key_person="",
        health_team="",
        interpreter_offer=False,
    )
    (page,) = pages_of(invitation(facts))
    assert "The family of Zofia Kowalska" in page
    assert "Dear family," in page
    assert "When can you come?" in page
    assert "Tell us when you come in." in page
    for words in ("interpreter", "You will meet", "share it with", "e-mail", "Ring"):
        assert words not in page


def _placed(printed: Printed) -> list[tuple[str, float, float]]:
    found: list[tuple[str, float, float]] = []

    def visit(text, _cm, tm, _font, _size) -> None:
        if text.strip():
            found.append((text.strip(), tm[4], tm[5]))

    PdfReader(io.BytesIO(printed.pdf)).pages[0].extract_text(visitor_text=visit)
    return found


def test_the_window_shows_the_address_and_nothing_else(
    invitation_facts: InvitationFacts,
) -> None:
    placed = _placed(invitation(invitation_facts))
    for line in (*invitation_facts.carer_names, *invitation_facts.address_lines):
        x, y = next((x, y) for text, x, y in placed if text == line)
        assert 20 * MM < x < 30 * MM
        assert 50 * MM < PAGE_HEIGHT - y < 81 * MM
    in_window = {
        text
        for text, x, y in placed
        if 20 * MM <= x <= 110 * MM and 46 * MM <= PAGE_HEIGHT - y <= 92 * MM
    }
    assert in_window == {*invitation_facts.carer_names, *invitation_facts.address_lines}


def test_an_address_of_nine_lines_still_shows(invitation_facts: InvitationFacts) -> None:
    lines = tuple(f"Line {number}" for number in range(1, 7))
    facts = replace(
        invitation_facts, carer_names=("A One", "B Two", "C Three"), address_lines=lines
    )
    placed = {text: y for text, _, y in _placed(invitation(facts))}
    assert PAGE_HEIGHT - placed["Line 6"] < 90 * MM
    assert placed["Line 6"] > placed["Dear A One, B Two and C Three,"] + 12


def test_long_names_still_make_one_page(invitation_facts: InvitationFacts) -> None:
    child = replace(
        invitation_facts.child,
        given_name="Maximiliana-Alexandrina",
        family_name="Featherstonehaugh-Cholmondeley",
    )
    facts = replace(
        invitation_facts,
        child=child,
        carer_names=(
            "Wilhelmina Featherstonehaugh-Cholmondeley",
            "Bartholomew Wolverhampton-Marjoribanks",
        ),
        key_person="Anastasia Papadopoulou-Harrington",
        draft=True,
    )
    assert invitation(facts).pages == 1


def test_a_draft_letter_says_so(invitation_facts: InvitationFacts, pages_of: Pages) -> None:
    (page,) = pages_of(invitation(replace(invitation_facts, draft=True)))
    assert page.startswith("Draft. This has not been sent.")


def test_fifty_letters_in_one_file(invitation_facts: InvitationFacts, pages_of: Pages) -> None:
    told: list[int] = []
    printed = invitations(_many(invitation_facts, 50), told.append, lambda: False)
    assert printed.pages == 50
    assert told == list(range(1, 51))
    pages = pages_of(printed)
    for number, page in enumerate(pages, 1):
        assert set(re.findall(r"Child\d+", page)) == {f"Child{number}"}
    single = pages_of(invitation(_many(invitation_facts, 50)[6]))
    assert pages[6] == single[0]
    assert len(printed.pdf) < 6_000 * 50  # the fonts and the mark are there once


def test_a_batch_is_the_same_each_time(invitation_facts: InvitationFacts) -> None:
    many = _many(invitation_facts, 3)
    assert invitations(many) == invitations(iter(many))


def test_a_stopped_batch_leaves_nothing(invitation_facts: InvitationFacts) -> None:
    told: list[int] = []
    with pytest.raises(Cancelled):
        invitations(_many(invitation_facts, 10), told.append, lambda: len(told) >= 4)
    assert told == [1, 2, 3, 4]


def test_a_letter_of_a_batch_that_cannot_be_printed_is_named(
    invitation_facts: InvitationFacts,
) -> None:
    many = _many(invitation_facts, 5)
    many[2] = replace(many[2], carer_names=("فاطمة",))
    with pytest.raises(MissingGlyph, match="Letter 3 of 5, the name or address") as caught:
        invitations(many)
    assert caught.value.code_point == ord("ف")


def test_no_letter_is_refused() -> None:
    with pytest.raises(Refused, match="There is no letter"):
        invitations([])


def test_the_file_itself_names_no_family(invitation_facts: InvitationFacts) -> None:
    reader = PdfReader(io.BytesIO(invitation(invitation_facts).pdf))
    assert reader.metadata is not None
    assert reader.metadata.title == "Invitation to the two-year review"
    written = " ".join(str(value) for value in reader.metadata.values())
    assert "Zofia" not in written
    assert "Kowalsk" not in written
