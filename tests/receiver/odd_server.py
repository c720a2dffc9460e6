"""The real receiver with other limits, or with a fault put in; started by tests.

Usage: odd_server.py JSON --data DIR --port N, the JSON being like
{"limits": {"at_once": 1}, "fault": "die_after_commit"}.
"""

import argparse
import json
import os
import signal
import sys
from pathlib import Path

from sqlalchemy import event

from ir_desktop.receiver import quiet_log, serve, service
from ir_desktop.receiver.bodies import Limits


def main(argv: list[str]) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("odd", type=json.loads)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--port", type=int)
    args = parser.parse_args(argv)
    take = service.receive_package

    def dies(*given: object) -> service.Answer:
        take(*given)  # type: ignore[arg-type] - the script is plain data
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    def breaks(*_: object) -> service.Answer:
        raise ValueError("Zofia Canarymarked is in this text")

    faults = {"die_after_commit": dies, "bug": breaks}
    if args.odd.get("fault") in faults:
        service.receive_package = faults[args.odd["fault"]]
    quiet_log.start()
    data = service.open_data(args.data)
    if args.odd.get("fault") == "disk_full":
        event.listen(data.engine, "connect", lambda c, _: c.execute("PRAGMA max_page_count=1"))
        data.engine.dispose()
    serve.serve(
        data,
        ready=lambda url: print(json.dumps({"url": url}), flush=True),
        port=args.port,
        limits=Limits(**args.odd.get("limits", {})),
    )
    data.close()


if __name__ == "__main__":
    main(sys.argv[1:])
