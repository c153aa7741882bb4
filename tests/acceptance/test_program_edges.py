"""Scripts, pipes and broken files: one sentence and the contract's exit code, never a wait or a fault of our own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.acceptance.conftest import Agency, Answer, process

ANA, HERS = "A,Ana,Aa,1990-01-01,standard,HE", "A,HN,2025-01-01"


@pytest.mark.parametrize("args", [(), ("demo",), ("--on", "2026-03-10")])
def test_without_a_terminal_the_screens_do_not_open(args: tuple[str, ...], tmp_path: Path) -> None:
    answer = process(*args, cwd=tmp_path)
    assert (answer.code, answer.out, len(answer.err.splitlines())) == (2, "", 1)
    assert "terminal" in answer.err


def test_the_version_is_told() -> None:
    answer = process("--version")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("tcm 0.")


@pytest.mark.parametrize(("where", "code", "said"), [(">&-", 0, ""), (">/dev/full", 1, "could not be written")])
def test_an_answer_that_nobody_can_take(where: str, code: int, said: str) -> None:
    if "full" in where and not Path("/dev/full").exists():
        pytest.skip("this system has no full device")
    done = subprocess.run(
        ["sh", "-c", f'"$0" -m tcm_tui rules {where}', sys.executable], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == code
    assert said in done.stderr and "failed" not in done.stderr and len(done.stderr.splitlines()) == bool(said)


def test_a_damaged_file_is_3_for_the_doctor_too(agency: Callable[..., Agency]) -> None:
    made = agency(ANA, HERS)
    hurt = made.folder / "hurt.db"
    shutil.copy(made.db, hurt)
    raw = bytearray(hurt.read_bytes())
    raw[5000:9000] = b"\xa5" * 4000  # found only by reading every page, and again when the reading ends
    hurt.write_bytes(raw)
    answer = made.call("doctor", "--db", hurt)
    assert answer.code == 3
    assert "damaged" in answer.err + answer.out


@pytest.mark.parametrize("on", ["0001-01-01", "1899-12-31", "2101-01-01", "9999-12-31"])
def test_a_day_out_of_range_is_said_to_be_that(agency: Callable[..., Agency], on: str) -> None:
    answer = agency(ANA, HERS)("due", on=on)
    assert (answer.code, answer.out) == (2, "")
    assert "outside 1900 to 2100" in answer.err


def test_so_many_days_ahead_that_no_calendar_has_them(agency: Callable[..., Agency]) -> None:
    made = agency(ANA, HERS)
    assert made("due", "--days", 999_999_999).code == 0
    assert made("due", "--days", 999_999_999, on="2100-12-31").code == 0


def test_before_the_birth_nobody_has_a_negative_age(agency: Callable[..., Agency]) -> None:
    assert agency(ANA, HERS).ask("member", "A", on="1980-01-01")["age"] == 0


def test_a_dry_run_needs_no_database_and_makes_none(agency: Callable[..., Agency]) -> None:
    made = agency(ANA, HERS)
    fresh = made.folder.parent / "fresh.db"
    tried: Answer = made.call("import", made.folder, "--dry-run", "--db", fresh, "--json")
    assert (tried.code, tried.err) == (0, "")
    assert {f["name"]: f["added"] for f in tried.json["files"]}["members.csv"] == 1
    assert tried.json["stored"] is False and not fresh.exists()
    (made.folder / "members.csv").write_text("member_id,first_name\nA,Ana\n", encoding="utf-8")
    assert made.call("import", made.folder, "--dry-run", "--db", fresh).code == 1
    assert not fresh.exists()
