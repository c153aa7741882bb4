"""The screens plan nothing into the hours of today that are over."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tcm_tui.desk import office


class Noon(datetime):
    @classmethod
    def now(cls, tz: Any = None) -> Noon:
        return cls(2026, 11, 18, 12, 7)


@pytest.mark.parametrize(("on", "over"), [(date(2026, 11, 18), 727), (date(2026, 11, 19), None)])
def test_only_today_is_partly_over(on: date, over: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "datetime", Noon)
    assert office.minute_of(on) == over
