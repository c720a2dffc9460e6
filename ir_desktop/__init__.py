"""Integrated Review Desktop: the setting's half of the integrated review at age two."""

__version__ = "0.1.0"
