"""Papers: records in, the bytes of a PDF out. No clock, no store, no screen.

Every document is laid out whole before a byte of it is made, so that a paper that cannot be
printed as written (`text.MissingGlyph`) stops before anything exists.
"""
