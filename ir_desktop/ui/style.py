"""The one style sheet: what Qt's own controls need. Everything firmer is painted by its widget."""

from ir_desktop.ui.theme import Corner, Edge, Size, Space, Theme


def sheet(theme: Theme) -> str:
    """Return the style sheet of a theme."""
    c = theme.colours
    line, firm = f"{Edge.LINE.value}px", f"{Edge.FIRM.value}px"
    control = f"{Corner.CONTROL.value}px"
    inside = theme.space(Space.MEDIUM)
    bar, handle = theme.space(Space.MEDIUM), theme.size(Size.TARGET)
    return f"""
QLineEdit {{
    background: {c.sheet}; color: {c.ink}; border: {line} solid {c.control};
    border-radius: {control}; padding: 0 {inside}px; min-height: {theme.size(Size.BUTTON) - 2}px;
    selection-background-color: {c.accent}; selection-color: {c.on_accent};
}}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] {{ border: {firm} solid {c.act.ink}; }}
QLineEdit:disabled, QPlainTextEdit:disabled {{
    background: {c.calm.ground}; color: {c.soft}; border-color: {c.line};
}}
QGroupBox {{ border: none; margin: 0; padding: 0; }}
QPlainTextEdit {{
    background: {c.sheet}; color: {c.ink}; border: {line} solid {c.control};
    border-radius: {control}; padding: {theme.space(Space.SMALL)}px {inside}px;
    selection-background-color: {c.accent}; selection-color: {c.on_accent};
}}
/* A list under the box, rather than one laid over it that hides what was chosen. */
QComboBox {{ combobox-popup: 0; }}
QComboBox QAbstractItemView {{
    background: {c.sheet}; border: {line} solid {c.control}; outline: 0;
}}
QComboBox QAbstractItemView::item {{
    color: {c.ink}; padding: 0 {inside - Edge.FIRM.value}px;
}}
QComboBox QAbstractItemView::item:selected {{ background: {c.accent}; color: {c.on_accent}; }}
QHeaderView {{ background: transparent; border: none; }}
QHeaderView::section {{
    background: transparent; color: {c.soft}; border: none;
    border-bottom: {line} solid {c.line}; padding: 0; text-align: left;
}}
QTableView {{ background: transparent; border: none; }}
QPdfView {{ background: {c.well}; border: {line} solid {c.line}; border-radius: {control}; }}
QScrollBar:vertical {{ background: transparent; width: {bar}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {bar}px; margin: 0; }}
QScrollBar::handle {{ background: {c.control}; border-radius: {bar // 2 - 2}px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: {handle}px; }}
QScrollBar::handle:horizontal {{ min-width: {handle}px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QToolTip {{
    background: {c.sheet}; color: {c.ink}; border: {line} solid {c.control};
    padding: {theme.space(Space.TINY)}px;
}}
"""
