"""``tcm undo``: a sentence of what was taken back; ``--redo`` brings it back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Tcm, valid

BOOK = ("book", "M1", "--cm", "C1", "--date", "2026-03-05", "--start", "13:00", "--stop", "14:00", "--override", "x")


def scheduled(ask: Tcm) -> int:
    return int(ask("units", "M1", "--json").json["month"]["scheduled"])


def test_the_last_write_is_taken_back_and_brought_back_with_a_sentence(ask: Tcm) -> None:
    booked = ask(*BOOK, "--json").json["id"]
    taken = ask("undo")
    assert (taken.code, taken.err) == (0, "")
    assert taken.out == f"✓ Took back the booking of visit {booked} (M1): visit {booked} is gone.\n"
    assert scheduled(ask) == 0
    again = ask("undo", "--redo")
    assert again.out == f"✓ Brought back the booking of visit {booked} (M1): visit {booked} is back.\n"
    assert scheduled(ask) == 4
    assert ask("undo", "--redo").code == 1
    assert ask("undo").out == taken.out  # what was brought back is the last write again
    assert scheduled(ask) == 0


def test_undo_again_takes_back_the_write_before(ask: Tcm) -> None:
    ask("cancel", "A1")
    ask("void", "V4", "--because", "entered twice")
    assert "voiding of service V4" in ask("undo").out
    assert "visit A1 has status cancelled → scheduled" in ask("undo").out
    nothing = ask("undo")
    assert (nothing.code, nothing.out) == (1, "")
    assert nothing.err == "✗ There is nothing of yours to undo.\n"
    assert "V4" not in ask("undo", "--redo").out  # the one taken back last comes first
    assert "V4" in ask("undo", "--redo").out
    assert ask("undo", "--redo").err == "✗ There is nothing of yours to redo.\n"


def test_after_another_write_nothing_is_brought_back(ask: Tcm) -> None:
    ask("cancel", "A1")
    ask("undo")
    ask("void", "V4", "--because", "entered twice")
    assert ask("undo", "--redo").code == 1
    assert ask("undo").code == 0
    assert ask("undo", "--redo").code == 0


def test_only_ones_own_writes_are_taken_back(ask: Tcm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TCM_USER", "dana")
    ask("cancel", "A1")
    monkeypatch.setenv("TCM_USER", "rey")
    assert ask("undo").code == 1
    ask("void", "V4", "--because", "entered twice")
    monkeypatch.setenv("TCM_USER", "dana")
    assert "A1" in ask("undo").out


def test_what_was_changed_since_is_not_taken_back(ask: Tcm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TCM_USER", "dana")
    booked = ask(*BOOK, "--json").json["id"]
    monkeypatch.setenv("TCM_USER", "rey")
    ask("cancel", booked)
    monkeypatch.setenv("TCM_USER", "dana")
    answer = ask("undo", "--json")
    told = valid("write", answer.json)
    assert (answer.code, told["id"], told["verdict"]) == (1, None, "refused")
    assert [(r["rule"], booked in r["text"], "changed since" in r["text"]) for r in told["reasons"]] == [
        ("undo", True, True)
    ]
    assert "changed since" in answer.err


def test_json_and_why(ask: Tcm) -> None:
    ask("cancel", "A1")
    told = valid("write", ask("undo", "--json").json)
    assert (told["id"], told["verdict"], len(told["reasons"])) == ("A1", "ok", 1)
    assert "agency" in ask("undo", "--redo", "--why").out


def test_the_same_key_takes_back_once(ask: Tcm) -> None:
    ask("cancel", "A1")
    ask("void", "V4", "--because", "entered twice")
    first, again = (ask("undo", "--key", "k1", "--json") for _ in range(2))
    assert first.json == again.json and first.json["id"] == "V4"
    assert ask("undo", "--redo", "--key", "k1").code == 1
    assert ask("undo").code == 0 and ask("undo").code == 1


def test_an_import_is_no_write_to_take_back(ask: Tcm, tmp_path: Path) -> None:
    """Of a database that was only imported nothing is taken back, and before an import the write before it."""
    assert ask("undo").code == 1
    ask("cancel", "A1")
    (tmp_path / "closures.csv").write_text("date,name\n2026-03-09,snow\n", encoding="utf-8")
    assert ask("import", tmp_path / "closures.csv").code == 0
    assert "A1" in ask("undo").out


def test_undoing_is_in_the_audit_log(ask: Tcm) -> None:
    ask("cancel", "A1")
    ask("undo")
    told = ask("audit", "M3", "--json").json
    assert told["intact"] is True
    newest = [(e["action"], e["entity"], e["key"]) for e in told["entries"][:3]]
    assert newest[0] == ("undo", "appointments", "A1")
    assert newest[1][:2] == ("undo", "audit")
    assert newest[2] == ("cancel", "appointments", "A1")
