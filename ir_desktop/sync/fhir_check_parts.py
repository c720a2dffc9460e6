"""The check of single resources: the child's numbers, ASQ-3 scores, papers and narratives."""

from binascii import Error as Base64Error
from binascii import a2b_base64
from dataclasses import dataclass, field

from ir_desktop.domain.asq3 import Band
from ir_desktop.domain.asq3_data import MAX_SCORE
from ir_desktop.domain.nhs_number import parse_nhs_number
from ir_desktop.errors import Invalid, Problem
from ir_desktop.sync.fhir_codes import NHS_NUMBER, Own, Part
from ir_desktop.sync.fhir_json import code_in, items, number_of, object_of, objects, text_of
from ir_desktop.sync.fhir_narrative import plain_lines
from ir_desktop.sync.fhir_papers import PDF


@dataclass(slots=True)
class Found:
    """The problems found so far."""

    problems: list[Problem] = field(default_factory=list[Problem])

    def add(self, where: str, sentence: str) -> None:
        """Add one problem."""
        self.problems.append(Problem(where, sentence))

    def need(self, holds: bool, where: str, sentence: str) -> None:
        """Add a problem unless something holds."""
        if not holds:
            self.add(where, sentence)


def check_resource(resource: Part, where: str, found: Found) -> None:
    """Check what one resource says by itself."""
    kind = text_of(resource, "resourceType")
    _check_numbers(resource, kind, where, found)
    div = text_of(resource, "text", "div")
    if div:
        try:
            plain_lines(div)
        except ValueError as error:
            found.add(where, str(error))
    if kind == "Observation" and code_in(resource, Own.AREA.url, "code"):
        _check_score(resource, where, found)
    elif kind == "Binary":
        found.need(resource.get("contentType") == PDF, where, "The paper is not a PDF.")
        if pdf_of(resource) is None:
            found.add(where, "The paper’s bytes are damaged, or are not a PDF.")
    elif kind == "DocumentReference":
        for content in items(resource, "content"):
            found.need(
                text_of(content, "attachment", "contentType") == PDF
                and bool(text_of(content, "attachment", "url")),
                where,
                "The paper must be a PDF kept in this Bundle.",
            )


def pdf_of(binary: Part) -> bytes | None:
    """Return the PDF in a Binary, or None if its bytes are damaged or something else."""
    try:
        data = a2b_base64(text_of(binary, "data"), strict_mode=True)
    except (Base64Error, ValueError):
        return None
    return data if data.startswith(b"%PDF-") else None


def _check_numbers(resource: Part, kind: str, where: str, found: Found) -> None:
    for each in objects(resource):
        listed = [*items(each, "identifier"), object_of(each, "identifier")]
        for identifier in listed:
            value, system = text_of(identifier, "value"), text_of(identifier, "system")
            if system == NHS_NUMBER:
                right = kind == "Patient" and _is_nhs_number(value) and value.isdigit()
                found.need(right, where, "The NHS number is not a child’s, or has a mistake.")
            elif _is_nhs_number(value):
                found.add(where, "An NHS number must carry the system of NHS numbers.")


def _is_nhs_number(text: str) -> bool:
    try:
        parse_nhs_number(text)
    except Invalid:
        return False
    return True


def _check_score(observation: Part, where: str, found: Found) -> None:
    score = number_of(observation, "valueQuantity", "value")
    ranges = items(observation, "referenceRange")
    low = number_of(ranges[0], "low", "value") if ranges else None
    bands = [code_in(each, Own.BAND.url) for each in items(observation, "interpretation")]
    band = next((each for each in bands if each), "")
    found.need(
        code_in(observation, Own.FORM.url, "method") != "",
        where,
        "The score does not say which questionnaire it is of.",
    )
    if low is None:
        found.add(where, "The score has no reference range from the cut-off.")
        return
    if score is None:
        right = band == Band.NOT_SCORED and bool(object_of(observation, "dataAbsentReason"))
        found.need(right, where, "An area without a score must say why it has none.")
        return
    found.need(0 <= score <= MAX_SCORE, where, f"The score is not from 0 to {MAX_SCORE}.")
    right = band == (Band.BELOW if score < low else Band.AT_OR_ABOVE)
    found.need(right, where, "The band does not fit the score and the cut-off.")
