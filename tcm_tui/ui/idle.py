"""How long nobody has been at the keys, and whether the machine slept meanwhile. Knows no screen."""

from __future__ import annotations

import time
from collections.abc import Callable

SLEPT = 3.0
"""Seconds by which the clock that counts sleep gets ahead of the one that doesn't: less is no sleep."""
SHIFTED = 30.0
"""The same where only the clock on the wall tells, which is also put right now and then."""


def _asleep() -> tuple[Callable[[], float], float]:
    """A clock of the seconds slept since some moment, and how many are sleep."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    if boot is not None:
        return (lambda: time.clock_gettime(boot) - time.monotonic()), SLEPT
    return (lambda: time.time() - time.monotonic()), SHIFTED


class Idle:
    """now, asleep: the clocks, in seconds; least: how much of the second is sleep."""

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        asleep: Callable[[], float] | None = None,
        least: float = SLEPT,
    ) -> None:
        if asleep is None:
            asleep, least = _asleep()
        self._now, self._asleep, self._least = now, asleep, least
        self._last, self._slept = now(), asleep()

    def active(self) -> None:
        """Somebody is here."""
        self._last = self._now()

    @property
    def seconds(self) -> float:
        """Since somebody was here."""
        return self._now() - self._last

    def suspended(self) -> bool:
        """Whether the machine slept since this was asked before."""
        before, self._slept = self._slept, self._asleep()
        return self._slept - before >= self._least
