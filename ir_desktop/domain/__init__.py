"""The rules of the field, and nothing else.

Pure code: no file, network, screen, database or clock is touched here. Whoever calls gives today's
date and the texts of the data files; what comes back are frozen records or `errors.Invalid`.
"""
