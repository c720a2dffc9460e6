"""Python's search for cyclic garbage, kept to the Qt thread.

Left to itself it runs in whichever thread happens to make objects. In the records' thread it would
delete widgets that are garbage, and Qt ends the program when widgets are deleted anywhere but in
the Qt thread.

A search looks at everything there is, and the program's own code is most of that: some 110,000
objects, a tenth of a second, and never garbage. So what is there at the start, and again once all
code is loaded, is set aside.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 500


class Collector(QObject):
    """From `start` to `stop`, looks for garbage now and then, in the thread it was made in."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect)

    def start(self) -> None:
        """Take the search over from Python."""
        gc.disable()
        gc.freeze()
        self._timer.start()

    def set_aside(self) -> None:
        """Leave everything that is there now out of the search, until `stop`; none after it."""
        if self._timer.isActive():
            gc.freeze()

    def stop(self) -> None:
        """Look once more at everything, and give the search back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.collect()
        gc.enable()

    def collect(self) -> None:
        """Search the generation that Python itself would search now, if any."""
        counts, limits = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > limits[generation]:
                gc.collect(generation)
                return
