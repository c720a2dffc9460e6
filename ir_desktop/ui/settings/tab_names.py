"""The names of Settings' tabs, also for whoever leads there. Knows no Qt, and loads nothing."""

BACKUPS = "Backups"
