#!/usr/bin/env python3
"""Set up, run, test and check the project, with nothing installed but Python itself.

``python3 dev.py run`` opens the program on a throw-away demonstration store, and
``python3 dev.py test`` runs the tests; both first make `.venv` from the pinned lock if need be.
``python3 dev.py --help`` lists the rest.
"""

import sys

if sys.version_info < (3, 11):  # before anything an older Python could not read
    sys.exit(
        "This project needs Python 3.11 or newer; this is Python %d.%d. "
        "Install a newer Python and start this with it, for example: python3.12 dev.py run"
        % sys.version_info[:2]
    )

from tools.dev.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
