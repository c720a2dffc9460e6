"""The instrument's data: what ships is whole, and bad data is named."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ir_desktop import paths
from ir_desktop.domain.ages import Age
from ir_desktop.domain.asq3_data import (
    CUTOFFS_FILE,
    FILES,
    OVERALL_FILE,
    SNOMED_FILE,
    WINDOWS_FILE,
    Area,
    Certainty,
    FollowUpOn,
    parse_instrument,
)
from ir_desktop.errors import Invalid

TEXTS = {name: paths.resource("instruments", name).read_text("utf-8") for name in FILES}


def refusals(changed: Mapping[str, str]) -> list[str]:
    with pytest.raises(Invalid) as caught:
        parse_instrument(TEXTS | dict(changed))
    return [str(problem) for problem in caught.value.problems]


def edited(file: str, old: str, new: str) -> dict[str, str]:
    assert old in TEXTS[file]
    return {file: TEXTS[file].replace(old, new, 1)}


def test_what_ships() -> None:
    instrument = parse_instrument(TEXTS)
    assert instrument.months == (
        *(2, 4, 6, 8, 9, 10, 12, 14, 16, 18, 20, 22, 24, 27, 30, 33, 36, 42, 48, 54, 60),
    )
    assert set(instrument.limits) == {(month, area) for month in instrument.months for area in Area}
    assert set(instrument.codes) == {(month, area) for month in (24, 27, 30) for area in Area}
    window = instrument.window(27)
    assert window is not None
    assert (window.start, window.end) == (Age(25, 16), Age(28, 15))
    assert instrument.window(25) is None
    limits = instrument.limits[24, Area.COMMUNICATION]
    assert limits.cutoff == Decimal("25.17")
    assert limits.confirmed
    assert not instrument.limits[27, Area.GROSS_MOTOR].confirmed
    assert limits.area.label == "Communication"


def test_nothing_lies_between_the_windows() -> None:
    windows = parse_instrument(TEXTS).windows
    for one, next_ in pairwise(windows):
        end_of_month = Age(one.end.months + 1, 0) if one.end.days == 30 else None
        following = end_of_month or Age(one.end.months, one.end.days + 1)
        assert next_.start <= following


def test_codes_have_their_check_digit() -> None:
    """SNOMED CT identifiers end in a Verhoeff check digit: a slip of copying shows."""
    swap = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)

    def multiply(a: int, b: int) -> int:  # in the dihedral group of ten
        if a < 5:
            return (a + b) % 5 if b < 5 else 5 + (a + b) % 5
        return 5 + (a - b) % 5 if b < 5 else (a - b) % 5

    for code in parse_instrument(TEXTS).codes.values():
        total = 0
        for place, digit in enumerate(map(int, reversed(code.code))):
            for _ in range(place):
                digit = swap[digit]
            total = multiply(total, digit)
        assert total == 0
        assert code.system == "http://snomed.info/sct"


def test_overall_topics() -> None:
    topics = {each.topic: each for each in parse_instrument(TEXTS).topics}
    on_no = {topic for topic, each in topics.items() if each.follow_up_on is FollowUpOn.NO}
    assert on_no == {"hearing", "talking", "understood", "walking"}
    assert set(topics) - on_no == {"family_hearing_loss", "vision", "medical", "behaviour", "other"}
    assert topics["hearing"].needs_follow_up("no")
    assert not topics["hearing"].needs_follow_up("yes")
    assert topics["vision"].needs_follow_up("yes")
    assert not topics["vision"].needs_follow_up(None)


def test_a_manager_confirms_a_limit() -> None:
    shipped = parse_instrument(TEXTS)
    key = (27, Area.GROSS_MOTOR)
    confirmed = shipped.confirming({key: 40})
    assert confirmed.limits[key].confirmed
    assert confirmed.limits[key].monitoring_upper == 40
    assert confirmed.limits[key].lowest_on_schedule == 45
    assert not shipped.limits[key].confirmed
    assert confirmed.limits[27, Area.FINE_MOTOR] == shipped.limits[27, Area.FINE_MOTOR]


@pytest.mark.parametrize(
    ("month", "upper"), [(25, 35), (27, 36), (27, 25), (27, 60), (27, -5), (27, 65)]
)
def test_a_wrong_confirmation_is_refused(month: int, upper: int) -> None:
    with pytest.raises(Invalid, match=f"{month} months, Gross motor: .*multiple of 5"):
        parse_instrument(TEXTS).confirming({(month, Area.GROSS_MOTOR): upper})


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (WINDOWS_FILE, "24,23,0,25,15", "24,23,0,22,15", "row 14, to_months"),
        (WINDOWS_FILE, "24,23,0", "x,23,0", "row 14, questionnaire_month"),
        (WINDOWS_FILE, "24,23,0", "24,23,31", "row 14, from_days"),
        (WINDOWS_FILE, "24,23,0,25,15,VERIFIED", "24,23,0,25,15,SURE", "row 14, certainty"),
        (WINDOWS_FILE, "24,23,0,25,15,VERIFIED", "24,23,0,25,15", "row 14: This row must have 6"),
        (
            WINDOWS_FILE,
            "24,23,0",
            "22,23,0",
            "row 14, questionnaire_month: This row is there twice",
        ),
        (WINDOWS_FILE, "from_months", "months", "row 1: The headings must be"),
        (CUTOFFS_FILE, "24,Communication,25.17", "24,Communication,-1", "row 62, cutoff"),
        (CUTOFFS_FILE, "24,Communication,25.17", "24,Communication,61", "row 62, cutoff"),
        (CUTOFFS_FILE, "24,Communication,25.17", "24,Communication,NaN", "row 62, cutoff"),
        (
            CUTOFFS_FILE,
            "24,Communication,25.17,35,40",
            "24,Communication,25.17,40,40",
            "monitoring",
        ),
        (
            CUTOFFS_FILE,
            "24,Communication,25.17,35,40",
            "24,Communication,25.17,25,40",
            "monitoring",
        ),
        (CUTOFFS_FILE, "24,Communication", "24,Speaking", "row 62, area"),
        (SNOMED_FILE, "953211000000100", "95x", "row 2, sctid"),
        (SNOMED_FILE, "http://snomed.info/sct", "", "row 2, system: This is empty"),
        (OVERALL_FILE, "hearing,Hearing,no", "hearing,Hearing,maybe", "row 2, follow_up_answer"),
    ],
)
def test_bad_data_is_named(file: str, old: str, new: str, says: str) -> None:
    found = refusals(edited(file, old, new))
    assert len(found) == 1
    assert found[0].startswith(file)
    assert says in found[0]


def test_a_form_without_its_areas_is_named() -> None:
    row = next(line for line in TEXTS[CUTOFFS_FILE].splitlines() if line.startswith("33,Gross"))
    assert refusals(edited(CUTOFFS_FILE, row + "\n", "")) == [
        f"{CUTOFFS_FILE}, 33 months, Gross motor: "
        "Each form needs one window and one row for each area."
    ]


def test_every_problem_at_once() -> None:
    changed = edited(WINDOWS_FILE, "24,23,0", "x,23,0") | {SNOMED_FILE: "", OVERALL_FILE: '"'}
    files = [problem.split(" ")[0].rstrip(":") for problem in refusals(changed)]
    assert files == [WINDOWS_FILE, SNOMED_FILE, OVERALL_FILE]


def test_headings_alone_are_a_problem() -> None:
    heading = TEXTS[OVERALL_FILE].splitlines()[0]
    assert refusals({OVERALL_FILE: heading + "\n"}) == [
        f"{OVERALL_FILE}: There are no rows under the headings."
    ]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(FILES), st.text(max_size=40), st.integers(0, 6000))
def test_any_text_is_read_or_refused(file: str, text: str, place: int) -> None:
    whole = TEXTS[file][:place] + text + TEXTS[file][place + len(text) :]
    try:
        instrument = parse_instrument(TEXTS | {file: whole})
    except Invalid as error:
        fields = [problem.field for problem in error.problems]
    else:
        fields = [FILES[0]]
        assert set(instrument.limits) == {(m, area) for m in instrument.months for area in Area}
    assert all(field.startswith(tuple(FILES)) for field in fields)


def test_certainty_is_what_the_file_says() -> None:
    limits = parse_instrument(TEXTS).limits
    assert limits[33, Area.FINE_MOTOR].monitoring_certainty is Certainty.UNCERTAIN
    assert limits[33, Area.FINE_MOTOR].note.startswith("grey at 20")
