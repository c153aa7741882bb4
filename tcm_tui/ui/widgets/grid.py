"""The days of a week with their visits: the cursor, and visits moved by keys and by the mouse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from textual import events
from textual.message import Message

from tcm_tui.desk.views import Visit
from tcm_tui.ui.commands import bindings
from tcm_tui.ui.widgets.grid_items import Day, Item
from tcm_tui.ui.widgets.grid_lines import GridLines

STEP = 15
"""Minutes that a visit moves by a key, or by a line of the mouse."""


class WeekGrid(GridLines, can_focus=True):
    """``moved`` is told the block under the cursor (None on an empty day).

    holding: a visit is being moved; then the arrows move it, enter stores it. What moving means is for the
    screen: it hears ``Shifted``, ``Dragged`` and ``Dropped``.
    """

    CONTEXT = "grid"
    BINDINGS = bindings("grid")

    class Opened(Message):
        """Enter or a double click on a block."""

        def __init__(self, item: Item) -> None:
            self.item = item
            super().__init__()

    class Beyond(Message):
        """The cursor would leave the week: step -1 for the week before, 1 for the week after."""

        def __init__(self, step: int) -> None:
            self.step = step
            super().__init__()

    class Shifted(Message):
        """Move what the cursor is on by so many days and minutes, and make it so many units longer."""

        def __init__(self, days: int = 0, minutes: int = 0, units: int = 0) -> None:
            self.days, self.minutes, self.units = days, minutes, units
            super().__init__()

    class Dragged(Message):
        """The block is held over a day, so many minutes from where it was taken up."""

        def __init__(self, item: Item, day: date, minutes: int) -> None:
            self.item, self.day, self.minutes = item, day, minutes
            super().__init__()

    class Dropped(Message):
        """What is being moved shall be stored where it is. dragged: by the mouse, which holds it no longer."""

        def __init__(self, dragged: bool = False) -> None:
            self.dragged = dragged
            super().__init__()

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.moved: Callable[[Item | None], None] | None = None
        self.resized: Callable[[], None] = lambda: None
        self.holding = False
        self._taken: tuple[Item, int, int] | None = None
        self._dragging = False

    # ── data ──────────────────────────────────────────────────────────────────────────────────────

    def put(self, days: list[Day], on: date, cursor: str | None = None) -> None:
        """Show these days; the cursor goes to the block with this key, else stays on its own where that still is."""
        kept = cursor or (self.item.key if self.item else None)
        self.days, self.on = days, on
        self._made.clear()
        self.day = max(0, min(self.day, len(days) - 1))
        self.select(kept)

    def select(self, key: str | None) -> bool:
        """Put the cursor on the block with this key; it stays when there is none."""
        found = [(n, m) for n, day in enumerate(self.days) for m, item in enumerate(day.items) if item.key == key]
        if found:
            self.day, self.at = found[0]
        self._clamp()
        self.redraw()
        self._tell()
        return bool(found)

    def show_day(self, when: date) -> None:
        """Put the cursor on a day's first block."""
        for n, day in enumerate(self.days):
            if day.date == when:
                self.day, self.at = n, 0
        self.select(None)

    @property
    def visit(self) -> Visit | None:
        """The booked visit under the cursor."""
        about = self.item.about if self.item else None
        return about if isinstance(about, Visit) else None

    @property
    def when(self) -> date | None:
        """The cursor's day."""
        return self.days[self.day].date if self.days else None

    def _tell(self) -> None:
        if self.moved is not None:
            self.moved(self.item)

    # ── keys ──────────────────────────────────────────────────────────────────────────────────────

    def _go(self, day: int, at: int) -> None:
        before, left = (self.day, self.at, self.top), self._block()
        self.day, self.at = day, at
        self._clamp()
        if (self.day, self.at) == before[:2]:
            return
        if self.top != before[2]:
            self.redraw()
        else:
            self.refresh(left, self._block())
        self._tell()

    def action_move(self, right: int, down: int) -> None:
        if self.holding:
            self.action_shift(right, down)
        elif not 0 <= self.day + right < len(self.days):
            self.post_message(self.Beyond(right))
        else:
            self._go(self.day + right, self.at + down)

    def action_shift(self, days: int, steps: int, units: int = 0) -> None:
        self.post_message(self.Shifted(days, steps * STEP, units))

    def action_hold(self) -> None:
        """Take the visit up, so that plain arrows move it; again: store it."""
        if self.holding:
            self.post_message(self.Dropped())
        else:
            self.action_shift(0, 0)

    def action_edge(self, side: int) -> None:
        if not self.holding:
            self._go(self.day, 0 if side < 0 else 10_000)

    def action_open(self) -> None:
        if self.holding:
            self.post_message(self.Dropped())
        elif self.item is not None:
            self.post_message(self.Opened(self.item))

    # ── mouse ─────────────────────────────────────────────────────────────────────────────────────

    def on_mouse_down(self, event: events.MouseDown) -> None:
        place = self.place_of(event.x, event.y)
        if place is None or event.button != 1 or self.holding:
            return
        self._go(*place)
        if self.item is not None and self.place_of(event.x, event.y) == (self.day, self.at):
            self._taken = (self.item, event.x, event.y)
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._taken is None:
            return
        item, x, y = self._taken
        if not self._dragging and abs(event.x - x) < 2 and event.y == y:
            return
        self._dragging = True
        over = max(0, min(event.x, self._edges[-1] - 1))
        place = self.place_of(over, max(1, event.y))
        if place is not None:
            self.post_message(self.Dragged(item, self.days[place[0]].date, (event.y - y) * STEP))

    def let_go(self) -> None:
        """The mouse holds nothing any more: what it took up can't be moved."""
        if self._taken is not None:
            self.release_mouse()
            self._taken = None

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self._taken is None:
            return
        self.release_mouse()
        self._taken = None
        if self._dragging:
            self.post_message(self.Dropped(dragged=True))

    def on_click(self, event: events.Click) -> None:
        dragged, self._dragging = self._dragging, False
        place = self.place_of(event.x, event.y)
        if dragged or place is None:
            return
        self._go(*place)
        if event.chain == 2:
            self.action_open()

    # ── events ────────────────────────────────────────────────────────────────────────────────────

    def on_resize(self) -> None:
        self._clamp()
        self.resized()

    def on_focus(self) -> None:
        self.redraw()
        self._tell()

    def on_blur(self) -> None:
        self.redraw()
