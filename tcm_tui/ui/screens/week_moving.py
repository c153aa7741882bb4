"""Moving a visit: it is held as a ghost, checked where it stands, and stored or put back."""

from __future__ import annotations

from datetime import date, timedelta

from tcm_tui.desk.views import PlannedVisit, Visit, WriteResult
from tcm_tui.rules.facts import Appointment
from tcm_tui.ui import words
from tcm_tui.ui.screens.week_base import MOST, USUAL, Held, WeekBase, of_ghost
from tcm_tui.ui.screens.week_says import DOT, of_answer, span
from tcm_tui.ui.widgets.grid import WeekGrid
from tcm_tui.ui.widgets.grid_items import Item
from tcm_tui.ui.words import Spans

UNIT = 15
"""Minutes in a unit."""
LAST = 24 * 60
HOLDING: Spans = [
    ("↵", "key"),
    (" store here  ", "muted"),
    ("esc", "key"),
    (" put back  ", "muted"),
    ("←→", "key"),
    (" day  ", "muted"),
    ("↑↓", "key"),
    (" 15 min  ", "muted"),
    ("+ -", "key"),
    (" a unit more, less", "muted"),
]


class WeekMoving(WeekBase):
    """The part of the week's screen that holds a visit."""

    def take(self, item: Item | None) -> Held | None:
        """Hold a block, if it is one that can be moved; else say why not."""
        about = item.about if item else None
        if item is None or not isinstance(about, (Visit, PlannedVisit)):
            self.tcm.say("Put the cursor on a visit to move it.")
            return None
        if isinstance(about, Visit) and about.status != "scheduled":
            self.tcm.say(f"This visit is {about.status}; only a scheduled one can be moved.", "warning")
            return None
        if isinstance(about, PlannedVisit) and about.state == "dropped":
            self.tcm.say("The plan would cancel this visit: a cancels it, x keeps it; then it can be moved.")
            return None
        if about.start is None or about.stop is None:
            self.tcm.say("This visit has no time yet; give it one first: enter opens its member.", "warning")
            return None
        return Held(item, about.appointment, about.member, about.date, about.date, about.start, about.stop)

    def hold(self, held: Held | None) -> None:
        """Show what is held, or that nothing is any more."""
        before, self.held = self.held, held
        if held is None:
            self.release()
        else:
            if before is None:
                # What was said before would lie over what the rules say now.
                self.tcm.forget_notices()
            self.tell_in(MOST)
            self.key_bar.show(self.offer(), HOLDING)
        if held is not None and not self._in_view(held.day):
            self.monday = held.day - timedelta(days=held.day.weekday())
            self.read()
        cursor = "held" if held else before.was.key if before else None
        self.show_days(cursor)
        self.tell()

    def put_back(self) -> None:
        if self.held is not None:
            self.hold(None)

    def release(self) -> None:
        """Nothing is held any more."""
        self.held = None
        self.tell_in(USUAL)
        self.key_bar.show(self.offer(), [])

    def _in_view(self, day: date) -> bool:
        return any(shown.date == day for shown in self.grid.days)

    def checked(self, held: Held) -> Held:
        """The held visit with what the rules say to it. Reads only."""
        if held.stays:
            return held._replace(answer=None)
        assert self.view is not None
        visit = Appointment(
            held.appointment or "",
            held.member,
            self.view.cm,
            held.day,
            held.start,
            held.stop,
            held.was.kind,
            "scheduled",
        )
        answer = None
        with self.tcm.careful():
            answer = self.source.preview(visit, self.shown.on)
        return held._replace(answer=answer)

    def on_week_grid_shifted(self, event: WeekGrid.Shifted) -> None:
        held = self.held or self.take(self.grid.item)
        if held is None:
            return
        start = max(0, min(held.start + event.minutes, LAST - (held.stop - held.start)))
        stop = start + held.stop - held.start
        stop = max(start + UNIT, min(stop + event.units * UNIT, LAST))
        self.hold(self.checked(held._replace(day=self._beside(held.day, event.days), start=start, stop=stop)))

    def _beside(self, day: date, step: int) -> date:
        """The day so many shown days further; a weekend that isn't shown is skipped."""
        for _ in range(abs(step)):
            day += timedelta(days=1 if step > 0 else -1)
            while day.weekday() > 4 and not self.weekend and not self._in_view(day):
                day += timedelta(days=1 if step > 0 else -1)
        return day

    def on_week_grid_dragged(self, event: WeekGrid.Dragged) -> None:
        held = self.held or self.take(event.item)
        if held is None or held.was.start is None or held.was.stop is None:
            self.grid.let_go()
            return
        length = held.was.stop - held.was.start
        start = max(0, min(held.was.start + event.minutes, LAST - length))
        moved = held._replace(day=event.day, start=start, stop=start + length)
        if moved[:7] != held[:7] or self.held is None:
            self.hold(self.checked(moved))

    def on_week_grid_dropped(self, event: WeekGrid.Dropped) -> None:
        held = self.held
        if held is None:
            return
        if held.stays:
            self.hold(None)
        elif held.answer is not None and held.answer.verdict == "refused":
            self.tcm.say(refusal(held.answer), "error")
            if event.dragged:
                self.hold(None)
        elif held.appointment is None:
            self._replan(held)
        elif held.answer is not None and held.answer.verdict == "warn":
            self._with_reason(held, held.appointment)
        else:
            self._store(held, held.appointment)

    def _replan(self, held: Held) -> None:
        """A proposal is only a proposal: it moves in the plan, nothing is stored."""
        ghost = held.was.about
        assert isinstance(ghost, PlannedVisit)
        moved = ghost._replace(date=held.day, start=held.start, stop=held.stop, units=held.units)
        self.ghosts = [moved if each is ghost else each for each in self.ghosts]
        self.hold(None)
        self.grid.select(of_ghost(moved).key)

    def _store(self, held: Held, appointment: str) -> None:
        on = self.shown.on
        self.tcm.write(
            lambda source: source.move(appointment, held.day, held.start, held.stop, on),
            lambda result: self._stored(held, appointment, result),
            lambda: self.hold(None),
        )

    def _stored(self, held: Held, appointment: str, result: WriteResult) -> None:
        if result.id is None:
            self.hold(held._replace(answer=result))
            if result.verdict == "warn":
                self._with_reason(held, appointment)
            else:
                self.tcm.say(refusal(result), "error")
            return
        self.hold(None)
        self.tcm.wrote(result, f"{held.was.name} moved to {span(held.day, held.start, held.stop, self.shown.on)}")
        self.grid.select(appointment)

    def _with_reason(self, held: Held, appointment: str) -> None:
        """What the rules only allow with a reason is stored by the form, which asks for it."""
        context = {
            "appointment": appointment,
            "date": held.day.isoformat(),
            "start": words.clock(held.start),
            "stop": words.clock(held.stop),
        }
        self.hold(None)
        self.tcm.open_form("move", context)

    def tell_held(self, held: Held) -> None:
        """Where it was and is held, and what the rules say to that."""
        on, cells = self.shown.on, self.app.size.width - 4
        where: Spans = [(held.was.name, "strong"), DOT]
        was = span(held.from_day, held.was.start, held.was.stop, on)
        if held.stays:
            where += [(was, "text"), (" · not moved yet", "muted")]
        else:
            where += [(f"{was} → ", "muted"), (span(held.day, held.start, held.stop, on), "strong")]
        where += [DOT, (f"{held.units}u" if held.units else held.was.kind, "text")]
        if held.answer is not None:
            where += [DOT, *words.status(held.answer.verdict)]
        self.detail.show(where, *of_answer(held.answer, cells, MOST - 1))


def refusal(answer: WriteResult) -> str:
    """Why it can't be, in one sentence."""
    return "Not moved: " + "; ".join(f"{reason.rule} {reason.text}" for reason in answer.reasons)
