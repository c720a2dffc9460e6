"""Importing children from a spreadsheet: choose, map, look, add."""
