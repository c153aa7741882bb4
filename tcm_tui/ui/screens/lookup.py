"""``/``: how many units are left? Type a name or an id; Enter gives the answer; then try ``45m`` or ``3u``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from tcm_tui.desk.views import Explanation, Match, UnitsView
from tcm_tui.ui import crash, words
from tcm_tui.ui.screens.area import NOT_READ
from tcm_tui.ui.screens.over import Over, over_bindings
from tcm_tui.ui.widgets import bars
from tcm_tui.ui.widgets.chooser import Choice, Chooser
from tcm_tui.ui.widgets.drawn import fitted
from tcm_tui.ui.words import Spans

if TYPE_CHECKING:
    from tcm_tui.ui.app import TcmApp

_TRYING = "0123456789muin "
"""What a proposal is typed with; other letters are keys once the answer is shown."""
MATCHES = 8
READY_AFTER = 0.03
"""Seconds from the opening: it has been painted, and nobody has typed a letter yet."""
_WANTED = re.compile(r"\s*(\d{1,4})\s*(m|min|u)\s*")
SEARCH: Spans = [
    ("↵", "key"),
    (" answer  ", "muted"),
    ("↑↓", "key"),
    (" choose  ", "muted"),
    ("esc", "key"),
    (" close", "muted"),
]
ANSWER: Spans = [
    ("↵", "key"),
    (" member  ", "muted"),
    ("45m 3u", "key"),
    (" try it  ", "muted"),
    ("e", "key"),
    (" explain  ", "muted"),
    ("b", "key"),
    (" book  ", "muted"),
    ("y", "key"),
    (" copy  ", "muted"),
    ("esc", "key"),
    (" back", "muted"),
]


def match_line(match: Match) -> Choice:
    """Name and id; today's and the month's left beside."""
    left = f"{match.month_available} left" if not match.month_over else f"0 left, {match.month_over} over"
    role = "bad" if match.month_over else "warn" if not match.month_available else "text"
    if match.status in ("no-row", "not-compensable"):
        right: Spans = words.status(match.status)
    else:
        right = [
            ("today ", "muted"),
            (f"{match.available_today:>2}", "strong"),
            ("  month ", "muted"),
            (f"{left:<14}", role),
        ]
    return Choice(match.member, [(match.name, "strong"), (f"  {match.member}", "muted")], [*right, (" ", "text")])


class LookupBox(Chooser):
    """The prompt; once a member is chosen, the answer, and what a proposal would do."""

    def __init__(self, app: TcmApp) -> None:
        super().__init__("Units left", "part of a name, or an id", self._find, SEARCH)
        self.tcm = app
        self.shown = app.shown
        self.answer: UnitsView | None = None
        self.fitting: Sequence[date] | None = None
        self._searched = ""
        self._lines: list[Spans] = []

    def on_mount(self) -> None:
        super().on_mount()
        self.set_timer(READY_AFTER, self.make_ready)

    def make_ready(self) -> None:
        """Ask once what the first letter and Enter will ask: all that is read and kept for it is then there."""
        source, on = self.shown.source, self.shown.on
        try:
            source.warm()
            for match in source.find("a", on, 1):
                source.units(match.member, on)
        except Exception as error:
            if crash.sentence(error) is None:
                raise
            # Nobody has asked yet; whoever asks is told.

    def _find(self, text: str, limit: int) -> Sequence[Choice]:
        if not text.strip():
            return []
        found: list[Match] = []
        self.nothing = NOT_READ
        with self.tcm.careful():
            found = self.shown.source.find(text, self.shown.on, MATCHES)
            self.shown.source.searched("look-up")
            self.nothing = "Nothing fits."
        return [match_line(match) for match in found]

    def choose(self) -> None:
        if self.answer is not None:
            if not self.edit.text:
                self.post_message(self.Chosen(self.answer.member))
        elif self.choices:
            self.ask(self.choices[self.at].key)

    def ask(self, member: str) -> None:
        """Show the full answer for a member; from now on what is typed is a proposal."""
        with self.tcm.careful():
            self.answer, self.fitting = self.shown.source.units(member, self.shown.on), None
            self.shown.source.viewed("units", member)
            self._searched = self.edit.text
            self.edit.clear()
            self.title = [
                ("Units left", "title"),
                (f" · {self.answer.name} {member} · {words.day(self.shown.on)}", "text"),
            ]
            self.foot = ANSWER
            self.choices = ()
            self.hint = "45m or 3u"
            self.update()

    def leave_answer(self) -> bool:
        """Back to the matches; False when they are shown already."""
        if self.answer is None:
            return False
        self.answer = None
        self.title, self.foot, self.hint = [("Units left", "title")], SEARCH, "part of a name, or an id"
        self.edit.clear()
        self.edit.insert(self._searched)
        self.search()
        return True

    def check_consume_key(self, key: str, character: str | None) -> bool:
        if self.answer is not None:
            return character is not None and character in _TRYING
        return super().check_consume_key(key, character)

    def on_typed(self, key: str, character: str | None) -> bool:
        if self.answer is None:
            return super().on_typed(key, character)
        if key == "enter":
            self.choose()
            return True
        if character and character.isprintable() and character not in _TRYING:
            return False
        if key == "backspace" and not self.edit.text:
            return self.leave_answer()
        if not self.edit.key(key, character):
            return False
        self.propose()
        return True

    def propose(self) -> None:
        """Ask again with what is typed, when it is a whole proposal."""
        assert self.answer is not None
        minutes, units = wanted(self.edit.text)
        with self.tcm.careful():
            source, on, member = self.shown.source, self.shown.on, self.answer.member
            self.answer = source.units(member, on, minutes=minutes, units=units)
            offer = self.answer.proposal
            self.fitting = source.next_days(member, on, offer.units) if offer is not None and offer.units else None
        self.update()

    def prompt(self, cells: int) -> Spans:
        if self.answer is None:
            return super().prompt(cells)
        return [(" try ", "key"), *self.edit.spans(self.hint, cells - 6)]

    def body(self, y: int, cells: int) -> Spans:
        if self.answer is None:
            if not self.edit.text and y == 0:
                return [(" The best matches appear as you type, with what each has left.", "muted")]
            return super().body(y, cells)
        if y == 0:
            self._lines = answer_lines(self.answer, cells, self.fitting)
        return [(" ", "text"), *self._lines[y]] if y < len(self._lines) else []


def wanted(text: str) -> tuple[int | None, int | None]:
    """What a proposal asks for, ``45m`` or ``3u``: minutes or units; neither while it is not whole."""
    found = _WANTED.fullmatch(text)
    if found is None:
        return None, None
    return (None, int(found[1])) if found[2] == "u" else (int(found[1]), None)


def answer_lines(view: UnitsView, cells: int, fitting: Sequence[date] | None = None) -> list[Spans]:
    """The full answer, line by line. fitting: the next days with room for what is proposed."""
    bar = 24 if cells >= 70 else 12
    says = {
        "no-row": "nothing can be billed: no row of the limits table fits",
        "not-compensable": "nothing can be billed on this day",
    }
    head = says.get(view.status, f"{words.some(view.available_today, 'unit')} left today")
    lines: list[Spans] = [[*words.status(view.status), (f"  {head}", "strong")], []]
    for name, budget in (("Today", view.day), ("Month", view.month), ("Year", view.year)):
        if budget is not None:
            known = " (known units)" if budget.external else ""
            lines.append(
                [(f"{name:<6}", "muted"), *bars.units(budget, bar), (f"  {words.sum_of(budget)}{known}", "text")]
            )
    line = view.line
    told = f"{line.level_modifier or 'no level modifier'} · contract {line.contract} · {line.focus}" if line else "none"
    lines += [
        [
            ("Line  ", "muted"),
            (told, "text"),
            (f" · case manager {view.cm}" if view.cm else " · no case manager", "muted"),
        ],
        [],
    ]
    if view.proposal is not None:
        lines += proposal_lines(view)
        lines += fitting_lines(view, fitting) if fitting is not None else []
    else:
        lines += [[(f"{r.rule:<5}", "key"), (r.text, "muted")] for r in view.reasons]
    return [fitted(line, cells - 1) for line in lines]


def proposal_lines(view: UnitsView) -> list[Spans]:
    """What the proposal would do, and which limit stands against it."""
    p = view.proposal
    assert p is not None
    fit = "all fit" if not p.over_by else f"{p.allowed} fit, {p.over_by} over"
    days = ", ".join(f"{n} on {words.near(d, view.on)}" for d, n in p.by_date) if len(p.by_date) > 1 else ""
    lines: list[Spans] = [
        [
            *words.status(p.verdict),
            (f"  {words.some(p.units, 'unit')}: {fit}", "strong"),
            (f" ({days})" if days else "", "muted"),
        ]
    ]
    return lines + [[(f"{r.rule:<5}", "key"), (r.text, "text")] for r in p.because]


def fitting_lines(view: UnitsView, fitting: Sequence[date]) -> list[Spans]:
    """``5 units fit next: today · Thu 19 · Fri 20``"""
    assert view.proposal is not None
    units = view.proposal.units
    wanted = f"{words.some(units, 'unit')} {'fits' if units == 1 else 'fit'} "
    if not fitting:
        return [[("Next  ", "muted"), (f"{wanted}on no business day of the next two months", "warn")]]
    days = " · ".join(words.near(day, view.on) for day in fitting)
    return [[("Next  ", "muted"), (wanted, "text"), (days, "good")]]


class LookupScreen(Over):
    CONTEXTS: ClassVar[tuple[str, ...]] = ("lookup", "chooser")
    BINDINGS = over_bindings("lookup")

    def compose(self) -> ComposeResult:
        app: TcmApp = self.app  # type: ignore[assignment]
        self.box = LookupBox(app)
        yield self.box

    def back(self) -> bool:
        return self.box.leave_answer()

    def copied(self) -> list[Spans]:
        """The answer, headed by whom and which day it is about; while one searches, the match the mark is on."""
        box = self.box
        if box.answer is not None:
            about = f"{box.answer.name} {box.answer.member} · {words.day(box.answer.on)}"
            return [[(about, "text")], *answer_lines(box.answer, 100, box.fitting)]
        choice = box.choices[box.at] if box.choices else None
        return [[*choice.left, ("  ", "text"), *choice.right]] if choice else []

    def action_book(self) -> None:
        """Book a visit for the member of the answer."""
        view = self.box.answer
        if view is not None:
            app: TcmApp = self.app  # type: ignore[assignment]
            app.open_form("book", {"member": view.member, "cm": view.cm or app.shown.cm})

    def action_explain(self) -> None:
        view = self.box.answer
        if view is not None:
            from tcm_tui.ui.screens.explain import ExplainScreen

            because = tuple(r for r in view.proposal.because if r not in view.reasons) if view.proposal else ()
            policy = tuple((k, str(v)) for k, v in view.policy._asdict().items() if k.startswith(("unit", "cap")))
            said = f"{words.some(view.available_today, 'unit')} left today"
            found = [Explanation(f"Units of {view.name}", said, view.reasons + because, policy)]
            self.app.push_screen(ExplainScreen(found))

    def on_chooser_chosen(self, event: Chooser.Chosen) -> None:
        app: TcmApp = self.app  # type: ignore[assignment]
        app.pop_screen()
        app.show_member(event.key)
