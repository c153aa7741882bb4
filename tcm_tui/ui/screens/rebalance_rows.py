"""The lines of Rebalance and their columns: what if, moves, what can't be done, caseloads before and after."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.cells import set_cell_size

from tcm_tui.desk.views import CaseloadRow
from tcm_tui.ui import words
from tcm_tui.ui.plain import plain, width
from tcm_tui.ui.widgets import bars
from tcm_tui.ui.widgets.columns import Column
from tcm_tui.ui.words import Spans

if TYPE_CHECKING:
    from tcm_tui.desk.rebalance.views import Move, Rebalance

NOBODY = "nobody"


class Line(NamedTuple):
    """A line of the list. kind: what-if, move, left, way, note or worker; about: what it shows, of that kind."""

    kind: str
    key: str
    about: Any


class Both(NamedTuple):
    """A worker's caseload before and after; None where they are not there yet, or no longer."""

    before: CaseloadRow | None
    after: CaseloadRow | None
    goes: int
    comes: int
    out: bool = False
    """Taken out by what is asked."""

    @property
    def row(self) -> CaseloadRow:
        row = self.after or self.before
        assert row is not None
        return row

    @property
    def changes(self) -> bool:
        return bool(self.goes or self.comes) or (self.before is None) != (self.after is None)


_AN_ID = re.compile(r"(?<![\w-])(?!R\d+\b)(?=[\w-]*[^\W\d])[\w-]*\d[\w-]*")


class Names:
    """Ids to the names people know them by; what nobody has named yet shows its id."""

    def __init__(self) -> None:
        self._of: dict[str, str] = {}

    def know(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._of.update(pairs)

    def __getitem__(self, ident: str | None) -> str:
        return self._of.get(ident, ident) if ident is not None else NOBODY

    def within(self, text: str) -> str:
        """A sentence with names in place of the ids in it; what could be a rule or a plain word stays, and so does an
        id beside its name.
        """

        def named(found: re.Match[str]) -> str:
            name = self._of.get(found[0], found[0])
            return found[0] if text[: found.start()].endswith(f"{name} ") else name

        return _AN_ID.sub(named, text)


def moves_of(plan: Rebalance) -> list[Line]:
    return [Line("move", f"move {move.member}", move) for move in plan.moves]


def short_of(plan: Rebalance) -> list[Line]:
    """What can't be done, and then what would do; enter tries that."""
    ways = [Line("way", f"way {n}", way) for n, way in enumerate(plan.ways)]
    told = {way.text for way in plan.ways}
    notes = [Line("note", f"way {text}", text) for text in plan.ways_out if text not in told]
    return [Line("left", f"left {n}", left) for n, left in enumerate(plan.left)] + ways + notes


def notes_of(plan: Rebalance) -> list[Line]:
    """What else there is to know."""
    return [Line("note", f"note {text}", text) for text in plan.notes]


def workers_of(plan: Rebalance) -> list[Line]:
    """The caseloads: those that change first, then those that are over, each in the order they came."""
    before, after = ({row.cm: row for row in rows} for rows in (plan.before, plan.after))
    out = {away.cm for away in plan.ask.leave}
    found = []
    for cm in dict.fromkeys([*after, *before]):
        goes = sum(move.origin == cm for move in plan.moves)
        comes = sum(move.to == cm for move in plan.moves)
        found.append(Line("worker", f"worker {cm}", Both(before.get(cm), after.get(cm), goes, comes, cm in out)))
    found.sort(key=lambda line: (not line.about.changes, not line.about.row.over))
    return found


# ── cells ─────────────────────────────────────────────────────────────────────────────────────────


def one(name: str, cells: int) -> str:
    """A name in so many cells: in full, as ``Dana W.``, else cut; never initials, which may be two people's.

    A number at its end stays: it is all that tells two new case managers apart.
    """
    said = plain(name)
    if width(said) <= cells:
        return said
    head, _, number = said.rpartition(" ")
    if head and number.isdecimal() and width(number) + 4 <= cells:
        return f"{set_cell_size(head, cells - width(number) - 2)}… {number}"
    short = words.brief(said, cells)
    return short if short.partition(" ")[0] == said.partition(" ")[0] else set_cell_size(said, cells - 1) + "…"


def two(first: str, second: str, cells: int) -> str:
    """``Dana Whitehorse → Casey Lund``, shortened so that both stay readable."""
    said = f"{plain(first)} → {plain(second)}"
    if width(said) <= cells:
        return said
    half = (cells - 3) // 2
    return f"{one(first, half)} → {one(second, cells - 3 - width(one(first, half)))}"


def state(move: Move) -> Spans:
    if move.accepted:
        return [("✓ accepted", "good")]
    return [("≈ evens out", "info")] if move.extra else [("░ proposed", "info")]


def relief(move: Move, cells: int) -> Spans:
    return [(move.relieves, "text")]


def load(row: CaseloadRow | None, cells: int) -> Spans:
    """``36 ━━━━▶``"""
    if row is None:
        return [("  –", "muted")]
    return [(f"{row.counted:>3} ", "strong"), *bars.caseload(row, cells - 4, thin=True)]


def against(both: Both, cells: int) -> Spans:
    """``✗ over → ✓ within, 2 open``: what was before only where it is another, as its mark alone where it is narrow."""
    before, after = both.before, both.after
    if after is None or both.out:
        return _from(words.status(before.status) if before else [("+ new", "info")], [("– out", "muted")], cells)
    more = f", {after.open} open" if after.open else f", {after.over} over" if after.over else ""
    now = words.status(after.status)
    if before is None:
        now = _from([("+ new", "info")], now, cells)
    elif before.status != after.status:
        now = _from(words.status(before.status), now, cells)
    long: Spans = [*now, (more, "text")]
    return long if words.length(long) <= cells else now


def _from(was: Spans, now: Spans, cells: int) -> Spans:
    """The one and the other; where that is too long the first is its mark alone."""
    if words.length([*was, *now]) + 3 > cells:
        was = [(was[0][0][:1], was[0][1])]
    return [*was, (" → ", "muted"), *now]


def cost(move: Move) -> Spans:
    """``42``; what speaks for a move more than against it is a gain."""
    return [(str(move.cost), "text")] if move.cost >= 0 else [(f"gain {-move.cost}", "good")]


def weight(both: Both) -> Spans:
    """``39.6 → 36.3``"""
    before, after = both.before, both.after
    was, now = (f"{row.weighted:.1f}" if row else "–" for row in (before, after))
    if was == now:
        return [(now, "muted")]
    return [(was, "muted"), (" → ", "muted"), (now, "text")]


def traffic(both: Both) -> Spans:
    """``−3 +1``"""
    spans: Spans = [(f"−{both.goes} ", "text")] if both.goes else []
    return [*spans, (f"+{both.comes}", "text")] if both.comes else spans


def told(names: Names) -> tuple[Column[Line], ...]:
    """One sentence a line: what if, and what can't be done."""
    from tcm_tui.ui.screens import rebalance_says

    return (Column("said", "", lambda r, n: rebalance_says.sentence(r, names), 20, grow=1),)


def move_columns(names: Names) -> tuple[Column[Line], ...]:
    return (
        Column("state", "", lambda r, n: state(r.about), 11, sort=lambda r: (not r.about.accepted, r.about.extra)),
        Column("member", "Member", lambda r, n: r.about.name, 14, 26, 3, sort=lambda r: r.about.name.casefold()),
        Column(
            "way",
            "From → to",
            lambda r, n: two(names[r.about.origin], names[r.about.to], n),
            21,
            38,
            3,
            sort=lambda r: (names[r.about.origin].casefold(), names[r.about.to].casefold()),
        ),
        Column("cost", "Cost", lambda r, n: cost(r.about), 7, 7, 0, 2, True, sort=lambda r: r.about.cost),
        Column("relieves", "Relieves", lambda r, n: relief(r.about, n), 26, 60, 2, 3),
    )


def worker_columns(names: Names) -> tuple[Column[Line], ...]:
    return (
        Column(
            "name",
            "Case manager",
            lambda r, n: one(names[r.about.row.cm], n),
            12,
            24,
            3,
            sort=lambda r: r.about.row.name.casefold(),
        ),
        Column("before", "Before", lambda r, n: load(r.about.before, n), 8, 22, 2, 1, sort=lambda r: counted(r, 0)),
        Column("after", "→ after", lambda r, n: load(r.about.after, n), 8, 22, 2, 0, sort=lambda r: counted(r, 1)),
        Column("state", "Against range", lambda r, n: against(r.about, n), 13, 30, 1, 0),
        Column("weight", "Weight", lambda r, n: weight(r.about), 11, 13, 0, 3, sort=lambda r: r.about.row.weighted),
        Column(
            "moves", "Moves", lambda r, n: traffic(r.about), 6, 8, 0, 4, sort=lambda r: -r.about.goes - r.about.comes
        ),
    )


def counted(line: Line, at: int) -> int | None:
    row: CaseloadRow | None = line.about[at]
    return row.counted if row else None
