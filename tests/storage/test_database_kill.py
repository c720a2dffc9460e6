"""A saved record is never lost: a writer is killed at random moments and the store looked at."""

import random
import subprocess
import sys
import time
from pathlib import Path

from ir_desktop.storage import database as module
from ir_desktop.storage.database import open_database

WRITER = """
import sys
from pathlib import Path
from ir_desktop.storage.database import open_database
database = open_database(Path(sys.argv[1]), bytes.fromhex(sys.stdin.readline()))
for number in range(int(sys.argv[2]), 1 << 30):
    with database.transaction() as connection:
        connection.exec_driver_sql(
            "INSERT INTO note (id, text) VALUES (?, ?)", (number, "x" * (number * 97 % 3000))
        )
        connection.exec_driver_sql("UPDATE tally SET n = n + 1")
    print(number, flush=True)
"""


def test_rows_acknowledged_before_a_kill_are_there_after_it(
    tmp_path: Path, data_key: bytes
) -> None:
    path = tmp_path / "records.db"
    database = module.create_database(path, data_key)
    with database.transaction() as connection:
        connection.exec_driver_sql("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)")
        connection.exec_driver_sql("CREATE TABLE tally (n INTEGER)")
        connection.exec_driver_sql("INSERT INTO tally VALUES (0)")
    database.close()
    dice = random.Random(7731)
    acknowledged, following = 0, 1
    for _ in range(10):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), str(following)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(module.__file__).parents[2],
        )
        assert writer.stdin is not None
        assert writer.stdout is not None
        writer.stdin.write(data_key.hex() + "\n")
        writer.stdin.flush()
        first = writer.stdout.readline()
        assert first, "the writer stopped by itself"
        time.sleep(dice.random() * 0.15)
        writer.kill()
        # Not communicate(): it reads past what readline() has taken in already.
        rest = writer.stdout.read()
        writer.wait()
        writer.stdin.close()
        writer.stdout.close()
        lines = (first + rest).splitlines(keepends=True)
        acknowledged = max(int(line) for line in lines if line.endswith("\n"))
        database = open_database(path, data_key)
        with database.read() as connection:
            rows, last = connection.exec_driver_sql("SELECT count(*), max(id) FROM note").one()
            tally = connection.exec_driver_sql("SELECT n FROM tally").scalar_one()
        assert database.check() == ()
        database.close()
        assert rows == last == tally  # every transaction is there whole or not at all
        assert acknowledged <= last <= acknowledged + 1
        following = last + 1
    assert acknowledged > 20
