"""Rules that a person has to be able to see: R20 on the member's page, R48 beside the hours, findings by weight."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.acceptance.conftest import Agency

ANA, HERS = "A,Ana,Aa,1990-01-01,standard,HE", "A,HN,2026-03-02"


@pytest.mark.parametrize(
    ("services", "days"),
    [
        ("", None),
        ("V1,A,HN,2026-03-02,09:00,10:00,member-remote", 0),  # by phone on the day itself
        ("V1,A,HN,2026-03-05,09:00,10:00,member-face-to-face", 3),
        ("V1,A,HN,2026-03-03,09:00,10:00,provider-remote\nV2,A,HN,2026-03-06,09:00,10:00,member-remote", 4),
        ("V1,A,HN,2026-03-12,09:00,10:00,member-remote", None),  # not yet
    ],
)
def test_days_to_the_first_contact(agency: Callable[..., Agency], services: str, days: int | None) -> None:
    made = agency(ANA, HERS, services)
    told = made.ask("member", "A")
    assert told["first_contact_days"] == days
    [reason] = [r for r in told["reasons"] if r["rule"] == "R20"]
    wanted = "no contact yet, 8 days" if days is None else f"first contact {days} day"
    assert reason["text"].startswith(wanted)
    assert wanted[1:] in made("member", "A").out


def test_hours_and_units_side_by_side(agency: Callable[..., Agency]) -> None:
    rows = {row["cm"]: row for row in agency(ANA, HERS).ask("hours")["case_managers"]}
    said = {cm: [r["text"] for r in row["reasons"] if "runs out" in r["text"]] for cm, row in rows.items()}
    said |= {cm: said[cm] or [r["text"] for r in rows[cm]["reasons"] if "run out" in r["text"]] for cm in said}
    # 1141 × 4 / 12 = 380 units a month; 35 members × 25 = 875
    assert said["HN"] == [
        "1141 h a year is about 380 units a month; 35 members × 25 units = 875: staff time runs out before units do"
    ]
    # 812 × 4 / 12 = 270.7; 10 families × 56 = 560, 15 members × 25 = 375
    assert "= 560" in said["TF"][0] and "= 375" in said["TG"][0]
    assert said["PL"] == []  # no row, so nothing is guessed
    assert said["PA"] == []


def test_errors_come_first_and_notes_as_one_line_a_rule(agency: Callable[..., Agency]) -> None:
    travel = "".join(f"T{n},A,HN,2026-03-03,{9 + n:02}:00,{9 + n:02}:30,travel\n" for n in range(3))
    # an overlap is an error, and by rule it would stand after the warnings
    twice = "V1,A,HN,2026-03-09,08:00,12:15,member-face-to-face\nV2,A,HN,2026-03-09,12:00,12:30,member-face-to-face"
    made = agency(ANA, HERS, travel + twice)
    words = [line.split()[1] for line in made("check").out.splitlines() if line.startswith(("✗", "!", "○"))]
    assert words == sorted(words, key=["error", "warning", "info"].index)
    assert words[0] == "error"
    [notes] = [line for line in made("check").out.splitlines() if "R29" in line]
    assert "3 notes, 90 minutes" in notes
    assert len([line for line in made("check", "--why").out.splitlines() if "R29" in line]) == 3
    assert len([f for f in made.ask("check")["findings"] if f["rule"] == "R29"]) == 3


def test_one_is_not_many(agency: Callable[..., Agency]) -> None:
    made = agency(ANA, HERS, "V1,A,HN,2026-03-05,09:00,09:15,member-face-to-face")
    rows = {row["cm"]: row for row in made.ask("caseload")["case_managers"]}
    assert rows["HN"]["reasons"][0]["text"].startswith("1 member of 30-35: 35 − 1 = 34 open")
    [note] = [item for item in made.ask("due")["items"] if item["kind"] == "documentation"]
    assert note["reasons"][0]["text"].endswith("; 1 unit at risk")
