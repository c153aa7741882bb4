"""``tcm report``: a month of the agency, a part of it or one case manager, as text, JSON and files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from tcm_tui.cli import out
from tcm_tui.cli.marks import Opt
from tcm_tui.cli.options import Consent, Db, Json, On, Part2, Purpose, Recipient, Site, Supervisor, Type, Why

if TYPE_CHECKING:
    from tcm_tui.desk.disclosure import To
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.report import Report


def report(
    month: Annotated[str | None, Opt("--month", "The month; else that of --on, to date.", "YYYY-MM")] = None,
    site: Site = None,
    type: Type = None,
    supervisor: Supervisor = None,
    cm: Annotated[str | None, Opt("--cm", "Only this case manager: id or part of the name.", "CM")] = None,
    behind: Annotated[
        str | None, Opt("--behind", "Who is behind a figure: its key, or part of its name.", "FIGURE")
    ] = None,
    csv: Annotated[str | None, Opt("--csv", "Write the figures to a CSV file; it names no member.", "FILE")] = None,
    xlsx: Annotated[str | None, Opt("--xlsx", "Write an Excel workbook.", "FILE")] = None,
    html: Annotated[str | None, Opt("--html", "Write a page for printing.", "FILE")] = None,
    way: Part2 = None,
    recipient: Recipient = None,
    purpose: Purpose = None,
    consent: Consent = None,
    force: Annotated[bool, Opt("--force", "Write over a file that is there.")] = False,
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> int:
    """A month: caseload, contacts, outreach, units, community share, documentation, hours."""
    from tcm_tui.cli.progress import Bar
    from tcm_tui.cli.show import report as show
    from tcm_tui.desk import errors, names, office, part2, scope
    from tcm_tui.desk import report as desk_report

    day = office.today(on)
    first = desk_report.month_of(month) if month else day
    if cm and (site or type or supervisor):
        raise errors.WrongUsage("--cm is one case manager; leave out --site, --type and --supervisor.")
    _apart({"--csv": csv, "--xlsx": xlsx, "--html": html})
    to = part2.to(recipient, purpose, consent, way)
    with office.at_desk(db) as desk:
        part = scope.named(desk, site, type, supervisor)
        who = names.cm_id(desk, cm) if cm else None
        with Bar() as bar:

            def progress(what: str, done: int, total: int) -> bool:
                bar.show(what, done, total)
                return True

            found = desk_report.view(desk, first, day, part, who, progress)
        chosen = show.find(found, behind) if behind else None
        written = _write(desk, found, {".csv": csv, ".xlsx": xlsx, ".html": html}, force, to)
    if json:
        out.as_json(show.to_json(found, chosen))
    elif chosen is not None:
        out.as_text(show.behind(found, chosen, why))
    elif not written:
        out.as_text(show.to_text(found, why))
    return 0


def _apart(files: dict[str, str | None]) -> None:
    """Whether each file is another one; by another name, or through a link, it is the same. Raises WrongUsage."""
    from tcm_tui.desk.errors import WrongUsage

    taken: dict[str, str] = {}
    for option, file in files.items():
        if file:
            other = taken.setdefault(os.path.realpath(file), option)
            if other != option:
                raise WrongUsage(f"{other} and {option} name the same file, {file}; give each its own.")


def _write(desk: Desk, found: Report, files: dict[str, str | None], force: bool, to: To) -> bool:
    """Write the files asked for and say so; whether there were any."""
    from tcm_tui.desk.report import files as forms

    wanted = {form: Path(file) for form, file in files.items() if file}
    forms.free(wanted.values(), force, ", or say --force to write over it")
    for form, path in wanted.items():
        told = forms.write(desk, found, path, form, force, to).told
        out.note(f"Wrote {os.fspath(path)} with the month; {told}.")
    return bool(wanted)
