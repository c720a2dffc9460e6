"""Sharing: what waits for a decision, what is on its way, what came back, and agreements."""
