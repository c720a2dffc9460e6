"""Reads what a screen reader reads: the accessibility bus, by plain messages."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import DBusErrorResponse, unwrap_msg

PATIENCE = 60.0  # seconds that anything may take on a busy machine
_STEP = 0.2
_SHOWING = 25  # the number of that state in the protocol
_A11Y = "org.a11y.atspi."


class Bus:
    """The accessibility bus that belongs to a session bus; asking for it starts it."""

    def __init__(self, session: str) -> None:
        with open_dbus_connection(session) as asking:
            launcher = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
            (self.address,) = _call(asking, launcher, "GetAddress")
        self._bus = open_dbus_connection(self.address)

    @contextmanager
    def opened(self) -> Iterator["Bus"]:
        """Stay on the bus for a while."""
        with self._bus:
            yield self

    def call(self, at: "Told", interface: str, method: str, form: str = "", *given: Any) -> Any:
        """Ask something of a widget; None where it has gone meanwhile."""
        address = DBusAddress(at.path, at.owner, _A11Y + interface)
        return _call(self._bus, address, method, form, *given)

    def children(self, at: "Told") -> list["Told"]:
        """Return what a widget holds."""
        (found,) = self.call(at, "Accessible", "GetChildren") or ([],)
        return [self._told(owner, path) for owner, path in found]

    def shows(self, at: "Told") -> bool:
        """Tell whether a widget can be seen."""
        (states,) = self.call(at, "Accessible", "GetState") or ([0, 0],)
        return bool(states[0] >> _SHOWING & 1)

    def act(self, at: "Told", name: str) -> None:
        """Do what can be done with a widget, by the name of the act."""
        (acts,) = self.call(at, "Action", "GetActions") or ([],)
        place = [act[0] for act in acts].index(name)
        assert self.call(at, "Action", "DoAction", "i", place) == (True,)

    def write(self, at: "Told", text: str) -> None:
        """Put text into a field."""
        assert self.call(at, "EditableText", "SetTextContents", "s", text) == (True,)

    def applications(self) -> list["Told"]:
        """Return the programs on the bus."""
        root = "/org/a11y/atspi/accessible/root"
        return self.children(Told(f"{_A11Y}Registry", root, "", ""))

    def under(self, at: "Told") -> Iterator["Told"]:
        """Return all that a widget holds, and what that holds."""
        for each in self.children(at):
            yield each
            yield from self.under(each)

    def _told(self, owner: str, path: str) -> "Told":
        here = Told(owner, path, "", "")
        address = DBusAddress(path, owner, f"{_A11Y}Accessible")
        try:
            asked = Properties(address).get("Name")
            _, name = unwrap_msg(self._bus.send_and_get_reply(asked, timeout=PATIENCE))[0]
        except DBusErrorResponse:
            return here
        (role,) = self.call(here, "Accessible", "GetRoleName") or ("",)
        return Told(owner, path, role, name)


@dataclass(frozen=True, slots=True)
class Told:
    """A widget as it is told on the bus: its role and its name, and where it can be asked."""

    owner: str
    path: str
    role: str
    name: str


def _call(bus: DBusConnection, to: DBusAddress, method: str, form: str = "", *given: Any) -> Any:
    asked = new_method_call(to, method, form or None, given)
    try:
        return unwrap_msg(bus.send_and_get_reply(asked, timeout=PATIENCE))
    except DBusErrorResponse:
        return None


def until(found: Callable[[], Any]) -> Any:
    """Wait until something is there, and return it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if there := found():
            return there
        time.sleep(_STEP)
    raise AssertionError("It did not come in time.")
