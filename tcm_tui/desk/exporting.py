"""The records as files in a folder; importing them into an empty database gives the same answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.desk import part2
from tcm_tui.desk.disclosure import NOBODY, Head, To, left
from tcm_tui.desk.errors import DeskError, WrongUsage

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

NOTICE = "NOTICE.txt"
"""The file with the notice of 42 CFR 2.32, beside tables with rows of marked members; an import doesn't look at it."""


class ExportedFile(NamedTuple):
    name: str
    rows: int


class ExportResult(NamedTuple):
    """Where the files are; cancelled: the person stopped it and the folder is as it was. head: the audit log's end,
    which tells of the export.

    part2: how the members under 42 CFR Part 2 were treated, None where none is in these tables; members and rows: of
    them, left out or written. notice: the file with the notice is there.
    """

    folder: str
    files: tuple[ExportedFile, ...]
    cancelled: bool = False
    head: Head | None = None
    part2: str | None = None
    members: int = 0
    rows: int = 0
    notice: bool = False

    @property
    def told(self) -> str | None:
        """A sentence about the members under 42 CFR Part 2; None where there is nothing to say."""
        from tcm_tui.records.csvfiles.wording import counted

        whom = f"{counted(self.members, 'Part 2 member')} with {counted(self.rows, 'row')}"
        if not self.members or self.part2 is None:
            return f"The notice is in {NOTICE}; no member of these tables is marked." if self.notice else None
        if self.part2 == part2.LEAVE_OUT:
            return f"Left out: {whom}. Other ways: --part2 {part2.WITH_NOTICE}, --part2 {part2.OWN_USE}."
        return f"Written too: {whom}; the notice is in {NOTICE}."


class _Stopped(Exception):
    pass


def export_folder(
    desk: Desk,
    folder: str | Path,
    tables: Sequence[str] | None = None,
    progress: Callable[[str, int, int], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
    to: To = NOBODY,
    purpose: str | None = None,
) -> ExportResult:
    """Write the tables named, or all of them, as one state of the records; with a purpose (``minimal``) what it needs.

    Members under 42 CFR Part 2 are left out with every row of theirs, or written, as ``to`` says. Files that are in
    the folder already are written over only if an export wrote them. progress is told the file, the rows written so
    far and the rows in all. The audit log is told of it, and who gets it. Raises WrongUsage for an unknown table or
    purpose and where ``to`` doesn't go together, DeskError when the folder can't be written and StoreError.
    """
    from tcm_tui.records.csvfiles import formats, manifest, writer
    from tcm_tui.records.csvfiles.folder import NewFiles
    from tcm_tui.records.csvfiles.wording import nearest, one_of

    target = Path(folder).expanduser()
    for name in tables or ():
        if name not in formats.KINDS:
            near = nearest(name, formats.KINDS)
            hint = f"did you mean {near}?" if near else f"the tables are {one_of(formats.KINDS)}."
            raise WrongUsage(f"--tables: there is no table “{name}”; {hint}")
    forms = [form for form in formats.FORMATS if not tables or form.name in tables]
    whole = not tables or formats.SETTINGS in tables
    if purpose is not None:
        from tcm_tui.desk import minimal

        forms, whole = minimal.forms(purpose, forms, bool(tables)), False
        to = to._replace(purpose=to.purpose or purpose)
    way = part2.way(to)
    names = [f"{form.name}.csv" for form in forms]
    if whole:
        names.append("settings.toml")
    ours = manifest.read(target)
    _must_be_free(target, names, ours)
    files: NewFiles | None = None
    written: list[ExportedFile] = []
    try:
        files = NewFiles(target)
        with desk.store.snapshot() as store:
            how = part2.choose(desk, to)
            theirs = writer.marked_rows(store.connection, forms) if how.marked else {}
            marked, rows = sorted(theirs), sum(theirs.values())
            hidden = bool(marked) and way == part2.LEAVE_OUT
            total = writer.rows_of(store.connection, forms, hidden)
            before = 0
            for form in forms:
                shown = writer.used(store.connection, form, hidden)
                count = _Counted(writer.csv_chunks(store.connection, shown, hidden), f"{form.name}.csv", before, total)
                files.write(count.name, count.pieces(progress, cancelled))
                written.append(ExportedFile(count.name, count.rows))
                before += count.rows
            if "settings.toml" in names:
                content, chosen = writer.settings_bytes(store.connection)
                files.write("settings.toml", [content])
                written.append(ExportedFile("settings.toml", chosen))
        kept = {name: digest for name, digest in (ours or {}).items() if (target / name).is_file()}
        notice = how.notice(marked)
        if notice:
            files.write(NOTICE, [_notice(desk, marked, to).encode()])
        elif set(kept) <= {NOTICE, *names}:  # every file it was for is written anew, without these members
            kept.pop(NOTICE, None)
        left_out = (len(marked), rows) if hidden else (0, 0)
        files.write(manifest.NAME, [manifest.text(kept | files.sha256, *left_out).encode()])
        about = {file.name.partition(".")[0]: file.rows for file in written} | how.told(marked, len(marked))
        if rows:
            about["part2_rows"] = rows
        head = left(desk, "files", about, to, how.disclosed(marked))
        files.keep()
        if NOTICE in (ours or {}) and NOTICE not in kept | files.sha256:
            with suppress(FileNotFoundError):
                (target / NOTICE).unlink()
    except OSError as error:
        raise DeskError(f"{target} can't be written: {(error.strerror or 'unknown reason').lower()}.") from None
    except _Stopped:
        return ExportResult(str(target), (), cancelled=True)
    finally:
        if files is not None:
            files.discard()
    treated = way if marked else None
    return ExportResult(str(target), tuple(written), False, head, treated, len(marked), rows, notice)


def _notice(desk: Desk, marked: Sequence[str], to: To) -> str:
    """The file with the notice: the words of the regulation, how many members, and what was said of the disclosure."""
    from tcm_tui.desk.papers.words import clean
    from tcm_tui.records.csvfiles.wording import counted

    said = [f"{name.capitalize()}: {clean(text)}" for name, text in to.told().items()]
    if marked:
        whose = f"{counted(len(marked), 'member')} of {clean(desk.agency) or 'the agency'} in these files"
        said.insert(0, f"{whose} {'is' if len(marked) == 1 else 'are'} marked as under 42 CFR Part 2.")
    return "\n".join((part2.NOTICE, "", *said)) + "\n"


class _Counted:
    """The pieces of one file on their way to the disk."""

    def __init__(self, chunks: Iterator[tuple[bytes, int]], name: str, before: int, total: int) -> None:
        self.chunks, self.name, self.before, self.total, self.rows = chunks, name, before, total, 0

    def pieces(
        self, progress: Callable[[str, int, int], object] | None, cancelled: Callable[[], bool] | None
    ) -> Iterator[bytes]:
        for content, rows in self.chunks:
            if cancelled is not None and cancelled():
                raise _Stopped
            self.rows += rows
            if progress is not None:
                progress(self.name, self.before + self.rows, self.total)
            yield content


def _must_be_free(folder: Path, names: Sequence[str], ours: dict[str, str] | None) -> None:
    if folder.exists() and not folder.is_dir():
        raise DeskError(f"{folder} is a file; name a folder.")
    for name in names:
        if (folder / name).exists() and name not in (ours or {}):
            raise DeskError(f"{folder} has a {name} that no export wrote; choose an empty folder.")
