"""The one-line and few-line parts around every screen: areas and date, headline, detail, keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events

from tcm_tui.ui import commands, words
from tcm_tui.ui.plain import width
from tcm_tui.ui.widgets.drawn import Drawn, fitted
from tcm_tui.ui.widgets.frame import rule
from tcm_tui.ui.words import Spans

if TYPE_CHECKING:
    from tcm_tui.ui.commands import Command
    from tcm_tui.ui.shown import Shown

AREAS = [command for command in commands.COMMANDS if command.id.startswith("area.")]


class TopBar(Drawn):
    """The areas with their keys, the current one marked; right the day everything is seen from."""

    def __init__(self, area: str) -> None:
        super().__init__(id="topbar")
        self.area = area
        self._places: list[tuple[int, int, str]] = []

    def line(self, y: int) -> Spans:
        app = self.app
        shown: Shown = app.shown  # type: ignore[attr-defined]
        on, away = shown.on, shown.on != shown.today
        room = self.size.width
        full, day = words.day(on), words.day(on)[:-5]
        for gap, text in ((2, full), (1, full), (0, full), (0, day), (-1, day), (-1, day.partition(" ")[2])):
            when = f"as of {text}" if away else text
            spans = self._tabs(gap)
            spare = room - words.length(spans) - len(when) - 1
            if spare >= 1:
                break
        return [*spans, (" " * max(1, spare), "text"), (when, "accent" if away else "strong"), (" ", "text")]

    def _tabs(self, gap: int) -> Spans:
        """The areas, so many cells between them; -1: with one space between two of them."""
        spans: Spans = []
        self._places = []
        at = 0
        for command in AREAS:
            key = commands.shown(commands.keys_of(command)[0])
            mine = command.id == f"area.{self.area}"
            piece: Spans = (
                [(f" {key} {command.title} ", "tab")] if mine else [(f" {key}", "key"), (f" {command.title} ", "text")]
            )
            if gap < 0 and not mine:
                piece[-1] = (piece[-1][0][:-1], "text")
            spans += [*piece, (" " * gap, "text")]
            cells = words.length(piece)
            self._places.append((at, at + cells, command.action))
            at += cells + max(0, gap)
        return spans

    async def on_click(self, event: events.Click) -> None:
        for start, end, action in self._places:
            if start <= event.x < end:
                await self.app.run_action(action)
                return
        if self._places and event.x > self._places[-1][1]:
            await self.app.run_action("today")


class Head(Drawn):
    """What the screen is about: a title in the upper frame line and a few lines below it."""

    def __init__(self, lines: int = 1) -> None:
        super().__init__(id="head")
        self.title: Spans = []
        self.note: Spans = []
        self.body: list[Spans] = []
        self.styles.height = lines + 1

    def show(self, title: Spans, body: Sequence[Spans], note: Spans | None = None) -> None:
        """Set title and lines; only what changed is drawn again."""
        fresh = (title, list(body), note or [])
        if fresh == (self.title, self.body, self.note):
            return
        self.title, self.body, self.note = fresh
        if len(self.body) + 1 != self.size.height and self.size.height:
            self.styles.height = len(self.body) + 1
        self.redraw()

    def line(self, y: int) -> Spans:
        cells = self.size.width
        if y == 0:
            return rule(cells, self.title, self.note, "┌┐")
        body = self.body[y - 1] if y <= len(self.body) else []
        return [("│ ", "line"), *fitted(body, cells - 4), (" │", "line")]


class Detail(Drawn):
    """The line below the lists: what the cursor is on, in one sentence."""

    def __init__(self, lines: int = 1) -> None:
        super().__init__(id="detail")
        self.body: list[Spans] = [[] for _ in range(lines)]
        self.joints: dict[int, str] = {}
        self.styles.height = lines + 1

    def show(self, *body: Spans) -> None:
        """Set the lines; only those that changed are drawn again."""
        fresh = [*body, *([[]] * (len(self.body) - len(body)))]
        changed = [y + 1 for y, (old, new) in enumerate(zip(self.body, fresh, strict=False)) if old != new]
        self.body = fresh
        if changed:
            self.redraw(*changed)

    def join(self, *cells: int) -> None:
        """Where vertical lines of the parts above end."""
        joints = dict.fromkeys(cells, "┴")
        if joints != self.joints:
            self.joints = joints
            self.redraw(0)

    def line(self, y: int) -> Spans:
        cells = self.size.width
        if y == 0:
            return rule(cells, joints=self.joints)
        return [("│ ", "line"), *fitted(self.body[y - 1], cells - 4), (" │", "line")]


class KeyBar(Drawn):
    """The keys worth knowing here, in the lower frame line; each can be clicked."""

    def __init__(self) -> None:
        super().__init__(id="keybar")
        self._offer: list[Command] = []
        self._instead: Spans = []
        self._places: list[tuple[int, int, Command]] = []

    def show(self, offer: Sequence[Command], instead: Spans | None = None) -> None:
        """Offer these commands; instead: keys of a passing state, while it lasts."""
        fresh = (list(offer), instead or [])
        if fresh != (self._offer, self._instead):
            self._offer, self._instead = fresh
            self.redraw()

    def line(self, y: int) -> Spans:
        cells = self.size.width
        spans: Spans = []
        self._places = []
        if self._instead:
            return rule(cells, self._instead, ends="└┘")
        at = 2
        for command in self._fitting(cells - 4, self._offer):
            key = commands.shown(commands.keys_of(command)[0])
            need = width(key) + 1 + width(command.bar)
            if spans:
                spans.append(("  ", "text"))
                at += 2
            spans += [(key, "key"), (" " + command.bar, "muted")]
            self._places.append((at, at + need, command))
            at += need
        return rule(cells, spans, ends="└┘")

    def left_out(self, offer: Sequence[Command]) -> list[Command]:
        """What of these has no room in a line as wide as the screen."""
        shown = self._fitting(self.app.size.width - 4, offer)
        return [command for command in offer if command not in shown]

    def _fitting(self, cells: int, offer: Sequence[Command]) -> list[Command]:
        """As many as fit; the three that work everywhere stay longest."""
        chosen = list(offer)

        def need() -> int:
            return sum(width(commands.shown(commands.keys_of(c)[0])) + 3 + width(c.bar) for c in chosen) - 2

        while chosen and need() > cells:
            own = [c for c in chosen if c.where != "everywhere"]
            chosen.remove(own[-1] if own else chosen[-1])
        return chosen

    async def on_click(self, event: events.Click) -> None:
        for start, end, command in self._places:
            if start <= event.x < end:
                await self.app.run_command(command)  # type: ignore[attr-defined]
