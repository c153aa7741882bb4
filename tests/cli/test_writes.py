"""The writes: planned things are refused, done things are recorded; each answers with id, verdict, reasons."""

from __future__ import annotations

from tests.cli.conftest import Tcm, valid

BOOK = ("book", "M1", "--cm", "C1", "--date", "2026-03-05")


def test_a_visit_is_booked_and_holds_its_units(ask: Tcm) -> None:
    answer = ask(*BOOK, "--start", "13:00", "--stop", "14:00", "--override", "fits", "--json")
    told = valid("write", answer.json)
    assert (answer.code, told["verdict"] in ("ok", "warn"), bool(told["id"])) == (0, True, True)
    assert ask("units", "M1", "--json").json["month"]["scheduled"] == 4
    assert ask("cancel", told["id"]).code == 0
    assert ask("units", "M1", "--json").json["month"]["scheduled"] == 0


def test_a_visit_beyond_the_limit_is_refused(ask: Tcm) -> None:
    answer = ask(*BOOK, "--start", "08:00", "--stop", "12:15", "--override", "please", "--json")
    told = valid("write", answer.json)
    assert (answer.code, told["id"], told["verdict"]) == (1, None, "refused")
    assert any(reason["rule"] in ("R3", "R4") for reason in told["reasons"])
    text = ask(*BOOK, "--start", "08:00", "--stop", "12:15", "--override", "please")
    assert (text.code, text.out) == (1, "")
    assert "R3" in text.err or "R4" in text.err
    assert ask("units", "M1", "--json").json["month"]["scheduled"] == 0


def test_a_warning_waits_for_a_reason(ask: Tcm) -> None:
    """Presidents' Day is closed: booking it warns."""
    closed = ("book", "M1", "--cm", "C1", "--date", "2026-05-25", "--start", "13:00", "--stop", "14:00", "--json")
    waiting = ask(*closed)
    told = valid("write", waiting.json)
    assert (waiting.code, told["id"], told["verdict"]) == (1, None, "warn")
    done = ask(*closed, "--override", "the member asked for it")
    assert (done.code, valid("write", done.json)["verdict"]) == (0, "warn")


def test_the_same_key_again_changes_nothing_and_answers_the_same(ask: Tcm) -> None:
    args = (*BOOK, "--start", "13:00", "--stop", "14:00", "--override", "fits", "--key", "k1", "--json")
    first, again = ask(*args), ask(*args)
    assert first.code == again.code == 0
    assert first.json == again.json
    assert ask("units", "M1", "--json").json["month"]["scheduled"] == 4


def test_what_was_done_is_recorded_even_beyond_the_limit(ask: Tcm) -> None:
    answer = ask(
        "log", "M2", "--cm", "C1", "--date", "2026-03-03", "--start", "16:00", "--stop", "17:00",
        "--activity", "member-face-to-face", "--place", "home", "--elements", "1;2;3", "--json",
    )  # fmt: skip
    told = valid("write", answer.json)
    assert (answer.code, told["verdict"]) == (0, "warn")
    assert {"R4", "R40"} <= {reason["rule"] for reason in told["reasons"]}
    month = ask("units", "M2", "--json").json["month"]
    assert (month["used"], month["available"], month["over"]) == (32, 0, 7)


def test_logging_the_visit_keeps_it_and_frees_its_units(ask: Tcm) -> None:
    at_visit = ("--date", "2026-03-05", "--start", "10:00", "--stop", "10:45", "--activity", "member-face-to-face")
    answer = ask("log", "M3", "--cm", "C1", *at_visit, "--place", "home", "--appointment", "A1", "--json")
    assert answer.code == 0
    [visit] = ask("week", "C1", "--json").json["visits"]
    assert visit["status"] == "kept"


def test_a_miss_starts_the_outreach_clock_and_outreach_meets_it(ask: Tcm) -> None:
    before = [i for i in ask("due", "--json").json["items"] if i["kind"] == "outreach"]
    assert [(i["ref"], i["status"]) for i in before] == [("A2", "due-today")]
    done = ask("outreach", "A2", "--date", "2026-03-03", "--mode", "phone", "--result", "reached", "--json")
    assert (done.code, valid("write", done.json)["verdict"]) == (0, "ok")
    after = [i for i in ask("due", "--all", "--json").json["items"] if i["kind"] == "outreach"]
    assert [(i["ref"], i["status"]) for i in after] == [("A2", "met")]


def test_a_visit_to_come_cannot_have_been_missed(ask: Tcm) -> None:
    answer = ask("miss", "A1", "--json")
    told = valid("write", answer.json)
    assert (answer.code, told["id"], told["verdict"]) == (1, None, "refused")
    assert "cancel" in answer.err


def test_a_transfer_moves_the_member_on_its_day(ask: Tcm, tcm: Tcm, db: object) -> None:
    answer = ask(
        "transfer", "M4", "--to", "C1", "--effective", "2026-03-04", "--override", "no row at the clinic", "--json"
    )
    assert answer.code == 0, answer
    valid("write", answer.json)
    for day, cm in (("2026-03-03", "C3"), ("2026-03-04", "C1")):
        assert tcm("member", "M4", "--db", db, "--on", day, "--json").json["cm"] == cm


def test_a_mistake_is_voided_and_counts_no_more(ask: Tcm) -> None:
    answer = ask("void", "V3", "--because", "entered twice", "--json")
    assert (answer.code, valid("write", answer.json)["id"]) == (0, "V3")
    assert ask("units", "M2", "--json").json["month"]["used"] == 16
    assert ask("void", "V3", "--because", "again").code == 1
    assert ask("void", "nothing", "--because", "it").code == 1


def test_every_write_stands_in_the_audit_log(ask: Tcm) -> None:
    ask("void", "V3", "--because", "entered twice")
    told = ask("audit", "M2", "--json").json
    assert told["intact"] is True
    newest = told["entries"][0]
    assert (newest["action"], newest["entity"], newest["key"], newest["member"]) == ("void", "services", "V3", "M2")


def test_text_says_what_was_stored(ask: Tcm) -> None:
    answer = ask("void", "V3", "--because", "entered twice")
    assert answer.code == 0
    assert answer.out.startswith("✓ Voided")


def test_an_end_at_24_00_is_the_midnight_the_day_ends_with(ask: Tcm) -> None:
    at = ("--cm", "C1", "--date", "2026-03-03", "--start", "23:30", "--stop", "24:00")
    answer = ask("log", "M2", *at, "--activity", "crisis-diversion", "--mode", "phone", "--json")
    assert answer.code == 0, answer.text
    kept = ask("member", "M2", "--on", "2026-03-05", "--json").json
    [service] = [s for s in kept["services"] if s["service"] == answer.json["id"]]
    assert (service["minutes"], service["by_date"]) == (30, {"2026-03-03": 2})
    assert ask("book", "M2", *at[:-4], "--start", "24:00", "--stop", "24:00").code == 2, "a day begins at 00:00"
