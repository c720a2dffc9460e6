"""What every test run is held to: pytest plug-ins that `tests/conftest.py` turns on."""
