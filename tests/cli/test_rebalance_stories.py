"""A supervisor's three stories by commands alone: a leave of absence, a worker who closes, an intake of ten members."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Answer, Tcm, valid

ON = "2026-03-03"
MEMBERS = "member_id,first_name,last_name,dob,program,focus,opened_on\n"
STAFF = "cm_id,name,level,type,site_id,left_on\n"
WORKERS = ("C1,Dana Whitehorse,II,standard,S1", "C2,Lee Park,II,standard,S1", "C3,Ines Creek,II,standard,S1")
VISITS = "appointment_id,member_id,cm_id,date,start,stop,kind,status\n"


def people(first: int, last: int) -> str:
    return "".join(f"M{i:02},Ana,Pecan{i},1990-05-05,standard,HE,2025-07-01\n" for i in range(first, last + 1))


@pytest.fixture
def ask(tcm: Tcm, tmp_path: Path) -> Tcm:
    """C1 has 30 of 35, C2 20, C3 15; a visit of M01 in the leave and one after it."""
    folder = tmp_path / "files"
    folder.mkdir()
    held = "".join(f"M{i:02},C{1 + (i > 30) + (i > 50)},2025-07-01\n" for i in range(1, 66))
    files = {
        "sites.csv": "site_id,name,contract\nS1,Pecan Street,110\n",
        "case_managers.csv": STAFF + "".join(f"{worker},\n" for worker in WORKERS),
        "members.csv": MEMBERS + people(1, 65),
        "assignments.csv": "member_id,cm_id,starts_on\n" + held,
        "appointments.csv": VISITS
        + "A1,M01,C1,2026-04-01,09:00,10:00,community-contact,scheduled\n"
        + "A2,M01,C1,2026-06-02,09:00,10:00,community-contact,scheduled\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    assert tcm("import", folder, "--db", tmp_path / "agency.db", "--on", ON).code == 0

    def run(*args: object) -> Answer:
        return tcm(*args, "--db", tmp_path / "agency.db", *([] if "--on" in args else ["--on", ON]))

    return run


def counts(ask: Tcm, on: str = ON) -> list[int]:
    return [row["counted"] for row in ask("caseload", "--on", on, "--json").json["case_managers"]]


def visits(ask: Tcm, cm: str, monday: str) -> list[str]:
    return [v["member"] for v in ask("week", cm, "--week", monday, "--json").json["visits"] if v["state"] == "booked"]


def test_a_leave_of_absence_out_and_back(ask: Tcm, tmp_path: Path) -> None:
    """Twelve weeks: C2 and C3 have room for 15 and 20, so all 30 go and come back on the day after."""
    leave = ("rebalance", "--leave", "dana:2026-03-09:2026-05-31", "--effective", "2026-03-09")
    tried = valid("rebalance", ask(*leave, "--json").json)
    assert (tried["status"], len(tried["moves"]), tried["shortfall"]) == ("moves", 30, 0)
    assert {move["back"] for move in tried["moves"]} == {"2026-06-01"} and counts(ask) == [30, 20, 15]
    done = ask(*leave, "--apply", "--sheets", tmp_path / "sheets", "--json")
    told = valid("rebalance", done.json)
    assert (done.code, told["applied"]["verdict"], len(told["sheets"])) == (0, "ok", 3)
    assert all("hand-over from Mon 9 Mar 2026" in Path(path).read_text() for path in told["sheets"])
    assert counts(ask, "2026-03-08") == counts(ask, "2026-06-01") == [30, 20, 15]
    for day in ("2026-03-09", "2026-05-31"):
        away, second, third = counts(ask, day)
        assert (away, second + third) == (0, 65) and second <= 35 and third <= 35
    took = next(move["to"] for move in told["moves"] if move["member"] == "M01")
    assert visits(ask, took, "2026-03-30") == ["M01"] and visits(ask, "C1", "2026-06-01") == ["M01"]
    assert ask("undo").code == 0 and counts(ask, "2026-03-09") == [30, 20, 15]
    assert visits(ask, "C1", "2026-03-30") == ["M01"]


def test_the_same_leave_by_hand(ask: Tcm, tmp_path: Path) -> None:
    some = [flag for i in range(1, 16) for flag in ("--member", f"M{i:02}")]
    until = ("--effective", "2026-03-09", "--until", "2026-05-31")
    first = ask("handover", "dana", "--to", "lee", *some, *until, "--json")
    assert (first.code, valid("write", first.json)["id"]) == (0, "2026-03-09:15")
    rest = ask("handover", "C1", "--to", "C3", *until, "--sheets", tmp_path / "sheets")
    assert rest.code == 0 and "Handed over: 2026-03-09:15" in rest.out
    assert sorted(path.name[-7:] for path in (tmp_path / "sheets").iterdir()) == ["C1.html", "C3.html"]
    assert counts(ask, "2026-04-01") == [0, 35, 30] and counts(ask, "2026-06-01") == [30, 20, 15]
    nobody = ask("handover", "C1", "--to", "C3", "--effective", "2026-03-10")
    assert nobody.code == 1 and "responsible for nobody" in nobody.err
    over = ask("handover", "C3", "--to", "C2", "--effective", "2026-03-09", "--member", "M51")
    assert over.code == 1 and "35 of 35: 1 over then" in over.err
    assert ask("undo").code == ask("undo").code == 0 and counts(ask, "2026-04-01") == [30, 20, 15]


def test_a_worker_who_closes(ask: Tcm, tmp_path: Path) -> None:
    """C3 leaves on 1 April: 15 members go, to C1 for 5 and C2 for 15 at most; with one pinned it can't be done."""
    files = tmp_path / "leaves"
    files.mkdir()
    (files / "case_managers.csv").write_text(STAFF + f"{WORKERS[2]},2026-04-01\n")
    assert ask("import", files).code == 0
    assert valid("rebalance", ask("rebalance", "--json").json)["status"] == "balanced"
    told = valid("rebalance", ask("rebalance", "--effective", "2026-04-01", "--json").json)
    assert (told["status"], len(told["moves"]), {move["from"] for move in told["moves"]}) == ("moves", 15, {"C3"})
    assert told["moves"][0]["reasons"][0]["text"] == "C3 left on 2026-04-01: M51 needs another worker"
    rejected = f"M51:{told['moves'][0]['to']}"
    again = ask("rebalance", "--effective", "2026-04-01", "--forbid", rejected, "--accept", "M52:C1", "--json").json
    to = {move["member"]: move["to"] for move in again["moves"]}
    assert to["M51"] != told["moves"][0]["to"] and to["M52"] == "C1" and len(to) == 15
    pinned = ask("rebalance", "--effective", "2026-04-01", "--pin", "M60", "--json")
    assert (pinned.code, pinned.json["shortfall"]) == (1, 1)
    assert {"kind": "unpin", "text": "Without the pin of M60 none would be short.", "left": 0} in pinned.json["ways"]
    one = ask("rebalance", "--apply", "--effective", "2026-04-01", "--only", "M51")
    assert one.code == 0 and "Moved from Wed 1 Apr 2026 on" in one.out
    assert ask("rebalance", "--apply", "--effective", "2026-04-01").code == 0
    first, second = counts(ask, "2026-04-01")[:2]
    assert (first + second, max(first, second) <= 35, len(counts(ask, "2026-04-01"))) == (65, True, 2)
    found = ask("check", "--on", "2026-04-01", "--json").json["findings"]
    assert [each["text"] for each in found if each["rule"] in ("R9", "R13", "R31")] == []


def test_an_intake_of_ten_members(ask: Tcm, tmp_path: Path) -> None:
    files = tmp_path / "intake"
    files.mkdir()
    (files / "members.csv").write_text(MEMBERS + people(66, 75).replace("2025-07-01", "2026-03-02"))
    assert ask("import", files).code == 0
    told = valid("rebalance", ask("rebalance", "--json").json)
    assert (told["shortfall_before"], len(told["moves"]), told["status"]) == (10, 10, "moves")
    assert {move["from"] for move in told["moves"]} == {None}
    assert told["curve"] == [{"moves": n, "shortfall": 10 - n} for n in range(11)]
    few = ask("rebalance", "--max-moves", "4", "--json")
    assert (few.code, few.json["shortfall"], len(few.json["moves"])) == (1, 6, 4)
    assert few.json["ways"][0] == {"kind": "moves", "text": "10 moves would leave none short.", "left": 0}
    assert ask("rebalance", "--apply", "--effective", ON).code == 0
    assert sum(counts(ask)) == 75 and max(counts(ask)) <= 35
    assert ask("rebalance", "--json").json["status"] == "balanced"
    even = valid("rebalance", ask("rebalance", "--extra", "20", "--json").json)
    assert even["spread"][0]["after"] == [25, 25] and all(move["extra"] for move in even["moves"])
    assert ask("undo").code == 0 and sum(counts(ask)) == 65


def test_what_is_typed_wrong_is_said(ask: Tcm) -> None:
    for option, text in (
        ("--forbid", "M01"),
        ("--accept", ":C1"),
        ("--leave", "C1:tomorrow"),
        ("--leave", "C1:2026-03-09:2026-03-01"),
        ("--only", "M01"),
    ):
        wrong = ask("rebalance", option, text)
        assert (wrong.code, wrong.out) == (2, ""), option
        assert len(wrong.err.splitlines()) <= 3 and "Traceback" not in wrong.err
    assert ask("rebalance", "--add", "juggler").code == 1
    assert ask("rebalance", "--site", "S1", "--add", "standard:S1").code == 0


def test_a_new_worker_shows_beside_the_others(ask: Tcm, tmp_path: Path) -> None:
    text = ask("rebalance", "--leave", "C1", "--leave", "C2", "--add", "standard", "--why")
    assert text.code == 0 and "new standard 1" in text.out and max(map(len, text.out.splitlines())) <= 80
    (tmp_path / "taken").write_text("")
    nowhere = ask("rebalance", "--leave", "C1", "--apply", "--effective", ON, "--sheets", tmp_path / "taken")
    assert nowhere.code == 1 and "taken" in nowhere.err and counts(ask) == [30, 20, 15]
    refused = ask("rebalance", "--leave", "C1", "--leave", "C2", "--add", "standard", "--apply", "--effective", ON)
    assert refused.code == 1 and "not recorded yet" in refused.err and counts(ask) == [30, 20, 15]


def test_the_problem_by_itself_has_the_same_answer(ask: Tcm, tmp_path: Path, tcm: Tcm) -> None:
    file = tmp_path / "caseloads.json"
    plan = ask("rebalance", "--leave", "C1", "--pin", "M40", "--problem", file, "--json").json
    assert "Ana" not in file.read_text() and "Pecan" not in file.read_text()
    solved = tcm("solve", file, "--json").json
    assert (solved["tiers"][:2], solved["proved"]) == ([0, 0], True)
    assert sorted((m["case"], m["from"], m["to"]) for m in solved["moves"]) == sorted(
        (m["member"], m["from"], m["to"]) for m in plan["moves"]
    )
