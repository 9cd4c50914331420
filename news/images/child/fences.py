"""What the worker gives up before it touches foreign bytes: files, network, memory and time."""

import contextlib
import ctypes
import resource
import signal
import time

MAX_MEMORY = 512 << 20
MAX_CPU_S = 10  # for one picture
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
PR_SET_NO_NEW_PRIVS = 38
FIRST_FREE_DESCRIPTOR = 3

_LIMITS = {
    "RLIMIT_AS": MAX_MEMORY,
    "RLIMIT_CORE": 0,
    "RLIMIT_FSIZE": 0,
    "RLIMIT_NPROC": 0,  # no process and no thread
    "RLIMIT_NOFILE": FIRST_FREE_DESCRIPTOR,  # last, because nothing can be opened after it
}


def raise_fences() -> list[str]:
    """Drop the rights for good and return the names of the limits in force: all on Linux, fewer on other systems."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # only the site reacts: it finishes its picture and then closes our pipes
    held = [name for name, raise_fence in (("network", _leave_network), ("privileges", _keep_small)) if raise_fence()]
    return held + [name for name, most in _LIMITS.items() if _limit(name, most)]


def allow_cpu() -> None:
    """Limit processor time for the next picture, counted from now. Beyond it the kernel ends the worker (SIGXCPU)."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + 1 + MAX_CPU_S, hard))


def _limit(name: str, most: int) -> bool:
    number = getattr(resource, name, None)
    if number is None:
        return False
    with contextlib.suppress(ValueError, OSError):  # macOS refuses RLIMIT_AS
        resource.setrlimit(number, (most, most))
        return True
    return False


def _leave_network() -> bool:
    """Move into an empty network namespace with no way out. Needs user namespaces, which some systems forbid."""
    return _call("unshare", CLONE_NEWUSER | CLONE_NEWNET)


def _keep_small() -> bool:
    return _call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def _call(name: str, *arguments: int) -> bool:
    function = getattr(ctypes.CDLL(None), name, None)
    return function is not None and function(*map(ctypes.c_ulong, arguments)) == 0
