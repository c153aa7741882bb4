"""Moves between case managers as JSON and as text: before and after, each move with its reasons, what is left."""

from __future__ import annotations

from datetime import date
from textwrap import wrap
from typing import Any

from tcm_tui.cli.out import reasons
from tcm_tui.cli.plain import clean, pad, table
from tcm_tui.cli.show import writes
from tcm_tui.cli.show.lists import caseload_json
from tcm_tui.cli.show.words import day, some, status
from tcm_tui.cli.show.words import why as lines_of
from tcm_tui.desk.rebalance.views import Left, Move, Rebalance
from tcm_tui.desk.views import CaseloadRow, WriteResult

WIDTH = 80


def to_json(plan: Rebalance, result: WriteResult | None, effective: date | None) -> dict[str, Any]:
    """The contract's ``tcm rebalance --json``, with what is left, ways out and the curve of bounded moves."""
    return {
        "on": plan.on,
        "status": plan.status,
        "moves": [
            {"member": m.member, "name": m.name, "from": m.origin, "to": m.to, "reasons": reasons(m.reasons)}
            for m in plan.moves
        ],
        "shortfall": plan.shortfall,
        "shortfall_before": plan.shortfall_before,
        "before": caseload_json(plan.on, plan.before, None)["case_managers"],
        "after": caseload_json(plan.on, plan.after, None)["case_managers"],
        "optimal": plan.optimal,
        "seconds": plan.seconds,
        "left": [left._asdict() for left in plan.left],
        "ways_out": list(plan.ways_out),
        "curve": [{"moves": moves, "shortfall": short} for moves, short in plan.curve],
        "notes": list(plan.notes),
        "max_moves": plan.max_moves,
        "applied": None if result is None else {"effective": effective, **writes.to_json(result)},
    }


def to_text(plan: Rebalance, with_why: bool) -> list[str]:
    """Who changes, before → after; the moves by worker; what can't be done and what would do."""
    lines = [f"Caseloads on {day(plan.on)}: {_sentence(plan)}"]
    lines += _workers(plan)
    lines += _moves(plan, with_why)
    if plan.left:
        lines += ["", "Left over"]
        lines += [line for each in plan.left for line in _item("  ", f"✗ {_left(each)}")]
    if plan.ways_out:
        lines += ["", "What would do, tried, and what is in the way"]
        lines += [line for text in plan.ways_out for line in _item("  ", clean(text))]
    if plan.max_moves is not None and len(plan.curve) > 1:
        lines += ["", *_item("", "Moves and what they leave: " + _curve(plan))]
    for text in plan.notes:
        lines += ["", *_item("", clean(text))]
    return lines


def _sentence(plan: Rebalance) -> str:
    if plan.status == "balanced":
        return "✓ balanced, no move needed"
    moves = some(len(plan.moves), "move") if plan.moves else "no move helps"
    if plan.status == "moves":
        return f"✓ {moves}, proved: fewer won’t do"
    within = f" within {some(plan.max_moves, 'move')}" if plan.max_moves is not None else ""
    return f"✗ can’t be done{within}, {some(plan.shortfall, 'place')} short ({moves})"


def _workers(plan: Rebalance) -> list[str]:
    later = {row.cm: row for row in plan.after}
    pairs = [(row, later.get(row.cm)) for row in plan.before]
    pairs += [(row, row) for row in plan.after if row.cm not in {r.cm for r in plan.before}]
    rows: list[tuple[str, ...]] = [
        (
            row.cm,
            row.name,
            row.type,
            _count(row),
            "→",
            _count(after) if after else "0",
            status(after.status) if after else "",
        )
        for row, after in pairs
        if row.over or after is None or after.members != row.members or (after is row and row.over)
    ]
    if not rows:
        return []
    rest = len(pairs) - len(rows)
    lines = ["", *table(("case manager", "", "type", "before", "", "after", ""), _cut(rows), "lllrlrl")]
    return lines + ([f"{some(rest, 'other')} as before"] if rest else [])


def _cut(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Names short enough for the line."""
    return [(row[0], row[1] if len(row[1]) <= 22 else row[1][:21] + "…", *row[2:]) for row in rows]


def _count(row: CaseloadRow) -> str:
    return f"{row.counted}" + (f" of {row.high}" if row.high is not None else "")


def _moves(plan: Rebalance, with_why: bool) -> list[str]:
    if not plan.moves:
        return []
    lines = ["", "Moves"]
    names = max(len(f"{clean(m.name)} {m.member}") for m in plan.moves)
    for move in plan.moves:
        who = pad(f"{clean(move.name)} {clean(move.member)}", min(names, 40))
        lines.append(f"  {who}  {clean(move.origin or 'nobody')} → {clean(move.to)}")
        lines += [line for text in _grounds(move, with_why) for line in _item("      ", text)]
    return lines


def _grounds(move: Move, with_why: bool) -> list[str]:
    if with_why:
        return [f"{r.rule}: {clean(r.text)} [{clean(r.source)}]" for r in move.reasons]
    return [clean("; ".join(reason.text for reason in move.reasons))]


def _left(left: Left) -> str:
    unit = some(left.cases, "family", "families") if left.unit == "families" else some(left.cases, "member")
    if left.members:
        who = ", ".join(left.members[:6]) + (f" and {len(left.members) - 6} more" if len(left.members) > 6 else "")
        text = f"{unit} without a worker" + (f", of {left.cm}" if left.cm else "") + f": {who}"
    else:
        text = f"{left.cm} stays {unit} over"
    return clean(text + (f"; {', '.join(left.because)}" if left.because else ""))


def _curve(plan: Rebalance) -> str:
    points = list(plan.curve)
    shown = points if len(points) <= 8 else [*points[:6], points[-1]]
    return ", ".join(f"{moves} → {short}" for moves, short in shown)


def applied(result: WriteResult, effective: date | None, with_why: bool) -> list[str]:
    """Whether the moves were made, and what the rules say of them."""
    if result.id is None:
        head = "✗ Nothing was moved: the rules refuse it."
        if result.verdict == "warn":
            head = "! Nothing was moved yet: the rules warn. Say --override REASON to go on."
        return [head, *lines_of(result.reasons)[1:]]
    head = f"{'!' if result.verdict == 'warn' else '✓'} Moved from {day(effective)} on; tcm undo takes it back."
    return [head, *(lines_of(result.reasons)[1:] if with_why or result.verdict != "ok" else [])]


def _item(indent: str, text: str) -> list[str]:
    """Text wrapped under itself."""
    lines = wrap(text, WIDTH - len(indent) - 2, break_on_hyphens=False) or [""]
    return [f"{indent}{'  ' if n else ''}{line}" for n, line in enumerate(lines)]
