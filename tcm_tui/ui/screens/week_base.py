"""What the parts of the week's screen share: its view, its days and its queue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from tcm_tui.desk.views import PlannedVisit, PlanView, WeekView, WriteResult
from tcm_tui.ui.screens.area import AreaScreen
from tcm_tui.ui.screens.week_queue import Row
from tcm_tui.ui.widgets.bands import Detail
from tcm_tui.ui.widgets.grid import WeekGrid
from tcm_tui.ui.widgets.grid_items import Item, away, days_of, of_fixed, of_visit
from tcm_tui.ui.widgets.table import Table

USUAL = 2
"""Lines below the week: what the cursor is on, and what its member has left."""
MOST = 3
"""While a visit is moved: where to, and what the rules say to that."""


class Held(NamedTuple):
    """A visit that is being moved: where it was, where it is held, and what the rules say to that.

    appointment: None for a proposal. was: the block as it stands.
    """

    was: Item
    appointment: str | None
    member: str
    from_day: date
    day: date
    start: int
    stop: int
    answer: WriteResult | None = None

    @property
    def units(self) -> int:
        """Units it takes where it is held; as many as before while it is as long as before."""
        length = self.stop - self.start
        if self.was.start is not None and self.was.stop is not None and length == self.was.stop - self.was.start:
            return self.was.units
        return length // 15

    @property
    def stays(self) -> bool:
        """Whether it is where it was."""
        return (self.day, self.start, self.stop) == (self.from_day, self.was.start, self.was.stop)


class WeekBase(AreaScreen):
    """monday: the week shown, None for the one that holds the day looked from."""

    view: WeekView | None = None

    def __init__(self) -> None:
        super().__init__()
        # Room for all it may ever say: a line that is still drawn must be there.
        self.detail = Detail(MOST)
        self._told_in = 0
        self.tell_in(USUAL)
        self.monday: date | None = None
        self.weekend = False
        self.held: Held | None = None
        self.plan: PlanView | None = None
        self.ghosts: list[PlannedVisit] = []
        self.queue: Table[Row]
        self.grid: WeekGrid

    @property
    def first_day(self) -> date:
        """The Monday of the week shown."""
        on = self.shown.on
        return self.monday or on - timedelta(days=on.weekday())

    def show_days(self, cursor: str | None = None) -> None:
        """Put booked, proposed and held visits into the days."""
        if self.view is None:
            return
        self.grid.holding = self.held is not None
        self.grid.put(days_of(self.first_day, self._items(), self.weekend), self.shown.on, cursor)

    def _items(self) -> Iterator[tuple[date, Item]]:
        view, held = self.view, self.held
        assert view is not None
        leaves = {ghost.appointment: ghost for ghost in self.ghosts if ghost.appointment}
        for day, name in view.closed:
            if day.weekday() < 5:
                yield day, away(day, "closed", name)
        for day, why in view.leave:
            yield day, away(day, "leave", why)
        for each in view.fixed:
            yield each.date, of_fixed(each)
        for visit in view.visits:
            item = of_visit(visit)
            if visit.appointment in leaves and leaves[visit.appointment].state == "dropped":
                continue
            moves = held is not None and held.was.key == item.key
            yield visit.date, item._replace(status="moving") if moves or visit.appointment in leaves else item
        for ghost in self.ghosts:
            item = of_ghost(ghost)
            if held is None or held.was.key != item.key:
                yield ghost.date, item
        if held is not None:
            status = held.answer.verdict if held.answer else "scheduled"
            yield (
                held.day,
                held.was._replace(
                    key="held", what="moving", start=held.start, stop=held.stop, units=held.units, status=status
                ),
            )

    def tell(self) -> None:
        """Say below the week what the cursor is on."""
        raise NotImplementedError

    def tell_in(self, lines: int) -> None:
        """Give the sentences below the week so many lines."""
        if self._told_in != lines:
            self._told_in = lines
            self.detail.styles.height = lines + 1

    def put_back(self) -> None:
        """Let go of what is held, where it was: something else is done now."""
        raise NotImplementedError

    def show_head(self) -> None:
        """The lines about the worker and the plan."""
        raise NotImplementedError


def of_ghost(ghost: PlannedVisit) -> Item:
    key = f"ghost {ghost.appointment or ghost.member} {ghost.date} {ghost.start}"
    return Item(
        key, "ghost", ghost.start, ghost.stop, ghost.member_name, ghost.kind, ghost.units, "scheduled", about=ghost
    )
