"""Settings: the setting, its rooms and staff, the local area, how it looks, what this is."""
