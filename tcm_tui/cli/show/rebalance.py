"""Moves between case managers as JSON and as text: before and after, each move with its reasons, what is left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from textwrap import wrap
from typing import Any

from tcm_tui.cli.out import reasons
from tcm_tui.cli.plain import clean, pad, table
from tcm_tui.cli.show import writes
from tcm_tui.cli.show.lists import caseload_json
from tcm_tui.cli.show.words import day, some, status
from tcm_tui.cli.show.words import why as lines_of
from tcm_tui.desk.rebalance import absences
from tcm_tui.desk.rebalance.views import Left, Move, Rebalance
from tcm_tui.desk.views import CaseloadRow, WriteResult

WIDTH = 80


def to_json(
    plan: Rebalance, result: WriteResult | None, effective: date | None, sheets: Sequence[Path] = ()
) -> dict[str, Any]:
    """The contract's ``tcm rebalance --json``, with what is left, ways out and what each number of moves leaves."""
    return {
        "on": plan.on,
        "status": plan.status,
        "moves": [_move_json(move) for move in plan.moves],
        "shortfall": plan.shortfall,
        "shortfall_before": plan.shortfall_before,
        "before": caseload_json(plan.on, plan.before, None)["case_managers"],
        "after": caseload_json(plan.on, plan.after, None)["case_managers"],
        "optimal": plan.optimal,
        "seconds": plan.seconds,
        "left": [left._asdict() for left in plan.left],
        "ways_out": list(plan.ways_out),
        "ways": [{"kind": way.kind, "text": way.text, "left": way.left} for way in plan.ways],
        "spread": [each._asdict() for each in plan.spread],
        "curve": [{"moves": moves, "shortfall": short} for moves, short in plan.curve],
        "notes": list(plan.notes),
        "max_moves": plan.max_moves,
        "absences": [absence._asdict() for absence in plan.absences],
        "sheets": [str(path) for path in sheets],
        "applied": None if result is None else {"effective": effective, **writes.to_json(result)},
    }


def _move_json(move: Move) -> dict[str, Any]:
    return {
        "member": move.member,
        "name": move.name,
        "from": move.origin,
        "to": move.to,
        "back": move.back,
        "relieves": move.relieves,
        "cost": move.cost,
        "parts": [part._asdict() for part in move.parts],
        "extra": move.extra,
        "accepted": move.accepted,
        "reasons": reasons(move.reasons),
    }


def to_text(plan: Rebalance, with_why: bool, effective: date) -> list[str]:
    """Who changes, before → after; the moves by worker; what can't be done and what would do."""
    lines = [f"Caseloads on {day(plan.on)}: {_sentence(plan)}"]
    lines += _workers(plan)
    lines += _moves("Moves", [move for move in plan.moves if not move.extra], with_why)
    lines += _moves("Moves to even out the weighted load", [move for move in plan.moves if move.extra], with_why)
    lines += _spread(plan)
    if plan.left:
        lines += ["", "Left over"]
        lines += [line for each in plan.left for line in _item("  ", f"✗ {_left(each)}")]
    if plan.ways_out:
        lines += ["", "What would do, tried, and what is in the way"]
        lines += [line for text in plan.ways_out for line in _item("  ", clean(text))]
    if len(plan.curve) > 2 or (plan.max_moves is not None and len(plan.curve) > 1):
        lines += ["", *_item("", "Moves and what they leave: " + _curve(plan))]
    for text in (*plan.notes, *(absences.sentence(each, effective) + "." for each in plan.absences)):
        lines += ["", *_item("", clean(text))]
    return lines


def _sentence(plan: Rebalance) -> str:
    if plan.status == "balanced":
        return "✓ balanced, no move needed"
    moves = some(len(plan.moves), "move") if plan.moves else "no move helps"
    if plan.status == "moves":
        proved = ", proved: fewer won’t do" if plan.optimal and not any(m.extra for m in plan.moves) else ""
        return f"✓ {moves}{proved}"
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


def _moves(head: str, moves: Sequence[Move], with_why: bool) -> list[str]:
    if not moves:
        return []
    lines = ["", head]
    names = max(len(f"{clean(m.name)} {m.member}") for m in moves)
    for move in moves:
        who = pad(f"{clean(move.name)} {clean(move.member)}", min(names, 40))
        back = f", back {day(move.back)}" if move.back else ""
        lines.append(f"  {who}  {clean(move.origin or 'nobody')} → {clean(move.to)}{back}")
        lines += [line for text in _grounds(move, with_why) for line in _item("      ", text)]
    return lines


def _spread(plan: Rebalance) -> list[str]:
    """The weighted loads of a type before and after, where extra moves changed them."""
    if not any(move.extra for move in plan.moves):
        return []
    return [
        f"Weighted load of {some(each.workers, f'{each.type} worker')}: {each.before[0]:g}-{each.before[1]:g}"
        f" → {each.after[0]:g}-{each.after[1]:g}, mean {each.mean:g}"
        for each in plan.spread
        if each.before != each.after
    ]


def _grounds(move: Move, with_why: bool) -> list[str]:
    if with_why:
        weighed = ", ".join(f"{part.weight:+d} {part.name} ({clean(part.text)})" for part in move.parts)
        found = [f"{r.rule}: {clean(r.text)} [{clean(r.source)}]" for r in move.reasons]
        return [*found, *([f"weighs {move.cost:+d}: {weighed}"] if weighed else [])]
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
