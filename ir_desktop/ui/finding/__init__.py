"""Finding from anywhere: children, places, things to do, and help."""
