"""The review workspace: eight steps, in any order, saved as they are typed."""
