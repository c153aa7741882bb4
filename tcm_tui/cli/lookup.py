"""``tcm units`` and ``tcm member``: questions about one member."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated

from tcm_tui.cli import out
from tcm_tui.cli.marks import Opt
from tcm_tui.cli.options import DATE, Db, Json, MaybeStart, MaybeStop, Member, On, Why, read_date, read_some

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk


@contextmanager
def _found(desk: Desk, text: str, what: str) -> Iterator[str]:
    """The id of the member that is meant; the audit log is told of the view once the answer is out."""
    from tcm_tui.desk import names
    from tcm_tui.desk.errors import NotOne

    try:
        who = names.member_id(desk, text)
    except NotOne:
        from tcm_tui.desk import disclosure

        disclosure.viewed(desk, what, None, searched=True)
        raise
    yield who
    try:
        sys.stdout.flush()
    finally:
        from tcm_tui.desk import disclosure

        untold = disclosure.viewed(desk, what, who, searched=text.strip().casefold() != who.casefold())
        if untold:
            out.note(untold)


def units(
    member: Member,
    cm: Annotated[str | None, Opt("--cm", "Whose service it would be; else the responsible worker's.", "CM")] = None,
    line: Annotated[
        str | None, Opt("--line", "The level modifier billed, or none; else the worker's.", "HN|none")
    ] = None,
    contract: Annotated[
        str | None, Opt("--contract", "The contract billed; else that of the worker's site.", "111")
    ] = None,
    minutes: Annotated[int | None, Opt("--minutes", "A proposed service of so many minutes.", "N", read_some)] = None,
    units: Annotated[int | None, Opt("--units", "A proposed service of so many units.", "N", read_some)] = None,
    start: MaybeStart = None,
    stop: MaybeStop = None,
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> int:
    """Units left today and this month, and what a proposed service would do."""
    from tcm_tui.cli.show import units as show
    from tcm_tui.desk import lookup, names, office

    day = office.today(on)
    with office.at_desk(db) as desk, _found(desk, member, "units") as who:
        worker = names.cm_id(desk, cm) if cm else None
        asked = lookup.Asked(worker, line, contract, minutes, units, start, stop)
        view = lookup.units(desk, who, day, asked)
        fitting = lookup.next_days(desk, who, day, view.proposal.units, asked) if view.proposal else None
        if json:
            out.as_json(show.to_json(view, fitting))
        else:
            out.as_text(show.to_text(view, why, fitting))
    return int(view.proposal is not None and view.proposal.verdict == "refused")


def member(
    member: Member,
    discharged_on: Annotated[
        date | None, Opt("--discharged-on", "Instead: what if the open stay ended on that day.", DATE, read_date)
    ] = None,
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> None:
    """Everything about one member on one page."""
    from tcm_tui.cli.show import member as show
    from tcm_tui.desk import member as page
    from tcm_tui.desk import office

    day = office.today(on)
    with office.at_desk(db) as desk, _found(desk, member, "member") as who:
        if discharged_on is not None:
            from tcm_tui.desk import discharge

            found = discharge.discharged(desk, who, discharged_on, day)
            out.as_json(show.what_if_json(found)) if json else out.as_text(show.what_if_text(found))
            return
        view = page.page(desk, who, day)
        if json:
            out.as_json(show.to_json(view))
        else:
            out.as_text(show.to_text(view, why))
