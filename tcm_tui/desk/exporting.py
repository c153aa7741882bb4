"""The records as files in a folder; importing them into an empty database gives the same answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.desk.disclosure import NOBODY, Head, To, left
from tcm_tui.desk.errors import DeskError, WrongUsage

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk


class ExportedFile(NamedTuple):
    name: str
    rows: int


class ExportResult(NamedTuple):
    """Where the files are; cancelled: the person stopped it and the folder is as it was. head: the audit log's end,
    which tells of the export."""

    folder: str
    files: tuple[ExportedFile, ...]
    cancelled: bool = False
    head: Head | None = None


class _Stopped(Exception):
    pass


def export_folder(
    desk: Desk,
    folder: str | Path,
    tables: Sequence[str] | None = None,
    progress: Callable[[str, int, int], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
    to: To = NOBODY,
) -> ExportResult:
    """Write the tables named, or all of them, as one state of the records.

    Files that are in the folder already are written over only if an export wrote them. progress is told the
    file, the rows written so far and the rows in all. The audit log is told of it, and who gets it. Raises WrongUsage
    for an unknown table, DeskError when the folder can't be written and StoreError.
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
    names = [f"{form.name}.csv" for form in forms]
    if not tables or formats.SETTINGS in tables:
        names.append("settings.toml")
    ours = manifest.read(target)
    _must_be_free(target, names, ours)
    files: NewFiles | None = None
    written: list[ExportedFile] = []
    try:
        files = NewFiles(target)
        with desk.store.snapshot() as store:
            total = writer.rows_of(store.connection, forms)
            before = 0
            for form in forms:
                count = _Counted(writer.csv_chunks(store.connection, form), f"{form.name}.csv", before, total)
                files.write(count.name, count.pieces(progress, cancelled))
                written.append(ExportedFile(count.name, count.rows))
                before += count.rows
            if "settings.toml" in names:
                content, rows = writer.settings_bytes(store.connection)
                files.write("settings.toml", [content])
                written.append(ExportedFile("settings.toml", rows))
        kept = {name: digest for name, digest in (ours or {}).items() if (target / name).is_file()}
        files.write(manifest.NAME, [manifest.text(kept | files.sha256).encode()])
        head = left(desk, "files", {file.name.partition(".")[0]: file.rows for file in written}, to)
        files.keep()
    except OSError as error:
        raise DeskError(f"{target} can't be written: {(error.strerror or 'unknown reason').lower()}.") from None
    except _Stopped:
        return ExportResult(str(target), (), cancelled=True)
    finally:
        if files is not None:
            files.discard()
    return ExportResult(str(target), tuple(written), head=head)


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
