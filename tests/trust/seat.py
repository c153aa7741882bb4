"""A person's place in the soak: the real program in a pseudo-terminal, its size changed, its memory read."""

from __future__ import annotations

import fcntl
import os
import shlex
import struct
import sys
import termios
import time
from pathlib import Path
from typing import NamedTuple

import psutil

from tests.bench.terminal import KEYS, Terminal

ROOT = Path(__file__).parents[2]
ON = "2026-11-18"
TAIL = 8_000
ASKED = "reason"
"""What stands on the screen when a write needs a reason."""
MIB = 2**20

SENT = {
    **KEYS,
    **{f"{mark}{name}": f"\x1b[1;{n}{end}" for mark, n in (("shift+", 2),)
       for name, end in (("up", "A"), ("down", "B"), ("right", "C"), ("left", "D"))},
    **{f"^{letter}": chr(ord(letter) - 96) for letter in "nprstuyzd"},
    "left": "\x1b[D", "right": "\x1b[C", "home": "\x1b[H", "end": "\x1b[F", "back": "\x7f", "space": " ",
    "shift+tab": "\x1b[Z", "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f5": "\x1b[15~", "f8": "\x1b[19~",
    "f9": "\x1b[20~", "f10": "\x1b[21~",
}  # fmt: skip
"""What a terminal sends for a key of that name; any other name is sent as it stands."""


class Use(NamedTuple):
    """What a process holds at a moment."""

    memory: float
    handles: int
    threads: int


def runs(*args: object, code: str | None = None) -> list[str]:
    """The command line of the program, or of a changed one."""
    return [sys.executable, *(["-c", code] if code else ["-m", "tcm_tui"]), *map(str, args)]


def house(home: Path, person: str) -> dict[str, str]:
    """The environment of a person with a home of their own."""
    home.mkdir(exist_ok=True)
    xdg = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("DATA", "CONFIG", "STATE", "CACHE")}
    path = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "TZ": "America/Chicago"}
    return {"HOME": str(home), "TCM_USER": person, "LC_ALL": "C.UTF-8", **xdg, **path}


class Seat(Terminal):
    """The program opened by a person on a database; what it writes is kept as a screen and a short tail."""

    def __init__(self, db: Path, person: str, home: Path, worker: str = "", code: str | None = None) -> None:
        env = house(home, person) | ({"TCM_CM": worker} if worker else {})
        command = runs("--db", db, "--on", ON, code=code)
        super().__init__(
            ["/bin/sh", "-c", f"cd {shlex.quote(str(home))} && exec {shlex.join(command)}"], (120, 40), env
        )
        self.before = termios.tcgetattr(self.fd)
        self.person = person
        self.tail = b""
        self.keys = 0
        self.used: list[Use] = []

    def resize(self, columns: int, lines: int) -> None:
        """As a person drags the window: the size, and the signal of it."""
        self.settle()
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.screen.resize(lines, columns)

    def key(self, name: str, quiet: float = 0.03, most: float = 3.0) -> bool:
        """Press a key and wait until what it changes stands; False when it changed nothing or the program ended."""
        if self.ended:
            return False
        try:
            os.write(self.fd, SENT.get(name, name).encode())
        except OSError:
            return False
        self.keys += 1
        moved = self.settle(0.15 if name == "esc" else quiet, most) is not None  # what follows esc at once is of it
        self.forget()
        return moved

    def do(self, word: str) -> None:
        """A key, or one of the two things a person does by looking: ``…`` waits, ``!`` gives a reason if asked for."""
        if word == "…":
            self.settle(0.4, 10)
        elif word != "!":
            self.key(word)
        elif ASKED in self.text():
            for each in (*"agreed", "enter"):
                self.key(each)
            self.settle(0.4, 10)

    def forget(self) -> None:
        """Keep of what was written only the end."""
        with self.more:
            gone, self.pieces = self.pieces[: self.replayed], self.pieces[self.replayed :]
            self.replayed = 0
        self.tail = (self.tail + b"".join(piece for _, piece in gone))[-TAIL:]

    def look(self) -> None:
        """Note what the program uses now."""
        if self.ended:
            return
        try:
            process = psutil.Process(self.pid)
            with process.oneshot():
                info = process.memory_info()
                self.used.append(Use(info.rss / MIB, process.num_fds(), process.num_threads()))
        except psutil.Error:
            return

    def answers(self) -> bool:
        """Whether the keys that go to two other areas change the screen."""
        for key in ("esc", "esc", "esc", "7"):
            self.key(key, 0.3)
        return all(self._changes(key) for key in ("2", "7"))

    def _changes(self, key: str) -> bool:
        """Whether what stands on the screen is another after a key, within what the slowest machine may take."""
        before, end = self.text(), time.monotonic() + 60
        self.key(key)
        while self.text() == before and time.monotonic() < end and not self.ended:
            self.settle(0.2)
        return self.text() != before

    def leave(self) -> list[str]:
        """Quit by the key; what is wrong with how it ended."""
        self.key("f10", 0.3)
        end = time.monotonic() + 30
        while time.monotonic() < end:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                break
            self.settle(0.1, 0.2)
        else:
            return ["did not end when asked to"]
        self.reader.join(2)
        self.settle(0.1)
        self.forget()
        return self.faults(os.waitstatus_to_exitcode(status))

    def faults(self, code: int) -> list[str]:
        """What is wrong with an end: its code, a fault told, the terminal left as it was not."""
        said = self.tail[self.tail.rfind(b"\x1b[?1049l") :].decode(errors="replace")
        found = [f"ended with {code}"] if code else []
        if "reference" in said or "Traceback" in said:
            found.append(said[said.find("The program met") :][:160].replace("\r\n", " "))
        usual = self.tail.rfind(b"\x1b[?1049l") > self.tail.rfind(b"\x1b[?1049h")
        cursor = self.tail.rfind(b"\x1b[?25h") > self.tail.rfind(b"\x1b[?25l")
        if not (usual and cursor and termios.tcgetattr(self.fd) == self.before):
            found.append("the terminal was left as it was not")
        return found
