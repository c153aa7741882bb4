"""``tcm week``: a case manager's booked week and what is due in it; also as a calendar file."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from tcm_tui.cli import out, papers
from tcm_tui.cli.marks import Opt
from tcm_tui.cli.options import DATE, Db, Json, On, OneCm, Why, read_date


def week(
    cm: OneCm,
    week: Annotated[date | None, Opt("--week", "A day of the week wanted; else that of --on.", DATE, read_date)] = None,
    propose: Annotated[bool, Opt("--propose", "A plan for the week; not in this version yet.")] = False,
    apply: Annotated[bool, Opt("--apply", "Book the plan; not in this version yet.")] = False,
    ics: Annotated[str | None, Opt("--ics", "Also write the visits as a calendar file.", "FILE")] = None,
    print: Annotated[
        str | None, Opt("--print", "Also write the week as a page: .txt, or .html to print.", "FILE")
    ] = None,
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> None:
    """The week: booked visits and what is due."""
    from tcm_tui.cli.show import week as show
    from tcm_tui.desk import names, office
    from tcm_tui.desk import week as desk_week
    from tcm_tui.desk.errors import WrongUsage

    if propose or apply:
        raise WrongUsage("This version shows weeks and does not plan them yet: leave out --propose and --apply.")
    day = office.today(on)
    with office.at_desk(db) as desk:
        view = desk_week.view(desk, names.cm_id(desk, cm), day, desk_week.monday_of(week or day))
    papers.write(view, ics, print)
    if json:
        out.as_json(show.to_json(view))
    else:
        out.as_text(show.to_text(view, why))
