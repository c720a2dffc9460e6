"""Keeping records: who has left, what is removed, the check of the history, incidents."""
