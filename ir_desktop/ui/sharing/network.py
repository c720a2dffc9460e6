"""Noticing that the network came back, where the system tells."""

from collections.abc import Callable

from PySide6.QtCore import QObject


def when_back(owner: QObject, act: Callable[[], None]) -> bool:
    """Have `act` called each time the network comes back; False where the system does not tell.

    Without it the pauses between tries still end by themselves.
    """
    try:
        from PySide6.QtNetwork import QNetworkInformation
    except ImportError:  # a bundle may leave Qt's network library out
        return False
    if not QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability):
        return False
    told = QNetworkInformation.instance()
    watch = _Watch(owner, act, told.reachability())
    told.reachabilityChanged.connect(watch.changed)
    return True


class _Watch(QObject):
    """Remembers how it was, since every change is told, not only the way back."""

    def __init__(self, owner: QObject, act: Callable[[], None], now: object) -> None:
        super().__init__(owner)
        self._act, self._was_on = act, _is_on(now)

    def changed(self, now: object) -> None:
        """Take what the system tells."""
        was_on, self._was_on = self._was_on, _is_on(now)
        if self._was_on and not was_on:
            self._act()


def _is_on(reachability: object) -> bool:
    # The names are the same on every system: Unknown, Disconnected, Local, Site, Online.
    return getattr(reachability, "name", "") in ("Online", "Site", "Unknown")
