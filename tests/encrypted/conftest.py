"""Encrypted databases for tests, with passphrases that are quick to try; and small agencies made encrypted."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from tcm_tui.desk import access
from tcm_tui.records import sealing
from tests.desk.given import agency

ON = date(2026, 3, 3)
DANA, LEE, KIM = "four words of dana", "four words of lee", "four words of kim"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Argon2id at its least: what is held here is not how slow it is. Nobody stays logged in."""
    for package in ("sqlcipher3", "nacl"):
        pytest.importorskip(package, reason="the extra encrypted is not installed")
    for name in ("OPS", "CODE_OPS"):
        monkeypatch.setattr(sealing, name, 1)
    for name in ("MEM", "CODE_MEM"):
        monkeypatch.setattr(sealing, name, 8192)
    yield
    access.log_out()


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A small agency whose member is Ana Pecan, not encrypted."""
    desk = agency(tmp_path, ON, services=["V1,M1,C1,2026-03-02,09:00,10:00,member-face-to-face,home"])
    desk.close()
    return tmp_path / "agency.db"


@pytest.fixture
def code() -> str:
    return access.new_code()


@pytest.fixture
def db(plain: Path, code: str) -> Path:
    """The same, encrypted; Dana, an admin, and the code open it. Nobody is logged in."""
    access.encrypt(plain, "dana", DANA, code)
    access.log_out()
    return plain


@pytest.fixture
def secret_file(tmp_path: Path) -> Callable[[str], Path]:
    """A file of mode 0600 with a passphrase in it."""

    def make(text: str) -> Path:
        file = tmp_path / f"secret-{len(text)}-{abs(hash(text))}"
        handle = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
        os.write(handle, f"{text}\n".encode())
        os.close(handle)
        return file

    return make
