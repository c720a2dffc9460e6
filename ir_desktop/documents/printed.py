"""What every maker of papers gives back."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished paper: its kind (``parents_summary``), the PDF's bytes, and how many pages."""

    kind: str
    pdf: bytes
    pages: int
