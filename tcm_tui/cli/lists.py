"""The commands that list: caseload, due, check, hours, rules, audit."""

from __future__ import annotations

from typing import Annotated

from tcm_tui.cli import out
from tcm_tui.cli.asking import Answer, Ask, asks
from tcm_tui.cli.marks import Arg, Opt
from tcm_tui.cli.options import AnyCm, Db, Json, On, Site, Supervisor, Type, Why, read_count


@asks
def caseload(ask: Ask, cm: AnyCm = None) -> Answer:
    """Each case manager's count against the range; for one, the members too."""
    from tcm_tui.cli.show import lists as show
    from tcm_tui.desk import caseload as desk_caseload
    from tcm_tui.desk import members, names

    desk, day = ask.desk, ask.day
    who = names.cm_id(desk, cm) if cm else None
    rows = desk_caseload.rows(desk, day, who)
    lines = members.lines(desk, who, day) if who else None
    return show.caseload_json(day, rows, lines) if ask.json else show.caseload_text(day, rows, lines, ask.why)


@asks
def due(
    ask: Ask,
    cm: AnyCm = None,
    days: Annotated[int, Opt("--days", "How many days ahead to look.", "N", read_count)] = 31,
    all: Annotated[bool, Opt("--all", "Also what is met, and the month before while it is missed.")] = False,
    site: Site = None,
    type: Type = None,
    supervisor: Supervisor = None,
    by: Annotated[
        str | None, Opt("--by", "The text under headings by day, worker or kind.", choices=("day", "worker", "kind"))
    ] = None,
) -> Answer:
    """Every clock: contact, outreach, fax, credential, plan, documentation, coverage."""
    from tcm_tui.cli.show import lists as show
    from tcm_tui.desk import clocks, names, scope

    desk, day = ask.desk, ask.day
    team = scope.named(desk, site, type, supervisor)
    who = names.cm_id(desk, cm) if cm else None
    items = clocks.due(desk, day, cm=who, days=days, all=all, team=team)
    if ask.json:
        return show.due_json(day, items)
    return show.due_grouped(day, items, by, ask.why) if by and items else show.due_text(day, items, days, ask.why)


@asks
def check(
    ask: Ask,
    cm: AnyCm = None,
    strict: Annotated[bool, Opt("--strict", "Exit with 1 when there is an error among the findings.")] = False,
) -> Answer:
    """Findings in what is recorded, rule by rule."""
    from tcm_tui.cli.show import lists as show
    from tcm_tui.desk import check as desk_check
    from tcm_tui.desk import names

    findings = desk_check.findings(ask.desk, ask.day, cm=names.cm_id(ask.desk, cm) if cm else None)
    ask.code = int(strict and any(found.severity == "error" for found in findings))
    return show.check_json(ask.day, findings) if ask.json else show.check_text(ask.day, findings, ask.why)


@asks
def hours(ask: Ask, cm: AnyCm = None) -> Answer:
    """Billable hours against the yearly pace."""
    from tcm_tui.cli.show import lists as show
    from tcm_tui.desk import hours as desk_hours
    from tcm_tui.desk import names

    rows = desk_hours.rows(ask.desk, ask.day, names.cm_id(ask.desk, cm) if cm else None)
    return show.hours_json(ask.day, rows) if ask.json else show.hours_text(ask.day, rows, ask.why)


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


@asks
def audit(
    ask: Ask,
    member: Annotated[str | None, Arg("[MEMBER]", "A member's id or part of the name; without it, all.")] = None,
) -> Answer:
    """Who changed or disclosed what, when; verifies the chain."""
    from tcm_tui.cli.show import audit as show
    from tcm_tui.desk import audit as desk_audit
    from tcm_tui.desk import names

    if member and not desk_audit.shows_the_log_alone(ask.desk):
        member = names.member_id(ask.desk, member)
    view = desk_audit.view(ask.desk, member)
    return show.to_json(view) if ask.json else show.to_text(view, ask.why)
