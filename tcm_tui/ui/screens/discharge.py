"""``W`` on a member: what if discharged on some day? The window and its units at once; nothing is stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from tcm_tui.desk.errors import DeskError
from tcm_tui.ui import words
from tcm_tui.ui.screens.formdraft import made, subject
from tcm_tui.ui.screens.over import over_bindings
from tcm_tui.ui.screens.pick import PickScreen
from tcm_tui.ui.widgets import bars
from tcm_tui.ui.widgets.chooser import Choice, Chooser
from tcm_tui.ui.widgets.drawn import fitted
from tcm_tui.ui.widgets.wrap import wrap
from tcm_tui.ui.words import Spans

if TYPE_CHECKING:
    from tcm_tui.desk.discharge import IfDischarged
    from tcm_tui.ui.app import TcmApp

FOOT: Spans = [
    ("↵", "key"),
    (" record it  ", "muted"),
    ("fri +2d eom 12/4", "key"),
    (" try a day  ", "muted"),
    ("esc", "key"),
    (" close", "muted"),
]


def answer(view: IfDischarged, cells: int) -> list[Spans]:
    """The answer, line by line, each at most so many cells."""
    stay, what = view.what.stay, view.what
    planned = f"planned now: {words.day(view.planned)}" if view.planned else "no discharge is planned now"
    nights = f" · {words.some(stay.nights, 'night')}" if stay.nights is not None else ""
    lines: list[Spans] = [
        [
            (f"{stay.kind.replace('-', ' ')} stay from {words.day(stay.admitted_on)}", "text"),
            (f" · {planned}", "muted"),
        ],
        [("Discharge ", "muted"), (words.day(stay.discharge_on), "strong"), (nights, "text")],
        [],
    ]
    if stay.window_from and stay.window_to:
        span = f"{words.day(stay.window_from)} to {words.day(stay.window_to)}"
        now: tuple[str, str] = ("  open now", "good")
        if not stay.open_now:
            now = ("  ahead", "info") if stay.window_from > what.on else ("  past", "muted")
        lines.append([("Window    ", "muted"), (span, "strong"), now])
        lines.append([("          ", "muted"), (f"{what.units} delivered in it, {what.planned} planned", "text")])
    else:
        lines.append([("Window    ", "muted"), *words.status("not-compensable", "none: no day can be billed")])
    for month in view.months:
        days = f"{words.short(month.first)[:-5]} to {words.short(month.last)[:-5]}"
        if month.budget is None:
            lines.append([(f"{days:<18}", "muted"), *words.status("no-row")])
            continue
        spans: Spans = [(f"{days:<18}", "muted"), *bars.units(month.budget, 12 if cells < 80 else 20)]
        left = words.left(month.budget)
        lines.append([*spans, (f"  {left} this month", "strong"), (f", ≤ {month.day_limit} a day", "text")])
    if what.outside:
        lines.append([(f"! {words.some(what.outside, 'unit')} delivered in the stay would lie outside it", "warn")])
    lines.append([])
    for reason in (*view.in_the_way, *what.reasons):
        role = "warn" if reason in view.in_the_way else "muted"
        lines += wrap([(f"{reason.rule:<5}", "key"), (reason.text, role)], cells, 5)
    return lines


class DischargeBox(Chooser):
    """What is typed is the day."""

    def __init__(self, app: TcmApp, member: str) -> None:
        super().__init__("What if discharged on …", "a day: fri, +2d, eom, 12/4", self._find, FOOT)
        self.tcm, self.member = app, member
        self.answer: IfDischarged | None = None
        self.said = "Type a day; the window and the units appear at once. Nothing is stored."

    def _find(self, text: str, limit: int) -> Sequence[Choice]:
        self.answer = None
        if text.strip():
            try:
                shown = self.tcm.shown
                self.answer = shown.source.what_if_discharged(self.member, text, shown.on)
            except DeskError as error:
                self.said = str(error)
        if self.answer is not None:
            self.title = [("What if discharged on …", "title"), (f" · {self.answer.what.name} {self.member}", "text")]
        return []

    def lines(self, cells: int) -> list[Spans]:
        if self.answer is None:
            return wrap([(self.said, "muted")], cells)
        return answer(self.answer, cells)

    def body(self, y: int, cells: int) -> Spans:
        lines = self.lines(cells - 2)
        return [(" ", "text"), *fitted(lines[y], cells - 2)] if y < len(lines) else []

    def choose(self) -> None:
        if self.answer is not None:
            self.post_message(self.Chosen(str(self.answer.what.stay.discharge_on)))


class DischargeScreen(PickScreen):
    BINDINGS = over_bindings()

    def __init__(self, app: TcmApp, member: str) -> None:
        super().__init__()
        self.box = DischargeBox(app, member)

    def compose(self) -> ComposeResult:
        yield self.box

    def copied(self) -> list[Spans]:
        return self.box.lines(100)

    async def chosen(self, key: str) -> None:
        """Enter: the stay's form with this day as the planned discharge, to be saved or left."""
        view, app = self.box.answer, self.box.tcm
        if view is not None:
            who, stay = view.what.member, view.what.stay
            about = {"member": who, "record": f"{who}/{stay.kind}/{stay.admitted_on}"}
            began = app.shown.source.begin("stay", about, app.shown.today)
            texts = began | {"planned_discharge_on": key}
            app.open_form("stay", about, draft=made("stay", subject(about), about, began, texts))
