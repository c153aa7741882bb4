"""A second driver's errors are caught where those of ``sqlite3`` are, from its first use on."""

from __future__ import annotations

import sqlite3
from types import ModuleType

import pytest

from tcm_tui.records import drivers


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    for name in ("Error", "IntegrityError", "OperationalError"):
        monkeypatch.setattr(drivers, name, getattr(drivers, name))
    module = ModuleType("other")
    module.Error = type("Error", (Exception,), {})  # type: ignore[attr-defined]
    for name in ("IntegrityError", "OperationalError"):
        setattr(module, name, type(name, (module.Error,), {}))
    return module


def test_errors_of_a_driver_count_once_it_is_known(other: ModuleType) -> None:
    def raised() -> str:
        try:
            raise other.IntegrityError
        except drivers.IntegrityError:
            return "caught"
        except Exception:
            return "not caught"

    assert raised() == "not caught"
    drivers.knows(other)
    drivers.knows(other)
    assert raised() == "caught"
    assert drivers.Error[0] is sqlite3.Error
    assert drivers.Error.count(other.Error) == 1  # type: ignore[attr-defined]
