"""Finds the rules beside."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
