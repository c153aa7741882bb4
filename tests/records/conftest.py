"""A database made once by the migrations; every test gets a copy of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tcm_tui.records.store import Store, open_store


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty agency; not to be written to."""
    file = tmp_path_factory.mktemp("blank") / "blank.db"
    open_store(file, create=True).close()
    return file


@pytest.fixture
def file(blank: Path, tmp_path: Path) -> Path:
    """A copy of the empty agency."""
    copied = tmp_path / "agency.db"
    shutil.copy2(blank, copied)
    return copied


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    """The copy, open for reading."""
    with open_store(file) as opened:
        yield opened
