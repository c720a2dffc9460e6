import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.errors import Invalid
from ir_desktop.storage import recovery_code

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
codes = st.builds(recovery_code._spell, st.integers(0, (1 << 130) - 1))


def test_a_new_code_has_130_bits_in_seven_groups_and_reads_back() -> None:
    seen = {recovery_code.generate() for _ in range(200)}
    assert len(seen) == 200
    for code in seen:
        groups = code.split("-")
        assert [len(group) for group in groups] == [4] * 7
        assert set("".join(groups)) <= set(ALPHABET)
        assert len(recovery_code.secret_of(code)) == 17
        assert recovery_code.tidy(code) == code


@given(codes, st.data())
def test_spaces_dashes_case_and_look_alikes_do_not_matter(code: str, data: st.DataObject) -> None:
    look_alikes = {"0": "0Oo", "1": "1IiLl", "V": "VvUu"}
    typed = "".join(
        data.draw(st.sampled_from(look_alikes.get(letter, letter + letter.lower())))
        + data.draw(st.sampled_from(["", "", "", " ", "-", "\t", "\u2013", "\u00a0"]))
        for letter in code.replace("-", "")
    )
    assert recovery_code.secret_of(typed) == recovery_code.secret_of(code)
    assert recovery_code.tidy(typed) == code


@given(codes, st.integers(0, 27), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(code: str, at: int, letter: str) -> None:
    plain = code.replace("-", "")
    wrong = plain[:at] + letter + plain[at + 1 :]
    if wrong == plain:
        assert recovery_code.tidy(wrong) == code
    else:
        with pytest.raises(Invalid, match="mistyped"):
            recovery_code.secret_of(wrong)


@given(codes, st.integers(0, 26))
def test_two_swapped_neighbours_are_noticed(code: str, at: int) -> None:
    plain = code.replace("-", "")
    swapped = plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :]
    if swapped == plain:
        assert recovery_code.tidy(swapped) == code
    else:
        with pytest.raises(Invalid, match="mistyped"):
            recovery_code.secret_of(swapped)


@given(st.text())
def test_any_text_is_a_code_or_a_plain_sentence(text: str) -> None:
    with pytest.raises(Invalid) as told:
        recovery_code.secret_of(text)
    assert told.value.problems[0].field == "recovery_code"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "28 characters and this has 0"),
        ("ABCD-EFGH", "28 characters and this has 8"),
        ("ABCD!", "letters and digits"),
    ],
)
def test_what_is_wrong_is_said(typed: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        recovery_code.tidy(typed)
