"""What fuzzing and soaking have found, each by itself."""

from __future__ import annotations

import sqlite3
import weakref
from contextlib import closing
from pathlib import Path

import pytest

from tcm_tui.desk import drafts
from tcm_tui.desk.errors import NotOne
from tcm_tui.desk.names import member_id
from tcm_tui.planning import rebalance
from tcm_tui.resources import data_path
from tcm_tui.rules.pack import Packs
from tcm_tui.ui.keymap import LONGEST, read_keymap
from tests.cli.conftest import Tcm, ask, built, db, folder, tcm
from tests.records.agency_files import ON, desk_at, load, said, write

__all__ = ["ask", "built", "db", "folder", "tcm"]
BEYOND = {"nested": "a = " + "[" * 3000, "long": "a = " + "9" * 5000}
"""What TOML allows and Python can't hold."""


@pytest.mark.parametrize("text", BEYOND.values(), ids=BEYOND)
def test_a_file_that_python_can_t_hold_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "given").mkdir()
    (tmp_path / "given" / "settings.toml").write_text(text)
    (tmp_path / "given" / "export.toml").write_text(text)
    with desk_at(tmp_path / "agency.db") as desk:
        result = load(desk, tmp_path / "given")
        assert result.refused and said(result)[0].startswith("settings.toml: is not TOML: ")
    (tmp_path / "units.toml").write_text(text)
    found = Packs(data_path("rules"), tmp_path).faults()
    assert len(found) == 1 and found[0].startswith("units.toml: units: is not TOML: ")
    keymap, wrong = read_keymap(text)
    assert keymap == {} and wrong[0].endswith("; the usual keys are in force.")


def test_a_rule_file_s_long_words_are_repeated_in_part(tmp_path: Path) -> None:
    value = 'from = "open", source = "s", reading = "r"'
    for text in (f"[{'k' * 5000}]\n", f'[minutes]\nvalues = [{{amount = "{"x" * 5000}", {value}}}]\n'):
        (tmp_path / "units.toml").write_text(text)
        found = Packs(data_path("rules"), tmp_path).faults()
        assert len(found) == 1 and found[0].startswith("units.toml: ") and len(found[0]) < 600


def test_what_a_message_repeats_does_not_act_on_the_terminal(ask: Tcm) -> None:
    for args in (("units", "\x1b[31mx"), ("units", "M1", "\u202e"), ("units", "M1", "--minutes", "4\x1b]0;x\x07")):
        told = ask(*args)
        assert told.code in (1, 2) and told.err
        assert all(line.isprintable() for line in told.err.splitlines()), told.err


def test_bytes_that_are_no_text_are_refused(ask: Tcm) -> None:
    """An argument in another encoding reaches Python as half characters."""
    for args in (("units", "\udcff"), ("miss", "\udcff"), ("caseload", "\udcff"), ("agency", "--site", "\udcff")):
        told = ask(*args)
        assert told.code in (1, 2) and told.err.rstrip().endswith("."), told


def test_a_name_that_fits_nobody_is_repeated_in_part(tmp_path: Path) -> None:
    with desk_at(tmp_path / "agency.db") as desk:
        assert load(desk, write(tmp_path / "files")).stored
        with pytest.raises(NotOne) as told:
            member_id(desk, "x" * 5000)
    assert len(str(told.value)) < 200


def test_keys_that_can_t_be_seen_are_refused() -> None:
    keymap, wrong = read_keymap(f'"quit" = "ctrl+q\ufeff"\n"{"x" * 900}" = "j"')
    assert keymap == {} and len(wrong) == 2
    assert all(each.isprintable() and each.endswith(".") and len(each) < LONGEST + 80 for each in wrong)


def test_any_text_is_kept_in_a_draft_and_a_spoilt_one_is_none(tmp_path: Path) -> None:
    with desk_at(tmp_path / "agency.db") as desk:
        assert drafts.keep(desk, "book", "member:M1", {"text.start": "\ud800é"})
        found = drafts.of(desk, "book", "member:M1")
        assert found is not None and found.values == {"text.start": "\ud800é"}
        for spoilt in ("{x}", '{"a": 1}', "{" + '"a": {' * 3000 + "}"):
            with closing(sqlite3.connect(tmp_path / "agency.db", isolation_level=None)) as other:
                other.execute('UPDATE drafts SET "values" = ?', (spoilt,))
            assert drafts.of(desk, "book", "member:M1") is None and drafts.found(desk) == []


def test_a_problem_whose_options_are_no_pairs_is_refused_in_a_sentence() -> None:
    with pytest.raises(rebalance.ProblemError, match=r"\.$"):
        rebalance.read({"cms": [{"id": "C1", "cap": 1}], "cases": [{"id": "M1", "cm": "C1", "options": ["C"]}]})


def test_what_is_compiled_for_a_write_is_kept_once(tmp_path: Path) -> None:
    """An app that is open all day wrote with a dialect of its own each time, and all of them were kept."""
    from sqlalchemy import inspect

    from tcm_tui.desk import outreach
    from tcm_tui.records.tables import Outreach

    with desk_at(tmp_path / "agency.db") as desk:
        assert load(desk, write(tmp_path / "files")).stored
        kept = []
        for _ in range(4):
            assert outreach.add(desk, "M1", None, ON, ON, override="agreed").id
            kept.append(len(inspect(Outreach)._compiled_cache))
    assert kept[0] == kept[-1]


def test_the_framework_keeps_no_lines_of_widgets_that_are_gone() -> None:
    from textual._styles_cache import StylesCache
    from textual.color import Color

    import tcm_tui.ui.sturdy  # noqa: F401

    cache = StylesCache()
    cache.get_inner_outer(Color(1, 2, 3), Color(4, 5, 6))
    gone = weakref.ref(cache)
    del cache
    assert gone() is None
