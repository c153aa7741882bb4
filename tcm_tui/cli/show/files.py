"""What an import, an export and a made-up agency tell."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from tcm_tui.cli.plain import table
from tcm_tui.cli.show.words import figure, some

if TYPE_CHECKING:
    from tcm_tui.desk.demo.build import Built
    from tcm_tui.desk.importing import ImportResult


def import_json(result: ImportResult) -> dict[str, Any]:
    """``tcm import --json``: counts for each file, the first errors and how many there are."""
    return {
        "stored": result.stored,
        "dry_run": result.dry_run,
        "cancelled": result.cancelled,
        "refused": result.refused,
        "files": [file._asdict() for file in result.files],
        "errors": [error._asdict() for error in result.errors],
        "problem_count": result.problem_count,
        "notes": list(result.notes),
        "reasons": [],
    }


def import_errors(result: ImportResult) -> list[str]:
    """The first messages as ``file:line column: what, and what to do``, and how many there are in all."""
    lines = [str(error) for error in result.errors]
    more = result.problem_count - len(result.errors)
    if result.problem_count:
        shown = f", the first {len(result.errors)} above" if more > 0 else ""
        lines.append(f"{some(result.problem_count, 'fault')}{shown}.")
    return lines


def import_text(result: ImportResult) -> list[str]:
    """A line a file, then what became of it all."""
    rows = [
        (
            file.name,
            figure(file.added),
            figure(file.changed),
            figure(file.unchanged),
            figure(file.rejected),
            f"see {file.rejected_file}" if file.rejected_file else "",
        )
        for file in result.files
    ]
    text = table(("file", "added", "changed", "unchanged", "rejected", ""), rows, "lrrrr") if rows else []
    if result.cancelled:
        end = "Stopped; nothing was stored."
    elif result.dry_run:
        end = "A dry run: nothing was stored."
    elif result.stored:
        end = "✓ Stored."
    else:
        end = "✗ Nothing was stored."
    return [*text, *result.notes, end]


def demo_json(made: Built, on: date) -> dict[str, Any]:
    """``tcm demo --to FILE --json``: where it is, rows by table, and which ids carry which planted case."""
    return {"file": str(made.path), "on": on, "rows": made.rows, "planted": made.planted, "reasons": []}


def demo_text(made: Built) -> list[str]:
    """What was written, and how to look at it."""
    rows = [(name, figure(count)) for name, count in made.rows.items() if count]
    return [*table(("table", "rows"), rows, "lr"), f"✓ Written. Open it with: tcm --db {made.path}"]
