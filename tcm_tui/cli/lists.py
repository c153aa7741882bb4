"""The commands that list: caseload, due, check, hours, rules, audit."""

from __future__ import annotations

from typing import Annotated

from tcm_tui.cli import out
from tcm_tui.cli.marks import Arg, Opt
from tcm_tui.cli.options import AnyCm, Db, Json, On, Site, Supervisor, Type, Why, read_count


def caseload(cm: AnyCm = None, db: Db = None, on: On = None, json: Json = False, why: Why = False) -> None:
    """Each case manager's count against the range; for one, the members too."""
    from tcm_tui.cli.show import lists as show
    from tcm_tui.desk import caseload as desk_caseload
    from tcm_tui.desk import members, names, office

    day = office.today(on)
    with office.at_desk(db) as desk:
        who = names.cm_id(desk, cm) if cm else None
        rows = desk_caseload.rows(desk, day, who)
        lines = members.lines(desk, who, day) if who else None
    if json:
        out.as_json(show.caseload_json(day, rows, lines))
    else:
        out.as_text(show.caseload_text(day, rows, lines, why))


def due(
    cm: AnyCm = None,
    days: Annotated[int, Opt("--days", "How many days ahead to look.", "N", read_count)] = 31,
    all: Annotated[bool, Opt("--all", "Also what is met, and the month before while it is missed.")] = False,
    site: Site = None,
    type: Type = None,
    supervisor: Supervisor = None,
    by: Annotated[
        str | None, Opt("--by", "The text under headings by day, worker or kind.", choices=("day", "worker", "kind"))
    ] = None,
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> None:
    """Every clock: contact, outreach, fax, credential, plan, documentation, coverage."""
    from tcm_tui.cli.show import lists as show
    from tcm_tui.desk import clocks, names, office, scope

    day = office.today(on)
    with office.at_desk(db) as desk:
        team = scope.named(desk, site, type, supervisor)
        who = names.cm_id(desk, cm) if cm else None
        items = clocks.due(desk, day, cm=who, days=days, all=all, team=team)
    if json:
        out.as_json(show.due_json(day, items))
    elif by and items:
        out.as_text(show.due_grouped(day, items, by, why))
    else:
        out.as_text(show.due_text(day, items, days, why))


def check(
    cm: AnyCm = None,
    strict: Annotated[bool, Opt("--strict", "Exit with 1 when there is an error among the findings.")] = False,
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> int:
    """Findings in what is recorded, rule by rule."""
    from tcm_tui.cli.show import lists as show
    from tcm_tui.desk import check as desk_check
    from tcm_tui.desk import names, office

    day = office.today(on)
    with office.at_desk(db) as desk:
        findings = desk_check.findings(desk, day, cm=names.cm_id(desk, cm) if cm else None)
    if json:
        out.as_json(show.check_json(day, findings))
    else:
        out.as_text(show.check_text(day, findings, why))
    return int(strict and any(found.severity == "error" for found in findings))


def hours(cm: AnyCm = None, db: Db = None, on: On = None, json: Json = False, why: Why = False) -> None:
    """Billable hours against the yearly pace."""
    from tcm_tui.cli.show import lists as show
    from tcm_tui.desk import hours as desk_hours
    from tcm_tui.desk import names, office

    day = office.today(on)
    with office.at_desk(db) as desk:
        rows = desk_hours.rows(desk, day, names.cm_id(desk, cm) if cm else None)
    if json:
        out.as_json(show.hours_json(day, rows))
    else:
        out.as_text(show.hours_text(day, rows, why))


def rules(
    id: Annotated[str | None, Arg("[ID]", "A rule, R1 to R48; without it, the whole book.")] = None,
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> None:
    """The rule book with its values by date, sources and readings."""
    from tcm_tui.cli.show import rules as show
    from tcm_tui.desk import office, rulebook

    day = office.today(on)
    views = rulebook.rules(rulebook.Shelf(db), day, id)
    if json:
        out.as_json(show.to_json(day, views))
    else:
        out.as_text(show.to_text(day, views, why or id is not None))


def audit(
    member: Annotated[str | None, Arg("[MEMBER]", "A member's id or part of the name; without it, all.")] = None,
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> int:
    """Who changed or disclosed what, when; verifies the chain."""
    from tcm_tui.cli.show import audit as show
    from tcm_tui.desk import audit as desk_audit
    from tcm_tui.desk import names, office

    office.today(on)
    with office.at_desk(db) as desk:
        view = desk_audit.view(desk, names.member_id(desk, member) if member else None)
    if json:
        out.as_json(show.to_json(view))
    else:
        out.as_text(show.to_text(view, why))
    return 0
