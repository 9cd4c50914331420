"""Management commands as an operator meets them: what they print, and how they end."""

import io

import pytest
from django.core.management import CommandError, call_command


def say(command, *words, **options):
    """Result stream, error stream, exit code."""
    out, errors, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command(command, *map(str, words), stdout=out, stderr=errors, **options)
    except SystemExit as stop:
        code = stop.code
    return out.getvalue(), errors.getvalue(), code


def refuse(command, *words, **options):
    """Of a command that must not start: exit code and sentence."""
    with pytest.raises(CommandError) as caught:
        say(command, *words, **options)
    return caught.value.returncode, str(caught.value)
