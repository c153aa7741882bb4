"""export.toml, beside exported files: which files the program wrote there, and what they were.

It tells an unchanged file of our own from one a person wrote or edited: an export may be written over, and its
planned visits are taken back as they stood, also where a service that came later has used up their units.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tcm_tui.rules import tomlfile

NAME = "export.toml"


def read(folder: Path) -> dict[str, str] | None:
    """File name to sha256, or None where there is no manifest, or none that can be read."""
    try:
        found = tomlfile.read((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    files = found.get("files")
    if not isinstance(files, dict):
        return None
    return {name: digest for name, digest in files.items() if isinstance(digest, str)}


def text(files: Mapping[str, str], members: int = 0, rows: int = 0) -> str:
    """The manifest of these files, by name; members and rows: how many under 42 CFR Part 2 were left out."""
    lines = [f'"{name}" = "{files[name]}"\n' for name in sorted(files)]
    if members:
        lines.append(f"\n# Under 42 CFR Part 2, not in these files.\n[left_out]\nmembers = {members}\nrows = {rows}\n")
    return "# Written by tcm export: the files of this folder and their SHA-256.\n[files]\n" + "".join(lines)


def is_unchanged(path: Path, sha256: str) -> bool:
    """Whether this file is one of our own exports, as it was written."""
    return (read(path.parent) or {}).get(path.name) == sha256
