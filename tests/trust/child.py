"""A forked process that is killed at a chosen moment, or whose calls to the disk are made to fail.

``kill_at_statement`` ends it with kill -9 before its n-th SQL statement (or step of a copy). ``Traced`` holds it with
ptrace, as a debugger does, and ends it before its n-th system call that changes a file, or lets that call and those
after it fail: there is no other moment between which the disk differs, so these are all the moments there are.
Linux on x86-64 only; ``can_trace`` says whether it is possible here.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import sqlite3
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any, NamedTuple

Job = Callable[[Callable[[str], None]], object]
"""Called in the child with a function that tells the parent something before going on."""


class Ended(NamedTuple):
    """told: what the child said. killed: by us. moments: how many there were until then."""

    told: list[str]
    killed: bool
    moments: int


def _child(job: Job, pipe: int, prepare: Callable[[], None]) -> None:
    """In the fork: do the job and end without the parent's own endings."""
    code = 1
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)

        def tell(text: str) -> None:
            os.write(pipe, f"{text}\n".encode())

        prepare()
        job(tell)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        with suppress(OSError):
            sys.stderr.flush()
        os._exit(code)


def _said(pipe: int) -> list[str]:
    with os.fdopen(pipe, encoding="utf-8") as opened:
        return opened.read().splitlines()


class _Counted(sqlite3.Connection):
    """A connection that looks, before each of its statements and steps, whether it is time."""

    moment: Callable[[], None]

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.set_trace_callback(lambda _: _Counted.moment())

    def backup(self, target: sqlite3.Connection, **more: Any) -> None:
        inner = more.pop("progress", None)

        def progress(*at: int) -> None:
            _Counted.moment()
            if inner is not None:
                inner(*at)

        super().backup(target, **(more | {"pages": min(10, more.get("pages", 10))}), progress=progress)


def kill_at_statement(job: Job, n: int) -> Ended:
    """Fork, do the job and kill -9 it before its n-th statement (from 1); 0 lets it end and counts them."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        count = [0]

        def moment() -> None:
            count[0] += 1
            if count[0] == n:
                os.kill(os.getpid(), signal.SIGKILL)

        def prepare() -> None:
            _Counted.moment = staticmethod(moment)  # type: ignore[assignment]
            connect = sqlite3.connect
            sqlite3.connect = lambda *a, **k: connect(*a, **{"factory": _Counted, **k})  # type: ignore[assignment]

        def counted(tell: Callable[[str], None]) -> None:
            job(tell)
            tell(f"moments {count[0]}")

        _child(counted, write, prepare)
    os.close(write)
    told = _said(read)
    _, status = os.waitpid(pid, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    assert killed or os.WEXITSTATUS(status) == 0, "the child ended with a fault of its own"
    moments = int(told.pop().split()[1]) if not killed else n
    return Ended(told, killed, moments)


# ── with ptrace ─────────────────────────────────────────────────────────────────────────────────────

TRACEME, PEEKUSER, POKEUSER, KILL, SYSCALL, SETOPTIONS = 0, 3, 6, 8, 24, 0x4200
SYSGOOD, EXITKILL = 1, 0x100000
ORIG_RAX, RAX, RDI = 15 * 8, 10 * 8, 14 * 8
CHANGING = {
    1: "write",
    18: "pwrite64",
    20: "writev",
    74: "fsync",
    75: "fdatasync",
    77: "ftruncate",
    82: "rename",
    83: "mkdir",
    84: "rmdir",
    86: "link",
    87: "unlink",
    90: "chmod",
    91: "fchmod",
    258: "mkdirat",
    263: "unlinkat",
    264: "renameat",
    265: "linkat",
    268: "fchmodat",
    285: "fallocate",
    316: "renameat2",
}
FAILING = {"pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "unlink", "mkdir"}
"""What a broken or full disk refuses. Not write: this child's own words to its parent go by it."""

FILLING = {"pwrite64", "mkdir"}
"""What a full disk refuses; it still takes things away."""

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
if _libc is not None:
    _libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    _libc.ptrace.restype = ctypes.c_long


def _ptrace(request: int, pid: int, at: int = 0, value: int = 0) -> int:
    assert _libc is not None
    ctypes.set_errno(0)
    found: int = _libc.ptrace(request, pid, at or None, value or None)
    if found == -1 and ctypes.get_errno():
        raise OSError(ctypes.get_errno(), "ptrace")
    return found


def traced(job: Job, n: int, *, fail: int = 0, lasting: bool = False, among: set[str] | None = None) -> Ended:
    """Fork, do the job and kill it before its n-th call that changes a file (from 1); 0 lets it end and counts.

    fail: an errno; then the n-th call fails with it instead (lasting: all from there on). among: only these calls.
    """
    names = {number: name for number, name in CHANGING.items() if among is None or name in among}
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)

        def prepare() -> None:
            _ptrace(TRACEME, 0)
            os.kill(os.getpid(), signal.SIGSTOP)

        _child(job, write, prepare)
    os.close(write)
    _, status = os.waitpid(pid, 0)
    assert os.WIFSTOPPED(status), "the child could not be traced"
    _ptrace(SETOPTIONS, pid, 0, SYSGOOD | EXITKILL)
    count, entering, failing, killed, passed = 0, True, False, False, 0
    while True:
        _ptrace(SYSCALL, pid, 0, passed)
        _, status = os.waitpid(pid, 0)
        if not os.WIFSTOPPED(status):
            break
        passed = 0
        if os.WSTOPSIG(status) != signal.SIGTRAP | 0x80:
            passed = os.WSTOPSIG(status)
            continue
        if entering:
            number = _ptrace(PEEKUSER, pid, ORIG_RAX)
            if number in names and not (number == 1 and _ptrace(PEEKUSER, pid, RDI) in (1, 2, write)):
                count += 1
                if n and (count == n or (lasting and count > n)):
                    if not fail:
                        os.kill(pid, signal.SIGKILL)
                        killed = True
                        os.waitpid(pid, 0)
                        break
                    _ptrace(POKEUSER, pid, ORIG_RAX, 0xFFFF_FFFF_FFFF_FFFF)
                    failing = True
        elif failing:
            _ptrace(POKEUSER, pid, RAX, (1 << 64) - fail)
            failing = False
        entering = not entering
    told = _said(read)
    assert killed or (os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0), f"the child ended with a fault: {status}"
    return Ended(told, killed, count)


@cache
def can_trace() -> bool:
    """Whether ptrace is possible here: some containers forbid it."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return False
    try:
        return traced(lambda tell: tell("here"), 0).told == ["here"]
    except (OSError, AssertionError):
        return False
