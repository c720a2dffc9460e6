"""The first opening: from an empty computer to records with a password and a recovery sheet."""
