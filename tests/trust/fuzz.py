"""Everything that reads what people or other programs wrote, given what nobody would write.

    python -m tests.trust.fuzz LINE SEED NUMBER

makes one input again and shows what became of it. For each input: only the program's own errors, each a sentence
without a control character; refused means nothing stored; accepted means that the same again changes nothing; and no
more calls than are due for its size, counted and not timed.
"""

from __future__ import annotations

import cProfile
import faulthandler
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, Protocol

from tcm_tui import guard
from tests.trust.line import Asked, Line

LONGEST = 1_500
STUCK = 300.0
"""Seconds without an end, after which Python says where it is and stops: for what no count of calls can see."""


class Outcome(NamedTuple):
    """What became of an input. faults: what the reader's own look at it found wrong."""

    accepted: bool
    messages: Sequence[str] = ()
    faults: Sequence[str] = ()


class Reader(Protocol):
    """Something that reads. errors: those it may raise; stop: whether its messages end in a full stop.

    calls: how many are due for any input, and for each character of it more.
    """

    name: str
    errors: tuple[type[Exception], ...]
    stop: bool
    calls: tuple[int, int]

    def make(self, chance: Random) -> Any: ...
    def read(self, case: Any) -> Outcome: ...
    def close(self) -> None: ...


def unfit(text: str, stop: bool) -> str:
    """What is wrong with a message; nothing where it is a sentence that a terminal can show."""
    if not text or not text.isprintable():
        return "a message with what can't be seen"
    if len(text) > LONGEST:
        return f"a message of {len(text):,} characters"
    return "a message without a full stop" if stop and not text.endswith((".", "?", "!")) else ""


def size_of(case: Any) -> int:
    return len(case) if isinstance(case, bytes | str) else len(repr(case))


def one(reader: Reader, case: Any) -> tuple[Outcome, list[str], int]:
    """Read one input: what became of it, what was wrong with that, and how many calls it took."""
    counted = cProfile.Profile()
    faults: list[str] = []
    try:
        counted.enable()
        try:
            outcome = reader.read(case)
        finally:
            counted.disable()
    except reader.errors as error:
        outcome = Outcome(False, [str(error)])
    except Exception as error:
        outcome = Outcome(False)
        faults.append(f"{type(error).__name__} at{guard.trail(error).splitlines()[-2]}")
    calls = sum(each.callcount for each in counted.getstats())
    due = reader.calls[0] + reader.calls[1] * size_of(case)
    faults += [f"{calls:,} calls where {due:,} are due"] if calls > due else []
    faults += [wrong for text in outcome.messages if (wrong := unfit(text, reader.stop))]
    return outcome, [*faults, *outcome.faults], calls


def chance_of(name: str, seed: int, number: int) -> Random:
    return Random(f"{name} {seed} {number}")


def fuzzed(reader: Reader, many: int, seed: int) -> tuple[str, dict[str, int]]:
    """How much was done, and each fault with the number of its first input."""
    accepted = most = 0
    faults: dict[str, int] = {}
    for number in range(many):
        if number % 50 == 0:
            faulthandler.dump_traceback_later(STUCK, exit=True)
        outcome, wrong, calls = one(reader, reader.make(chance_of(reader.name, seed, number)))
        accepted += outcome.accepted
        most = max(most, calls)
        for each in wrong:
            faults.setdefault(each, number)
    faulthandler.cancel_dump_traceback_later()
    return f"{many:,} inputs of seed {seed}, {accepted:,} accepted, at most {most:,} calls for one", faults


def at_home(folder: Path) -> None:
    """A home of its own for this process, and the time zone in which the records are."""
    for name in [name for name in os.environ if name.startswith(("TCM_", "TEXTUAL"))]:
        del os.environ[name]
    os.environ |= {"HOME": str(folder), "TCM_USER": "dana", "TZ": "America/Chicago"}
    os.environ |= {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("DATA", "CONFIG", "STATE", "CACHE")}
    time.tzset()


def readers() -> dict[str, Callable[[Path], Reader]]:
    """Each line's reader, made in a folder of its own."""
    from tests.trust import fuzz_command, fuzz_files, fuzz_words

    return {each.name: each for each in (*fuzz_files.READERS, *fuzz_words.READERS, *fuzz_command.READERS)}


class Careless:
    """The control: a reader that knows no error, shows what it was given and takes as long as it likes."""

    name, errors, stop, calls = "control: a careless reader", (), True, (2_000, 0)

    def __init__(self, folder: Path) -> None:
        self.stored: list[str] = []

    def make(self, chance: Random) -> str:
        from tests.trust.mutate import of_word

        return of_word("45", chance)

    def read(self, case: str) -> Outcome:
        self.stored.append(case)
        for _ in case:
            sum(int(digit) for digit in "0123456789" * 3)
        number = int(case) if case.strip() else 0
        return Outcome(True, [f"{case} is {number}."], ["stored twice"] if len(self.stored) > 40 else [])

    def close(self) -> None:
        return


KINDS = ("ValueError", "can't be seen", "calls where", "stored twice")
"""What the control must be found out for."""


def part(folder: Path, asked: Asked) -> Iterator[Line]:
    """Part 8, the second half."""
    folder = folder.resolve()
    at_home(folder)
    for name, make in [*readers().items(), (Careless.name, Careless)]:
        began, control = time.monotonic(), make is Careless
        place = folder / name.replace(" ", "-").replace(":", "")
        place.mkdir()
        reader = make(place)
        try:
            much, faults = fuzzed(reader, max(asked.inputs, 200) if control else asked.inputs, asked.seed)
        finally:
            reader.close()
        well = all(any(kind in each for each in faults) for kind in KINDS) if control else not faults
        said = "; ".join(f"{fault} (input {number})" for fault, number in faults.items())
        shown = said if not control else "; ".join(sorted({k for k in KINDS for f in faults if k in f}))
        yield Line(name, much, shown or "nothing", well, time.monotonic() - began, control)


def main() -> None:
    """Make one input again."""
    name, seed, number = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    with TemporaryDirectory(prefix="tcm-fuzz-") as folder:
        at_home(Path(folder))
        reader = readers()[name](Path(folder))
        case = reader.make(chance_of(name, seed, number))
        print(repr(case)[:5000])
        outcome, faults, calls = one(reader, case)
        print(outcome, faults, f"{calls:,} calls", sep="\n")
        if any(" at  " in each for each in faults):
            reader.read(case)
        reader.close()


if __name__ == "__main__":
    main()
