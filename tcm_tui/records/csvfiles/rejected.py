"""The rows that ``--keep-good`` leaves out, beside the file they came from, each with its reason.

The reason is the first column, so a row with too few or too many cells stays exactly as long as it was. Corrected,
the file is imported like any other; its reason column is read over.
"""

from __future__ import annotations

import contextlib
import csv
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from tcm_tui.records.csvfiles.faults import BadFile
from tcm_tui.records.csvfiles.formulas import neutral, restored


class RejectedFile:
    """Written under a passing name; ``keep`` gives it its own, ``discard`` takes it away again."""

    def __init__(self, source: Path, header: Sequence[str], reason: str) -> None:
        self.path = source.with_name(f"{source.stem}.rejected.csv")
        self._passing = source.with_name(f".{source.stem}.rejected.csv.{os.getpid()}")
        self._old_reason = header.index(reason) if reason in header else None
        self._reason = reason
        self._header = header
        self._file: TextIO | None = None
        self._writer: Any = None

    def add(self, row: Sequence[str], reason: str) -> None:
        """One rejected row, its cells as they were given. Raises BadFile when the folder takes no file."""
        if self._file is None:
            self._open()
            self._write(self._header, self._reason)
        self._write(row, reason)

    def _write(self, cells: Sequence[str], reason: str) -> None:
        kept = [neutral(restored(cell)) for i, cell in enumerate(cells) if i != self._old_reason]
        self._writer.writerow([reason, *kept])

    def _open(self) -> None:
        try:
            self._passing.unlink(missing_ok=True)
            handle = os.open(self._passing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise self._cannot(error) from None
        self._file = os.fdopen(handle, "w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file, lineterminator="\n")

    def keep(self) -> Path | None:
        """Give the file its name, in place of an earlier one; None when no row was rejected."""
        if self._file is None:
            return None
        try:
            self._file.close()
            self._passing.replace(self.path)
        except OSError as error:
            raise self._cannot(error) from None
        self._file = None
        return self.path

    def _cannot(self, error: OSError) -> BadFile:
        why = (error.strerror or "unknown reason").lower()
        return BadFile(
            f"the rejected rows cannot be written to {self.path} ({why}); import from a folder you can write to"
        )

    def discard(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
            with contextlib.suppress(OSError):
                self._passing.unlink(missing_ok=True)
