"""What `dev.py crash` runs: kills, failing disks and tampering, counted.

`scenes` holds the work that is interrupted and what must be true afterwards, `trials` interrupts
it, `tampering` changes stores behind the program's back.
"""
