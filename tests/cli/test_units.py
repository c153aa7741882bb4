"""``tcm units``: the contract's own example, and every status."""

from __future__ import annotations

import pytest

from tests.cli.conftest import ON, Tcm, valid


def test_the_example_of_the_contract(ask: Tcm) -> None:
    answer = ask("units", "M1", "--minutes", 105, "--json")
    assert (answer.code, answer.err) == (1, "")  # an answer, and a proposal that the rules refuse
    told = valid("units", answer.json)
    assert told["member"] == "M1"
    assert told["on"] == ON
    assert told["policy"] == {"unit_rounding": "completed-15", "unit_scope": "contact", "cap_scope": "member"}
    assert told["line"] == {"id": "hn-110", "level_modifier": "HN", "focus": "HE", "contract": "110"}
    assert told["status"] == "ok"
    assert told["day"] == {"limit": 16, "used": 10, "scheduled": 0, "available": 6, "over": 0}
    assert told["month"] == {
        "limit": 25, "used": 10, "scheduled": 0, "external": 0, "available": 15, "over": 0
    }  # fmt: skip
    assert told["available_today"] == 6
    offer = told["proposal"]
    assert (offer["units"], offer["allowed"], offer["over_by"], offer["verdict"]) == (7, 6, 1, "refused")
    assert offer["by_date"] == {"2026-03-03": 7}
    assert {"R3", "R4"} <= {reason["rule"] for reason in told["reasons"]}
    assert any("16 − 10 − 0 = 6" in reason["text"] for reason in told["reasons"])


def test_never_a_negative(ask: Tcm) -> None:
    told = valid("units", ask("units", "M2", "--json").json)
    assert told["status"] == "over"
    assert (told["month"]["available"], told["month"]["over"]) == (0, 3)
    text = ask("units", "M2").out
    assert "0 left, 3 over" in text
    assert "-3" not in text


def test_a_planned_visit_holds_its_units(ask: Tcm) -> None:
    told = valid("units", ask("units", "M3", "--json").json)
    assert (told["month"]["scheduled"], told["month"]["available"]) == (4, 21)
    assert (told["day"]["scheduled"], told["available_today"]) == (0, 16)


def test_no_row_is_an_answer(ask: Tcm) -> None:
    answer = ask("units", "M4", "--json")
    assert answer.code == 0
    told = valid("units", answer.json)
    assert (told["status"], told["line"], told["available_today"]) == ("no-row", None, 0)
    assert (told["day"]["limit"], told["month"]["limit"]) == (None, None)


def test_the_line_can_be_named(ask: Tcm) -> None:
    told = valid("units", ask("units", "M4", "--contract", "110", "--json").json)
    assert told["line"]["id"] == "hn-110"
    told = valid("units", ask("units", "M4", "--cm", "dana", "--json").json)
    assert (told["cm"], told["line"]["id"]) == ("C1", "hn-110")
    told = valid("units", ask("units", "M4", "--line", "none", "--contract", "114", "--json").json)
    assert (told["line"]["id"], told["month"]["limit"]) == ("pact-114", 56)


def test_a_stop_before_the_start_is_the_next_day(ask: Tcm) -> None:
    told = valid("units", ask("units", "M3", "--start", "23:30", "--stop", "00:45", "--json").json)
    assert told["proposal"]["by_date"] == {"2026-03-03": 2, "2026-03-04": 3}


def test_what_is_dated_later_is_not_seen(tcm: Tcm, db: object) -> None:
    before = tcm("units", "M1", "--db", db, "--on", "2026-03-03", "--json").json
    after = tcm("units", "M1", "--db", db, "--on", "2026-03-04", "--json").json
    assert (before["month"]["used"], after["month"]["used"]) == (10, 14)


def test_why_shows_the_arithmetic_and_the_source(ask: Tcm) -> None:
    plain, told = ask("units", "M1").out, ask("units", "M1", "--why").out
    assert "16 − 10 − 0 = 6" in told
    assert "16 − 10 − 0 = 6" not in plain
    assert told.startswith(plain.rstrip())
    assert "A, " in told


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--minutes", 30, "--units", 2), "one of"),
        (("--start", "09:00"), "go together"),
        (("--start", "09:00", "--stop", "09:00"), "same"),
        (("--line", "XX"), "level modifier"),
        (("--contract", "999"), "contract"),
    ],
)
def test_wrong_usage_is_one_sentence_and_2(ask: Tcm, args: tuple[object, ...], said: str) -> None:
    answer = ask("units", "M1", *args)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert len(answer.err.splitlines()) == 1


def test_a_name_that_fits_several_lists_them(ask: Tcm) -> None:
    answer = ask("units", "ana")
    assert (answer.code, answer.out) == (1, "")
    assert "M1  Ana Pecan" in answer.err
    assert "M3  Ana Plume" in answer.err
    told = valid("error", ask("units", "ana", "--json").json)
    assert [c["id"] for c in told["candidates"]] == ["M1", "M3"]


def test_part_of_a_name_is_enough(ask: Tcm) -> None:
    assert ask("units", "pecan", "--json").json["member"] == "M1"
    assert ask("units", "m1", "--json").json["member"] == "M1"


def test_nobody_fits(ask: Tcm) -> None:
    assert ask("units", "Zebulon").code == 1


def test_a_proposal_names_the_next_days_that_fit(ask: Tcm) -> None:
    """10 of 16 and 10 of 25 units are used on 3 March: 7 more fit from the day after, 16 only in April."""
    told = valid("units", ask("units", "M1", "--units", 7, "--json").json)
    assert told["next_days"][:2] == ["2026-03-04", "2026-03-05"]
    assert valid("units", ask("units", "M1", "--units", 16, "--json").json)["next_days"][0] == "2026-04-01"
    assert "7 units fit next on Wed 4 Mar 2026, " in ask("units", "M1", "--units", 7).out
    assert "fit on no business day" in ask("units", "M1", "--units", 26).out
    assert valid("units", ask("units", "M1", "--json").json)["next_days"] is None
