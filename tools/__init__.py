"""What developers and checks use; no part of the product."""
