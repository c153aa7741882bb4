"""Small agencies whose year ahead can be worked out by hand. The day is Wednesday 18 November 2026."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from tcm_tui.desk import outlook
from tcm_tui.desk.office import Desk
from tcm_tui.desk.outlook import Outlook
from tcm_tui.desk.outlook.views import RunOut
from tests.desk.given import STAFF, agency

ON = date(2026, 11, 18)
PAST = ("2026-08", "2026-09", "2026-10")


def delivered(member: str, cm: str, months: Mapping[str, int]) -> list[str]:
    """Services that make so many units in each month (``2026-08``): 15 a day at most, from the 3rd on."""
    lines = []
    for month, units in months.items():
        day = date.fromisoformat(f"{month}-03")
        while units > 0:
            now = min(15, units)
            minutes = 8 * 60 + now * 15
            stop = f"{minutes // 60:02}:{minutes % 60:02}"
            lines.append(f"{member}{day:%y%m%d},{member},{cm},{day},08:00,{stop},member-face-to-face,home")
            units, day = units - now, day + timedelta(days=1)
    return lines


def at(units: int, more: Mapping[str, int] | None = None, member: str = "M1", cm: str = "C1") -> list[str]:
    """Services at so many units in each of the last three months, and what else was delivered."""
    return delivered(member, cm, dict.fromkeys(PAST, units) | dict(more or {}))


def looking(folder: Path, months: int = 12, on: date = ON, settings: str = "", **rows: str | list[str]) -> Outlook:
    return look(agency(folder, on, settings, **rows), months, on)


def look(desk: Desk, months: int = 12, on: date = ON) -> Outlook:
    return outlook.look(desk, on, months)


def days_out(found: Outlook, member: str = "M1") -> dict[str, int]:
    """Month (``2026-12``) to the day on which a member's units run out."""
    return {f"{each.month:%Y-%m}": each.day.day for each in found.run_outs if each.member == member}


def one(found: Outlook, month: str) -> RunOut:
    [item] = [each for each in found.run_outs if f"{each.month:%Y-%m}" == month]
    return item


def staff(**changes: str) -> str:
    """The case managers' file with other columns: ``C1="left_on=2027-03-01"``; several changes with commas between."""
    head, *lines = STAFF.splitlines()
    names = [*head.split(","), "left_on", "supervisor_id"]
    rows = []
    for line in lines:
        row = dict(zip(names, [*line.split(","), "", ""], strict=True))
        row |= dict(pair.split("=") for pair in changes.get(row["cm_id"], "").split(",") if pair)
        rows.append(",".join(row.values()))
    return "\n".join([",".join(names), *rows]) + "\n"
