"""The first pages: choosing a name and typing a password, or finding that there is no store."""
