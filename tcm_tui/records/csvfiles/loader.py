"""Files into tables, inside the transaction of the caller: every row checked, then added, changed or left alone.

Nothing is committed here. The caller decides from ``problems`` whether the transaction ends well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from tcm_tui.records import drivers, freshness
from tcm_tui.records.csvfiles import header, manifest, settings, stored
from tcm_tui.records.csvfiles.columns import Format
from tcm_tui.records.csvfiles.faults import BadFile, Problem, Stopped
from tcm_tui.records.csvfiles.formats import BY_NAME, SETTINGS
from tcm_tui.records.csvfiles.onefile import OneFile
from tcm_tui.records.csvfiles.reader import CsvFile
from tcm_tui.records.csvfiles.references import References
from tcm_tui.records.csvfiles.rejected import RejectedFile
from tcm_tui.records.csvfiles.report import FileCount, Planned, Problems, Touched
from tcm_tui.records.csvfiles.sources import Source
from tcm_tui.records.csvfiles.stored import Stored
from tcm_tui.records.csvfiles.wording import shown
from tcm_tui.rules import policies

_SETTINGS = Format(SETTINGS, (), ("key",))


class Audit(Protocol):
    """Writes one audit row in the transaction of the import."""

    def __call__(
        self,
        entity: str,
        key: str,
        member: str | None,
        before: dict[str, Any] | None,
        after: dict[str, Any] | None,
    ) -> object: ...


Progress = Callable[[str, int, int, int], object]
"""Called after each batch with the file's name, its rows so far, its bytes read and its bytes in all."""


class Loader:
    """One import. Give it the files in order with ``load``, then look at its attributes."""

    def __init__(
        self,
        connection: drivers.Connection,
        audit: Audit,
        keep_good: bool = False,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        self.connection = connection
        self.audit = audit
        self.keep_good = keep_good
        self.progress = progress
        self.cancelled = cancelled
        self.problems = Problems()
        self.files: list[FileCount] = []
        self.notes: list[str] = []
        self.rejected: dict[str, RejectedFile] = {}
        self.planned: dict[str, Planned] = {}
        self.touched = Touched()
        self.references = References(connection)
        self.broken = False  # a whole file could not be read: nothing may be stored
        self._broken_kinds: set[str] = set()

    def load(self, sources: Sequence[Source]) -> None:
        """Every file, in the order given. Raises Stopped when the person asked for it."""
        for source in sources:
            self.stop_if_asked()
            count = FileCount(source.name, source.kind, str(source.path))
            self.files.append(count)
            try:
                if source.kind == SETTINGS:
                    self._settings(source, count)
                else:
                    self._rows(source, BY_NAME[source.kind], count)
            except BadFile as fault:
                self.break_off(source, Problem(source.name, fault.line or 0, fault.column or "", str(fault)))

    def stop_if_asked(self) -> None:
        if self.cancelled is not None and self.cancelled():
            raise Stopped

    def break_off(self, source: Source, problem: Problem) -> None:
        """A fault of a whole file: no part of the import can be stored."""
        self.problems.add(problem)
        self.broken = True
        self._broken_kinds.add(source.kind)

    def _rows(self, source: Source, form: Format, count: FileCount) -> None:
        with CsvFile(source.path) as file:
            faults = header.faults(file.header, form)
            for column, sentence in faults:
                self.break_off(source, Problem(source.name, 1, column, sentence))
            if faults:
                return
            if any(column.refers in self._broken_kinds for column in form.columns):
                self._broken_kinds.add(form.name)  # its rows would only complain about what was not read
                return
            OneFile(self, source, form, count, file).load()
            count.sha256 = file.sha256
        if form.name == "appointments" and manifest.is_unchanged(source.path, count.sha256):
            # Our own export: its visits were accepted when they were planned.
            self.planned = {key: p for key, p in self.planned.items() if p.path != str(source.path)}
        if not count.rows:
            self.notes.append(f"{source.name} has a header and no rows.")

    def _settings(self, source: Source, count: FileCount) -> None:
        given, faults = settings.read(source.path)
        for fault in faults:
            self.break_off(source, fault._replace(file=source.name))
        count.sha256 = settings.sha256(source.path)
        table = Stored(self.connection, _SETTINGS, ("key", "value"))
        there = table.existing([(key,) for key in given])
        before = dict(self.connection.execute("SELECT key, value FROM settings"))
        known = policies.together(before)
        for against in policies.together({**before, **given}):
            if against not in known:
                self.break_off(source, Problem(source.name, 0, *against))
        for key, value in given.items():
            old = there.get((key,))
            if old is None:
                count.added += 1
                table.add([(key, value)])
            elif old[0] != (key, value):
                count.changed += 1
                table.change((key, value), (key,), ("value",))
                self.audit(SETTINGS, key, None, {key: old[0][1]}, {key: value})
            else:
                count.unchanged += 1
                continue
            self.touched.everyone = self.touched.everyone or key in freshness.SETTINGS

    def workers_of_touched_sites(self) -> set[str]:
        """The workers of sites whose contract changed."""
        return set(stored.matching(self.connection, "case_managers", "cm_id", "site_id", self.touched.sites))

    def take_back(self, refused: Mapping[str, str]) -> None:
        """Undo appointments of this import, by id with the reason, and count them as rejected."""
        counts = {count.path: count for count in self.files}
        for key, sentence in sorted(refused.items(), key=lambda item: self.planned[item[0]].line):
            visit = self.planned.pop(key)
            table = Stored(self.connection, BY_NAME["appointments"], tuple(visit.after))
            count = counts[visit.path]
            if visit.before is None:
                try:
                    with drivers.alone(self.connection):
                        table.remove((key,))
                except drivers.IntegrityError:  # other rows of the import name this visit; they cannot stay without it
                    self.broken = True
                count.added -= 1
            else:
                before = {name: visit.before[name] for name in visit.after}
                table.change(tuple(before.values()), (key,), tuple(before))
                self.audit("appointments", key, visit.member_id, visit.after, visit.before)
                count.changed -= 1
            count.rejected += 1
            self.problems.add(Problem(count.name, visit.line, "units", sentence))
            if visit.path in self.rejected:
                self.rejected[visit.path].add(visit.cells, f"units {sentence}")

    def audit_files(self) -> bool:
        """One audit row for each file that changed anything: what it was, by its hash, and its counts.

        Says whether any did; the same files again leave no trace.
        """
        changing = [count for count in self.files if count.added or count.changed]
        for count in changing:
            after = {
                "sha256": count.sha256,
                "added": count.added,
                "changed": count.changed,
                "unchanged": count.unchanged,
                "rejected": count.rejected,
            }
            self.audit("file", shown(count.name, 200)[1:-1], None, None, after)
        return bool(changing)

    def keep_rejected(self) -> dict[str, str]:
        """Give the files of rejected rows their names, before the commit; path of the source to path of the file."""
        kept = {source: file.keep() for source, file in self.rejected.items()}
        return {source: str(path) for source, path in kept.items() if path is not None}

    def discard_rejected(self) -> None:
        """Take away what was not kept."""
        for file in self.rejected.values():
            file.discard()
