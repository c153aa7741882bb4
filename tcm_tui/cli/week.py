"""``tcm week``: a case manager's booked week and what is due in it, a plan for it, and the week as a file."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING, Annotated

from tcm_tui.cli import out, papers
from tcm_tui.cli.marks import Opt
from tcm_tui.cli.options import (
    DATE,
    Consent,
    Db,
    Json,
    Key,
    On,
    OneCm,
    Override,
    Part2,
    Purpose,
    Recipient,
    Why,
    read_date,
)

if TYPE_CHECKING:
    from tcm_tui.desk.disclosure import To
    from tcm_tui.desk.office import Desk


def week(
    cm: OneCm,
    week: Annotated[date | None, Opt("--week", "A day of the week wanted; else that of --on.", DATE, read_date)] = None,
    propose: Annotated[bool, Opt("--propose", "A plan for the week beside what is booked.")] = False,
    apply: Annotated[bool, Opt("--apply", "Book the plan; what the rules refuse by then is told.")] = False,
    problem: Annotated[
        str | None, Opt("--problem", "Also write the planning problem for tcm solve: ids, no names.", "FILE")
    ] = None,
    ics: Annotated[str | None, Opt("--ics", "Also write the visits as a calendar file.", "FILE")] = None,
    print: Annotated[
        str | None, Opt("--print", "Also write the week as a page: .txt, or .html to print.", "FILE")
    ] = None,
    way: Part2 = None,
    recipient: Recipient = None,
    purpose: Purpose = None,
    consent: Consent = None,
    key: Key = None,
    override: Override = None,
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> int:
    """The week: booked visits and what is due; with --propose a plan for it."""
    from tcm_tui.cli.show import week as show
    from tcm_tui.desk import names, office, part2
    from tcm_tui.desk import week as desk_week

    day = office.today(on)
    # only the real today has an hour; a day that was asked for is planned whole
    now = None if on or os.environ.get("TCM_TODAY") else office.minute_of(day)
    to = part2.to(recipient, purpose, consent, way, internal=True)
    with office.at_desk(db) as desk:
        who = names.cm_id(desk, cm)
        monday = desk_week.monday_of(week or day)
        if problem:
            _write_problem(desk, who, day, monday, now, problem)
        if propose or apply:
            return _plan(desk, who, day, monday, now, apply, key, override, ics, print, to, json, why)
        view = desk_week.view(desk, who, day, monday)
        papers.write(desk, view, ics, print, to)
    if json:
        out.as_json(show.to_json(view))
    else:
        out.as_text(show.to_text(view, why))
    return 0


def _plan(
    desk: Desk,
    cm: str,
    on: date,
    monday: date,
    now: int | None,
    apply: bool,
    key: str | None,
    override: str | None,
    ics: str | None,
    page: str | None,
    to: To,
    json: bool,
    why: bool,
) -> int:
    """Plan, book if asked to, and tell. 1 when the rules refuse a part of what should be booked."""
    from tcm_tui.cli.show import plan as show
    from tcm_tui.desk import week as desk_week
    from tcm_tui.desk import weekplan

    view = desk_week.view(desk, cm, on, monday)
    plan = weekplan.propose(desk, cm, on, monday, now=now)
    accepted = None
    if apply:
        accepted = weekplan.accept(desk, show.changes(plan), on, key=key, override=override)
    papers.write(desk, desk_week.view(desk, cm, on, monday) if apply else view, ics, page, to)
    if json:
        out.as_json(show.to_json(view, plan, accepted))
    else:
        out.as_text(show.to_text(view, plan, why) + (show.applied(accepted) if accepted else []))
    return int(accepted is not None and any(result.id is None for result in accepted.results))


def _write_problem(desk: Desk, cm: str, on: date, monday: date, now: int | None, file: str) -> None:
    import json
    from pathlib import Path

    from tcm_tui.desk import papers as files
    from tcm_tui.desk import weekplan

    made = weekplan.problem(desk, cm, on, monday, now)
    text = json.dumps(weekplan.document(made), indent=1) + "\n"
    files.put(Path(file), text.encode())
    out.note(f"Wrote {file}: the problem of this week for tcm solve; it holds ids, hours and units, no names.")
