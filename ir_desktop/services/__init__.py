"""What people do, one function each: one permission check, one transaction, one audit event."""
