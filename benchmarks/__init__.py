"""Measures speed as ratios to a floor in the same run; nothing here fails on a time."""
