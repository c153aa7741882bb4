"""The days of a week with their visits as blocks in time order, drawn line by line in one widget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from tcm_tui.desk.views import Visit
from tcm_tui.ui import words
from tcm_tui.ui.commands import bindings
from tcm_tui.ui.widgets.drawn import Drawn, fitted
from tcm_tui.ui.words import Spans

KINDS = {
    "community-contact": ("community", "comm"),
    "office-contact": ("office", "office"),
    "phone-contact": ("phone", "phone"),
    "provider": ("provider", "prov"),
}


class Day(NamedTuple):
    """A day's visits in time order; closed is the name of a closed day."""

    date: date
    visits: Sequence[Visit]
    closed: str | None


class WeekGrid(Drawn, can_focus=True):
    """``moved`` is told the visit under the cursor (None on an empty day)."""

    CONTEXT = "grid"
    BINDINGS = bindings("grid")

    class Opened(Message):
        """Enter or a double click on a visit."""

        def __init__(self, visit: Visit) -> None:
            self.visit = visit
            super().__init__()

    class Beyond(Message):
        """The cursor would leave the week: step -1 for the week before, 1 for the week after."""

        def __init__(self, step: int) -> None:
            self.step = step
            super().__init__()

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.days: list[Day] = []
        self.on = date.min
        self.day = 0
        self.at = 0
        self.top = 0
        self.left_edge = False
        self.moved: Callable[[Visit | None], None] | None = None
        self._tall = 4
        self._edges: list[int] = [0]

    # ── data ──────────────────────────────────────────────────────────────────────────────────────

    def put(self, days: list[Day], on: date) -> None:
        """Show these days; the cursor stays on its visit where that is still there."""
        kept = self.visit
        self.days, self.on = days, on
        self.day = max(0, min(self.day, len(days) - 1))
        for n, day in enumerate(days):
            for m, visit in enumerate(day.visits):
                if kept is not None and visit.appointment == kept.appointment:
                    self.day, self.at = n, m
        self._clamp()
        self.redraw()
        self._tell()

    def show_day(self, when: date) -> None:
        """Put the cursor on a day's first visit."""
        for n, day in enumerate(self.days):
            if day.date == when:
                self.day, self.at = n, 0
        self._clamp()
        self.redraw()
        self._tell()

    @property
    def visit(self) -> Visit | None:
        """The visit under the cursor."""
        visits = self.days[self.day].visits if self.day < len(self.days) else ()
        return visits[self.at] if self.at < len(visits) else None

    def _clamp(self) -> None:
        self._measure()
        visits = self.days[self.day].visits if self.days else ()
        self.at = max(0, min(self.at, len(visits) - 1))
        shown = self._shown
        most = max((len(day.visits) for day in self.days), default=0)
        if self.at < self.top:
            self.top = self.at
        elif self.at >= self.top + shown:
            self.top = self.at - shown + 1
        self.top = max(0, min(self.top, most - shown))

    def _tell(self) -> None:
        if self.moved is not None:
            self.moved(self.visit)

    # ── drawing ───────────────────────────────────────────────────────────────────────────────────

    def _measure(self) -> None:
        """Lines of a block: as many as let the fullest day fit, with an empty line between where possible."""
        most = max((len(day.visits) for day in self.days), default=0)
        room = self.size.height - 1
        self._tall = next((tall for tall in (4, 3, 2) if most * tall - (tall == 4) <= room), 2)
        self._edges = self._columns()

    @property
    def _shown(self) -> int:
        """Blocks of a day that fit."""
        return max(1, (self.size.height - 1 + (self._tall == 4)) // self._tall)

    def edges(self) -> list[int]:
        """Where each day's column begins, and the end of the last (its right edge)."""
        return self._edges

    def _columns(self) -> list[int]:
        start = 1 if self.left_edge else 0
        cells = self.size.width - start - len(self.days)
        share, more = divmod(max(0, cells), max(1, len(self.days)))
        found = [start]
        for n in range(len(self.days)):
            found.append(found[-1] + share + (n < more) + 1)
        return found

    def render_line(self, y: int) -> Strip:
        if self._edges[-1:] != [self.size.width]:
            self._measure()
        edges = self._edges
        colours = self.colours.plain
        parts: list[Strip] = []
        if self.left_edge:
            parts.append(Strip([Segment("├" if y == 0 else "│", colours["line"])], 1))
        for n, day in enumerate(self.days):
            cells = edges[n + 1] - edges[n] - 1
            last = n == len(self.days) - 1
            if y == 0:
                parts.append(self.strip(self._title(day, cells), cells))
                parts.append(Strip([Segment("┤" if last else "┬", colours["line"])], 1))
                continue
            here, part = divmod(y - 1, self._tall)
            at = self.top + here
            spans = self._cell(day, at, part, cells)
            if n == self.day and at == self.at and part < min(self._tall, 3):
                styles = self.colours.cursor if self.has_focus else self.colours.off
                strip = self.strip([("▌", "mark"), *spans[1:]], cells, styles)
            else:
                strip = self.strip(spans, cells)
            parts += [strip, Strip([Segment("│", colours["line"])], 1)]
        return Strip.join(parts).adjust_cell_length(self.size.width, colours["text"])

    def _title(self, day: Day, cells: int) -> Spans:
        role = "accent" if day.date == self.on else "title"
        name = f"{words.DAYS[day.date.weekday()]} {day.date.day}"
        if day.date == self.on and cells >= 14:
            name += " today"
        return fitted(
            [(" ", "line"), (name, role), (" ", "line"), ("─" * max(0, cells - len(name) - 2), "line")], cells
        )

    def _cell(self, day: Day, at: int, part: int, cells: int) -> Spans:
        """One line of a day's column."""
        if day.closed and at == self.top and not day.visits:
            return [(" ", "text"), *fitted([(("– closed", day.closed)[part] if part < 2 else "", "muted")], cells - 1)]
        if at >= len(day.visits):
            return []
        if at == self.top + self._shown - 1 and at < len(day.visits) - 1 and part == self._tall - 1:
            return [(f" … {len(day.visits) - 1 - at} more", "muted")]
        return [(" ", "text"), *fitted(self._part(day.visits[at], part, cells - 1), cells - 1)]

    def _part(self, visit: Visit, part: int, cells: int) -> Spans:
        gone = visit.status in ("cancelled", "rescheduled")
        kind = KINDS.get(visit.kind, (visit.kind, visit.kind))[cells < 14]
        units = f" {visit.units}u" if visit.units and not gone else ""
        if part == 0:
            time = words.clock(visit.start)
            if cells >= 12 and visit.stop is not None:
                time += f"-{words.clock(visit.stop)}"
            spans: Spans = [(time, "muted" if gone else "key")]
            return [*spans, (units, "text")] if self._tall == 2 else spans
        if part == 1:
            return [(words.brief(visit.member_name, cells), "muted" if gone else "strong")]
        if part == 2:
            if visit.status != "scheduled":
                return words.status(visit.status)
            # Where it is narrow the figure stands first: what is cut off is the word.
            return [(f"{units.strip()} {kind}".strip() if cells < 12 else kind + units, "text")]
        return []

    # ── moving ────────────────────────────────────────────────────────────────────────────────────

    def _draw_block(self) -> None:
        edges = self.edges()
        y = 1 + (self.at - self.top) * self._tall
        self.refresh(Region(edges[self.day], y, edges[self.day + 1] - edges[self.day], min(3, self._tall)))

    def _go(self, day: int, at: int) -> None:
        before = (self.day, self.at, self.top)
        self._draw_block()
        self.day, self.at = day, at
        self._clamp()
        if (self.day, self.at) == before[:2]:
            return
        if self.top != before[2]:
            self.redraw()
        else:
            self._draw_block()
        self._tell()

    def action_move(self, right: int, down: int) -> None:
        if not 0 <= self.day + right < len(self.days):
            self.post_message(self.Beyond(right))
            return
        self._go(self.day + right, self.at + down)

    def action_edge(self, side: int) -> None:
        self._go(self.day, 0 if side < 0 else 10_000)

    def action_open(self) -> None:
        if self.visit is not None:
            self.post_message(self.Opened(self.visit))

    # ── events ────────────────────────────────────────────────────────────────────────────────────

    def on_resize(self) -> None:
        self._clamp()

    def on_focus(self) -> None:
        self.redraw()
        self._tell()

    def on_blur(self) -> None:
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        edges = self.edges()
        for n in range(len(self.days)):
            if edges[n] <= event.x < edges[n + 1] and event.y > 0:
                self._go(n, self.top + (event.y - 1) // self._tall)
                if event.chain == 2:
                    self.action_open()


def days_of(monday: date, visits: Sequence[Visit], closed: Sequence[tuple[date, str]], weekend: bool) -> list[Day]:
    """Monday to Friday, with Saturday and Sunday when asked for or when something is booked there."""
    named = dict(closed)
    weekend = weekend or any(visit.date.weekday() > 4 for visit in visits)
    found = []
    for n in range(7 if weekend else 5):
        day = monday + timedelta(days=n)
        found.append(Day(day, [visit for visit in visits if visit.date == day], named.get(day) if n < 5 else None))
    return found
