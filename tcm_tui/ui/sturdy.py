"""What every app of ours stands on: a byte that is no text ends none of them, and a fault shows no traceback."""

from __future__ import annotations

import sys
from codecs import IncrementalDecoder, getincrementaldecoder
from collections.abc import Callable
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from textual._styles_cache import StylesCache
from textual.app import App, ReturnType
from textual.color import Color
from textual.style import Style

from tcm_tui import guard

if TYPE_CHECKING:
    from textual.driver import Driver


@lru_cache(maxsize=1024)
def _inner_outer(base: Color, background: Color) -> tuple[Style, Style]:
    """What the framework works out under this name, and keeps together with the widget it was asked by: the lines of
    a thousand widgets that are long gone."""
    return Style(background=base + background), Style(background=base)


StylesCache.get_inner_outer = lambda _, base, background: _inner_outer(base, background)  # type: ignore


def _decoder(encoding: str) -> Callable[[], IncrementalDecoder]:
    return partial(getincrementaldecoder(encoding), errors="replace")


class Sturdy(App[ReturnType]):
    """fault: what to print after an app that had to stop."""

    fault: str | None = None

    def get_driver_class(self) -> type[Driver]:
        """The terminal's driver, for which a byte that is no text is one that can't be shown.

        The framework's own ends the app over it, and such bytes come: with a paste from a program of other letters.
        """
        found = super().get_driver_class()
        module = sys.modules[found.__module__]
        if hasattr(module, "getincrementaldecoder"):
            module.getincrementaldecoder = _decoder  # type: ignore[attr-defined]
        return found

    def panic(self, *_: object) -> None:
        """What the framework calls for a fault of its threads, with a traceback to show."""
        self.fault = guard.report(RuntimeError())
        self._close_messages_no_wait()

    def _fatal_error(self) -> None:
        """Stop with a reference and the place only: a traceback with its values would show names."""
        assert self._exception is not None
        self.fault = guard.report(self._exception)
        self._close_messages_no_wait()
