"""``tcm import export demo``: an agency's files in and out, and an agency made up."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from tcm_tui.cli import out
from tcm_tui.cli.marks import Arg, Opt
from tcm_tui.cli.options import Consent, Db, Json, On, Part2, Purpose, Recipient, Why, read_count, read_some


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
    with importing.desk_for(db, dry_run) as desk, Bar() as bar:
        result = importing.import_paths(
            desk,
            [Path(path) for path in paths],
            day,
            as_kind,
            dry_run,
            keep_good,
            lambda p: bar.show(p.stage, p.done, p.total),
        )
    for line in show.import_errors(result):
        out.note(line)
    if json:
        out.as_json(show.import_json(result))
    else:
        out.as_text(show.import_text(result))
    return int(result.refused)


def export(
    folder: Annotated[str, Arg("FOLDER", "Where the files go; made if it is not there.")],
    tables: Annotated[
        list[str] | None, Opt("--tables", "Only these tables; again for more, or with commas.", "TABLE,TABLE")
    ] = None,
    for_: Annotated[
        str | None,
        Opt(
            "--for",
            "Only what a purpose needs, without members' names.",
            "PURPOSE",
            choices=("billing", "audit", "staffing"),
        ),
    ] = None,
    way: Part2 = None,
    recipient: Recipient = None,
    purpose: Purpose = None,
    consent: Consent = None,
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> None:
    """Write the records as the same CSV files; importing them gives the same answers."""
    from tcm_tui.cli.progress import Bar
    from tcm_tui.desk import exporting, office, part2

    office.today(on)
    to = part2.to(recipient, purpose or for_, consent, way)
    names = [name.strip() for text in tables or () for name in text.split(",") if name.strip()]
    with office.at_desk(db) as desk, Bar() as bar:
        result = exporting.export_folder(desk, Path(folder), names or None, bar.show, to=to, purpose=for_)
    assert result.head is not None
    if result.told:
        out.note(result.told)
    if json:
        files = [file._asdict() for file in result.files]
        treated = {"way": result.part2, "members": result.members, "rows": result.rows, "notice": result.notice}
        out.as_json(
            {
                "folder": result.folder,
                "files": files,
                "part2": treated if result.part2 or result.notice else None,
                "log_head": result.head._asdict(),
                "reasons": [],
            }
        )
    else:
        from tcm_tui.cli.plain import table

        rows = [(file.name, f"{file.rows:,}") for file in result.files]
        out.as_text(
            [
                *table(("file", "rows"), rows, "lr"),
                f"✓ Written to {result.folder}; {'keep it private' if for_ else 'it names members, keep it private'}.",
                f"  The audit log ends with {result.head}.",
            ]
        )


def demo(
    case_managers: Annotated[int, Opt("--case-managers", "How many case managers.", "N", read_some)] = 12,
    members: Annotated[int, Opt("--members", "How many members.", "N", read_some)] = 320,
    months: Annotated[int, Opt("--months", "How many months back.", "N", read_some)] = 14,
    services: Annotated[
        int | None, Opt("--services", "About how many services; else as many as is usual.", "N", read_some)
    ] = None,
    seed: Annotated[int, Opt("--seed", "Another number makes another agency.", "N", read_count)] = 1,
    to: Annotated[str | None, Opt("--to", "Write the database there and do not open it.", "FILE")] = None,
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> int:
    """A believable agency, made up: the same for the same seed and day; opens the screens on it."""
    from tcm_tui.cli import screens
    from tcm_tui.cli.progress import Bar
    from tcm_tui.cli.show import files as show
    from tcm_tui.desk import office
    from tcm_tui.desk.demo import build
    from tcm_tui.desk.errors import WrongUsage

    day = office.today(on)
    if to is None and not screens.terminal():
        raise WrongUsage("The screens need a terminal; to write the demonstration agency only, say tcm demo --to FILE.")
    target = to or db or build.usual_place()
    if to is None and not build.replaceable(Path(target)):
        out.note(f"{target} has been worked in: it is opened as it is. Another one: tcm demo --db FILE.")
        return screens.open_them(str(target), day)
    with Bar() as bar:

        def progress(what: str, done: int, total: int) -> bool:
            bar.show(what, done, total)
            return True

        made = build.build(target, day, case_managers, members, months, seed, services, progress)
    if to is None:
        return screens.open_them(str(made.path), day)
    if json:
        out.as_json(show.demo_json(made, day))
    else:
        out.as_text(show.demo_text(made))
    return 0
