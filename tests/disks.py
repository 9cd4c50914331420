"""Disks that are small or read-only, for tests of what happens when they take no more."""

import os
import subprocess
import sys
from contextlib import contextmanager

import pytest


@contextmanager
def small_disk(folder, options="size=2m"):
    """Memory mounted at the folder as a disk. Skips, with the reason, where that is not allowed."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux may mount a small disk")
    folder.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    mount = subprocess.run(command, capture_output=True, text=True, check=False)
    if mount.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mount.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
