"""NHS ethnic categories."""

import pytest

from ir_desktop import paths
from ir_desktop.domain.ethnic_groups import FILE, parse_ethnic_groups
from ir_desktop.errors import Invalid

TEXT = paths.resource("instruments", FILE).read_text("utf-8")
GROUPS = parse_ethnic_groups(TEXT)


def test_the_codes() -> None:
    assert [each.code for each in GROUPS.groups] == [*"ABCDEFGHJKLMNPRSZ", "99"]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("A", "A"),
        ("a", "A"),
        ("99", "99"),
        ("White - British", "A"),
        ("white british", "A"),
        ("White: British", "A"),
        ("Asian or Asian British, Indian", "H"),
        ("Pakistani", "J"),
        ("Black Caribbean", "M"),
        ("Any other mixed background", "G"),
        ("Prefer not to say", "Z"),
        ("Not known", "99"),
    ],
)
def test_ways_of_writing(written: str, code: str) -> None:
    assert GROUPS.parse(written) == code


@pytest.mark.parametrize("written", ["", "-", "I", "Q", "British Asian", "100"])
def test_refused(written: str) -> None:
    with pytest.raises(Invalid, match=r"ethnic_group: .*NHS ethnic category"):
        GROUPS.parse(written)


def test_labels() -> None:
    assert GROUPS.label("R") == "Chinese"
    assert GROUPS.label("?") == "?"


def test_bad_data_is_named() -> None:
    with pytest.raises(Invalid) as caught:
        parse_ethnic_groups(
            TEXT.replace("B,White,Irish", "B,White,British").replace("R,Other", ",Other")
        )
    assert [problem.field for problem in caught.value.problems] == [
        f"{FILE} row 16, code",
        f"{FILE}, B",
        f"{FILE}, B",
    ]
