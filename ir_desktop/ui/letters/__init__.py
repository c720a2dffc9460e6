"""Letters to families: who needs one, all in one PDF, and noting that they went."""
