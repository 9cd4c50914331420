#!/usr/bin/env python
"""Runs Masthead's management commands."""

import os
import sys

READER_GONE = 141  # as a shell reports a program that SIGPIPE ended


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
        sys.stdout.flush()
    except BrokenPipeError:  # «| head» has read enough; what the command did is done
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE
    return 0


if __name__ == "__main__":
    sys.exit(main())
