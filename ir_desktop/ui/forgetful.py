"""What the window is kept from remembering on its own account, outside the records."""

import os
import sys

from PySide6.QtCore import QCoreApplication, QSettings, Qt

from ir_desktop import traces


def begin() -> None:
    """Leave as little behind as can be. Meant for before there is an application."""
    traces.keep_private()
    traces.temporary_in_memory()
    # Qt's dialog for files writes down which folders were gone to, and a folder may have a name.
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)
    if sys.platform == "linux":
        # The desktop's own would put the file among those last used. Elsewhere the system's
        # dialogs stay: what they remember is set there, for every program.
        QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
