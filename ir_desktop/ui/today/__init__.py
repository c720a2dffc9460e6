"""Today: what needs this person."""
