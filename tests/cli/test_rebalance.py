"""``tcm rebalance``: the contract's JSON by its schema, text for people at 80 columns, applied and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Answer, Tcm, valid

ON = "2026-03-03"
FILES = {
    "sites.csv": "site_id,name,contract\nS1,Pecan Street,110\n",
    "case_managers.csv": "cm_id,name,level,type,site_id\n"
    "C1,Dana Whitehorse [/],II,standard,S1\nC2,Lee Park,II,standard,S1\nC3,Ines Creek,II,pact,S1\n",
    "members.csv": "member_id,first_name,last_name,dob,program,focus,opened_on\n"
    + "".join(f"M{i:02},Ana,Pecan{i},1990-05-05,standard,HE,2025-07-01\n" for i in range(1, 38)),
    "assignments.csv": "member_id,cm_id,starts_on\n" + "".join(f"M{i:02},C1,2025-07-01\n" for i in range(1, 38)),
}


@pytest.fixture
def ask(tcm: Tcm, tmp_path: Path) -> Tcm:
    """The program with an agency of its own: C1 has 37 of 35, C2 nobody."""
    folder = tmp_path / "files"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    assert tcm("import", folder, "--db", tmp_path / "agency.db", "--on", ON).code == 0

    def run(*args: object) -> Answer:
        return tcm(*args, "--db", tmp_path / "agency.db", "--on", ON)

    return run


def counts(ask: Tcm) -> list[int]:
    return [row["counted"] for row in ask("caseload", "--json").json["case_managers"]]


def test_the_answer_is_the_contracts(ask: Tcm) -> None:
    answer = ask("rebalance", "--json")
    told = valid("rebalance", answer.json)
    assert (answer.code, told["status"], told["shortfall"], told["optimal"]) == (0, "moves", 0, True)
    assert [(move["from"], move["to"]) for move in told["moves"]] == [("C1", "C2")] * 2
    assert told["moves"][0]["reasons"][0]["text"] == "C1 has 37 of 35: 2 over"
    assert [row["counted"] for row in told["before"]] == counts(ask) == [37, 0, 0]
    assert [(row["counted"], row["status"]) for row in told["after"]] == [
        (35, "at-cap"),
        (2, "under"),
        (0, "no-standard"),
    ]
    assert told["applied"] is None


def test_infeasible_is_exit_1_and_says_what_would_do(ask: Tcm) -> None:
    answer = ask("rebalance", "--leave", "lee", "--json")
    told = valid("rebalance", answer.json)
    assert (answer.code, told["status"], told["moves"], told["shortfall"]) == (1, "infeasible", [], 2)
    assert told["ways_out"] == [
        "One more case manager of type standard under contract 110 would leave none short.",
        "With C2 staying none would be short.",
    ]
    text = ask("rebalance", "--leave", "lee")
    assert "✗ can’t be done, 2 places short (no move helps)" in text.out.splitlines()[0]
    assert "  ✗ C1 stays 2 members over" in text.out.splitlines()


def test_bounded_moves_and_pins(ask: Tcm) -> None:
    told = valid("rebalance", ask("rebalance", "--max-moves", "1", "--json").json)
    assert (told["status"], len(told["moves"]), told["shortfall"]) == ("infeasible", 1, 1)
    assert told["curve"] == [{"moves": 0, "shortfall": 2}, {"moves": 1, "shortfall": 1}]
    first = told["moves"][0]["member"]
    pinned = ask("rebalance", "--pin", first, "--pin", "Pecan37", "--json").json
    assert not {first, "M37"} & {move["member"] for move in pinned["moves"]} and len(pinned["moves"]) == 2


def test_the_text_is_calm_and_fits(ask: Tcm) -> None:
    plain, why = ask("rebalance"), ask("rebalance", "--why")
    lines = plain.out.splitlines()
    assert lines[0] == "Caseloads on Tue 3 Mar 2026: ✓ 2 moves, proved: fewer won’t do"
    assert any(line.split() == "C1 Dana Whitehorse [/] standard 37 of 35 → 35 of 35 ! at cap".split() for line in lines)
    assert any(line.endswith("C1 → C2") for line in lines)
    assert max(map(len, why.out.splitlines())) <= 80
    assert "R9: C1 has 37 of 35: 2 over [A" in " ".join(why.out.split()) and "R9" not in plain.out


def test_apply_then_undo_and_a_key(ask: Tcm) -> None:
    first = ask("rebalance", "--apply", "--effective", ON, "--key", "k", "--json")
    applied = valid("rebalance", first.json)["applied"]
    assert (first.code, applied["verdict"], applied["effective"], applied["id"]) == (0, "ok", ON, f"{ON}:2")
    assert counts(ask) == [35, 2, 0]
    again = ask("rebalance", "--apply", "--effective", ON, "--key", "k", "--json")
    assert (again.code, again.json) == (0, first.json)
    assert ask("rebalance").out == "Caseloads on Tue 3 Mar 2026: ✓ balanced, no move needed\n"
    assert "rebalancing" in ask("undo").out and counts(ask) == [37, 0, 0]


def test_apply_asks_for_its_day_and_for_a_reason_when_short(ask: Tcm) -> None:
    assert ask("rebalance", "--apply").code == 2
    short = ask("rebalance", "--max-moves", "1", "--apply", "--effective", "2026-04-01")
    assert short.code == 1 and "--override" in short.err and counts(ask) == [37, 0, 0]
    reason = ("--override", "the other in May")
    done = ask("rebalance", "--max-moves", "1", "--apply", "--effective", ON, *reason)
    assert done.code == 0 and "tcm undo takes it back" in done.out and counts(ask) == [36, 1, 0]


def test_nothing_to_do_and_names_that_fit_nobody(ask: Tcm) -> None:
    assert ask("rebalance", "--apply", "--effective", ON).code == 0
    calm = ask("rebalance", "--apply", "--effective", ON, "--json")
    assert (calm.code, calm.json["status"], calm.json["applied"]) == (0, "balanced", None)
    assert ask("rebalance", "--pin", "nobody").code == 1
    assert ask("rebalance", "--leave", "nobody").code == 1
