"""``tcm units``: what is left of the day and the month, and what a proposed service would do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from tcm_tui.cli.out import reasons
from tcm_tui.cli.plain import clean, table
from tcm_tui.cli.show.words import day, figure, left, some, status, why
from tcm_tui.desk.views import Budget, Line, Proposal, UnitsView


def to_json(view: UnitsView, fitting: Sequence[date] | None = None) -> dict[str, Any]:
    """The contract's document for ``tcm units --json``. fitting: the next days with room for what is proposed."""
    document: dict[str, Any] = {
        "member": view.member,
        "name": view.name,
        "on": view.on,
        "cm": view.cm,
        "policy": {
            "unit_rounding": view.policy.unit_rounding,
            "unit_scope": view.policy.unit_scope,
            "cap_scope": view.policy.cap_scope,
        },
        "line": None if view.line is None else view.line._asdict(),
        "status": view.status,
        "day": _budget(view.day, external=False),
        "month": _budget(view.month),
        "available_today": view.available_today,
        "proposal": None if view.proposal is None else _proposal(view.proposal),
        "next_days": fitting,
        "reasons": reasons(view.reasons),
    }
    if view.year is not None:
        document["year"] = _budget(view.year)
    return document


def _budget(budget: Budget, external: bool = True) -> dict[str, Any]:
    fields = budget._asdict()
    if not external:
        del fields["external"]
    return fields


def _proposal(proposal: Proposal) -> dict[str, Any]:
    return {
        "units": proposal.units,
        "allowed": proposal.allowed,
        "over_by": proposal.over_by,
        "verdict": proposal.verdict,
        "by_date": {d.isoformat(): n for d, n in proposal.by_date},
        "reasons": reasons(proposal.because),
    }


def line_words(line: Line | None) -> str:
    """``HN · contract 110 · HE`` or that no row applies."""
    if line is None:
        return "no row of the limits table applies"
    parts = [line.level_modifier or "no level modifier", f"contract {line.contract or 'none'}", line.focus]
    return " · ".join(parts)


def to_text(view: UnitsView, with_why: bool, fitting: Sequence[date] | None = None) -> list[str]:
    """The same answer for people."""
    lines = [
        f"{clean(view.name)} ({view.member}) · {day(view.on)}",
        line_words(view.line) + (f" · case manager {view.cm}" if view.cm else ""),
        "",
    ]
    rows = [_row("today", view.day, None), _row("this month", view.month, view.month.external)]
    if view.year is not None:
        rows.append(_row("this year", view.year, view.year.external))
    lines += table(("", "used", "planned", "elsewhere", "limit", "left"), rows, "lrrrrl")
    known = " (known units: other agencies’ included)" if view.month.external else ""
    lines += ["", f"{status(view.status)}: {_headline(view)}{known}"]
    if view.proposal is not None:
        lines.append(_proposed(view.proposal))
        if fitting is not None:
            lines.append(_fitting(view.proposal.units, fitting))
    if with_why:
        lines += why(view.reasons + (view.proposal.because if view.proposal else ()))
    return lines


def _row(name: str, budget: Budget, external: int | None) -> tuple[str, ...]:
    return (
        name,
        str(budget.used),
        str(budget.scheduled),
        figure(external),
        figure(budget.limit),
        left(budget),
    )


def _headline(view: UnitsView) -> str:
    if view.status == "no-row":
        return "nothing can be billed; --why tells which rows come nearest"
    if view.status == "not-compensable":
        return "nothing can be billed today; --why tells the ground"
    over = max(view.day.over, view.month.over)
    return f"{some(view.available_today, 'unit')} left today" + (f", {over} over" if over else "")


def _proposed(proposal: Proposal) -> str:
    verdict = {"ok": "✓ ok", "warn": "! warning", "refused": "✗ refused"}[proposal.verdict]
    days = "".join(f"; {some(n, 'unit')} on {day(d)}" for d, n in proposal.by_date if len(proposal.by_date) > 1)
    fits = "all fit" if not proposal.over_by else f"{proposal.allowed} fit, {proposal.over_by} over"
    return f"{verdict}: {some(proposal.units, 'unit')} proposed, {fits}{days}"


def _fitting(units: int, days: Sequence[date]) -> str:
    """``5 units fit next on Wed 4 Mar 2026, Thu 5 Mar 2026``"""
    if not days:
        return f"{some(units, 'unit')} fit on no business day of the next two months, as known now"
    fit = "fits" if units == 1 else "fit"
    return f"{some(units, 'unit')} {fit} next on {', '.join(day(on) for on in days)}"
