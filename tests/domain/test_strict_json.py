"""Reading JSON that somebody else wrote."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.domain.strict_json import read_object
from ir_desktop.errors import Invalid

finite = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=10,
)


@given(st.dictionaries(st.text(max_size=4), finite, max_size=4))
def test_what_was_written_is_read(value: dict[str, object]) -> None:
    assert read_object(json.dumps(value)) == value


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not JSON: look at line 1, character 1"),
        ("{", "not JSON"),
        ("[]", "one object"),
        ("null", "one object"),
        ('"a"', "one object"),
        ('{"a": 1, "a": 1}', "same name twice"),
        ('{"b": {"a": 1, "a": 2}}', "same name twice"),
        ('{"a": NaN}', "finite"),
        ('{"a": -Infinity}', "finite"),
        ('{"a": 1e999}', "finite"),
        ('{"a": ' + "9" * 31 + "}", "finite"),
        ('{"a": ' + "9" * 5000 + "}", "finite"),
        ('{"a": 0.' + "1" * 40 + "}", "finite"),
        ('{"a": ' + "[" * 200_000 + "]" * 200_000 + "}", "nested"),
        (" " * 1_000_001, "too long"),
    ],
)
def test_refused(text: str, says: str) -> None:
    with pytest.raises(Invalid, match=says) as caught:
        read_object(text, field="map")
    assert caught.value.problems[0].field == "map"


def test_fractions_are_read() -> None:
    assert read_object('{"a": 1.5}') == {"a": 1.5}


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        value = read_object(text)
    except Invalid:
        return
    assert json.loads(text) == value
