"""Locking by itself: when nobody is here, when the computer sleeps, and when its screen locks."""
