"""A log-in service and a desktop that say what they are told to: sleep, locked session, screen.

Prints the address of its bus. Then each line on standard input is said on it. It prints what it is
asked, and when a lock on sleep that it gave out is let go.
"""

import os
import sys
import threading

from jeepney import DBusAddress, MessageType, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
from jeepney.low_level import HeaderFields

LOGIN = "org.freedesktop.login1"
SAID = {
    "sleep": ("/org/freedesktop/login1", f"{LOGIN}.Manager", "PrepareForSleep", (True,)),
    "woke": ("/org/freedesktop/login1", f"{LOGIN}.Manager", "PrepareForSleep", (False,)),
    "session": ("/org/freedesktop/login1/session/_32", f"{LOGIN}.Session", "Lock", None),
    "gnome": ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", (True,)),
    "kde": ("/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", (True,)),
    "bright": ("/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", (False,)),
}


def say_what_is_asked(bus, lock) -> None:
    for line in sys.stdin:
        path, interface, member, body = SAID[line.strip()]
        message = new_signal(
            DBusAddress(path, interface=interface), member, "b" if body else None, body or ()
        )
        with lock:
            bus.send(message)
    os._exit(0)


def main() -> None:
    bus = open_dbus_connection(bus="SESSION", enable_fds=True)
    bus.send_and_get_reply(message_bus.RequestName(LOGIN))
    print(os.environ["DBUS_SESSION_BUS_ADDRESS"], flush=True)
    lock = threading.Lock()
    threading.Thread(target=say_what_is_asked, args=(bus, lock), daemon=True).start()
    while True:
        asked = bus.receive()
        if asked.header.message_type is not MessageType.method_call:
            continue
        print(asked.header.fields[HeaderFields.member], *asked.body, flush=True)
        reading, writing = os.pipe()
        with lock:
            bus.send(new_method_return(asked, "h", (writing,)))
        os.close(writing)

        def tell(end: int = reading) -> None:
            os.read(end, 1)
            print("let go", flush=True)

        threading.Thread(target=tell, daemon=True).start()


if __name__ == "__main__":
    main()
