"""caseload, due, check, hours, member, week, rules: JSON by its schema, text for people."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Tcm, valid


def test_caseload_counts_against_the_range(ask: Tcm) -> None:
    told = valid("caseload", ask("caseload", "--json").json)
    assert [row["cm"] for row in told["case_managers"]] == ["C1", "C2", "C3"]
    one = told["case_managers"][0]
    assert (one["counted"], one["unit"], one["low"], one["high"]) == (3, "members", 30, 35)
    assert (one["status"], one["open"], one["over"], one["under"]) == ("under", 32, 0, 27)
    assert told["case_managers"][1]["unit"] == "families"


def test_one_caseload_shows_its_members(ask: Tcm) -> None:
    told = valid("caseload", ask("caseload", "C1", "--json").json)
    assert sorted(line["member"] for line in told["lines"]) == ["M1", "M2", "M3"]
    assert "0 left, 3 over" in ask("caseload", "dana").out


def test_due_has_contact_and_outreach(ask: Tcm) -> None:
    told = valid("due", ask("due", "--all", "--json").json)
    contacts = {
        item["member"]: item for item in told["items"] if item["kind"] == "contact" and item["due_on"] > "2026-03"
    }
    assert contacts["M1"]["status"] == "met"
    assert contacts["M3"]["status"] == "scheduled"
    assert (contacts["M4"]["status"], contacts["M4"]["due_on"]) == ("open", "2026-03-31")
    [outreach] = [item for item in told["items"] if item["kind"] == "outreach"]
    # Missed on Friday 27 February: the second business day after is Tuesday 3 March.
    assert (outreach["member"], outreach["ref"], outreach["due_on"], outreach["status"]) == (
        "M1", "A2", "2026-03-03", "due-today"
    )  # fmt: skip


def test_due_looks_as_far_ahead_as_asked(ask: Tcm) -> None:
    near = ask("due", "--days", 0, "--json").json["items"]
    assert all(item["due_on"] <= "2026-03-03" for item in near)


def test_check_finds_what_is_recorded_wrongly(ask: Tcm) -> None:
    told = valid("check", ask("check", "--json").json)
    [note] = [found for found in told["findings"] if found["rule"] == "R40"]
    assert (note["ref"], note["present"], note["of"], note["missing"]) == ("V1", 10, 11, [11])
    over = [found for found in told["findings"] if found["rule"] == "R4"]
    assert [found["member"] for found in over] == ["M2"]


def test_strict_is_1_only_with_an_error(ask: Tcm) -> None:
    findings = ask("check", "--json").json["findings"]
    wanted = int(any(found["severity"] == "error" for found in findings))
    assert ask("check", "--strict").code == wanted
    assert ask("check").code == 0


def test_hours_are_a_pace(ask: Tcm) -> None:
    told = valid("hours", ask("hours", "C1", "--json").json)
    [row] = told["case_managers"]
    # 38 units to that day; July 1 to March 3 are 246 days.
    assert (row["annual"], row["year_starts"], row["basis"]) == (1141, "2025-07-01", "state-fiscal-year")
    assert row["worked"] == 38 / 4
    assert row["expected"] == pytest.approx(1141 * 246 / 365, abs=0.06)
    assert row["variance"] == pytest.approx(9.5 - 1141 * 246 / 365, abs=0.06)


def test_member_is_one_page(ask: Tcm) -> None:
    told = valid("member", ask("member", "M1", "--json").json)
    [service] = told["services"]
    assert (service["service"], service["minutes"], service["units"], service["payable_units"]) == (
        "V1",
        150,
        10,
        10,
    )
    assert service["by_date"] == {"2026-03-03": 10}
    told = valid("member", ask("member", "M2", "--json").json)
    assert [(s["service"], s["units"], s["payable_units"], s["status"]) for s in told["services"]] == [
        ("V2", 16, 16, "payable"),
        ("V3", 12, 9, "over-limit"),
    ]
    assert "Ana Pecan" in ask("member", "M1").out


def test_week_shows_what_is_booked(ask: Tcm, tmp_path: Path) -> None:
    told = valid("week", ask("week", "C1", "--json").json)
    assert told["week"] == "2026-03-02"
    [visit] = told["visits"]
    assert (visit["member"], visit["date"], visit["start"], visit["stop"]) == (
        "M3",
        "2026-03-05",
        "10:00",
        "11:00",
    )
    assert (visit["kind"], visit["units"], visit["state"]) == ("community-contact", 4, "booked")
    other = valid("week", ask("week", "C1", "--week", "2026-02-25", "--json").json)
    assert other["week"] == "2026-02-23"
    file = tmp_path / "week.ics"
    assert ask("week", "C1", "--ics", file).code == 0
    text = file.read_bytes().decode()
    assert "DTSTART;TZID=America/Chicago:20260305T100000\r\nDTEND;TZID=America/Chicago:20260305T110000\r\n" in text
    assert text.count("BEGIN:VEVENT") == 1
    assert file.stat().st_mode & 0o077 == 0


def test_rules_need_no_database(tcm: Tcm, tmp_path: Path) -> None:
    answer = tcm("rules", "r3", "--db", tmp_path / "none.db", "--json")
    assert answer.code == 0
    [rule] = valid("rules", answer.json)["rules"]
    assert rule["id"] == "R3"
    assert not (tmp_path / "none.db").exists()
    assert tcm("rules", "R99", "--db", tmp_path / "none.db").code == 1
    assert len(valid("rules", tcm("rules", "--json").json)["rules"]) == 48


COMMANDS = ["caseload", "due", "check", "hours", "member M1", "week C1", "units M1", "rules R4"]


@pytest.mark.parametrize("command", COMMANDS)
def test_text_is_plain_and_why_only_adds(command: str, ask: Tcm) -> None:
    plain, told = ask(*command.split()), ask(*command.split(), "--why")
    assert (plain.code, plain.err, told.code) == (0, "", 0)
    assert "\x1b" not in plain.out
    assert not re.search(r"(?<![\w-])-\d", plain.out), "a negative figure"
    assert len(told.out) >= len(plain.out)


@pytest.mark.parametrize("command", COMMANDS)
def test_json_is_one_document_and_answers_carry_reasons(command: str, ask: Tcm) -> None:
    answer = ask(*command.split(), "--json")
    assert answer.out.count("\n") == 1
    told = answer.json
    for key in ("case_managers", "items", "findings", "rules"):
        for item in told.get(key, []):
            assert item["reasons"], item
    assert "reasons" in told or any(key in told for key in ("case_managers", "items", "findings", "rules"))


def test_a_database_that_is_not_there_is_3(tcm: Tcm, tmp_path: Path) -> None:
    answer = tcm("caseload", "--db", tmp_path / "no.db", "--json")
    assert (answer.code, answer.out) == (3, "")
    assert len(answer.err.splitlines()) == 1
    (tmp_path / "text.db").write_text("no database, this is")
    assert tcm("caseload", "--db", tmp_path / "text.db").code == 3


def test_a_day_that_is_none_is_2(tcm: Tcm, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert tcm("caseload", "--db", db, "--on", "2026-02-30").code == 2
    monkeypatch.setenv("TCM_TODAY", "tomorrow")
    assert tcm("caseload", "--db", db).code == 2


def test_day_and_database_come_from_the_environment(tcm: Tcm, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TCM_DB", str(db))
    monkeypatch.setenv("TCM_TODAY", "2026-03-04")
    assert tcm("units", "M1", "--json").json["on"] == "2026-03-04"
