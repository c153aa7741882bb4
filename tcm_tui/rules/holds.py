"""What a planned visit holds until it is done, missed or cancelled. R4"""

from __future__ import annotations

from tcm_tui.rules.units import units_for


def held_units(kind: str, units: int | None, start: int | None, stop: int | None, rounding: str) -> int:
    """Units a scheduled appointment sets aside: its own figure, else its minutes, else one unit.

    A visit to another provider is the member's own appointment and holds nothing unless it says so.
    """
    if units is not None:
        return units
    if kind == "provider":
        return 0
    if start is None or stop is None:
        return 1
    return units_for(stop - start, rounding)
