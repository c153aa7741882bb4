"""What people type: days, times, lengths, lists; names and what is tried in the look-up; drafts of forms."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from tcm_tui.desk import drafts, forms, lookup, names, office
from tcm_tui.desk.errors import DeskError
from tcm_tui.desk.forms import dates, times
from tcm_tui.desk.forms.shapes import FieldError
from tcm_tui.desk.office import StoreError
from tcm_tui.rules import saying
from tests.records.agency_files import ON, desk_at, load, write
from tests.trust.fuzz import Outcome
from tests.trust.mutate import LONE, ODD, of_word

OWN = (StoreError, DeskError, FieldError)


class Parser(NamedTuple):
    """read: the parser; written: a value as it could be typed again; fits: whether a value can be one at all."""

    read: Callable[[str, date], Any]
    written: Callable[[Any], str]
    fits: Callable[[Any], bool]
    words: tuple[str, ...]


def _in_time(day: date) -> bool:
    return dates.FIRST <= day.year <= dates.LAST


PARSERS = {
    "day": Parser(dates.read_day, date.isoformat, _in_time, (
        "fri", "+2d", "eom", "bom", "today", "18", "11/18", "18.11", "18.11.2026", "2026-11-18", "20261118", "-3w",
        "+1y", "nov 18", "18 november 2026", "18-11-26", "29.2.", "tomorrow", "+9999y", "-9999d", "2/29/00", "0",
        "31 sep",
    )),
    "month": Parser(dates.read_month, lambda day: f"{day:%Y-%m}", lambda day: _in_time(day) and day.day == 1, (
        "2026-11", "11/2026", "11.2026", "nov", "nov 2026", "this", "last", "-1m", "2026-11-01", "99/9999",
    )),
    "time": Parser(lambda text, on: times.read_time(text), saying.clock, lambda at: 0 <= at < 1440, (
        "9", "930", "9:30", "1p", "13:30", "12a", "noon", "0930", "9h30", "24:00", "11.15pm", "6", "1p.m.",
    )),
    "length": Parser(lambda text, on: times.read_minutes(text), str, lambda n: 0 <= n <= 1485, (
        "45", "45m", "3u", "1h", "1h30", "1 hour 5 minutes", "99u", "9999", "24h", "0u", "1.5h",
    )),
    "weekdays": Parser(lambda text, on: times.read_days(text), times.spoken_days, lambda days: {*range(7)} >= {*days}, (
        "mon-fri", "mon, wed", "weekdays", "daily", "fri-mon", "m", "sat;sun", "tu-th fr",
    )),
}  # fmt: skip


class Typed(NamedTuple):
    kind: str
    text: str
    on: date


class Forms:
    """Texts of a form's fields, read on any day that the program knows."""

    name, errors, stop, calls = "days and times typed", OWN, True, (3_000, 60)

    def __init__(self, folder: Path) -> None:
        return

    def make(self, chance: Random) -> Typed:
        kind = chance.choice(list(PARSERS))
        text = chance.choice(PARSERS[kind].words)
        for _ in range(chance.choice((0, 1, 1, 2, 3))):
            text = of_word(text, chance)
        on = date(1900, 1, 1) + timedelta(days=chance.choice((0, 58, 73_413, chance.randrange(73_414))))
        return Typed(kind, text, on)

    def read(self, case: Typed) -> Outcome:
        parser = PARSERS[case.kind]
        found = parser.read(case.text, case.on)
        faults = [] if parser.fits(found) else [f"{case.kind}: a value that can't be one"]
        if parser.read(parser.written(found), case.on) != found:
            faults.append(f"{case.kind}: written and read again it is another")
        return Outcome(True, [], faults)

    def close(self) -> None:
        return


class Search:
    """Names and ids typed into the look-up, then lengths tried there, as the screen asks for them."""

    name, errors, stop, calls = "look-up", OWN, True, (400_000, 4_000)
    words = ("ana", "Ana Paredes", "M1", "m", "leo marsh", "ap", "le m", "paredez", "whitehorse", "C1", "dana w")

    def __init__(self, folder: Path) -> None:
        self.db = folder / "agency.db"
        with desk_at(self.db) as desk:
            assert load(desk, write(folder / "files")).stored
        self.desk = office.open_desk(str(self.db))
        self.before = self.db.read_bytes()

    def make(self, chance: Random) -> tuple[str, str]:
        text = chance.choice((*self.words, chance.choice(ODD)))
        for _ in range(chance.choice((0, 1, 2, 3))):
            text = of_word(text, chance)
        return text, of_word(of_word(chance.choice(("45m", "3u", "120", "99 min", "1 u")), chance), chance)

    def read(self, case: tuple[str, str]) -> Outcome:
        text, tried = case
        said = []
        for find in (names.member_id, names.cm_id):
            try:
                find(self.desk, text)
            except DeskError as error:
                said.append(str(error))
        found = lookup.find(self.desk, text, ON)
        for match in found[:1]:
            try:
                self._try(match.member, tried)
            except DeskError as error:
                said.append(str(error))
        faults = [] if self.db.read_bytes() == self.before else ["a look-up wrote"]
        return Outcome(bool(found), said, faults)

    def _try(self, member: str, tried: str) -> None:
        from tcm_tui.ui.screens.lookup import wanted

        minutes, units = wanted(tried)
        view = lookup.units(self.desk, member, ON, lookup.Asked(minutes=minutes, units=units))
        if view.proposal is not None and view.proposal.units:
            lookup.next_days(self.desk, member, ON, view.proposal.units)

    def close(self) -> None:
        self.desk.close()


class Drafts:
    """Drafts of forms: any text is kept and found again as it was; a draft that was spoilt stops nobody."""

    name, errors, stop, calls = "drafts", (StoreError,), True, (400_000, 200)

    def __init__(self, folder: Path) -> None:
        self.db = folder / "agency.db"
        with desk_at(self.db) as desk:
            assert load(desk, write(folder / "files")).stored
        self.desk = office.open_desk(str(self.db))
        self.ids = [form.id for form in forms.all()]

    def make(self, chance: Random) -> dict[str, Any]:
        texts = {
            chance.choice(("text.member", "began.date", "context.member", "x", "")): of_word(chance.choice(ODD), chance)
            for _ in range(chance.randint(0, 4))
        }
        spoilt = "" if chance.random() < 0.6 else of_word(json.dumps({"text.member": "M1"}), chance)
        return {
            "form": chance.choice(self.ids),
            "subject": of_word("member:M1", chance),
            "texts": texts,
            "spoilt": spoilt,
        }

    def read(self, case: dict[str, Any]) -> Outcome:
        form, subject, texts = case["form"], case["subject"].replace(LONE, ""), case["texts"]
        with closing(sqlite3.connect(self.db, isolation_level=None)) as other:
            other.execute("DELETE FROM drafts")
        kept = drafts.keep(self.desk, form, subject, texts)
        faults = [] if kept else ["a draft was not kept"]
        found = drafts.of(self.desk, form, subject)
        if kept and (found is None or found.values != texts):
            faults.append("a draft was not found again as it was")
        if kept and case["spoilt"]:
            try:
                with closing(sqlite3.connect(self.db, isolation_level=None)) as other:
                    other.execute('UPDATE drafts SET "values" = ?', (case["spoilt"],))
            except (sqlite3.Error, UnicodeError):
                pass  # the table refuses what is no object
            drafts.found(self.desk)
            drafts.of(self.desk, form, subject)
        drafts.drop(self.desk, form, subject)
        if drafts.found(self.desk):
            faults.append("a draft was not dropped")
        return Outcome(kept, [], faults)

    def close(self) -> None:
        self.desk.close()


READERS = (Forms, Search, Drafts)
