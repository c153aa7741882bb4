"""Files that the program reads: imports, settings, rule values, keys, planning problems."""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from tcm_tui.desk import importing, lookup, office
from tcm_tui.desk.errors import DeskError
from tcm_tui.desk.office import StoreError
from tcm_tui.records.csvfiles import manifest
from tcm_tui.records.csvfiles.wording import shown
from tcm_tui.records.doctor import doctor
from tcm_tui.resources import data_path
from tcm_tui.rules.pack import PackError, Packs
from tests.planning import examples
from tests.records.agency_files import FILES, ON, desk_at, load, write
from tests.trust.fuzz import Outcome
from tests.trust.mutate import of_bytes, of_document, of_table
from tests.trust.recount import sound

OWN = (StoreError, DeskError)


class Import(NamedTuple):
    """The files of one import, and how it is asked for."""

    files: dict[str, bytes]
    keep_good: bool
    dry_run: bool


class Importer:
    """Files of the small agency made wrong, imported into it."""

    name, errors, stop, calls = "import", OWN, False, (400_000, 400)
    names = tuple(name for name in FILES if name.endswith(".csv"))

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.db, self.given = folder / "agency.db", folder / "given"
        with desk_at(self.db) as desk:
            assert load(desk, write(folder / "files")).stored
        self.whole = self.db.read_bytes()
        self.desk = office.open_desk(str(self.db))

    def make(self, chance: Random) -> Import:
        files = {}
        for name in chance.sample(self.names, chance.choice((1, 1, 1, 1, 2, 3))):
            text = FILES[name]
            files[name] = of_table(text, chance) if chance.random() < 0.7 else of_bytes(text.encode(), chance)
        if chance.random() < 0.05:  # as if the program had written the files
            told = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
            files[manifest.NAME] = of_bytes(manifest.text(told).encode(), chance)
        return Import(files, chance.random() < 0.3, chance.random() < 0.1)

    def read(self, case: Import) -> Outcome:
        shutil.rmtree(self.given, ignore_errors=True)
        self.given.mkdir()
        for name, content in case.files.items():
            (self.given / name).write_bytes(content)
        before = self.db.read_bytes()
        try:
            result = load(self.desk, self.given, keep_good=case.keep_good, dry_run=case.dry_run)
            faults = self._again(case, result, before)
        finally:
            self._reset()
        return Outcome(result.stored, [*map(str, result.errors), *result.notes], faults)

    def _again(self, case: Import, result: importing.ImportResult, before: bytes) -> list[str]:
        after = self.db.read_bytes()
        faults = []
        if not result.stored and after != before:
            faults.append("something was stored of what was refused")
        if result.refused == result.stored and not case.dry_run:
            faults.append("neither stored nor refused")
        if result.refused and not result.errors:
            faults.append("refused without a word")
        if result.stored and not case.dry_run:
            for left in self.given.glob("*.rejected.csv"):
                left.unlink()
            again = load(self.desk, self.given, keep_good=case.keep_good)
            if self.db.read_bytes() != after or any(each.added or each.changed for each in again.files):
                faults.append("the same again changed something")
            checks = doctor(self.desk.store, self.desk.policy, self.desk.packs, whole=True)
            faults += [each.name for each in checks if not each.ok and "mode" not in each.name]
            faults += sound(self.db)
        return faults

    def _reset(self) -> None:
        if self.db.read_bytes() != self.whole:
            self.desk.close()
            self.db.write_bytes(self.whole)
            self.desk = office.open_desk(str(self.db))

    def close(self) -> None:
        self.desk.close()


class Settings(Importer):
    """settings.toml made wrong, imported by itself."""

    name = "settings.toml"
    text = """agency = "Plains Care"
unit_rounding = "completed-15"
unit_scope = "member-day"
cap_scope = "member"
hours_year = "state-fiscal"
telehealth_counts = false
juneteenth = true
christmas_side = "long-weekend"
over_limit_plans = "refuse"
member_overlap = "warn"
"""

    def make(self, chance: Random) -> Import:
        return Import({"settings.toml": of_bytes(self.text.encode(), chance)}, False, chance.random() < 0.1)


class RuleValues:
    """An agency's own rule values: a file of ours made wrong and laid over ours."""

    name, errors, stop, calls = "rule values", (PackError, *OWN), False, (400_000, 200)
    topics = ("limits", "caseload", "units", "credentials", "activities", "contacts", "hours", "outreach")

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with desk_at(folder / "agency.db") as desk:
            assert load(desk, write(folder / "files")).stored
        self.desk = office.open_desk(str(folder / "agency.db"))
        self.texts = {topic: (data_path("rules") / f"{topic}.toml").read_bytes() for topic in self.topics}

    def make(self, chance: Random) -> tuple[str, bytes]:
        topic = chance.choice(self.topics)
        tables = self.texts[topic].split(b"\n\n")
        some = b"\n\n".join(chance.sample(tables, min(len(tables), chance.randint(1, 3))))
        return topic, self._redated(some, chance) if chance.random() < 0.5 else of_bytes(some, chance)

    def _redated(self, data: bytes, chance: Random) -> bytes:
        """Values of another day, amount or kind: most of these can be used."""
        day = chance.choice((b"2026-03-01", b"2024-02-29", b"1900-01-01", b"9999-12-31", b"2026-03-15T10:00:00", b"1"))
        amount = chance.choice((b"0", b"1", b"17", b"1000000", b"-1", b"16.0", b"true", b'"16"', b'["a"]', b"9" * 30))
        data = data.replace(b'from = "open"', b"from = " + day)
        data = data.replace(b"amount = 16", b"amount = " + amount) if chance.random() < 0.6 else data
        return data.replace(b"amount", b"repealed = true # amount") if chance.random() < 0.1 else data

    def read(self, case: tuple[str, bytes]) -> Outcome:
        over = self.folder / "over"
        shutil.rmtree(over, ignore_errors=True)
        over.mkdir()
        (over / f"{case[0]}.toml").write_bytes(case[1])
        packs = Packs(data_path("rules"), over)
        said = packs.faults()
        if said:
            return Outcome(False, said)
        packs.entries()
        faults = [] if Packs(data_path("rules"), over).rows() == packs.rows() else ["read again it is another"]
        self.desk.packs = packs
        for day in (ON, date(1999, 1, 1), date(2099, 12, 31)):
            try:
                lookup.units(self.desk, "M1", day, lookup.Asked(minutes=50))
            except PackError as error:  # a figure repealed, or none yet in force
                said = [*said, str(error)]
        return Outcome(True, said, faults)

    def close(self) -> None:
        self.desk.close()


class Keys:
    """The file of a person's own keys, read and bound."""

    name, errors, stop, calls = "keys.toml", (), True, (200_000, 300)
    text = b"""# own keys
"list.down" = "down,j,n"
"lookup" = "ctrl+f"
"area.week" = "f4, 1"
"form.save" = "ctrl+s,f2"
"quit" = "ctrl+q"
"""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "keys.toml"

    def make(self, chance: Random) -> bytes:
        return of_bytes(self.text, chance)

    def read(self, case: bytes) -> Outcome:
        from textual.binding import BindingsMap

        from tcm_tui.ui import commands, keymap

        self.file.write_bytes(case)
        found, wrong = keymap.load_keymap(self.file)
        bound = BindingsMap(commands.bindings("everywhere", "list", "form"))
        bound.apply_keymap(found)
        commands.use_keymap(found)
        try:
            told = [commands.shown(key) for each in commands.COMMANDS for key in commands.keys_of(each)]
        finally:
            commands.use_keymap({})
        unseen = [each for each in told if not each or not each.isprintable()]
        return Outcome(not wrong, wrong, ["a key that can't be shown"] if unseen else [])

    def close(self) -> None:
        return


class Problems:
    """Planning problems for ``tcm solve``."""

    name, errors, stop, calls = "planning problems", (DeskError,), True, (3_000_000, 3_000)

    def __init__(self, folder: Path) -> None:
        self.file = folder / "problem.json"
        week = {"kind": "week", "name": "w", "instance": examples.month_straddle()}
        moves = {
            "kind": "rebalance",
            "name": "r",
            "instance": {
                "cms": [{"id": "C1", "cap": 1}, {"id": "C2", "cap": 3}],
                "cases": [
                    {"id": "M1", "cm": "C1", "options": {"C2": 3}},
                    {"id": "M2", "cm": "C1", "options": {"C2": 1.5}},
                    {"id": "M3", "cm": None, "options": {"C1": 0, "C2": 2}},
                ],
            },
        }
        self.known: tuple[dict[str, Any], ...] = (week, moves)

    def make(self, chance: Random) -> bytes:
        document = chance.choice(self.known)
        if chance.random() < 0.8:
            return json.dumps(of_document(document, chance)).encode()
        return of_bytes(json.dumps(document).encode(), chance)

    def read(self, case: bytes) -> Outcome:
        from tcm_tui.desk import solving

        self.file.write_bytes(case)
        try:
            found = solving.solve_file(self.file)
        except DeskError as error:
            return Outcome(False, [str(error).replace(str(self.file), shown(self.file.name))])
        told = json.dumps(found, ensure_ascii=False)
        again = json.dumps(solving.solve_file(self.file), ensure_ascii=False)
        same = _timeless(json.loads(told)) == _timeless(json.loads(again))
        return Outcome(True, [], [] if same else ["solved again it is another plan"])

    def close(self) -> None:
        return


def _timeless(found: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in found.items() if key not in ("seconds", "optimal")}


READERS = (Importer, Settings, RuleValues, Keys, Problems)
