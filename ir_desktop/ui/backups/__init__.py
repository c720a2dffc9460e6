"""Backups: where they go and how they stand, making one on leaving, and what one is good for."""
