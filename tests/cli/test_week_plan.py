"""``tcm week --propose``: the plan as JSON by its schema, as text for people, booked, and as a problem's file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.cli.conftest import Tcm, valid
from tests.planning.checker import faults

FILES = {
    "sites.csv": "site_id,name,contract\nS1,Pecan Street,110\n",
    "case_managers.csv": "cm_id,name,level,type,site_id,area\nC1,Dana White,II,standard,S1,Mill\n",
    "members.csv": "member_id,first_name,last_name,dob,program,focus,opened_on,area\n"
    "M1,Ana,Pecan,1990-05-05,standard,HE,2025-07-01,Mill\n"
    "M2,Kim,Sumac [/],1991-05-05,standard,HE,2025-07-01,Lake\n"
    "M3,Rey,Tulip,1992-05-05,standard,HE,2025-07-01,Lake\n",
    "assignments.csv": "member_id,cm_id,starts_on\nM1,C1,2025-07-01\nM2,C1,2025-07-01\nM3,C1,2025-07-01\n",
    "appointments.csv": "appointment_id,member_id,cm_id,date,start,stop,kind,status\n"
    "A1,M1,C1,2026-03-31,09:00,10:00,community-contact,scheduled\n"
    "A2,M3,C1,2026-03-27,09:00,10:00,community-contact,missed\n",
    "stays.csv": "member_id,kind,admitted_on,planned_discharge_on\nM2,hospital,2026-03-25,2026-04-20\n",
}
ON = "2026-03-30"


@pytest.fixture
def ask(tcm: Tcm, tmp_path: Path) -> Tcm:
    """The program with a small agency of its own, on the last Monday of March."""
    folder = tmp_path / "files"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    database = tmp_path / "agency.db"
    assert tcm("import", folder, "--db", database, "--on", ON).code == 0

    def run(*args: object):  # type: ignore[no-untyped-def]
        return tcm(*args, "--db", database, "--on", ON)

    return run  # type: ignore[return-value]


def test_the_plan_as_json_is_the_contracts(ask: Tcm) -> None:
    told = valid("week", ask("week", "C1", "--propose", "--json").json)
    assert (told["cm"], told["week"], told["optimal"], told["applied"]) == ("C1", "2026-03-30", True, None)
    states = {(v["member"], v["date"], v["state"]): v for v in told["visits"]}
    booked = states["M1", "2026-03-31", "booked"]
    assert (booked["appointment"], booked["start"], booked["serves"]) == ("A1", "09:00", ["contact"])
    [seen] = [v for v in told["visits"] if v["member"] == "M3" and v["date"] < "2026-04-01"]
    assert (seen["state"], seen["status"], seen["appointment"]) == ("proposed", "proposed", None)
    assert seen["serves"] == ["contact", "outreach"]
    assert {reason["rule"] for reason in seen["reasons"]} == {"R17", "R19"}
    assert told["unmet"] == [
        {
            "member": "M2",
            "member_name": "Kim Sumac [/]",
            "kind": "contact",
            "due_on": "2026-03-31",
            "alone": True,
            "because": ["in hospital until Mon 20 Apr, window opens Tue 7 Apr"],
        }
    ]
    assert ask("week", "C1", "--json").json["optimal"] is None  # without a plan nothing is said of one


def test_the_plan_as_text_is_calm_and_fits(ask: Tcm) -> None:
    plain, why = ask("week", "C1", "--propose"), ask("week", "C1", "--propose", "--why")
    assert plain.code == 0
    lines = plain.out.splitlines()
    assert "Dana White (C1) · plan for Mon 30 Mar 2026 to Sun 5 Apr 2026" in lines[0]
    assert "1 unmet · ✓ proved: no plan does more" in lines[1]
    assert any("░" in line and "Rey Tulip M3" in line and "contact, outreach" in line for line in lines)
    assert any("09:00-10:00" in line and "░" not in line and "Ana Pecan M1" in line for line in lines)
    assert "  ✗ Kim Sumac [/] M2, contact by Tue 31 Mar: in hospital until Mon 20 Apr," in lines
    assert max(map(len, why.out.splitlines())) <= 80
    assert "R19: missed Fri 27 Mar, outreach due Tue 31 Mar" in why.out and "R19" not in plain.out


def test_apply_books_and_says_so_and_a_key_repeats_it(ask: Tcm) -> None:
    first = ask("week", "C1", "--apply", "--json", "--key", "k1")
    applied = valid("week", first.json)["applied"]
    assert first.code == 0 and applied and all(each["verdict"] == "ok" for each in applied)
    booked = ask("week", "C1", "--json").json["visits"]
    ids = {each["id"] for each in applied}
    assert ids == {v["appointment"] for v in booked} - {"A1"}
    again = ask("week", "C1", "--apply", "--json", "--key", "k1")
    assert again.json["applied"] == applied
    assert len(ask("week", "C1", "--json").json["visits"]) == len(booked)
    text = ask("week", "C1", "--apply")
    assert (text.code, text.out.splitlines()[-1]) == (0, "○ Nothing to book.")


def test_what_only_warns_needs_a_reason(ask: Tcm, tcm: Tcm, tmp_path: Path) -> None:
    lapsed = tmp_path / "credentials.csv"
    lapsed.write_text("cm_id,kind,completed_on,expires_on\nC1,certification,2024-01-01,2026-03-01\n")
    assert tcm("import", lapsed, "--db", tmp_path / "agency.db", "--on", ON).code == 0
    warned = ask("week", "C1", "--apply")
    assert warned.code == 1
    assert "✗ warn:" in warned.out and "no current certification" in " ".join(warned.out.split())
    assert len(ask("week", "C1", "--json").json["visits"]) == 1
    assert ask("week", "C1", "--apply", "--override", "renewal is on its way").code == 0
    assert len(ask("week", "C1", "--json").json["visits"]) > 1


def test_the_problem_goes_to_solve_without_names(ask: Tcm, tcm: Tcm, tmp_path: Path) -> None:
    file = tmp_path / "p.json"
    assert ask("week", "C1", "--propose", "--problem", file).code == 0
    text = file.read_text(encoding="utf-8")
    assert not [word for word in ("Ana", "Pecan", "Sumac", "Dana", "Mill", "Lake") if word in text]
    assert file.stat().st_mode & 0o077 == 0
    answer = tcm("solve", file, "--json")
    assert answer.code == 0 and answer.json["proved"]
    assert faults(json.loads(text)["instance"], answer.json["plan"]) == []
    shown = ask("week", "C1", "--propose", "--json").json["visits"]
    assert {(c["member"], c["date"], c["units"]) for c in answer.json["plan"]} == {
        (v["member"], v["date"], v["units"]) for v in shown if v["state"] == "proposed"
    }


def test_the_calendar_of_a_planned_week(ask: Tcm, tmp_path: Path) -> None:
    before, after = tmp_path / "before.ics", tmp_path / "after.ics"
    count = len(ask("week", "C1", "--propose", "--json", "--ics", before).json["visits"])
    assert ask("week", "C1", "--apply", "--ics", after).code == 0
    events = [Calendar.from_ical(file.read_bytes()).walk("VEVENT") for file in (before, after)]
    assert [len(found) for found in events] == [1, count]  # what is proposed is in nobody's calendar yet


def test_an_unknown_worker_is_refused(ask: Tcm) -> None:
    answer = ask("week", "C9", "--propose")
    assert (answer.code, answer.out) == (1, "")
