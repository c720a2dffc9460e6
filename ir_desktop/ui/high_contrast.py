"""High contrast: few colours, far apart; no tints, no shadows; shapes, words and rings stay.

Where the computer itself is set to high contrast its own palette is taken; else, or where that
palette is not far enough apart, white and yellow on black.
"""

from PySide6.QtGui import QColor, QPalette

from ir_desktop.ui.theme import Colours, Tint

TEXT, CONTROL = 4.5, 3.0
"""The least contrast of words with their ground, and of controls and focus (WCAG 2.2)."""

_STRONG = 7.0  # of words with the window, for a palette to count as one of high contrast


def ratio(one: QColor, two: QColor) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    high, low = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: QColor) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def is_strong(palette: QPalette) -> bool:
    """Tell whether a palette's words stand out from its window as high contrast asks."""
    role = QPalette.ColorRole
    return ratio(palette.color(role.Window), palette.color(role.WindowText)) >= _STRONG


def fallback() -> Colours:
    """Return white and yellow on black."""
    role = QPalette.ColorRole
    palette = QPalette()
    for which, colour in (
        (role.Window, (0, 0, 0)),
        (role.WindowText, (255, 255, 255)),
        (role.Link, (255, 255, 0)),
        (role.Highlight, (255, 255, 0)),
        (role.HighlightedText, (0, 0, 0)),
    ):
        palette.setColor(which, QColor(*colour))
    return of_palette(palette)


def of_palette(palette: QPalette) -> Colours:
    """Return colours that are all the palette's: no tints, no shadows, no shades between.

    A colour of the palette that does not stand out from the window gives way to that of words.
    """
    role = QPalette.ColorRole
    window, text = palette.color(role.Window), palette.color(role.WindowText)
    ground, words = window.name(), text.name()
    link = palette.color(role.Link)
    accent = link.name() if ratio(link, window) >= TEXT else words
    mark, on_mark = palette.color(role.Highlight), palette.color(role.HighlightedText)
    focus, inside = mark.name(), on_mark.name()
    if ratio(mark, window) < CONTROL:
        focus, inside = words, ground
    elif ratio(on_mark, mark) < CONTROL:
        inside = ground
    state = Tint(words, ground, words)
    return Colours(
        paper=ground,
        rail=ground,
        sheet=ground,
        well=ground,
        line=words,
        control=words,
        ink=words,
        soft=words,
        accent=accent,
        accent_hover=words,
        accent_edge=words,
        on_accent=ground,
        tint=ground,
        tint_line=words,
        fill=words,
        hover=ground,
        good=state,
        watch=state,
        act=state,
        calm=state,
        z_below=ground,
        z_mon=ground,
        z_on=ground,
        focus=focus,
        focus_ink=inside,
        shadow=ground,
        shadow_near=0.0,
        shadow_far=0.0,
    )
