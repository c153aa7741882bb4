"""``tcm copy-to``: an agency from its file onto a server."""

from __future__ import annotations

from typing import Annotated

from tcm_tui.cli import out
from tcm_tui.cli.marks import Arg
from tcm_tui.cli.options import Db, Json, On, Why


def copy_to(
    url: Annotated[str, Arg("URL", "postgresql+psycopg://USER@HOST/DATABASE, an empty database.")],
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> None:
    """Copy the agency into an empty database of a PostgreSQL server: all of it, compared row by row, or nothing."""
    from tcm_tui.cli.plain import table
    from tcm_tui.cli.progress import Bar
    from tcm_tui.desk import moving, office

    office.today(on)
    with office.at_desk(db) as desk, Bar() as bar:

        def progress(done: int, total: int) -> bool:
            bar.show("copied and compared", done, total)
            return True

        moved = moving.copy_to(desk, url, progress)
    if json:
        out.as_json({"to": moved.to, "rows": moved.rows, "log_head": moved.head._asdict(), "reasons": []})
    else:
        rows = [(name, f"{count:,}") for name, count in moved.rows.items() if count]
        out.as_text([*table(("table", "rows"), rows, "lr"), f"✓ Every row is the same in {moved.to}."])
        out.as_text([f"  Its audit log ends with {moved.head}.", f"  From now on: export TCM_DB='{moved.to}'"])
    if moved.untold:
        out.note(moved.untold)
