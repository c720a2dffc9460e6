"""High contrast: every colour from the system's own palette; shapes, words and rings stay."""

from PySide6.QtGui import QPalette

from ir_desktop.ui.theme import Colours, Tint


def of_palette(palette: QPalette) -> Colours:
    """Return colours that are all the system's: no tints, no shadows, no shades between."""
    role = QPalette.ColorRole
    ground, words = palette.color(role.Window).name(), palette.color(role.WindowText).name()
    link = palette.color(role.Link).name()
    mark, on_mark = palette.color(role.Highlight).name(), palette.color(role.HighlightedText).name()
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
        accent=link,
        accent_hover=words,
        accent_edge=words,
        on_accent=ground,
        tint=ground,
        tint_line=words,
        hover=ground,
        good=state,
        watch=state,
        act=state,
        calm=state,
        z_below=ground,
        z_mon=ground,
        z_on=ground,
        focus=mark,
        focus_ink=on_mark,
        shadow=ground,
        shadow_near=0.0,
        shadow_far=0.0,
    )
