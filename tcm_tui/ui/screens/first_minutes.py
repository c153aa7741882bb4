"""``F1``: the first five minutes, a case manager's round in short steps; each names the keys that are in force."""

from __future__ import annotations

from typing import NamedTuple

from textual.app import ComposeResult

from tcm_tui.ui import commands
from tcm_tui.ui.screens.over import Over
from tcm_tui.ui.widgets.reader import Paragraph, Reader
from tcm_tui.ui.words import Spans

FOOT: Spans = [
    ("↑↓", "key"),
    (" read  ", "muted"),
    ("?", "key"),
    (" all keys  ", "muted"),
    ("esc", "key"),
    (" try it", "muted"),
]


class Step(NamedTuple):
    """One thing to do. does: the commands in the order of their keys, as ids. sees: what then happens."""

    title: str
    does: tuple[str, ...]
    sees: str


STEPS = (
    Step(
        "Who is due?",
        ("area.week",),
        "Your week. On the left everything due, the most urgent first; on the right the five days. ↓ and ↑ move; the "
        "lines at the bottom tell about the one you are on, with the units left today and this month.",
    ),
    Step(
        "Let it plan the week",
        ("week.plan",),
        "Proposed visits stand among the days as ░. Nothing is booked yet. What can't be met is listed on the left "
        "with the reason.",
    ),
    Step(
        "Accept",
        ("week.accept", "week.accept-all"),
        "The first books the visit you are on and goes to the next one, the second books all that are left. Another "
        "key drops a proposal (see the bottom line).",
    ),
    Step(
        "Log what was done",
        ("focus.next", "week.log", "form.save"),
        "The first takes you between the queue and the days, the arrows to a visit of today or earlier. The log opens "
        "with its times filled in; the third saves it, and the units count at once.",
    ),
    Step(
        "Mark a visit missed",
        ("week.missed", "form.save"),
        "On a visit that did not happen. Its outreach clock starts at once and stands in the queue: two business days.",
    ),
    Step(
        "Do the outreach",
        ("week.outreach", "form.save"),
        "On the missed visit or its line in the queue. Two keys: an attempt by phone, today, is recorded.",
    ),
    Step(
        "How many units are left?",
        ("lookup",),
        "From anywhere. Type part of a name, ↵ for the answer, then 45m or 3u: it says whether that fits, which limit "
        "stands against it, and on which days it fits next. esc goes back.",
    ),
    Step(
        "Why?",
        ("explain",),
        "The rule, the arithmetic and the source of whatever the cursor is on.",
    ),
    Step(
        "Take it back",
        ("undo", "redo"),
        "Every write of this session, the last one first, as often as you like; the second does it again.",
    ),
    Step(
        "The rest",
        ("help", "palette", "quit"),
        "The keys of what you are on; every command by its name; and how to leave. All is saved as you go.",
    ),
)
"""On the demonstration these are driven one after the other by a test."""


def keys(ids: tuple[str, ...]) -> str:
    """The first key in force of each command."""
    return "  ".join(commands.shown(commands.keys_of(commands.BY_ID[id])[0]) for id in ids)


def paragraphs() -> list[Paragraph]:
    said: list[Paragraph] = [
        (
            [
                ("Ten short steps through a week. ", "text"),
                ("On the demonstration (tcm demo) nothing you do touches real records.", "muted"),
            ],
            0,
        )
    ]
    for n, step in enumerate(STEPS, 1):
        said += [
            ([], 0),
            ([(f"{n:>2}  ", "muted"), (keys(step.does), "key"), ("  ", "text"), (step.title, "strong")], 4),
        ]
        said.append(([("    ", "text"), (step.sees, "text")], 4))
    return said


class FirstScreen(Over):
    def compose(self) -> ComposeResult:
        self.reader = Reader("firsttext", ends="┌┐", foot=FOOT)
        self.reader.show([("The first five minutes", "title")], paragraphs())
        size = self.app.size
        self.reader.styles.width = min(84, size.width - 4)
        self.reader.styles.height = size.height - 4
        yield self.reader
