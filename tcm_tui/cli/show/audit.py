"""``tcm audit``: the log, newest first, and whether it is whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tcm_tui.cli.plain import clean, table
from tcm_tui.cli.show.words import some

if TYPE_CHECKING:
    from tcm_tui.desk.audit import AuditView


def to_json(view: AuditView) -> dict[str, Any]:
    """``tcm audit --json``: before and after as the changed columns."""
    entries = []
    for line in view.lines:
        fields = line._asdict()
        for side in ("before", "after"):
            fields[side] = json.loads(fields[side]) if fields[side] else None
        entries.append(fields)
    return {
        "intact": view.intact,
        "first_bad": view.first_bad,
        "count": view.entries,
        "entries": entries,
        "reasons": [],
    }


def to_text(view: AuditView, with_why: bool) -> list[str]:
    """A line an entry; the changed columns with ``--why``."""
    rows = [
        (
            str(line.id),
            f"{line.at:%Y-%m-%d %H:%M}",
            line.who,
            line.action,
            f"{line.entity} {line.key}",
            line.member or "–",
            _changes(line.before, line.after) if with_why else "",
        )
        for line in view.lines
    ]
    head = ("no", "at (UTC)", "who", "action", "what", "member", "")
    text = [*table(head, rows, "r"), ""] if rows else []
    if view.intact is None:
        return [
            *text,
            "Your role shows your own entries; the auditor and the owner can tell whether the log is whole.",
        ]
    if view.intact:
        return [*text, f"✓ The log is whole: {some(view.entries, 'entry', 'entries')}."]
    where = f"first at entry {view.first_bad}" if view.first_bad else "its end is missing"
    return [*text, clean(f"✗ The log was changed from outside: {where}.")]


def _changes(before: str | None, after: str | None) -> str:
    old: dict[str, Any] = json.loads(before) if before else {}
    new: dict[str, Any] = json.loads(after) if after else {}
    return "; ".join(f"{name}: {old.get(name, '–')} → {new.get(name, '–')}" for name in dict.fromkeys((*old, *new)))
