"""``tcm backup restore doctor``: keeping the records safe."""

from __future__ import annotations

from typing import Annotated

from tcm_tui.cli import out
from tcm_tui.cli.marks import Arg, Opt
from tcm_tui.cli.options import Db, Json, On, Why

UNUSABLE = frozenset(("integrity", "references", "version"))
"""Checks that, when they fail, mean the database should not be used as it is."""


def backup(
    file: Annotated[str, Arg("FILE", "Where the copy goes; an older backup there is replaced.")],
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> None:
    """A safe copy of the database, also while it is in use; verified before it counts."""
    from tcm_tui.cli.progress import Bar
    from tcm_tui.desk import keeping, office

    office.today(on)
    with office.at_desk(db) as desk, Bar() as bar:

        def progress(done: int, total: int) -> bool:
            bar.show("copied", done, total)
            return True

        path, head, untold = keeping.backup(desk, file, progress)
    size = path.stat().st_size
    if json:
        out.as_json({"file": str(path), "bytes": size, "verified": True, "log_head": head._asdict(), "reasons": []})
    else:
        out.as_text([f"✓ Backup in {path}, {size:,} bytes, verified.", f"  Its audit log ends with {head}."])
    if untold:
        out.note(untold)


def restore(
    file: Annotated[str, Arg("FILE", "A backup made by tcm.")],
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> None:
    """Put a backup in the place of the database; the replaced one is kept beside it."""
    from tcm_tui.desk import keeping, office

    office.today(on)
    kept, untold = keeping.restore(file, db)
    if untold:
        out.note(untold)
    if json:
        out.as_json({"file": file, "kept": None if kept is None else str(kept), "reasons": []})
    else:
        out.as_text([f"✓ Restored from {file}.", *([f"  What was there before is in {kept}."] if kept else [])])


def doctor(
    whole: Annotated[bool, Opt("--whole", "Work out every member's ledger again, not a sample.")] = False,
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> int:
    """Integrity, version, permissions, rule values, and whether what follows from the records still follows."""
    from tcm_tui.desk import keeping, office

    office.today(on)
    checks = keeping.doctor(db, whole)
    well = all(check.ok for check in checks)
    if json:
        found = [{"name": c.name, "ok": c.ok, "text": c.sentence, "reasons": []} for c in checks]
        out.as_json({"ok": well, "checks": found, "reasons": []})
    else:
        from tcm_tui.cli.plain import table

        rows = [("✓ well" if c.ok else "✗ not well", c.name, c.sentence) for c in checks]
        out.as_text(table(("", "looked at", ""), rows))
    return 3 if any(not c.ok and c.name in UNUSABLE for c in checks) else 0
