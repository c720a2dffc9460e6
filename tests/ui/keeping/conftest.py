"""A nursery of one's own for each test."""

from tests.ui.children.family_hands import room, template

__all__ = ["room", "template"]
