"""Children: the list, and a child's page."""
