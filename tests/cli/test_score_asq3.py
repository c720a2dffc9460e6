"""The scoring from outside."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ir_desktop import paths
from ir_desktop.cli import score_asq3
from ir_desktop.errors import Invalid

INSTRUMENT = score_asq3.load_instrument()
AREAS = ("communication", "gross_motor", "fine_motor", "problem_solving", "personal_social")
ROOT = Path(__file__).parents[2]


def given_input(**changes: Any) -> dict[str, Any]:
    answers: dict[str, Any] = {area: ["Y", "S", "N", None, "Y", "Y"] for area in AREAS}
    answers |= changes.pop("areas", {})
    whole: dict[str, Any] = {
        "date_of_birth": "2024-06-01",
        "weeks_early": 0,
        "completed_on": "2026-09-10",
        "questionnaire": None,
        "answers": answers,
    }
    return whole | changes


def run(**changes: Any) -> dict[str, Any]:
    return score_asq3.run(json.dumps(given_input(**changes)), INSTRUMENT)


def problems(text: str) -> list[str]:
    with pytest.raises(Invalid) as caught:
        score_asq3.run(text, INSTRUMENT)
    return [str(problem) for problem in caught.value.problems]


def main(text: str, *argv: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    status = score_asq3.main(argv, io.StringIO(text), out, err)
    return status, out.getvalue(), err.getvalue()


def test_the_published_example() -> None:
    result = run(questionnaire=27)
    areas = result.pop("areas")
    assert result == {
        "age": {"months": 27, "days": 9, "corrected": False},
        "questionnaire": 27,
        "in_window": True,
    }
    assert list(areas) == list(AREAS)
    assert areas["communication"] == {
        "score": 42.0,
        "answered": 5,
        "adjusted": True,
        "band": "at_or_above",
        "zone": "on_schedule",
        "zone_confirmed": True,
    }


def test_a_total_and_an_area_not_scored() -> None:
    left_out = ["Y", None, None, None, "Y", "Y"]
    areas = run(areas={"gross_motor": {"total": 25}, "fine_motor": left_out})["areas"]
    assert areas["gross_motor"] == {
        "score": 25.0,
        "answered": 6,
        "adjusted": False,
        "band": "below",
        "zone": "below_cutoff",
        "zone_confirmed": True,
    }
    assert areas["fine_motor"] == {
        "score": None,
        "answered": 3,
        "adjusted": False,
        "band": "not_scored",
        "zone": "not_scored",
        "zone_confirmed": False,
    }


def test_the_form_is_picked_or_the_reason_given() -> None:
    assert run(completed_on="2026-07-16")["questionnaire"] == 24
    nothing = run(completed_on="2024-06-20")
    assert nothing["questionnaire"] is None
    assert nothing["in_window"] is False
    assert nothing["reason"].startswith("No questionnaire fits 0 months 19 days")
    assert nothing["areas"] == {}


def test_a_named_form_outside_its_window_is_scored() -> None:
    result = run(questionnaire=24)
    assert (result["questionnaire"], result["in_window"]) == (24, False)
    assert result["areas"]["communication"]["score"] == 42.0


def test_corrected_age() -> None:
    early = run(weeks_early=4, completed_on="2026-05-31")
    assert early["age"] == {"months": 23, "days": 2, "corrected": True}
    late = run(weeks_early=4, completed_on="2026-06-01")
    assert late["age"] == {"months": 24, "days": 0, "corrected": False}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"date_of_birth": "2024-02-30"}, "date_of_birth: There is no such day."),
        ({"date_of_birth": "20240601"}, "date_of_birth: This must be a date such as 2024-06-01."),
        ({"date_of_birth": "0001-01-01"}, "date_of_birth: This must be a date such as 2024-06-01."),
        ({"date_of_birth": 20240601}, "date_of_birth: This must be a date such as 2024-06-01."),
        ({"date_of_birth": None}, "date_of_birth: This must be a date such as 2024-06-01."),
        ({"completed_on": "2024-05-31"}, "completed_on: This is before date_of_birth."),
        ({"weeks_early": True}, "weeks_early: This must be a whole number from 0 to 17."),
        ({"weeks_early": 18}, "weeks_early: This must be a whole number from 0 to 17."),
        ({"weeks_early": -1}, "weeks_early: This must be a whole number from 0 to 17."),
        ({"weeks_early": 3.0}, "weeks_early: This must be a whole number from 0 to 17."),
        ({"weeks_early": "3"}, "weeks_early: This must be a whole number from 0 to 17."),
        ({"weeks_early": None}, "weeks_early: This must be a whole number from 0 to 17."),
        ({"answers": []}, "answers: This must be an object with the five areas."),
        ({"answers": None}, "answers: This must be an object with the five areas."),
        ({"extra": 1}, "extra: There is no such field."),
        ({"no\u202ename": 1}, "input: There is no such field."),
        ({"areas": {"speech": []}}, "answers.speech: There is no such area."),
        ({"areas": {"fine_motor": []}}, "answers.fine_motor: This must have 6 answers."),
        ({"areas": {"fine_motor": ["Y"] * 7}}, "answers.fine_motor: This must have 6 answers."),
        ({"areas": {"fine_motor": 45}}, "answers.fine_motor: This must be 6 answers, or a total."),
        (
            {"areas": {"fine_motor": ["Y", "Y", "y", "Y", "Y", "Y"]}},
            "answers.fine_motor[2]: This must be Y, S, N or null.",
        ),
        (
            {"areas": {"fine_motor": ["Y", "Y", "Y", "Y", "Y", 10]}},
            "answers.fine_motor[5]: This must be Y, S, N or null.",
        ),
    ],
)
def test_bad_input_is_named(changes: dict[str, Any], says: str) -> None:
    text = json.dumps(given_input(**changes))
    assert problems(text) == [says]
    status, out, err = main(text)
    assert (status, out, err) == (1, "", says + "\n")


@pytest.mark.parametrize("form", [25, 0, -1, True, 27.0, "27", [], 10**25])
def test_a_form_that_is_not_there(form: object) -> None:
    found = problems(json.dumps(given_input(questionnaire=form)))
    assert len(found) == 1
    assert found[0].startswith("questionnaire: This must be null or one of 2, 4, 6,")


@pytest.mark.parametrize(
    "total",
    [
        {"total": 42},
        {"total": -5},
        {"total": 65},
        {"total": True},
        {"total": 45.0},
        {"total": "45"},
        {"total": None},
        {"sum": 45},
        {"total": 45, "more": 1},
        {},
    ],
)
def test_a_total_that_cannot_be(total: object) -> None:
    assert problems(json.dumps(given_input(areas={"fine_motor": total}))) == [
        "answers.fine_motor.total: This must be a multiple of 5 from 0 to 60."
    ]


@pytest.mark.parametrize("field", list(given_input()))
def test_a_missing_field(field: str) -> None:
    whole = given_input()
    del whole[field]
    assert problems(json.dumps(whole)) == [f"{field}: This is missing."]


@pytest.mark.parametrize("area", AREAS)
def test_a_missing_area(area: str) -> None:
    whole = given_input()
    del whole["answers"][area]
    assert problems(json.dumps(whole)) == [f"answers.{area}: This area is missing."]


def test_every_problem_at_once() -> None:
    found = problems('{"date_of_birth": "x", "weeks_early": 99, "answers": {"fine_motor": 1}}')
    fields = [problem.split(":")[0] for problem in found]
    assert fields == [
        "completed_on",
        "questionnaire",
        "date_of_birth",
        "weeks_early",
        "answers.communication",
        "answers.gross_motor",
        "answers.personal_social",
        "answers.problem_solving",
        "answers.fine_motor",
    ]


def test_two_answers_to_one_question_are_refused() -> None:
    text = json.dumps(given_input())
    twice = text.replace('"weeks_early": 0', '"weeks_early": 0, "weeks_early": 4')
    assert problems(twice) == ["input: The JSON gives the same name twice. Give each name once."]


def test_as_a_table() -> None:
    status, out, err = main(json.dumps(given_input(areas={"fine_motor": [None] * 6})), "--text")
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "Age           27 months 9 days"
    assert lines[1] == "Questionnaire 27 months"
    assert lines[3].split() == ["Communication", "42", "5", "at", "or", "above", "on", "schedule"]
    assert lines[4].endswith("on schedule (not confirmed)")
    assert lines[5].split() == ["Fine", "motor", "-", "0", "not", "scored", "not", "scored"]


def test_as_a_table_outside_the_window_and_without_a_form() -> None:
    _, out, _ = main(json.dumps(given_input(questionnaire=24)), "--text")
    assert "24 months (the age is outside its window)" in out
    early = given_input(completed_on="2024-06-20", weeks_early=3)
    _, out, _ = main(json.dumps(early), "--text")
    assert out.splitlines()[0] == "Age           0 months 0 days (corrected)"
    assert out.splitlines()[1].startswith("No questionnaire fits")


def test_help_and_wrong_usage() -> None:
    status, out, _ = main("", "--help")
    assert status == 0
    assert out.startswith("usage: ir-desktop score-asq3")
    assert main("", "in.json")[0] == 2
    assert "no arguments" in main("", "--nonsense")[2]


def test_without_the_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    status, out, err = main(json.dumps(given_input()))
    assert (status, out) == (1, "")
    assert "Install the program again" in err
    assert str(tmp_path) not in err


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf%s", b"%s"])
def test_bytes_are_read_as_utf8_whatever_the_system_says(data: bytes) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(data % json.dumps(given_input()).encode()), "ascii")
    out = io.StringIO()
    assert score_asq3.main([], stdin, out, io.StringIO()) == 0
    assert json.loads(out.getvalue())["questionnaire"] == 27


def test_bytes_that_are_no_text() -> None:
    err = io.StringIO()
    stdin = io.TextIOWrapper(io.BytesIO(b"\xff\xfe{}"))
    assert score_asq3.main([], stdin, io.StringIO(), err) == 1
    assert err.getvalue() == "input: The input is not UTF-8 text.\n"


def piped(data: bytes) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "ir_desktop.cli.score_asq3"]
    return subprocess.run(command, input=data, capture_output=True, check=False, cwd=ROOT)


def test_alone_through_real_pipes_with_a_byte_order_mark() -> None:
    done = piped(b"\xef\xbb\xbf" + json.dumps(given_input()).encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["questionnaire"] == 27


def test_alone_with_bad_input() -> None:
    done = piped(b"{}")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"date_of_birth: This is missing." in done.stderr


shape = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from("YSN") | st.text(),
    lambda inner: st.lists(inner, max_size=7) | st.dictionaries(st.sampled_from(AREAS), inner),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(st.fixed_dictionaries({}, optional={name: shape for name in [*given_input(), "odd"]}))
def test_any_shape_is_scored_or_refused(value: dict[str, Any]) -> None:
    status, out, err = main(json.dumps(given_input() | value))
    assert status in (0, 1)
    assert bool(out) == (status == 0)
    assert "Traceback" not in err


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_refused(text: str) -> None:
    status, out, err = main(text)
    assert (status, out) == (1, "")
    assert err
