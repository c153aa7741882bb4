"""Looking ahead: the coming months as a plot and a table, and who is behind each figure. Worked out in a thread."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from functools import partial

from textual import events
from textual.widget import Widget

from tcm_tui.desk.outlook import MONTHS as HOW_MANY
from tcm_tui.desk.outlook import telling
from tcm_tui.desk.outlook.views import Came, MonthAhead, Outlook
from tcm_tui.desk.views import Explanation
from tcm_tui.ui import words
from tcm_tui.ui.commands import bindings
from tcm_tui.ui.screens.ahead_figures import figures
from tcm_tui.ui.screens.ahead_months import MONTHS
from tcm_tui.ui.screens.ahead_rows import Behind, first_of, groups, said_of
from tcm_tui.ui.screens.ahead_says import detail, progress, sums
from tcm_tui.ui.screens.area import NOBODY, NOT_READ
from tcm_tui.ui.screens.aside import AsideScreen, Run
from tcm_tui.ui.screens.staff_part import PartedScreen
from tcm_tui.ui.source import Subject
from tcm_tui.ui.widgets.plot import Plot
from tcm_tui.ui.widgets.table import Table
from tcm_tui.ui.words import Spans


class Looking(Run):
    """The coming months being worked out for what stamp names; what and share tell how far it is."""

    def __init__(self, stamp: Hashable) -> None:
        self.stamp = stamp
        self.what = "Reading the records"
        self.share = 0.0


class AheadScreen(PartedScreen, AsideScreen):
    NAME = "ahead"
    TAB = "agency"
    CONTEXTS = ("ahead",)
    BINDINGS = bindings("ahead")

    def __init__(self) -> None:
        super().__init__()
        self.run: Looking | None = None
        self.found: Outlook | None = None
        self.figure = 0
        self._answered: Hashable = None
        self._behind: MonthAhead | None = None
        self._following = False

    def parts(self) -> Iterable[Widget]:
        self.plot = Plot("outlook")
        self.table: Table[MonthAhead] = Table(MONTHS, lambda m: m.first.isoformat(), id="months")
        self.table.moved = self._pointed
        self.lines: Table[Behind] = Table((), lambda r: r.key, id="behind")
        self.lines.moved = self._told_line
        self.lines.display = False
        yield self.plot
        yield self.table
        yield self.lines

    # ── working it out ────────────────────────────────────────────────────────────────────────────

    def depends(self) -> Hashable:
        return self.shown.team

    def load(self) -> None:
        """Show what is known, else work it out aside; the answer holds until records, day or choice change."""
        stamp = (self.shown.on, self.shown.version, self.shown.team)
        if self.run is not None and self.run.stamp == stamp:
            return
        self.stop()
        if self._answered == stamp:
            self.show()
            return
        if self.found is not None and (self.found.on, self.found.scope) != (self.shown.on, self.shown.team):
            self.found = None  # the answer to another question isn't left standing
        self.run = run = Looking(stamp)
        self.show()
        on, team, source = self.shown.on, self.shown.team, self.source
        self.begin(
            run,
            lambda tell: source.outlook(on, HOW_MANY, team, tell),
            partial(self._progress, run),
            partial(self._answer, stamp),
        )

    def _progress(self, run: Looking, what: str, share: float) -> None:
        run.what, run.share = what, share
        self._show_head()

    def _answer(self, stamp: Hashable, found: Outlook) -> None:
        self.found, self._answered = found, stamp
        self.show()

    def failed(self) -> None:
        self.show()
        self._say_instead(NOT_READ)

    # ── showing ───────────────────────────────────────────────────────────────────────────────────

    def show(self) -> None:
        """All parts from what is known."""
        found = self.found
        self.table.title = [("Month by month", "title")]
        if found is None:
            self.table.empty = "Working it out …" if self.run else "Not worked out; F5 works it out."
        else:
            self.table.empty = "No months."
        self._show_head()
        self._show_plot()
        self.table.put(found.months if found else ())
        if self._behind is not None:
            self._open_again(self._behind)

    def _open_again(self, month: MonthAhead) -> None:
        """What is behind a month, from another answer; where that has no such month, the months."""
        if self.found is None:
            self.lines.empty = self.table.empty
            self.lines.put_groups(())
        elif any(each.first == month.first for each in self.found.months):
            self._open(month)
        else:
            self._to_months()

    def _show_head(self) -> None:
        found, team = self.found, self.shown.team
        whose = self.source.agency or "The agency"
        if not team.all:
            with self.tcm.careful():
                whose = self.source.scope_label(team)
        title: Spans = [("Looking ahead", "title"), (f" · {whose}", "text")]
        if self.run is not None:
            self.head.show(title, [progress(self.run.what, self.run.share)])
            return
        if found is None:
            self.head.show(title, [[("– not worked out; ", "muted"), ("F5", "key"), (" works it out", "muted")]])
            return
        self.head.show(title, [sums(found) if found.workers or found.members else NOBODY])

    def _show_plot(self) -> None:
        found = self.found
        if found is None:
            self.plot.show(None)
            return
        all_of = figures(found)
        self.figure %= len(all_of)
        self.plot.show(all_of[self.figure].chart(found), [(f"← {self.figure + 1} of {len(all_of)} →", "muted")])

    def _pointed(self, month: MonthAhead | None) -> None:
        """The cursor moves at once; the mark in the plot and the sentence follow, once for many keys."""
        if not self._following:
            self._following = True
            self.call_after_refresh(self._follow)

    def _follow(self) -> None:
        self._following = False
        month = self._behind or self.table.row
        if self.found is None or month is None:
            self.plot.point(-1)
            self.detail.show([])
            return
        firsts = [each.first for each in self.found.months]
        self.plot.point(firsts.index(month.first) if month.first in firsts else -1)
        if self._behind is None:
            self.detail.show(detail(month, self.shown.on))

    def _told_line(self, row: Behind | None) -> None:
        if row is None:
            self.detail.show([])
            return
        title, answer = said_of(row)
        self.detail.show([(title, "strong"), (f" · {answer}", "text")])
        if row.member is not None:
            self.shown.pointed = row.member

    # ── from a month to what is behind it, and back ───────────────────────────────────────────────

    def on_table_opened(self, event: Table.Opened) -> None:
        row = event.row
        if isinstance(row, MonthAhead):
            self._open(row)
            if self.found is not None:
                key = first_of(self.lines.listing.groups, figures(self.found)[self.figure].key)
                if key:
                    self.lines.select(key)
            self.lines.focus()
        elif row.member is not None:
            self.tcm.show_member(row.member)
        elif row.cm is not None:
            self.tcm.show_worker(row.cm, "caseload")
        else:
            self.tcm.action_explain()

    def _open(self, month: MonthAhead) -> None:
        """List what is behind a month's figures, in place of the months."""
        if self.found is None:
            return
        self._behind = month
        names = {worker.cm: worker.name for worker in self.shown.staff()}
        self.lines.title = [("Behind ", "title"), (words.month(month.first), "title")]
        self.lines.note = [("esc", "key"), (" months", "muted")]
        self.lines.empty = "Nothing is behind this month's figures."
        self.lines.put_groups(groups(self.found, month.first, names))
        self.table.display, self.lines.display = False, True
        self._pointed(None)

    def back(self) -> bool:
        """Esc: first the filter, then a run, then from what is behind a month to the months."""
        if super().back():
            return True
        if self.stop():
            self.show()
            return True
        if self._behind is None:
            return False
        self._to_months()
        return True

    def _to_months(self) -> None:
        self._behind = None
        self.lines.display, self.table.display = False, True
        self.table.focus()
        self._pointed(None)

    def action_figure(self, step: int) -> None:
        """Another figure in the plot; among the lines behind a month the cursor goes to its section."""
        if self.found is None:
            return
        self.figure += step
        self._show_plot()
        if self._behind is not None:
            key = first_of(self.lines.listing.groups, figures(self.found)[self.figure].key)
            if key:
                self.lines.select(key)

    def on_resize(self, event: events.Resize) -> None:
        """The plot takes a third of the height; nothing is worked out anew."""
        self.plot.styles.height = max(8, min(18, event.size.height * 2 // 5 - 1))
        self._width = event.size.width

    # ── what is told of the line under the cursor ─────────────────────────────────────────────────

    def subject(self) -> Subject | None:
        return None

    def explained(self) -> list[Explanation]:
        """The figures of a month with the method, or one line's grounds."""
        found = self.found
        if found is None:
            return []
        if self._behind is None:
            month = self.table.row
            if month is None:
                return []
            title = f"{words.month(month.first)} · if things go on as they are"
            answer = "not a promise: rates are means of the past, and only what is on record is seen"
            return [
                Explanation(title, f"{words.some(month.out, 'member')} out of units", telling.month_reasons(month)),
                Explanation("How it is worked out", answer, telling.method(found)),
            ]
        row = self.lines.row
        if row is None:
            return []
        reasons = telling.came(found) if isinstance(row.item, Came) else telling.reasons(row.item)
        return [Explanation(*said_of(row), reasons)]
