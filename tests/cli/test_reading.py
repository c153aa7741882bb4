"""The quick reader and Typer read a call alike; what the quick one does not know it leaves to Typer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tcm_tui.cli import app, quick
from tcm_tui.cli.commands import COMMANDS, function_of
from tcm_tui.cli.marks import REQUIRED, Arg, Opt, parameters


def typer_reads(name: str, args: list[str], monkeypatch: pytest.MonkeyPatch) -> dict[str, Any] | int:
    """What Typer hands to the command's function, or the exit code of a mistake."""
    seen: list[dict[str, Any]] = []
    monkeypatch.setattr(app, "call", lambda function, values: seen.append(values) or 0)
    code = app._typer([name], [name, *args])
    return seen[0] if seen else code


def whole(name: str, values: dict[str, Any]) -> dict[str, Any]:
    """The values with the defaults of what was not given."""
    return {
        p.name: values.get(p.name, None if p.default is REQUIRED else p.default) for p in parameters(function_of(name))
    }


CALLS = [
    ("units", ["M1"]),
    ("units", ["M1", "--json", "--on", "2026-03-03"]),
    ("units", ["--json", "M1", "--minutes=45", "--cm", "C1", "--why"]),
    ("units", ["Ana Pecan", "--start", "23:30", "--stop", "00:15", "--db", "a b.db"]),
    ("units", ["M1", "--line", "none", "--contract", "114", "--units", "3"]),
    ("caseload", []),
    ("caseload", ["C1", "--json"]),
    ("due", ["--days", "0", "--all"]),
    ("check", ["--strict"]),
    ("rules", ["R3", "--on=2026-01-01"]),
    (
        "book",
        ["M1", "--cm", "C1", "--date", "2026-03-05", "--start", "10:00", "--stop", "11:00", "--key", "k"],
    ),
    ("import", ["a.csv", "b", "--dry-run", "--as", "members"]),
    ("export", ["out", "--tables", "members", "--tables=services,plans"]),
    ("export", ["out"]),
    ("doctor", ["--whole"]),
    ("miss", ["A1", "--learned", "2026-03-05", "--override", "a reason"]),
    ("void", ["V1", "--because", "entered twice"]),
    (
        "log",
        "M1 --cm=C1 --date=2026-03-03 --start=23:30 --stop=00:15 --activity=forms"
        " --member-present false --elements 1;2;11 --place home".split(),
    ),
]


@pytest.mark.parametrize(("name", "args"), CALLS)
def test_both_read_a_plain_call_alike(name: str, args: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    quickly = quick.read(function_of(name), args)
    assert quickly is not None
    assert typer_reads(name, args, monkeypatch) == whole(name, quickly)


LEFT_TO_TYPER = [
    ("units", []),
    ("units", ["M1", "M2"]),
    ("units", ["M1", "--help"]),
    ("units", ["M1", "--nope"]),
    ("units", ["M1", "--minutes"]),
    ("units", ["M1", "--minutes", "-5"]),
    ("units", ["M1", "--minutes", "many"]),
    ("units", ["M1", "--start", "9:30"]),
    ("units", ["M1", "--start", "24:00"]),
    ("units", ["M1", "--json=yes"]),
    ("due", ["--days", "١٢"]),
    ("book", ["M1", "--cm", "C1", "--date", "2026-03-05", "--start", "10:00"]),
    ("book", ["M1", "--cm", "C1", "--date", "3/5/2026", "--start", "10:00", "--stop", "11:00"]),
    ("outreach", ["M1", "--date", "2026-03-05", "--mode", "pigeon"]),
    ("void", ["V1"]),
]


@pytest.mark.parametrize(("name", "args"), LEFT_TO_TYPER)
def test_a_mistake_is_left_to_typer_which_says_wrong_usage(
    name: str, args: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert quick.read(function_of(name), args) is None
    code = typer_reads(name, args, monkeypatch)
    assert code == (0 if "--help" in args else 2)
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    assert bool(said.out) is ("--help" in args)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_the_four_common_options(name: str) -> None:
    flags = {p.mark.flag for p in parameters(function_of(name)) if isinstance(p.mark, Opt)}
    assert {"--db", "--on", "--json", "--why"} <= flags


@pytest.mark.parametrize("name", COMMANDS)
def test_every_parameter_says_what_it_is(name: str) -> None:
    assert function_of(name).__doc__
    for parameter in parameters(function_of(name)):
        assert parameter.mark.help.endswith("."), parameter.name
        if isinstance(parameter.mark, Arg):
            assert parameter.mark.metavar.startswith("[") is (parameter.default is not REQUIRED)


def test_dates_and_times_are_exact() -> None:
    from tcm_tui.cli.options import read_date, read_time

    assert read_date("2024-02-29") == date(2024, 2, 29)
    assert (read_time("00:00"), read_time("23:59")) == (0, 1439)
    for text in (
        "2026-02-29",
        "20260303",
        "2026-W10-2",
        "3/3/2026",
        "2026-03-03T10:00",
        "٢٠٢٦-٠٣-٠٣",
        "1899-12-31",
        "9999-12-31",
        "",
    ):
        with pytest.raises(ValueError):
            read_date(text)
    for text in ("24:00", "9:30", "09:60", "0930", "09:30:00", ""):
        with pytest.raises(ValueError):
            read_time(text)
