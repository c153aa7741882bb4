"""Visits that hold units and those that no longer do; days around a birthday, a holiday and a change of the clocks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.acceptance.conftest import Agency

ANA, HERS = "A,Ana,Aa,1990-01-01,standard,HE", "A,HN,2025-01-01"
VISITS = "appointment_id,member_id,cm_id,date,start,stop,kind,status\n"


def test_what_is_cancelled_is_booked_no_more(agency: Callable[..., Agency]) -> None:
    statuses = ("scheduled", "kept", "missed", "cancelled", "rescheduled")
    rows = "".join(
        f"P{n},A,HN,2026-03-09,{9 + n:02}:00,{10 + n:02}:00,community-contact,{word}\n"
        for n, word in enumerate(statuses)
    )
    made = agency(ANA, HERS, appointments=VISITS + rows)
    booked = [visit["appointment"] for visit in made.ask("week", "HN")["visits"]]
    assert booked == ["P0", "P1", "P2"]
    assert made.ask("units", "A")["month"]["scheduled"] == 4  # only what is still to come holds units
    for command in ("week", "member"):
        member = "HN" if command == "week" else "A"
        holding = [line for line in made(command, member).out.splitlines() if "4 units" in line and "09:00" in line]
        others = [line for line in made(command, member).out.splitlines() if "10:00-11:00" in line]
        assert len(holding) == 1 and others and "4 units" not in others[0]


@pytest.mark.parametrize(
    ("side", "miss", "due"),
    [
        ("long-weekend", "2026-12-23", "2026-12-29"),  # Thu 24 and Fri 25 closed
        ("after", "2026-12-23", "2026-12-28"),  # Sat 26 is the day beside: Thu 24 is open
        ("long-weekend", "2025-12-23", "2025-12-29"),  # Thu 25 and Fri 26
        ("before", "2025-12-23", "2025-12-29"),  # Wed 24 and Thu 25, so Fri 26 and Mon 29
        ("long-weekend", "2027-12-22", "2027-12-28"),  # Christmas on a Saturday: Thu 23 and Fri 24
        ("long-weekend", "2027-12-30", "2028-01-04"),  # Jan 1 2028 is kept on Fri Dec 31
        ("long-weekend", "2030-12-23", "2030-12-27"),  # on a Wednesday: the day before
    ],
)
def test_outreach_around_christmas(agency: Callable[..., Agency], side: str, miss: str, due: str) -> None:
    missed = f"P1,A,HN,{miss},09:00,10:00,community-contact,missed\n"
    made = agency(ANA, HERS, appointments=VISITS + missed)
    (made.folder / "settings.toml").write_text(f'christmas_side = "{side}"\n', encoding="utf-8")
    assert made("import", made.folder / "settings.toml").code == 0
    [clock] = [item for item in made.ask("due", on=miss)["items"] if item["kind"] == "outreach"]
    assert (clock["due_on"], clock["status"], clock["late_by"]) == (due, "open", 0)


def test_the_night_before_the_21st_birthday(agency: Callable[..., Agency]) -> None:
    made = agency("W,Wes,Ww,2004-03-10,wraparound,HE", "W,TF,2025-01-01")
    offer = made.ask("units", "W", "--start", "23:00", "--stop", "01:00", on="2025-03-09")["proposal"]
    assert (offer["units"], offer["allowed"], offer["verdict"]) == (8, 4, "refused")
    assert offer["by_date"] == {"2025-03-09": 4, "2025-03-10": 4}


@pytest.mark.parametrize(
    ("first", "second", "minutes", "units"),
    [
        ("2026-03-07", "2026-03-08", 180, 8),  # 2:00 to 3:00 does not exist
        ("2026-10-31", "2026-11-01", 300, 16),  # 1:00 to 2:00 comes twice
    ],
)
def test_minutes_are_those_that_passed_when_the_clocks_change(
    agency: Callable[..., Agency], first: str, second: str, minutes: int, units: int
) -> None:
    made = agency(ANA, HERS)
    head = "service_id,member_id,cm_id,date,start,stop,activity,stop_date\n"
    row = f"V1,A,HN,{first},23:00,03:00,member-face-to-face,{second}\n"
    (made.folder / "services.csv").write_text(head + row, encoding="utf-8")
    assert made("import", made.folder / "services.csv").code == 0
    [service] = made.ask("member", "A", on=second)["services"]
    assert (service["minutes"], service["by_date"]) == (minutes, {first: 4, second: units})
