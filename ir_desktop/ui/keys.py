"""The keys that work everywhere, in one table: the frame obeys it, and a help page prints it."""

from typing import Final

FIND: Final = "Ctrl+K"
HELP: Final = "F1"
SHORTCUTS: Final = "Ctrl+/"
BACK: Final = "Alt+Left"
FORWARD: Final = "Alt+Right"
AGAIN: Final = "F5"
LOCK: Final = "Ctrl+L"

EVERYWHERE: Final = (
    (FIND, "Find a child, an action or a help page"),
    (HELP, "Help for this page; again, or Escape, closes it"),
    (SHORTCUTS, "This list of keys"),
    (BACK, "Back to the page before"),
    (FORWARD, "Forward again"),
    (AGAIN, "Read this page anew"),
    (LOCK, "Lock and sign out"),
)
"""Each key with what it does."""

BY_HAND: Final = (
    ("Tab", "On to the next box or button; with Shift, back"),
    ("Space or Enter", "Press the button, or open the row, that has the yellow ring"),
    ("Arrow keys", "Move in a list, among tabs and among choices"),
    ("Escape", "Close what lies over the page"),
)
"""Keys that every program has, for people who never used them."""

FORM: Final = (
    ("Ctrl+Enter", "Press the page’s main button, such as the one that saves"),
    ("Enter", "In a box of one line, the same"),
)
"""Keys of the pages that are filled in and then saved."""

REVIEW: Final = (
    ("Ctrl+Page Down, Ctrl+Enter", "On to the next step; a button that signs is only gone to"),
    ("Ctrl+Page Up", "Back to the step before"),
)
"""Keys of the review's steps."""

ASQ3: Final = (
    ("Y, S, N", "Yes, sometimes, not yet; the next item follows by itself"),
    ("Minus", "The parent left it blank"),
    ("Backspace", "Back to the item before"),
    ("Delete", "Empty the item"),
    ("Home, End", "The first and the last item of a line"),
)
"""Keys of the ASQ-3 grid."""
