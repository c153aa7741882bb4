"""Whom a worker has and who was theirs, from spells told row by row."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tcm_tui.desk import holding
from tests.desk.given import agency

ON = date(2026, 3, 3)
PEOPLE = [f"M{n},Ana,Pecan{n},1990-05-05,standard,HE,2024-01-10" for n in range(1, 8)]
SPELLS = [
    "M1,C1,2025-07-01,",
    "M2,C1,2025-07-01,2026-03-03",  # given away today
    "M2,C8,2026-03-03,",
    "M3,C1,2025-07-01,2025-09-01",  # there and back and there again: the later spell counts
    "M3,C8,2025-09-01,2025-12-01",
    "M3,C1,2025-12-01,2026-02-01",
    "M3,C6,2026-02-01,",
    "M4,C1,2024-07-01,2025-03-02",  # 366 days ago and a day: no longer offered
    "M4,C8,2025-03-02,",
    "M5,C1,2024-07-01,2025-03-03",  # 365 days ago
    "M5,C8,2025-03-03,",
    "M6,C8,2025-07-01,2026-03-03",  # came back to C1 today
    "M6,C1,2026-03-03,",
    "M7,C8,2025-07-01,",
]


def test_now_and_before(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, members=PEOPLE, assignments=SPELLS)
    now, before = holding.held(desk, "C1", ON)
    assert [(held.member, held.since, held.until) for held in now] == [
        ("M1", date(2025, 7, 1), None),
        ("M6", date(2026, 3, 3), None),
    ]
    assert [(held.member, held.cm, held.until) for held in before] == [
        ("M2", "C8", date(2026, 3, 3)),
        ("M3", "C6", date(2026, 2, 1)),
        ("M5", "C8", date(2025, 3, 3)),
    ]


def test_who_is_no_longer_active_is_not_offered(tmp_path: Path) -> None:
    closed = "member_id,first_name,last_name,dob,program,focus,opened_on,closed_on\n" + "".join(
        f"M{n},Ana,Pecan{n},1990-05-05,standard,HE,2024-01-10,{'2026-03-03' if n in (1, 2) else ''}\n"
        for n in range(1, 8)
    )
    desk = agency(tmp_path, ON, members=closed, assignments=SPELLS)
    now, before = holding.held(desk, "C1", ON)
    assert ([held.member for held in now], [held.member for held in before]) == (["M6"], ["M3", "M5"])
