"""The year ahead as JSON, and as tables: a line a month, a line a type, and what is behind them."""

from __future__ import annotations

from typing import Any

from tcm_tui.cli.out import reasons
from tcm_tui.cli.plain import clean, table
from tcm_tui.cli.show.words import day, figure, some, why
from tcm_tui.desk.outlook import telling
from tcm_tui.desk.outlook.views import Item, Outlook, Staffing

KINDS = ("run_outs", "reaches", "sites", "staffing", "lines", "openings", "expiries")


def to_json(found: Outlook) -> dict[str, Any]:
    """``tcm ahead --json``: every figure with the reasons it rests on."""
    document: dict[str, Any] = {
        "on": found.on,
        "scope": found.scope._asdict(),
        "members": found.members,
        "case_managers": found.workers,
        "rate_months": found.rate_months,
        "intake_months": found.intake_months,
        "without_rate": list(found.without_rate),
        "months": [month._asdict() | {"reasons": reasons(telling.month_reasons(month))} for month in found.months],
    }
    for kind in KINDS:
        document[kind] = [_item(item) for item in getattr(found, kind)]
    document["came"] = [each._asdict() for each in found.came]
    document["reasons"] = reasons(telling.method(found))
    return document


def _item(item: Item) -> dict[str, Any]:
    fields: dict[str, Any] = item._asdict()
    if "members" in fields and isinstance(fields["members"], tuple):
        fields["members"] = [{"member": key, "name": name, "needed": n} for key, name, n in fields["members"]]
    fields["reasons"] = reasons(telling.reasons(item))
    return fields


def to_text(found: Outlook, label: str, lists: bool, with_why: bool) -> list[str]:
    """A line a month; then the caseloads at the end; with ``lists`` everything behind the figures."""
    who = f"{some(found.members, 'member')}, {some(found.workers, 'case manager')}"
    part = f": {label}" if label else ""
    text = [clean(f"Looking ahead from {day(found.on)}{part}: {who}"), "", *_months(found)]
    last = [each for each in found.staffing if each.month == found.months[-1].first]
    if last:
        text += [
            "",
            f"If intake and closing go on, at the end of {telling.month_name(last[0].month)}",
            "",
            *_types(last),
        ]
    if lists:
        text += _lists(found) or ["", "There is nothing behind these figures."]
    if found.without_rate:
        text += ["", f"{some(len(found.without_rate), 'member')} without a full month with service yet: no rate."]
    if with_why:
        text += why([*telling.method(found), *(r for month in found.months for r in telling.month_reasons(month))])
        if lists:
            items = [item for kind in KINDS for item in getattr(found, kind)]
            text += why([reason for item in items for reason in telling.reasons(item)])
    return text


def _months(found: Outlook) -> list[str]:
    head = (
        "month",
        "run out",
        "contacts",
        "beyond",
        "members",
        "places",
        "hire",
        "hours",
        "pace",
        "lines",
        "windows",
        "due",
    )
    rows = [
        (
            telling.month_name(month.first),
            str(month.out),
            str(month.needed),
            str(month.cant),
            str(month.members),
            f"{month.held} of {month.places}" if month.places is not None else "–",
            str(month.hires),
            figure(month.hours),
            figure(month.pace),
            str(month.lines),
            str(month.openings),
            str(month.expiries),
        )
        for month in found.months
    ]
    return table(head, rows, "lrrrrrrrrrrr")


def _types(staff: list[Staffing]) -> list[str]:
    head = ("type", "now", "opened", "closed", "then", "places", "case managers", "hire", "hours asked", "pace")
    rows = [
        (
            each.type,
            f"{each.now} {each.unit}",
            f"{each.opened} in {each.months} months",
            str(each.closed),
            str(each.counted),
            figure(each.places),
            str(each.workers),
            figure(each.hires) if each.high is not None else "– no range",
            figure(each.hours),
            figure(each.pace),
        )
        for each in staff
    ]
    return table(head, rows, "lrrrrrrrrr")


def _lists(found: Outlook) -> list[str]:
    text: list[str] = []

    def part(title: str, head: tuple[str, ...], rows: list[tuple[str, ...]], right: str = "") -> None:
        if rows:
            text.extend(["", title, "", *table(head, rows, right)])

    part(
        "Units that run out at the present rate",
        ("day", "member", "", "case manager", "line", "limit", "rate a month", "missing"),
        [
            (
                day(each.day),
                each.member,
                each.name,
                each.cm or "–",
                each.line,
                f"{each.limit} a {each.per}",
                f"{each.rate_units / each.rate_months:.1f}",
                str(each.over),
            )
            for each in found.run_outs
        ],
        "lllllrrr",
    )
    part(
        "Contacts beyond the time there is, and hours short of the pace",
        ("month", "case manager", "", "site", "needed", "can", "beyond", "hours short"),
        [
            (
                telling.month_name(each.month),
                each.cm or "–",
                each.name or "without a case manager",
                each.site or "–",
                str(each.needed),
                str(each.can),
                str(each.cant),
                figure(each.pace_short, 1),
            )
            for each in found.reaches
            if each.cant or each.pace_short
        ],
        "llllrrrr",
    )
    part(
        "Contacts by site",
        ("month", "site", "case managers", "needed", "can", "beyond", "time for", "hours short"),
        [
            (
                telling.month_name(each.month),
                each.site or "without a case manager",
                str(each.workers),
                str(each.needed),
                str(each.can),
                str(each.cant),
                f"{each.spare} more",
                figure(each.pace_short, 1),
            )
            for each in found.sites
        ],
        "llrrrrrr",
    )
    part(
        "Birthdays that change the line",
        ("day", "member", "", "case manager", "age", "until then", "from then on"),
        [
            (day(e.on), e.member, e.name, e.cm or "–", str(e.age), telling.row(e.before), telling.row(e.after))
            for e in found.lines
        ],
        "llllr",
    )
    part(
        "Transition windows",
        ("opens", "closes", "member", "", "case manager", "stay", "discharge"),
        [
            (
                day(e.first),
                day(e.last),
                e.member,
                e.name,
                e.cm or "–",
                e.kind.replace("-", " "),
                "planned" if e.planned else "actual",
            )
            for e in found.openings
        ],
    )
    part(
        "Credentials that fall due",
        ("day", "case manager", "", "what", "rule"),
        [(day(e.due_on), e.cm, e.name, e.what.replace("-", " "), e.rule) for e in found.expiries],
    )
    return text
