"""The month report as JSON and as text, and who is behind one of its figures."""

from __future__ import annotations

import textwrap
from typing import Any

from tcm_tui.cli.out import reasons
from tcm_tui.cli.plain import clean, pad, table, width
from tcm_tui.desk.errors import NotOne
from tcm_tui.desk.report import Figure, Line, Report, saying
from tcm_tui.desk.report.grounds import reason

LABEL, AMOUNT = 42, 17


def find(report: Report, text: str) -> Figure:
    """The figure meant: its key, else a part of key or label that fits one alone. Raises NotOne."""
    figures = [figure for section in report.sections for figure in section.figures]
    said = text.strip().casefold()
    exact = [f for f in figures if said in (f.key, f.label.casefold())]
    found = exact or [f for f in figures if said in f.key or said in f.label.casefold()]
    if len(found) != 1:
        hint = "no figure" if not found else f"{len(found)} figures"
        candidates = tuple((f.key, f.label) for f in (found or figures) if not f.detail)
        raise NotOne(f"“{text}” fits {hint}; give one of these keys.", candidates)
    return found[0]


def to_json(report: Report, chosen: Figure | None) -> dict[str, Any]:
    """Every figure; the lines behind those that call for somebody to look, and behind the one that was asked for."""
    sections = [
        {
            "id": section.id,
            "title": section.title,
            "note": section.note,
            "figures": [_figure(report, figure, chosen) for figure in section.figures],
        }
        for section in report.sections
    ]
    return {
        "month": f"{report.month:%Y-%m}",
        "first": report.month,
        "last": report.last,
        "on": report.on,
        "seen": report.seen,
        "to_date": report.to_date,
        "agency": report.agency,
        "about": report.about,
        "kind": report.kind,
        "sections": sections,
        "case_managers": [
            {
                "cm": w.cm or None,
                "name": w.name,
                "type": w.type,
                "site": w.site,
                "status": w.status,
                "sums": dict(w.sums),
            }
            for w in report.workers
        ],
        "reasons": reasons([reason(figure) for section in report.sections for figure in section.figures]),
    }


def _figure(report: Report, figure: Figure, chosen: Figure | None) -> dict[str, Any]:
    wanted = figure.listed if chosen is None else figure.key == chosen.key
    return {
        "key": figure.key,
        "label": figure.label,
        "value": figure.value,
        "unit": figure.unit,
        "status": figure.status or None,
        "behind": len(figure.lines),
        "lines": [_line(report, line) for line in figure.lines] if wanted else None,
        "reasons": reasons([reason(figure)]),
    }


def _line(report: Report, line: Line) -> dict[str, Any]:
    name = report.members.get(line.member) if line.member is not None else None
    return {"member": line.member, "name": name, "cm": line.cm, "amount": line.amount, "note": line.note}


def to_text(report: Report, with_why: bool) -> list[str]:
    """The sections with a line a figure; with_why its rule and arithmetic under it."""
    lines = [f"{clean(report.about)} · {saying.title(report)}", f"Month report, {saying.seen(report)}"]
    for section in report.sections:
        lines += ["", section.title]
        for figure in section.figures:
            if not figure.detail:
                label, amount = pad(_cut(figure.label, LABEL), LABEL), pad(saying.value(figure), AMOUNT, right=True)
                lines.append(f"  {label}  {amount}  {saying.status(figure.status)}")
                lines += _why(figure) if with_why else []
    if report.kind != "worker" and report.workers:
        lines += ["", "Case managers", *_workers(report)]
    return lines


def _cut(text: str, cells: int) -> str:
    said = clean(text)
    return said if width(said) <= cells else said[: cells - 1] + "…"


def _why(figure: Figure) -> list[str]:
    found = reason(figure)
    text = f"{figure.rule}: {clean(found.text)} [{clean(found.source)}]"
    return textwrap.wrap(text, 80, initial_indent="      ", subsequent_indent="        ", break_on_hyphens=False)


def _workers(report: Report) -> list[str]:
    rows = [
        (
            _cut(worker.name, 22),
            saying.status(worker.status),
            *(saying.n(worker.sums.get(key, 0)) for key in _KEYS),
        )
        for worker in report.workers
    ]
    return ["  " + line for line in table(("", "caseload", *_TITLES), rows, "llrrrrrr")]


_KEYS = ("caseload.end", "contacts.met", "contacts.missed", "outreach.met", "units.delivered", "units.risk")
_TITLES = ("end", "met", "missed", "in time", "units", "at risk")


def behind(report: Report, figure: Figure, with_why: bool) -> list[str]:
    """A line a member or case manager who adds to the figure."""
    lines = [
        f"{clean(report.about)} · {saying.title(report)}",
        f"{figure.label}: {saying.value(figure)} {saying.status(figure.status)}".rstrip(),
    ]
    lines += _why(figure) if with_why else []
    if not figure.lines:
        return [*lines, "", "Nobody is behind it."]
    rows = []
    for line in figure.lines:
        member, cm = saying.who(report, line)
        rows.append((member, line.member or "", cm, saying.n(line.amount), line.note))
    return [*lines, "", *table(("member", "", "case manager", figure.unit, ""), rows, "lllrl")]
