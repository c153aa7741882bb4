"""Which files to import and what each of them is, told by their names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tcm_tui.records.csvfiles.faults import Problem
from tcm_tui.records.csvfiles.formats import KINDS, SETTINGS
from tcm_tui.records.csvfiles.wording import nearest, one_of


class Source(NamedTuple):
    """A file to import. name is how messages call it, kind one of ``KINDS``."""

    path: Path
    name: str
    kind: str


def find(paths: Sequence[str | Path], as_kind: str | None = None) -> tuple[list[Source], list[Problem]]:
    """The files of paths (files or folders) in the order of import, and what is wrong with the paths."""
    found: list[Source] = []
    problems: list[Problem] = []
    for path in map(Path, paths):
        if path.is_dir():
            inside = _of_folder(path)
            if not inside:
                problems.append(Problem(str(path), 0, "", f"this folder has no files to import; it needs {_NAMES}"))
            files = inside
        elif not path.exists():
            problems.append(Problem(str(path), 0, "", "there is no such file or folder; check the path"))
            files = []
        else:
            files = [path]
        for file in files:
            kind = as_kind or kind_of(file)
            if kind is None:
                problems.append(Problem(file.name, 0, "", _unknown(file)))
            elif not any(file == source.path for source in found):
                found.append(Source(file, file.name, kind))
    found.sort(key=lambda source: KINDS.index(source.kind) if source.kind != SETTINGS else -1)
    return found, problems


_TEXT = (".csv", ".txt", "")
_NAMES = "files named members.csv, services.csv and so on"


def _of_folder(folder: Path) -> list[Path]:
    """Every CSV file of a folder, by name, and its settings; rejected files wait for their correction."""
    files = sorted(p for p in folder.iterdir() if not p.name.startswith(".") and p.is_file())
    csv = [p for p in files if p.suffix.lower() == ".csv" and not p.stem.lower().endswith(".rejected")]
    return csv + [p for p in files if p.name == "settings.toml"]


def kind_of(path: Path) -> str | None:
    """The kind that a file's name says, or None: members.csv and members.rejected.csv are members."""
    stem = path.stem.lower()
    while stem.endswith(".rejected"):
        stem = stem.removesuffix(".rejected")
    if path.suffix.lower() == ".toml":
        return SETTINGS if stem == SETTINGS else None
    return stem if stem in KINDS and stem != SETTINGS and path.suffix.lower() in _TEXT else None


def _unknown(path: Path) -> str:
    near = nearest(path.stem, KINDS, 0.75)
    if path.suffix.lower() not in (*_TEXT, ".toml"):
        return "is neither a CSV file nor settings.toml; leave it out, or save it as CSV"
    if near:
        return f"this name says no kind of file; if it holds {near}, rename it to {near}.csv or add --as {near}"
    return f"this name says no kind of file; add --as with one of {one_of(KINDS)}"
