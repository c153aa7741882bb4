"""``tcm import export demo``: an agency's files in and out, and an agency made up."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from tcm_tui.cli import out
from tcm_tui.cli.marks import Arg, Opt
from tcm_tui.cli.options import Db, Json, On, Why


def import_(
    paths: Annotated[list[str], Arg("PATH...", "CSV files, settings.toml, or folders of them.")],
    as_kind: Annotated[str | None, Opt("--as", "What kind of file it is, where its name does not say.", "KIND")] = None,
    dry_run: Annotated[bool, Opt("--dry-run", "Check everything and store nothing.")] = False,
    keep_good: Annotated[
        bool, Opt("--keep-good", "Store the good rows; the bad ones go to NAME.rejected.csv with the reason.")
    ] = False,
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> int:
    """Read CSV files into the database, all of it in one transaction or nothing."""
    from tcm_tui.cli.progress import Bar
    from tcm_tui.cli.show import files as show
    from tcm_tui.desk import importing, office

    day = office.today(on)
    desk = office.open_desk(db, create=not dry_run)
    try:
        with Bar() as bar:
            result = importing.import_paths(
                desk,
                [Path(path) for path in paths],
                day,
                as_kind,
                dry_run,
                keep_good,
                lambda p: bar.show(p.stage, p.done, p.total),
            )
    finally:
        desk.close()
    for line in show.import_errors(result):
        out.note(line)
    if json:
        out.as_json(show.import_json(result))
    else:
        out.as_text(show.import_text(result))
    return int(result.problem_count > 0 and not keep_good)
