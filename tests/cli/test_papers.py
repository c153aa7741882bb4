"""``tcm week --print``: the week as a page, for its owner alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Tcm


@pytest.mark.parametrize(("name", "holds"), [("week.txt", "Ana Plume M3"), ("week.HTML", "<b>Ana Plume</b>")])
def test_the_week_as_a_page(name: str, holds: str, ask: Tcm, tmp_path: Path) -> None:
    file = tmp_path / name
    answer = ask("week", "C1", "--print", file)
    assert answer.code == 0
    assert holds in file.read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o077 == 0
    assert "keep it private" in answer.err and "Dana Whitehorse" in answer.out


def test_another_kind_of_page_is_wrong_usage(ask: Tcm, tmp_path: Path) -> None:
    answer = ask("week", "C1", "--print", tmp_path / "week.pdf")
    assert answer.code == 2
    assert ".html" in answer.err and list(tmp_path.glob("week*")) == []
