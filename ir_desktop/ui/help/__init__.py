"""Help: a page for each place, a glossary and the keys, read inside the program."""
