"""Command lines that nobody would type, carried out in this process on a small agency."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from random import Random

from tcm_tui.cli.app import run
from tcm_tui.cli.commands import COMMANDS, function_of
from tcm_tui.cli.marks import Arg, Parameter, parameters
from tests.cli.conftest import FILES, ON
from tests.trust.fuzz import Outcome
from tests.trust.mutate import ODD, of_word
from tests.trust.scene import LOGS, dump

ASKING = ("encrypt", "decrypt", "people", "demo", "import")
"""Those that ask for a secret, make an agency, or read files, which have lines of their own."""
GOOD = {
    "--date": ("2026-03-05", "2026-03-03"), "--week": ("2026-03-04",), "--effective": ("2026-04-01",),
    "--start": ("09:00", "10:15", "23:30"), "--stop": ("10:00", "11:00", "00:30"), "--cm": ("C1", "dana", "C2"),
    "--to": ("C2", "C3"), "--activity": ("member-face-to-face", "travel"), "--minutes": ("45",), "--units": ("3",),
    "--kind": ("community-contact", "phone-contact"), "--mode": ("phone", "face-to-face"), "--place": ("home",),
    "--because": ("a slip",), "--override": ("agreed",), "--key": ("k1",), "--learned": ("2026-03-02",),
    "--days": ("31",), "--months": ("3",), "--max-moves": ("2",), "--month": ("2026-02",), "--elements": ("1;2;3",),
    "--ics": ("week.ics",), "--print": ("week.txt", "week.html"), "--problem": ("p.json",), "--sheets": ("sheets",),
    "--tables": ("members,plans",), "--to-file": ("x",), "--purpose": ("review",), "--recipient": ("the payer",),
}  # fmt: skip
PLACES = ("M1", "M3", "A1", "A2", "V1", "C1", "ana", "leo", "R3", "out.db", "files", "book", "member", "nobody")


class Commands:
    """One of the program's commands with options that fit, but for one or two."""

    name, errors, stop, calls = "command lines", (), False, (6_000_000, 4_000)

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        given = folder / "given"
        given.mkdir()
        for name, text in FILES.items():
            (given / f"{name}.csv").write_text(text, encoding="utf-8")
        self.db = folder / "agency.db"
        self.left = Path.cwd()
        assert self._run(["import", str(given), "--db", str(self.db), "--on", ON])[0] == 0
        self.whole = self.db.read_bytes()
        self.records = dump(self.db, (*LOGS, "drafts"))
        (folder / "here").mkdir()
        os.chdir(folder / "here")
        self.declared = {name: parameters(function_of(name)) for name in COMMANDS if name not in ASKING}

    def make(self, chance: Random) -> list[str]:
        name = chance.choice(list(self.declared))
        args = [name]
        for each in self.declared[name]:
            if isinstance(each.mark, Arg):
                args += [chance.choice(PLACES)] if chance.random() < 0.95 else []
            elif each.mark.flag not in ("--db", "--on") and (each.default is not None or chance.random() < 0.3):
                args += self._option(each, chance)
        for _ in range(chance.choice((0, 1, 1, 2))):
            at = chance.randrange(1, len(args) + 1)
            if at == len(args) or chance.random() < 0.2:
                args.insert(at, chance.choice(ODD))
            elif not args[at].startswith("-"):
                args[at] = of_word(args[at], chance)
        args = [each.replace("/", "|").replace("\x00", "") for each in args]  # no place but this folder
        on = ON if chance.random() < 0.8 else of_word(ON, chance).replace("\x00", "")
        return [*args, "--db", str(self.db), "--on", on]

    def _option(self, each: Parameter, chance: Random) -> list[str]:
        assert not isinstance(each.mark, Arg)
        if each.is_flag:
            return [each.mark.flag] if chance.random() < 0.3 else []
        words = each.mark.choices or GOOD.get(each.mark.flag, ("1", "C1", "2026-03-05", "x"))
        return [each.mark.flag, chance.choice(words)]

    def read(self, case: list[str]) -> Outcome:
        code, out, said = self._run(case)
        faults = [] if code in (0, 1, 2, 3) else [f"{case[0]}: it ended with {code}: {said[-150:]}"]
        if code and not (out + said).strip():
            faults.append(f"{case[0]}: it ended with {code} without a word")
        if not all(line.isprintable() for line in (out + said).splitlines()) or "Traceback" in said:
            faults.append(f"{case[0]}: it said what can't be seen")
        if (
            code in (1, 3)
            and "--json" not in case
            and said
            and not said.rstrip().splitlines()[0].endswith((".", "?", ":"))
        ):
            faults.append(f"{case[0]}: not a sentence: {said[-150:]}")
        faults += self._stored(case, code)
        for left in self._left():
            left.unlink()
        return Outcome(code == 0, [], faults)

    def _stored(self, case: list[str], code: int) -> Iterator[str]:
        if self.db.read_bytes() == self.whole:
            return
        found = dump(self.db, (*LOGS, "drafts"))
        if code and found != self.records:
            yield f"{case[0]}: refused, and the records are others"
        if not code and "--key" in case and found != self.records:
            self._run(case)
            if dump(self.db, (*LOGS, "drafts")) != found:
                yield f"{case[0]}: the same key again changed the records"
        self.db.write_bytes(self.whole)

    def _left(self) -> list[Path]:
        here = [path for path in Path.cwd().rglob("*") if path.is_file()]
        beside = [path for path in self.folder.iterdir() if path.is_file() and path != self.db]
        return here + beside

    def _run(self, args: list[str]) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = run(args)
        return code, out.getvalue(), err.getvalue()

    def close(self) -> None:
        os.chdir(self.left)


READERS = (Commands,)
