"""Commands for administrators, support and checks (DESIGN "Commands")."""
