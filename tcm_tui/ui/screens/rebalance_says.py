"""Rebalance in sentences: the headline, the lines below the list, and what ``e`` explains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.desk.views import CaseloadRow, Explanation
from tcm_tui.rules.verdict import Reason
from tcm_tui.ui import words
from tcm_tui.ui.screens.rebalance_rows import Both, Line, Names, two
from tcm_tui.ui.widgets.drawn import fitted
from tcm_tui.ui.widgets.wrap import wrap
from tcm_tui.ui.words import Spans

if TYPE_CHECKING:
    from datetime import date

    from tcm_tui.desk.rebalance.views import Absence, Left, Move, Rebalance

EIGHTHS = " ▁▂▃▄▅▆▇█"


def short(count: int) -> str:
    return words.some(count, "place") + " short"


def cost(total: int) -> str:
    """``cost 34``; where more speaks for than against, ``gain 12``."""
    return f"cost {total}" if total >= 0 else f"gain {-total}"


# ── headline ──────────────────────────────────────────────────────────────────────────────────────


def result(plan: Rebalance) -> Spans:
    """``5 places short → 0 with 6 moves, 2 accepted · cost 84 · ✓ proved best``"""
    if plan.status == "balanced":
        return [*words.status("ok", "balanced"), (": nobody is over and everybody has a case manager", "text")]
    spans: Spans = [(short(plan.shortfall_before), "bad" if plan.shortfall_before else "good"), (" → ", "muted")]
    if plan.shortfall:
        spans += words.status("over", f"{plan.shortfall} left")
    else:
        spans += words.status("ok", "none")
    count = len(plan.moves)
    spans.append((f" with {words.some(count, 'move')}" if count else ", no move helps", "strong"))
    accepted = sum(move.accepted for move in plan.moves)
    spans.append((f", {accepted} accepted" if accepted else "", "good"))
    spans.append((f" · {cost(sum(move.cost for move in plan.moves))}" if count else "", "text"))
    return [*spans, *((" · ", "muted"), ("✓ proved best", "good"))] if plan.optimal else spans


def filled(curve: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """A point for every number of moves: what is not told apart is as with fewer moves."""
    found: list[tuple[int, int]] = []
    for moves, left in curve:
        while found and found[-1][0] + 1 < moves:
            found.append((found[-1][0] + 1, found[-1][1]))
        found.append((moves, left))
    return found


def thinned(points: list[tuple[int, int]], cells: int) -> list[tuple[int, int]]:
    """At most so many points, evenly, the first and the last among them."""
    if len(points) <= cells or cells < 2:
        return points[: max(1, cells)]
    return [points[round(n * (len(points) - 1) / (cells - 1))] for n in range(cells)]


def curve_line(curve: tuple[tuple[int, int], ...], now: int, cells: int) -> Spans:
    """``k moves relieve k`` in one line: a column for 0, 1, 2 … moves, as high as the places left short."""
    points = thinned(filled(curve), max(2, cells - 50))
    if len(points) < 2:
        return []
    most = max(left for _, left in points) or 1
    bars = [
        (EIGHTHS[max(1 if left else 0, round(left * 8 / most))], "warn" if moves <= now else "left")
        for moves, left in points
    ]
    (first, was), (last, left) = points[0], points[-1]
    head: Spans = [("Curve  ", "muted"), (f"{was} short ", "text")]
    return [*head, *bars, (f" {left} short", "text"), (f"  with {first} … {words.some(last, 'move')}", "muted")]


def spread(plan: Rebalance) -> Spans:
    """``Weighted load  standard 21.0-41.3 → 28.1-35.0``"""
    spans: Spans = []
    for each in plan.spread:
        if each.workers < 2:
            continue
        was, now = (f"{least:.1f}-{most:.1f}" for least, most in (each.before, each.after))
        spans += [
            (" · " if spans else "", "muted"),
            (f"{words.PROGRAMS.get(each.type, each.type)} ", "text"),
            (was, "muted"),
        ]
        spans.append((f" → {now}" if now != was else "", "text"))
    return [("Weighted load  ", "muted"), *spans] if spans else []


def absence(one: Absence, effective: date) -> str:
    """What is recorded of a worker beside the moves from a day on."""
    if one.against:
        return f"{one.against}, so no other leave is recorded: change that one"
    if one.last is None:
        return f"{one.name} leaves: {words.day(one.begins(effective))} is recorded as the first day no longer here"
    return f"{one.name} is on leave from {words.day(one.first)} to {words.day(one.last)}: recorded too"


# ── lines ─────────────────────────────────────────────────────────────────────────────────────────


def sentence(line: Line, names: Names) -> Spans:
    """What a line of one sentence says."""
    about = line.about
    if line.kind == "what-if":
        return list(about.said)
    if line.kind == "left":
        return left(about, names)
    if line.kind == "way":
        return [("→ ", "key"), (names.within(about.text), "text")]
    return [("· ", "muted"), (names.within(str(about)), "text")]


def left(one: Left, names: Names) -> Spans:
    """``✗ 3 members of Dana Whitehorse without a case manager: …``"""
    unit = words.some(one.cases, "family" if one.unit == "families" else "member", one.unit)
    if one.members:
        whose = f" of {names[one.cm]}" if one.cm else ""
        said: Spans = [(f"✗ {unit}{whose} without a case manager", "bad")]
    else:
        said = [(f"✗ {names[one.cm]} is {unit} over", "bad")]
    because = "; ".join(one.because)
    return [*said, (f": {because}" if because else "", "text")]


def detail(line: Line | None, names: Names, cells: int, most: int) -> list[Spans]:
    """What the cursor is on, in at most so many lines of so many cells."""
    lines = [part for each in _about(line, names) for part in wrap(each, cells, 2)]
    if len(lines) > most:
        lines[most - 1] = [*fitted(lines[most - 1], cells - 2), (" …", "muted")]
    return lines[:most]


def _about(line: Line | None, names: Names) -> list[Spans]:
    if line is None:
        return []
    about = line.about
    if line.kind == "move":
        return _move(about, names)
    if line.kind == "worker":
        return _worker(about)
    if line.kind == "what-if":
        how = "↵ changes it, x takes it away" if about.form else "x takes it away"
        return [list(about.said), [(f"{how}; z takes the last choice back. Nothing is written.", "muted")]]
    if line.kind == "way":
        return [[("→ ", "key"), (names.within(about.text), "strong")], [("↵ asks this; z takes it back.", "muted")]]
    if line.kind == "left":
        return [left(about, names), [(", ".join(names[member] for member in about.members), "muted")]]
    return [[(names.within(str(about)), "text")]]


def _move(move: Move, names: Names) -> list[Spans]:
    first: Spans = [(move.name, "strong"), (f" {move.member} · ", "muted")]
    first.append((f"{names[move.origin]} → {names[move.to]}", "text"))
    if move.back is not None:
        first.append((f" · back on {words.day(move.back)}", "info"))
    why = [
        (f"{reason.rule} {names.within(reason.text)}", "text") for reason in move.reasons if reason.rule != "weights"
    ]
    second: Spans = [piece for said in why for piece in ((" · ", "muted"), said)][1:]
    return [first, costs(move), second]


def costs(move: Move) -> Spans:
    """``Cost 18: 18 months with C02 18, speaks Spanish −24 …``"""
    parts = [f"{part.text} {signed(part.weight)}" for part in move.parts]
    return [(cost(move.cost).capitalize(), "strong"), (": " + ", ".join(parts) if parts else "", "text")]


def signed(weight: int) -> str:
    return f"+{weight}" if weight >= 0 else f"−{-weight}"


def _worker(both: Both) -> list[Spans]:
    row = both.row
    first: Spans = [
        (row.name, "strong"),
        (f" {row.cm} · {row.level} {words.PROGRAMS.get(row.type, row.type)}", "muted"),
    ]
    first.append((f" · {row.site}", "muted"))
    was, now = counted(both.before), counted(both.after)
    spans: Spans = now if both.before == both.after else [*was, (" → ", "muted"), *now]
    said = f"{words.some(both.goes, 'member')} go, {both.comes} come" if both.changes else "Nothing changes."
    return [first, spans, [(said, "muted")]]


def counted(row: CaseloadRow | None) -> Spans:
    """``33 of 30-35 ✓ within, weighted 36.3``"""
    if row is None:
        return [("not here", "muted")]
    span = f"{row.counted} of {row.low}-{row.high}" if row.high is not None else str(row.counted)
    return [(f"{span} ", "text"), *words.status(row.status), (f", weighted {row.weighted:.1f}", "muted")]


# ── why ───────────────────────────────────────────────────────────────────────────────────────────


def explained(line: Line, plan: Rebalance, names: Names) -> list[Explanation]:
    """What ``e`` shows for a line: the rule, the arithmetic and the agency's weights behind it."""
    about = line.about
    if line.kind == "move":
        parts = tuple(Reason("weights", f"{part.text}: {signed(part.weight)}", "agency") for part in about.parts)
        total = Reason("weights", f"{cost(about.cost)}, the sum of these", "agency")
        title = f"{about.name} {about.member}: {two(names[about.origin], names[about.to], 200)}"
        kept = tuple(reason for reason in about.reasons if reason.rule != "weights")
        return [Explanation(title, about.relieves, (*kept, *parts, *((total,) if parts else ())))]
    if line.kind == "worker":
        found: list[Explanation] = []
        if about.before == about.after:
            return found  # what the records say of it is all there is
        for name, row in (("before", about.before), ("after", about.after)):
            if row is not None:
                said = f"{row.counted} of {row.low}-{row.high}, " if row.high is not None else f"{row.counted}, "
                answer = said + row.status.replace("-", " ")
                found.append(Explanation(f"{row.name} {row.cm}, {name}", answer, row.reasons))
        return found
    if line.kind == "left":
        said = "".join(text for text, _ in left(about, names)[:1])
        because = tuple(Reason("R31" if about.members else "R9", why, "") for why in about.because)
        return [Explanation(f"Can't be done: {short(plan.shortfall)}", said, because)]
    if line.kind == "what-if":
        said = "".join(text for text, _ in about.said).strip()
        return [Explanation("What if", said, (_asked(line.key.split()[1]),))]
    if line.kind == "way":
        tried = f"tried: {short(about.left) if about.left else 'nobody would be over or without a case manager'}"
        return [Explanation("What would do", about.text, (Reason("R9", tried, ""),))]
    return [Explanation("To know", str(about), (Reason("R13", "worked out for this day and this question", ""),))]


ASKED = {
    "out": ("R31", "each active member has exactly one responsible case manager, so theirs need another"),
    "new": ("R9", "counted with the range of the program, with the credentials that the program needs"),
    "pin": ("R31", "stays with the present case manager, whatever that costs elsewhere"),
    "most": ("weights", "the moves that relieve most; what is left short is said"),
    "extra": ("weights", "beyond the fewest moves, where that brings the weighted loads nearer together"),
    "not": ("weights", "rejected: this case manager is left out for this member"),
}
"""What each thing asked means, and by which rule."""


def _asked(what: str) -> Reason:
    rule, text = ASKED[what]
    return Reason(rule, text + "; nothing is written until it is applied", "")
