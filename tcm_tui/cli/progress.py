"""A progress bar on stderr, where a person watches; nothing in a pipe."""

from __future__ import annotations

import sys
import time


class Bar:
    """``show(what, done, total)`` draws at most ten times a second; leaving the block wipes it away."""

    def __init__(self) -> None:
        self._watched = sys.stderr.isatty()
        self._began = self._drawn = time.monotonic()
        self._width = 0

    def show(self, what: str, done: int, total: int) -> None:
        now = time.monotonic()
        # Short work is over before a bar could be read.
        if not self._watched or now - self._drawn < 0.1 or now - self._began < 0.5:
            return
        self._drawn = now
        share = min(1.0, done / total) if total else 0.0
        bar = ("█" * round(share * 30)).ljust(30, "░")
        text = f"{bar} {share:4.0%} {what}"
        sys.stderr.write("\r" + text.ljust(self._width))
        sys.stderr.flush()
        self._width = len(text)

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            sys.stderr.flush()
