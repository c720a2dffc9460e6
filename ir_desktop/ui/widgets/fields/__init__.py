"""Fields of forms: a label above, a hint, the words of a problem, and what the person fills in."""
