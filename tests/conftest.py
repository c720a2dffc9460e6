"""The rules every test is held to; see `tools/testing`."""

pytest_plugins = (
    "pytester",
    "tools.testing.surroundings",
    "tools.testing.stray_logs",
    "tools.testing.needs",
    "tools.testing.alone",
    "tools.testing.slow",
    "tools.testing.coverage_floor",
)
