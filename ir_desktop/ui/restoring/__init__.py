"""Putting records back from a backup, before anybody has signed in."""
