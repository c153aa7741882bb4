"""One CSV file into its table, batch by batch.

A batch is parsed as a whole; rows with faults are put aside with their sentences, and what remains is added,
changed or found unchanged. The rows of a file whose table was empty are inserted at once and trusted to be
new: the primary key refuses a doubled one. Otherwise what is stored is asked for first.
"""

from __future__ import annotations

import sys
from collections.abc import Container, Iterable, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.records import families
from tcm_tui.records.bulk import indexes_aside
from tcm_tui.records.csvfiles import overlaps, settle
from tcm_tui.records.csvfiles.columns import Format
from tcm_tui.records.csvfiles.faults import BadCell, BadRow, Problem
from tcm_tui.records.csvfiles.parsing import Fault, Parser
from tcm_tui.records.csvfiles.reader import BATCH, Batch, CsvFile
from tcm_tui.records.csvfiles.rejected import RejectedFile
from tcm_tui.records.csvfiles.report import FileCount, Planned
from tcm_tui.records.csvfiles.sources import Source
from tcm_tui.records.csvfiles.stored import Key, Refused, Row, Stored
from tcm_tui.records.csvfiles.twice import earlier_line, line_of

if TYPE_CHECKING:
    from tcm_tui.records.csvfiles.loader import Loader

# Tables whose rows the ledger of a member follows from; those of a worker's line touch every member.
_OF_MEMBER = {"members", "plans", "residences", "stays", "services", "authorizations", "external_units"}
_OF_LINE = {"contract", "level", "type", "site_id"}


class Rows(NamedTuple):
    """Parsed rows with their numbers within the batch and their keys, all in the same order."""

    numbers: Sequence[int]
    rows: Sequence[Row]
    keys: Sequence[Key]

    def without(self, faults: Container[int]) -> Rows:
        """Those whose number is not among the faults."""
        kept = [each for each in zip(*self, strict=True) if each[0] not in faults]
        return Rows([each[0] for each in kept], [each[1] for each in kept], [each[2] for each in kept])


class OneFile:
    """The state of one file's import; ``load`` does all of it."""

    def __init__(self, loader: Loader, source: Source, form: Format, count: FileCount, file: CsvFile) -> None:
        self.loader = loader
        self.source = source
        self.form = form
        self.count = count
        self.file = file
        self.parser = Parser(form, file.header, loader.references.of(form))
        self.table = Stored(loader.connection, form, self.parser.columns)
        self.was_empty = self.table.is_empty()
        self.rejected = RejectedFile(source.path, file.header, form.reason) if loader.keep_good else None
        self._visits = [i for i, name in enumerate(file.header) if name == "appointment_id"]
        self._ids = [i for i, name in enumerate(file.header) if name == form.key[0] and len(form.key) == 1]
        columns = self.parser.columns
        self._member = columns.index("member_id") if "member_id" in columns else None

    def load(self) -> None:
        """Read, check and store every row. Raises BadFile and Stopped."""
        if self.rejected is not None:
            self.loader.rejected[str(self.source.path)] = self.rejected
        if self.was_empty:
            with indexes_aside(self.loader.connection, self.form.name):
                self._load()
        else:
            self._load()
        self.table.forget_seen()
        self.loader.references.added(self.form.name)

    def _load(self) -> None:
        done = 0
        for batch in self.file.batches(sys.maxsize if self.form.whole else BATCH):
            self.loader.stop_if_asked()
            self._batch(batch)
            done += len(batch.rows)
            if self.loader.progress is not None:
                self.loader.progress(self.source.name, done, self.file.bytes_read, self.file.bytes_total)

    def _batch(self, batch: Batch) -> None:
        if self._visits and self.form.name != "appointments":
            i = self._visits[0]
            self.loader.references.look_ahead("appointments", [row[i] for row in batch.rows if len(row) > i])
        faults: dict[int, list[Fault]] = {}
        numbers: Sequence[int] = range(len(batch.rows))
        parsed: Sequence[Row]
        try:
            parsed = self.parser.batch(batch.rows)
        except (BadCell, BadRow):
            numbers, parsed = self._row_by_row(batch, faults)
        given = Rows(numbers, parsed, self.table.keys(parsed))
        if len(set(given.keys)) < len(given.keys):
            given = self._without_doubles(batch, given, faults)
        if self.form.name in ("case_managers", "assignments"):
            self._remember(batch, faults)
            given = self._settled(batch, given, faults)
        if self.was_empty:
            self._add_all(batch, given, faults)
        else:
            self._add_or_change(batch, given, faults)
        self._remember(batch, faults)
        for number in sorted(faults):
            self._reject(batch, number, faults[number])

    def _row_by_row(self, batch: Batch, faults: dict[int, list[Fault]]) -> tuple[list[int], list[Row]]:
        numbers, rows = [], []
        for number, cells in enumerate(batch.rows):
            parsed = self.parser.row(cells)
            if isinstance(parsed, tuple):
                numbers.append(number)
                rows.append(parsed)
            elif any(cells):  # a line of nothing but commas is what spreadsheets leave below a table
                faults[number] = parsed
        return numbers, rows

    def _without_doubles(self, batch: Batch, given: Rows, faults: dict[int, list[Fault]]) -> Rows:
        first: dict[Key, int] = {}
        for number, key in zip(given.numbers, given.keys, strict=True):
            if key in first:
                faults[number] = [self._double(key, batch.line(first[key]))]
            else:
                first[key] = number
        return given.without(faults)

    def _earlier(self, batch: Batch, number: int) -> int | None:
        """The line a doubled row stood on first; not looked for once enough messages are shown."""
        if self.loader.problems.full:
            return None
        return earlier_line(self.source.path, self.form, batch.rows[number], batch.line(number))

    def _double(self, key: Key, line: int | None) -> Fault:
        where = f"on line {line} of this file" if line else "further up in this file"
        if len(key) == 1:
            return self.form.key[
                0
            ], f"{key[0]} is already {where}; keep one of the two rows, or give this one its own id"
        said = {"key_on": "day", "start_min": "start"}
        same = " and ".join(said.get(name, name) for name in self.form.key)
        return self.form.key[0], f"a row with the same {same} is already {where}; keep one of the two"

    def _settled(self, batch: Batch, given: Rows, faults: dict[int, list[Fault]]) -> Rows:
        """Take out rows that cannot stand beside others, and put those that make room for others first."""
        columns = self.parser.columns
        by_number = dict(zip(given.numbers, given.rows, strict=True))
        if self.form.name == "case_managers":
            known = self.loader.references.table("case_managers")
            more = settle.supervisors(by_number, columns, set(known), known.explain)
        else:
            stored: dict[str, settle.Spans] = {}
            if not self.was_empty:
                for member, start, end, worker in self.table.of_members({row[self._member or 0] for row in given.rows}):
                    stored.setdefault(member, {})[start] = (end or settle.OPEN, worker)
            more = settle.assignments(by_number, columns, stored, lambda number: f"line {batch.line(number)}")
        faults.update((number, [fault]) for number, fault in more.items())
        return given.without(faults) if more else given

    def _add_all(self, batch: Batch, given: Rows, faults: dict[int, list[Fault]]) -> None:
        numbers, rows, keys = given
        self._families(rows)
        start = 0
        while start < len(rows):
            try:
                self.table.add(rows[start:] if start else rows)
                break
            except Refused as refusal:
                at = start + refusal.index
                faults[numbers[at]] = [self._why_refused(batch, numbers[at], rows[at], keys[at], refusal)]
                start = at + 1
        if faults:
            numbers, rows, keys = given.without(faults)
        self.count.added += len(rows)
        if rows and self.form.name != "members":  # a new member has no services yet
            self._touch(rows)
        if self.form.name == "appointments":
            status = self.parser.columns.index("status")
            for number, row in zip(numbers, rows, strict=True):
                if row[status] == "scheduled":
                    self._planned(batch, number, row, None)

    def _why_refused(self, batch: Batch, number: int, row: Row, key: Key, refusal: Refused) -> Fault:
        if "UNIQUE" in str(refusal) and self.table.existing([key]):
            return self._double(key, self._earlier(batch, number))
        if "overlapping" in str(refusal):
            clash = overlaps.clash(self.loader.connection, self.form, dict(zip(self.parser.columns, row, strict=True)))
            if clash is not None:
                shown = not self.loader.problems.full
                line = line_of(self.source.path, clash.cells, batch.line(number)) if shown else None
                return clash.fault(line)
        return "", f"the database does not take this row ({refusal}); correct it"

    def _add_or_change(self, batch: Batch, given: Rows, faults: dict[int, list[Fault]]) -> None:
        again = self.table.seen_before(given.keys)
        there = self.table.existing(given.keys)
        new: list[int] = []
        changes: list[tuple[int, Row, Row, Key]] = []
        for number, row, key in zip(*given, strict=True):
            old, voided = there.get(key, (None, None))
            if key in again:
                faults[number] = [self._double(key, self._earlier(batch, number))]
            elif old is None:
                new.append(number)
            elif old == row:
                self.count.unchanged += 1
            elif voided is not None:
                sentence = f"{key[0]} was voided on {voided} and stays so; give the row a new id, or take it out"
                faults[number] = [(self.form.key[0], sentence)]
            else:
                changes.append((number, row, old, key))
        # Changes first: an assignment that now ends may make room for a new one.
        self._change_all(batch, changes, faults)
        if new:
            self._add_all(batch, given.without(set(given.numbers).difference(new)), faults)

    def _change_all(
        self, batch: Batch, changes: list[tuple[int, Row, Row, Key]], faults: dict[int, list[Fault]]
    ) -> None:
        """Make the changes; what only later ones make room for is tried again after them."""
        while changes:
            refused = []
            for number, row, old, key in changes:
                try:
                    self._change(batch, number, row, old, key)
                except Refused as refusal:
                    faults[number] = [self._why_refused(batch, number, row, key, refusal)]
                    refused.append((number, row, old, key))
            if len(refused) == len(changes):
                return
            changes = refused
            for number, *_ in refused:
                del faults[number]

    def _change(self, batch: Batch, number: int, row: Row, old: Row, key: Key) -> None:
        """Change one stored row. Raises Refused."""
        columns = self.parser.columns
        differing = [i for i, (was, now) in enumerate(zip(old, row, strict=True)) if was != now]
        names = [columns[i] for i in differing]
        self._families([row])
        self.table.change(row, key, names)
        self.count.changed += 1
        member = row[self._member] if self._member is not None else None
        before = {name: old[i] for name, i in zip(names, differing, strict=True)}
        after = {name: row[i] for name, i in zip(names, differing, strict=True)}
        self.loader.audit(self.form.name, "/".join(map(str, key)), member, before, after)
        self._touch((row, old))
        if not _OF_LINE.isdisjoint(names):
            if self.form.name == "sites":
                self.loader.touched.sites.add(key[0])
            elif self.form.name == "case_managers":
                self.loader.touched.workers.add(key[0])
        if self.form.name == "appointments" and row[columns.index("status")] == "scheduled":
            self._planned(batch, number, row, old)

    def _families(self, rows: Sequence[Row]) -> None:
        """Make the families that these members name."""
        if self.form.name == "members" and "family_id" in self.parser.columns:
            families.ensure(self.loader.connection, map(itemgetter(self.parser.columns.index("family_id")), rows))

    def _touch(self, rows: Sequence[Row]) -> None:
        """Note the members, and for services the days, whose ledger follows from these rows."""
        if self._member is None or self.form.name not in _OF_MEMBER:
            return
        members = set(map(itemgetter(self._member), rows))
        touched = self.loader.touched
        if self.form.name == "services":
            touched.served |= members
            touched.days.update(map(itemgetter(self.parser.columns.index("date")), rows))
        else:
            touched.members |= members

    def _planned(self, batch: Batch, number: int, row: Row, old: Row | None) -> None:
        columns = self.parser.columns
        after = dict(zip(columns, row, strict=True))
        before = None if old is None else dict(zip(columns, old, strict=True))
        self.loader.planned[after["appointment_id"]] = Planned(
            after["appointment_id"],
            after["member_id"],
            str(self.source.path),
            batch.line(number),
            tuple(batch.rows[number]),
            after,
            before,
        )

    def _remember(self, batch: Batch, faults: Iterable[int]) -> None:
        """Which ids were refused: what refers to them shall say so."""
        for number in faults if self._ids else ():
            cells = batch.rows[number]
            if len(cells) > self._ids[0]:
                place = f"{self.source.name}:{batch.line(number)}"
                self.loader.references.refused(self.form.name, cells[self._ids[0]], place)

    def _reject(self, batch: Batch, number: int, faults: list[Fault]) -> None:
        self.count.rejected += 1
        line, cells = batch.line(number), batch.rows[number]
        for column, sentence in faults:
            self.loader.problems.add(Problem(self.source.name, line, column, sentence))
        if self.rejected is not None:
            self.rejected.add(cells, "; ".join(f"{column} {sentence}".strip() for column, sentence in faults))
