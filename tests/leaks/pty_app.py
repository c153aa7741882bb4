"""The real program in a pseudo-terminal: what it wrote, how it ended, how it left the terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0


class Running:
    """``tcm ARGS`` on a terminal of 100 by 30; everything it writes gathers in ``out``."""

    def __init__(self, *args: object, code: str | None = None, **env: str) -> None:
        self.out = b""
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        self.slave = slave
        self.before = termios.tcgetattr(slave)
        start = ["-c", code] if code else ["-m", "tcm_tui"]
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.setsid()
                fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
                for stream in range(3):
                    os.dup2(slave, stream)
                os.closerange(3, 64)
                os.chdir(ROOT)
                settings = {**os.environ, "TERM": "xterm-256color", **env}
                os.execve(sys.executable, [sys.executable, *start, *map(str, args)], settings)
            finally:
                os._exit(127)

    def read(self, seconds: float) -> bool:
        """What comes within so many seconds; False when nothing did."""
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        try:
            self.out += os.read(self.master, 65536)
        except OSError:
            return False
        return True

    def until(self, text: bytes) -> None:
        end = time.monotonic() + PATIENCE
        while text not in self.out:
            assert time.monotonic() < end, self.out[-2000:]
            self.read(0.2)

    def quiet(self, seconds: float = 0.6) -> None:
        while self.read(seconds):
            pass

    def keys(self, text: str) -> None:
        os.write(self.master, text.encode())

    def ended(self) -> int:
        """The exit code, as a shell tells it."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.read(0.1)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                while self.read(0.1):
                    pass
                code = os.waitstatus_to_exitcode(status)
                return code if code >= 0 else 128 - code
        raise AssertionError("it never ended")

    def restored(self) -> bool:
        """Whether the terminal is set as it was, on its usual screen, with its cursor."""
        usual = self.out.rfind(b"\x1b[?1049l") > self.out.rfind(b"\x1b[?1049h")
        cursor = self.out.rfind(b"\x1b[?25h") > self.out.rfind(b"\x1b[?25l")
        return usual and cursor and termios.tcgetattr(self.slave) == self.before

    def close(self) -> None:
        for handle in (self.master, self.slave):
            try:
                os.close(handle)
            except OSError:
                continue
