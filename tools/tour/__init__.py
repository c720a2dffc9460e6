"""A walk over every screen of the running program, for pictures and for tests that look at all.

`guide` opens the program and waits for it; `stops` are the screens, each with the way there.
"""
