"""A terminal to measure in: runs a program on a pty and dates what appears on its screen.

A thread only reads and stamps; the emulation (pyte) replays the stamped pieces in the pauses, so it never
delays a stamp or the program.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import threading
import time
from pathlib import Path
from typing import Any

import psutil
import pyte

KEYS = {
    "down": "\x1b[B",
    "up": "\x1b[A",
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
    "pagedown": "\x1b[6~",
    "pageup": "\x1b[5~",
    "backspace": "\x7f",
}

# Sequences that pyte would print or misread: private modes, kitty keys, device strings.
_UNKNOWN = re.compile(rb"\x1b\[[<>=?][0-9;]*[A-Za-gi-km-z$]+|\x1b[P\]_^][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[0-9;]*t")
# What a screen says before it is put together, and nobody sees: the shape of the mouse pointer.
_UNSEEN = re.compile(rb"(?:\x1b\]22;[^\x07]*\x07)+")
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-9;:<=>?$ ]*|[P\]_^][^\x07\x1b]*\x1b?)?$")


class Terminal:
    """One program in one pty. Times are seconds from just before the program was started."""

    def __init__(self, command: list[str], size: tuple[int, int] = (120, 40), env: dict[str, str] | None = None):
        self.screen = pyte.Screen(*size)
        self.stream = pyte.ByteStream(self.screen)
        self.pieces: list[tuple[float, bytes]] = []
        self.replayed = 0
        self.rest = b""
        self.more = threading.Condition()
        self.ended = False
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("TCM_", "TEXTUAL", "PYTHON"))}
        clean |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8", **(env or {})}
        self.began = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                os.execvpe(command[0], command, clean)
            finally:
                os._exit(127)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        while True:
            try:
                if not select.select([self.fd], [], [], 1)[0]:
                    continue
                piece = os.read(self.fd, 65536)
            except OSError:
                piece = b""
            now = time.perf_counter() - self.began
            with self.more:
                if not piece:
                    self.ended = True
                elif not _UNSEEN.fullmatch(piece):
                    self.pieces.append((now, piece))
                self.more.notify()
            if not piece:
                return

    def now(self) -> float:
        return time.perf_counter() - self.began

    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    def _replay_one(self) -> float:
        at, piece = self.pieces[self.replayed]
        self.replayed += 1
        data = self.rest + piece
        cut = _UNFINISHED.search(data, max(0, len(data) - 200))
        self.rest, data = (data[cut.start() :], data[: cut.start()]) if cut else (b"", data)
        self.stream.feed(_UNKNOWN.sub(b"", data))
        return at

    def until(self, pattern: str, timeout: float = 60) -> float:
        """When the pattern was first on the screen. Raises TimeoutError with the screen."""
        wanted, end = re.compile(pattern, re.M), self.now() + timeout
        while self.now() < end:
            while self.replayed < len(self.pieces):
                at = self._replay_one()
                if wanted.search(self.text()):
                    return at
            if self.ended:
                break
            with self.more:
                if self.replayed == len(self.pieces):
                    self.more.wait(0.05)
        raise TimeoutError(f"{pattern!r} never came:\n{self.text()}")

    def settle(self, quiet: float = 0.03, timeout: float = 30) -> float | None:
        """Wait until nothing came for ``quiet``; when the last piece came, None if none did.

        Nothing is replayed until then: the replay would keep the reading thread from the interpreter, the pty
        would be full meanwhile, and the program would seem slow.
        """
        started, end = self.now(), self.now() + timeout
        first = self.replayed
        while (now := self.now()) < end and not self.ended:
            with self.more:
                last = self.pieces[-1][0] if len(self.pieces) > first else started
                if now - last > quiet:
                    break
                self.more.wait(quiet - (now - last) + 0.001)
        while self.replayed < len(self.pieces):
            self._replay_one()
        return self.pieces[-1][0] if self.replayed > first else None

    def press(self, keys: str) -> float:
        """Send keys (a name of KEYS, or text); returns when."""
        at = self.now()
        os.write(self.fd, KEYS.get(keys, keys).encode())
        return at

    def timed(self, keys: str, timeout: float = 10) -> float:
        """Seconds from the key to the last piece of what it changed on the screen."""
        self.settle(0.06)
        count, end = len(self.pieces), self.now() + timeout
        at = self.press(keys)
        while len(self.pieces) == count and not self.ended and self.now() < end:
            with self.more:
                self.more.wait(0.002)
        last = self.settle()
        if last is None:
            raise TimeoutError(f"{keys!r} changed nothing:\n{self.text()}")
        return last - at

    def memory(self) -> float:
        """Proportional set size of the program in MiB."""
        info: Any = psutil.Process(self.pid).memory_full_info()
        return float(info.pss) / 2**20

    def close(self) -> None:
        for kind in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.kill(self.pid, kind)
                for _ in range(100):
                    if os.waitpid(self.pid, os.WNOHANG)[0]:
                        break
                    time.sleep(0.01)
                else:
                    continue
            except (ProcessLookupError, ChildProcessError):
                pass
            break
        # Its number is given out again: a reader still at it would take what the next terminal's program writes.
        self.reader.join(2)
        os.close(self.fd)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


FLOOR = str(Path(__file__).with_name("floor.py"))
