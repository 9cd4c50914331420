"""Runs a command, says how long it took on the clock and of the processors, and ends as the command ended.

`timed.py [--note FILE] NAME COMMAND …`: with --note the line goes to the end of FILE instead of the screen. Processor
time is that of the command and of every process that was waited for below it: test workers, sites, decoders.
"""

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path


def spell(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--note", type=Path)
    parser.add_argument("name")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    given = parser.parse_args()
    began = time.monotonic()
    code = subprocess.run(given.command, check=False).returncode
    clock, used = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    processors = used.ru_utime + used.ru_stime
    line = f"{given.name:22} {spell(clock):>14} on the clock {processors:8.0f} s of processor time\n"
    if given.note:
        with given.note.open("a") as notes:
            notes.write(line)
    else:
        sys.stdout.write(line)
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main())
