"""Opening an agency: what is kept, and what is worked out anew."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tcm_tui.desk import lookup, office
from tests.desk.given import agency

ON = date(2026, 3, 3)


def test_changed_figures_are_seen_on_the_next_opening(tmp_path: Path) -> None:
    service = "V1,M1,C1,2026-03-03,09:00,10:00,member-face-to-face,home"
    desk = agency(tmp_path, ON, services=[service])
    assert lookup.units(desk, "M1", ON).day.used == 4
    desk.close()
    rules = tmp_path / "agency.db.rules"
    rules.mkdir()
    (rules / "units.toml").write_text(
        '[minutes]\n[[minutes.values]]\namount = 30\nfrom = "open"\nsource = "agency"\nreading = "half hours"\n'
    )
    told: list[str] = []
    with office.open_desk(str(tmp_path / "agency.db"), tell=told.append).store as store:
        assert store.rows("SELECT sum(units) FROM ledger") == [(2,)]
    assert len(told) == 1
    office.open_desk(str(tmp_path / "agency.db"), tell=told.append).close()
    assert len(told) == 1  # once is enough
