"""A folder of files written as one: each under a passing name first, all renamed when all are complete."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from tcm_tui.records import paths


class NewFiles:
    """Files for a folder, 0600; ``keep`` puts them in place, ``discard`` takes away what was not kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sha256: dict[str, str] = {}
        self._passing: dict[str, Path] = {}
        paths.make_folder(folder)

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        """One file, on the disk when this returns. Raises OSError."""
        passing = self.folder / f".{name}.{os.getpid()}"
        passing.unlink(missing_ok=True)
        self._passing[name] = passing
        digest = hashlib.sha256()
        handle = os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        self.sha256[name] = digest.hexdigest()

    def keep(self) -> None:
        """Give every file its name, in the order in which they were written."""
        for name, passing in list(self._passing.items()):
            passing.replace(self.folder / name)
            del self._passing[name]
        paths.sync_folder(self.folder)

    def discard(self) -> None:
        for passing in self._passing.values():
            with contextlib.suppress(OSError):
                passing.unlink(missing_ok=True)
        self._passing.clear()
