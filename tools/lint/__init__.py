"""The project's own lint rules: conventions that keep people safe, each kept by a machine.

Run with ``python -m tools.lint``. A rule reads one file's syntax tree and text and yields findings;
`tests/tooling/test_lint_rules.py` shows each rule a bad and a good example.
"""
