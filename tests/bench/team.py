"""A supervisor's lists on the pty: the team's deadlines, the staff sheet, the on-call roster; opening and moving."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from tests.bench.terminal import Terminal

OPENED = (
    ("opening the team's clocks", "3", "a"),
    ("the team's clocks by worker", "", "z"),
    ("opening the staff sheet", "5", "p"),
    ("opening a worker's staff sheet", "", "enter"),
    ("opening the roster", "5", "o"),
    ("the roster's next week", "", "]"),
)
"""What is opened, the area it is reached from (empty: from where one is), and the key."""
MOVED = (("the team's clocks", "3"), ("staff sheet", "5p"), ("roster", "5o"))
BOUND = 10.0


def views(
    app: Callable[[], AbstractContextManager[Terminal]], moves: Callable[[Terminal, int], list[float]], times: int
) -> dict[str, list[float]]:
    """Seconds by what was done. Each opening is the first and those that follow, as a day has them."""
    taken: dict[str, list[float]] = {}
    with app() as terminal:
        terminal.until(r"\d+ left")
        terminal.settle(2.5)
        for _ in range(max(5, times // 8)):
            for name, area, key in OPENED:
                if area:
                    terminal.press(area)
                    terminal.settle(0.8)
                taken.setdefault(name, []).append(terminal.timed(key))
                terminal.settle(0.3)
            terminal.press("3")
            terminal.settle(0.3)
            terminal.press("a")  # back to one worker's, so that the team is asked for again
            terminal.settle(0.3)
        terminal.press("a")
        terminal.settle(0.3)
        for name, keys in MOVED:
            for key in keys:
                terminal.press(key)
                terminal.settle(0.4)
            terminal.press("g")
            terminal.settle(0.2)
            taken[f"moving the cursor, {name}"] = moves(terminal, times)
    return taken
