"""The first start: three ways to begin, long work that can be given up, and sentences for what goes wrong."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tcm_tui.desk.errors import Refused
from tcm_tui.desk.office import open_desk
from tcm_tui.ui.first import FirstApp, Jobs, Told
from tcm_tui.ui.firstjobs import jobs_for
from tests.ui.conftest import text_of
from tests.ui.fake import ON

WHY = "There is no database at ~/agency.db."


class Work:
    """Stands in for the desk: what was asked for, and what comes of it."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.asked: list[str] = []
        self.going = threading.Event()
        self.wait = False

    def _do(self, name: str, told: Told | None = None) -> str:
        self.asked.append(name)
        if self.error:
            raise self.error
        if self.wait and told is not None:
            while told("months", 3, 10):
                self.going.set()
            raise Refused("Given up: nothing was stored.")
        return f"{name}.db"

    def jobs(self) -> Jobs:
        return Jobs(
            lambda told: self._do("demo", told), lambda folder, told: self._do(folder, told), lambda: self._do("empty")
        )


async def finish(pilot: Any) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


@pytest.mark.parametrize(
    ("keys", "made"),
    [(("1",), "demo"), (("enter",), "demo"), (("down", "down", "enter"), "empty"), (("k", "enter"), "empty")],
)
async def test_a_choice_is_done_and_opened(keys: tuple[str, ...], made: str) -> None:
    work = Work()
    app = FirstApp(work.jobs(), WHY)
    async with app.run_test(size=(80, 24)) as pilot:
        shown = text_of(app)
        assert WHY in shown and "1 See a demonstration" in shown and "3 Begin with an empty agency" in shown
        await pilot.press(*keys)
        await finish(pilot)
    assert work.asked == [made]
    assert app.return_value == f"{made}.db"


async def test_a_folder_is_asked_for_and_typed() -> None:
    work = Work()
    app = FirstApp(work.jobs(), WHY)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2", "enter")
        assert "Folder with the CSV files" in text_of(app)
        await pilot.press(*"jk1", "backspace", "escape")
        assert "1 See a demonstration" in text_of(app)
        await pilot.press("2", "enter")
        await finish(pilot)
    assert work.asked == ["jk"]


async def test_what_goes_wrong_is_told_and_the_choices_stay() -> None:
    work = Work(Refused("Nothing was stored.", more=("members.csv:7 dob: “[/]” is no date.",)))
    app = FirstApp(work.jobs(), WHY)
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.press("1")
        await finish(pilot)
        shown = text_of(app)
        assert "members.csv:7 dob: “[/]” is no date." in shown and "2 Import a folder" in shown
        await pilot.press("f10")
    assert app.return_value is None


async def test_long_work_shows_how_far_it_is_and_can_be_given_up() -> None:
    work = Work()
    work.wait = True
    app = FirstApp(work.jobs(), WHY)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1")
        assert work.going.wait(60)
        app._show()
        await pilot.pause()
        shown = text_of(app)
        assert "Months" in shown and "30 %" in shown and "esc gives up" in shown
        await pilot.press("escape")
        await finish(pilot)
        assert "Given up: nothing was stored." in text_of(app)


async def test_a_fault_is_told_without_what_it_was_about() -> None:
    app = FirstApp(Work(KeyError("Ana Pecan")).jobs(), WHY)
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.press("1")
        await finish(pilot)
        shown = text_of(app)
        assert "reference" in shown and "Ana" not in shown


# ── the jobs themselves, with the desk ────────────────────────────────────────────────────────────


def going(stage: str, done: int, total: int) -> bool:
    return True


def test_an_empty_agency_can_be_opened(tmp_path: Path) -> None:
    made = jobs_for(str(tmp_path / "new.db"), ON).empty()
    assert open_desk(made).member_names() == []


def folder(tmp_path: Path, dob: str) -> Path:
    files = tmp_path / "files"
    files.mkdir()
    (files / "members.csv").write_text(
        f"member_id,first_name,last_name,dob,program,focus\nM1,Ana,Pecan,{dob},standard,HE\n", encoding="utf-8"
    )
    return files


def test_a_folder_is_imported(tmp_path: Path) -> None:
    made = jobs_for(str(tmp_path / "new.db"), date(2026, 11, 18)).import_(str(folder(tmp_path, "2000-01-01")), going)
    assert open_desk(made).member_names() == [("M1", "Ana Pecan")]


def test_a_bad_row_leaves_no_database_behind(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"members\.csv:2 dob"):
        jobs_for(str(tmp_path / "new.db"), ON).import_(str(folder(tmp_path, "2000-13-01")), going)
    assert not (tmp_path / "new.db").exists()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="There is no folder"):
        jobs_for(str(tmp_path / "new.db"), ON).import_(str(tmp_path / "nothing"), going)
    assert not (tmp_path / "new.db").exists()
