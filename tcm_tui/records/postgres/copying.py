"""A copy of every table, from a server into a file or from a file onto a server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tcm_tui.records.postgres.place import Server

Progress = Callable[[int, int], bool]


def to_file(place: Server, target: Path, progress: Progress | None = None) -> None:
    raise NotImplementedError
