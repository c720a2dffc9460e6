"""Scroll areas through which the page beneath is seen."""

from PySide6.QtWidgets import QScrollArea


def sheer(area: QScrollArea) -> None:
    """Let a scroll area and what is in it paint no ground of their own.

    A rule of the style sheet could do the same, but would be asked for every widget on the page
    each time that one is put somewhere, and made the pages twice as slow to build.
    """
    area.viewport().setAutoFillBackground(False)
    inside = area.widget()
    if inside is not None:
        inside.setAutoFillBackground(False)
