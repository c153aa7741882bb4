"""``tcm record`` and ``tcm move``: every form by plain words, with the same checks as on the screens."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tcm_tui.desk import forms
from tests.cli.conftest import ROOT, Tcm, valid


def test_the_forms_and_their_fields_are_listed(tcm: Tcm) -> None:
    told = valid("record", tcm("record", "--json").json)
    assert [form["form"] for form in told["forms"]] == [form.id for form in forms.all()]
    assert "residence" in tcm("record").out
    fields = valid("record", tcm("record", "plan", "--fields", "--json").json)
    assert [field["name"] for field in fields["fields"] if field["required"]] == ["member", "starts_on"]
    assert "lbhp_signed_on" in tcm("record", "plan", "--fields").out


def test_a_form_is_filled_in_and_answers_in_full(ask: Tcm) -> None:
    answer = ask("record", "residence", "member=ana pe", "kind=group", "starts_on=3/4", "ends_on=eom", "--json")
    told = valid("record", answer.json)
    assert (answer.code, told["id"], told["verdict"]) == (0, "M1/group-home/2026-03-04", "warn")
    assert told["fields"]["ends_on"] == "eom"
    said = ask("record", "residence", "--edit", "M1/group-home/2026-03-04", "ends_on=3/20")
    assert said.code == 0
    assert "Until   Fri 20 Mar 2026" in said.out
    assert "Member  Ana Pecan M1" in said.out


def test_a_check_stores_nothing(ask: Tcm) -> None:
    stay = ("record", "stay", "member=M1", "kind=hospital", "admitted_on=today", "planned_discharge_on=+1w")
    answer = ask(*stay, "--check")
    assert answer.code == 0
    assert "2026-03-03 to 2026-03-10" in answer.out
    assert ask("member", "M1", "--json").json["stays"] == []
    assert ask(*stay).code == 0
    assert len(ask("member", "M1", "--json").json["stays"]) == 1


def test_what_can_t_be_read_is_2_with_a_sentence_a_field(ask: Tcm) -> None:
    answer = ask("record", "plan", "member=ana", "starts_on=31.2.", "contacts_per_month=many")
    assert (answer.code, answer.out) == (2, "")
    assert len(answer.err.splitlines()) == 3
    assert "member: “ana” fits 2 members" in answer.err
    told = valid("record", ask("record", "plan", "member=M1", "starts_on=soon", "--json").json)
    assert set(told["errors"]) == {"starts_on"}
    assert told["id"] is None


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("plam",), "no form “plam”"),
        (("plan", "member"), "no field of plan"),
        (("plan", "begins=today"), "member, starts_on, ends_on"),
        (("plan", "member=M1", "member=M2"), "given twice"),
    ],
)
def test_wrong_usage_is_2(ask: Tcm, args: tuple[str, ...], says: str) -> None:
    answer = ask("record", *args)
    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err


def test_a_plan_that_waits_for_a_reason_and_one_that_is_refused(ask: Tcm) -> None:
    memorial = ("record", "book", "member=M1", "date=5/25", "start=13", "stop=14")
    assert ask(*memorial).code == 1
    assert "--override REASON" in ask(*memorial).err
    assert ask(*memorial, "--override", "asked for").code == 0
    beyond = ask("record", "book", "member=M1", "date=3/5", "start=8", "stop=12:15", "--override", "please", "--json")
    assert (beyond.code, valid("record", beyond.json)["verdict"]) == (1, "refused")


def test_the_same_key_again_changes_nothing(ask: Tcm) -> None:
    outreach = ("record", "outreach", "appointment=A2", "member=M1", "result=reached", "--key", "k1", "--json")
    first, again = ask(*outreach).json, ask(*outreach).json
    assert first["id"] == again["id"] == "TO1"


def test_a_service_gets_its_elements_and_the_fax_its_original(ask: Tcm) -> None:
    assert ask("record", "service", "--edit", "V1", "elements=all", "signature=fax", "fax_on=today").code == 0
    assert [i["ref"] for i in ask("due", "--json").json["items"] if i["kind"] == "fax"] == ["V1"]
    assert ask("record", "service", "--edit", "V1", "original_filed_on=today").code == 0
    assert [i for i in ask("due", "--json").json["items"] if i["kind"] == "fax"] == []
    services = ask("member", "M1", "--json").json["services"]
    assert [s["elements_present"] for s in services if s["service"] == "V1"] == [11]


def test_a_mistaken_row_is_removed_with_a_reason(ask: Tcm) -> None:
    ask("record", "residence", "member=M2", "kind=icf", "starts_on=3/1")
    assert ask("units", "M2", "--json").json["status"] == "not-compensable"
    gone = ask("record", "remove", "what=residence", "record=M2/icf-mr/2026-03-01", "because=wrong member")
    assert gone.code == 0
    assert ask("units", "M2", "--json").json["status"] == "over"
    assert "wrong member" in ask("audit", "M2", "--json").out


def test_members_are_edited_by_name(ask: Tcm) -> None:
    assert ask("record", "member", "--edit", "kim", "phone=555 0100").code == 0
    assert ask("record", "hold", "--edit", "kim", "hold_until=eom").code == 0
    assert ask("member", "M4", "--json").json["status"] == "on-hold"
    assert ask("record", "hold", "member=Kim", "hold_from=").code == 2  # an end without a beginning
    assert ask("record", "hold", "member=Kim", "hold_from=", "hold_until=").code == 0
    assert ask("member", "M4", "--json").json["status"] == "active"


def test_a_visit_moves_by_its_day_or_time(ask: Tcm) -> None:
    moved = ask("move", "A1", "--start", "11:30", "--json")
    assert (moved.code, valid("write", moved.json)["id"]) == (0, "A1")
    [visit] = ask("week", "C1", "--json").json["visits"]
    assert (visit["date"], visit["start"], visit["stop"]) == ("2026-03-05", "11:30", "12:30")
    assert ask("move", "A1", "--date", "2026-03-06", "--stop", "13:00").code == 0
    [visit] = ask("week", "C1", "--json").json["visits"]
    assert (visit["date"], visit["start"], visit["stop"], visit["units"]) == ("2026-03-06", "11:30", "13:00", 6)
    by_form = ask("record", "move", "--edit", "A1", "date=thu", "--json")
    assert valid("record", by_form.json)["id"] == "A1"
    [visit] = ask("week", "C1", "--json").json["visits"]
    assert (visit["date"], visit["start"]) == ("2026-03-05", "11:30")


def test_a_visit_that_can_t_move_says_why(ask: Tcm) -> None:
    assert ask("move", "A1").code == 2
    missed = ask("move", "A2", "--date", "2026-03-06", "--json")
    assert (missed.code, valid("write", missed.json)["verdict"]) == (1, "refused")
    assert "A2 is missed" in missed.err
    beyond = ask("move", "A1", "--stop", "14:15")  # 17 units
    assert (beyond.code, "R3" in beyond.err) == (1, True)
    assert ask("move", "A9", "--date", "2026-03-06").code == 1


def test_what_if_discharged(ask: Tcm) -> None:
    ask("record", "stay", "member=M1", "kind=hospital", "admitted_on=2025-09-04")
    told = valid("discharged", ask("member", "M1", "--discharged-on", "2026-03-03", "--json").json)
    assert (told["stay"]["window_from"], told["stay"]["nights"]) == ("2026-01-03", 180)
    assert (told["units"], told["outside"]) == (10, 0)
    assert "window 2026-01-03 to 2026-03-03; 10 units in it" in ask("member", "M1", "--discharged-on", "2026-03-03").out
    assert ask("member", "M2", "--discharged-on", "2026-03-03").code == 1


def test_the_shell_completes_forms_and_fields() -> None:
    def complete(words: str, at: int) -> list[str]:
        env = {**os.environ, "_TCM_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(at)}
        done = subprocess.run([sys.executable, "-m", "tcm_tui"], cwd=ROOT, capture_output=True, text=True, env=env)
        return done.stdout.split()

    assert complete("tcm record re", 2) == ["residence", "refusal", "remove"]
    assert complete("tcm record plan ", 3)[:2] == ["member=", "starts_on="]
    assert complete("tcm record plan member=M1 st", 4) == ["starts_on="]
