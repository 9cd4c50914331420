"""Starts management commands as processes of their own, without a new interpreter for each: forked after the set-up.

Run by `tests.exchange.processes.Site`. A line on its standard input is a request, a line of its standard output
the answer, both in JSON: `["start", words, output, errors]` gives the number of a process, `["poll", number]` its exit
code or null. No connection is open and no thread runs when a command is forked off.
"""

import json
import os
import signal
import sys
import traceback
from typing import Any


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    import django

    django.setup()
    from django.core.management import get_commands, load_command_class

    for name in ("import_posts", "import_undo"):
        load_command_class(get_commands()[name], name)
    answers = {"start": start, "poll": poll}
    for line in sys.stdin:
        act, *facts = json.loads(line)
        sys.stdout.write(json.dumps(answers[act](*facts)) + "\n")
        sys.stdout.flush()


def start(words: list[str], output: str, errors: str) -> int:
    number = os.fork()
    if not number:
        run(words, output, errors)
    return number


def poll(number: int) -> int | None:
    found, status = os.waitpid(number, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


def run(words: list[str], output: str, errors: str) -> Any:
    """What `manage.py` does, in a process that is nobody's terminal; it ends here."""
    code: Any = 1
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for path, number in ((os.devnull, 0), (output, 1), (errors, 2)):
            file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC)
            os.dup2(file, number)
        from django.core.management import execute_from_command_line

        execute_from_command_line(["manage.py", *words])
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(bool(ended.code))
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code or 0)


if __name__ == "__main__":
    main()
