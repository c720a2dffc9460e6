"""The parents' summary as a PDF: a DocumentReference and the Binary that it names."""

from base64 import b64encode
from typing import Final

from ir_desktop.domain.plain import count
from ir_desktop.sync.fhir_codes import Own, own, words
from ir_desktop.sync.fhir_facts import Section
from ir_desktop.sync.fhir_narrative import Line
from ir_desktop.sync.fhir_parts import Frame, instant

PDF: Final = "application/pdf"


def summary(frame: Frame, pdf: bytes) -> Section:
    """Return the section that carries the PDF. Raises ValueError if it is not one."""
    if not pdf.startswith(b"%PDF-"):
        raise ValueError("the parents' summary is not a PDF")
    binary = frame.entry(
        "Binary", "summary", "pdf", contentType=PDF, data=b64encode(pdf).decode("ascii")
    )
    title = words(Own.DOCUMENT_TYPE, "parents-summary")
    reference = frame.entry(
        "DocumentReference",
        "summary",
        status="current",
        docStatus="final",
        type=own(Own.DOCUMENT_TYPE, "parents-summary"),
        subject=frame.ref("patient"),
        date=instant(frame.issued),
        author=[frame.ref("author", "role")],
        custodian=frame.ref("setting"),
        content=[
            {
                "attachment": {
                    "contentType": PDF,
                    "url": binary.url,
                    "size": len(pdf),
                    "title": title,
                }
            }
        ],
    )
    kilobytes = max(1, round(len(pdf) / 1000))
    text = f"The paper the parents were given, as a PDF of {count(kilobytes, 'kilobyte')}."
    return Section("summary_pdf", (Line(text),), (reference,), (binary,))
