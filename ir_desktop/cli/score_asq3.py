"""`ir-desktop score-asq3`: the scoring from outside, JSON in and JSON out, no store needed.

The shapes in and out are TARGETS "`score-asq3`", repeated in docs and in `HELP`.
"""

import json
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TextIO, cast

from ir_desktop import paths
from ir_desktop.domain import strict_json
from ir_desktop.domain.ages import MAX_WEEKS_EARLY, QuestionnaireAge, age_for_questionnaire
from ir_desktop.domain.asq3 import (
    ITEMS,
    Answer,
    Area,
    AreaResult,
    NoFit,
    pick_questionnaire,
    score_area,
    score_total,
)
from ir_desktop.domain.asq3_data import FILES, MAX_SCORE, Instrument, parse_instrument
from ir_desktop.errors import Invalid, Problem, invalid

HELP = """\
usage: ir-desktop score-asq3 [--text] < in.json

Scores an ASQ-3 from the answers on standard input and prints one JSON value.

in.json: {"date_of_birth": "2024-06-01", "weeks_early": 0, "completed_on": "2026-09-10",
          "questionnaire": 27 or null,
          "answers": {"communication": ["Y", "S", "N", null, "Y", "Y"],
                      "gross_motor": {"total": 45}, "fine_motor": [...],
                      "problem_solving": [...], "personal_social": [...]}}

With "questionnaire": null the form that fits the age is used.

options:
  --text      print a table instead of JSON
  -h, --help  show this help
"""

_FIELDS = ("date_of_birth", "weeks_early", "completed_on", "questionnaire", "answers")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEARS = range(1900, 2200)
_TOTALS = range(0, MAX_SCORE + 1, 5)
_ANSWERS = {answer.value: answer for answer in Answer}
_Entry = tuple[Answer | None, ...] | int


def main(argv: Sequence[str], stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    """Score what is on `stdin`; return the exit status: 0 done, 1 refused, 2 wrong usage."""
    if set(argv) & {"-h", "--help"}:
        stdout.write(HELP)
        return 0
    if set(argv) - {"--text"}:
        stderr.write("score-asq3 takes no arguments but --text and --help.\n")
        return 2
    try:
        result = run(_read(stdin), load_instrument())
    except Invalid as error:
        stderr.writelines(f"{problem}\n" for problem in error.problems)
        return 1
    except OSError:
        stderr.write("The program's ASQ-3 data cannot be read. Install the program again.\n")
        return 1
    stdout.write(as_text(result) if "--text" in argv else json.dumps(result) + "\n")
    return 0


def load_instrument() -> Instrument:
    """Return the instrument that ships. Raises OSError if its files are missing."""
    folder = paths.resource("instruments")
    return parse_instrument({name: (folder / name).read_text("utf-8") for name in FILES})


def run(text_in: str, instrument: Instrument) -> dict[str, Any]:
    """Return the result for the JSON text, ready for `json.dumps`.

    Raises `errors.Invalid` with every problem, each naming its field.
    """
    given = strict_json.read_object(text_in, field="input")
    problems = [
        Problem(name, "This is missing." if name in _FIELDS else "There is no such field.")
        for name in sorted({_safe(name) for name in set(given) ^ set(_FIELDS)})
    ]
    born = _date(given, "date_of_birth", problems)
    completed = _date(given, "completed_on", problems)
    weeks = _weeks(given, problems)
    form = _form(given, instrument, problems)
    entries = _entries(given, problems)
    if born and completed and completed < born:
        problems.append(Problem("completed_on", "This is before date_of_birth."))
    if problems or born is None or completed is None:
        raise Invalid(problems)
    age = age_for_questionnaire(born, weeks, completed)
    return _score(age, form, entries, instrument)


def as_text(result: Mapping[str, Any]) -> str:
    """Return the result as a table for a person."""
    age = result["age"]
    corrected = " (corrected)" if age["corrected"] else ""
    lines = [f"Age           {age['months']} months {age['days']} days{corrected}"]
    if result["questionnaire"] is None:
        return "\n".join([*lines, str(result["reason"]), ""])
    outside = "" if result["in_window"] else " (the age is outside its window)"
    lines.append(f"Questionnaire {result['questionnaire']} months{outside}")
    lines.append(f"{'Area':17}{'Score':>6} {'Answered':>8}  {'Band':21}Zone")
    for name, each in result["areas"].items():
        score = "-" if each["score"] is None else f"{each['score']:g}"
        unsure = "" if each["zone_confirmed"] else " (not confirmed)"
        zone = each["zone"].replace("_", " ") + ("" if each["score"] is None else unsure)
        band = each["band"].replace("_", " ")
        lines.append(f"{Area(name).label:17}{score:>6} {each['answered']:>8}  {band:21}{zone}")
    return "\n".join([*lines, ""])


def _score(
    age: QuestionnaireAge,
    form: int | None,
    entries: Mapping[Area, _Entry],
    instrument: Instrument,
) -> dict[str, Any]:
    result: dict[str, Any] = {
        "age": {"months": age.age.months, "days": age.age.days, "corrected": age.corrected}
    }
    named = instrument.window(form) if form else None
    window = named or pick_questionnaire(instrument, age.age)
    if isinstance(window, NoFit):
        result |= {"questionnaire": None, "in_window": False, "reason": window.reason}
        return result | {"areas": {}}
    areas: dict[str, Any] = {}
    for area, entry in entries.items():
        limits = instrument.limits[window.month, area]
        scored = score_total(limits, entry) if isinstance(entry, int) else score_area(limits, entry)
        areas[area.value] = _area_result(scored)
    return result | {
        "questionnaire": window.month,
        "in_window": window.holds(age.age),
        "areas": areas,
    }


def _area_result(result: AreaResult) -> dict[str, Any]:
    return {
        "score": result.score,
        "answered": result.answered,
        "adjusted": result.adjusted,
        "band": result.band.value,
        "zone": result.zone.value,
        "zone_confirmed": result.zone_confirmed,
    }


def _read(stdin: TextIO) -> str:
    """Return what is on standard input, read as UTF-8 whatever the system's own encoding is."""
    binary = getattr(stdin, "buffer", None)
    if binary is None:
        return stdin.read(strict_json.LIMIT + 1)
    data: bytes = binary.read(4 * strict_json.LIMIT)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise invalid("input", "The input is not UTF-8 text.") from None


def _safe(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_]{1,40}", name) else "input"


def _date(given: Mapping[str, object], field: str, problems: list[Problem]) -> date | None:
    text = given.get(field)
    if isinstance(text, str) and _ISO.fullmatch(text):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            problems.append(Problem(field, "There is no such day."))
            return None
        if day.year in _YEARS:
            return day
    if field in given:
        problems.append(Problem(field, "This must be a date such as 2024-06-01."))
    return None


def _whole(value: object) -> int | None:
    # A JSON true is an int to Python, and 27.0 is not a whole number to every reader.
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _weeks(given: Mapping[str, object], problems: list[Problem]) -> int:
    weeks = _whole(given.get("weeks_early", 0))
    if weeks is None or not 0 <= weeks <= MAX_WEEKS_EARLY:
        sentence = f"This must be a whole number from 0 to {MAX_WEEKS_EARLY}."
        problems.append(Problem("weeks_early", sentence))
        return 0
    return weeks


def _form(
    given: Mapping[str, object], instrument: Instrument, problems: list[Problem]
) -> int | None:
    value = given.get("questionnaire")
    form = _whole(value)
    if value is not None and form not in instrument.months:
        months = ", ".join(str(month) for month in instrument.months)
        problems.append(Problem("questionnaire", f"This must be null or one of {months}."))
    return form


def _entries(given: Mapping[str, object], problems: list[Problem]) -> dict[Area, _Entry]:
    value = given.get("answers", {})
    if not isinstance(value, dict):
        problems.append(Problem("answers", "This must be an object with the five areas."))
        return {}
    answers = cast("dict[str, object]", value)
    if "answers" in given:
        odd = sorted({_safe(name) for name in set(answers) ^ set(Area)})
        problems.extend(
            Problem(f"answers.{name}", _MISSING_AREA if name in set(Area) else _NO_SUCH_AREA)
            for name in odd
        )
    entries: dict[Area, _Entry] = {}
    for area in Area:
        if area in answers:
            try:
                entries[area] = _entry(answers[area], f"answers.{area}")
            except Invalid as error:
                problems.extend(error.problems)
    return entries


_MISSING_AREA = "This area is missing."
_NO_SUCH_AREA = "There is no such area."


def _entry(value: object, field: str) -> _Entry:
    if isinstance(value, list):
        items = cast("list[object]", value)
        if len(items) != ITEMS:
            raise invalid(field, f"This must have {ITEMS} answers.")
        return tuple(_answer(item, f"{field}[{place}]") for place, item in enumerate(items))
    if isinstance(value, dict):
        area = cast("dict[str, object]", value)
        total = _whole(area.get("total"))
        if set(area) == {"total"} and total is not None and total in _TOTALS:
            return total
        raise invalid(f"{field}.total", f"This must be a multiple of 5 from 0 to {MAX_SCORE}.")
    raise invalid(field, f"This must be {ITEMS} answers, or a total.")


def _answer(value: object, field: str) -> Answer | None:
    if value is None:
        return None
    if isinstance(value, str) and value in _ANSWERS:
        return _ANSWERS[value]
    raise invalid(field, "This must be Y, S, N or null.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], sys.stdin, sys.stdout, sys.stderr))
