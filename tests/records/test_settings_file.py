"""settings.toml in and out: every kind of setting, its faults, and what the ledger has to do with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tcm_tui.desk.exporting import export_folder
from tcm_tui.records import freshness, refresh
from tcm_tui.rules.policies import Planning
from tests.records.agency_files import desk_at, load, said, write

CHOSEN = """agency = "Plains \\"Care\\""
crisis_buffer = 45
day_start = "07:30"
day_stop = "16:30"
hop_minutes = 5
juneteenth = true
lunch = ""
unit_scope = "member-day"
visit_units_full = 6
"""


def test_settings_come_back_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text(CHOSEN, encoding="utf-8")
    with desk_at(tmp_path / "a.db") as desk:
        assert load(desk, tmp_path / "settings.toml").stored
        assert desk.planning == Planning(450, 990, None, 45, 2, 6, 1, 25, 5)
        assert desk.policy.unit_scope == "member-day"
        assert desk.policy.juneteenth is True
        export_folder(desk, tmp_path / "out", ["settings"])
        assert (tmp_path / "out/settings.toml").read_text(encoding="utf-8") == CHOSEN
        again = load(desk, tmp_path / "out/settings.toml").files[0]
        assert (again.added, again.changed, again.unchanged) == (0, 0, 9)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('crisis_buffer = "30"', "crisis_buffer: must be a whole number without quotation marks, not a text"),
        ("crisis_buffer = true", "crisis_buffer: must be a whole number without quotation marks, not true or false"),
        ("crisis_buffer = 241", "crisis_buffer: 241 is out of range; write a whole number from 0 to 240"),
        ("visit_units_min = 1.5", "visit_units_min: must be a whole number without quotation marks, not a number"),
        ('day_start = "8:00"', "day_start: “8:00” is no time; write it as HH:MM, for example 08:00"),
        ("day_start = 08:00:00", "day_start: must be text in quotation marks, not a date or time"),
        ('lunch = "12:00"', "lunch: “12:00” is no span; write it as HH:MM-HH:MM, for example 12:00-13:00"),
        ("crisis_buffers = 30", "crisis_buffers: is not a setting; did you mean crisis_buffer?"),
        ('day_stop = "07:00"', "day_stop: 07:00 is not after day_start 08:00; correct one"),
        ('lunch = "16:30-17:30"', "lunch: 16:30-17:30 does not lie within 08:00-17:00, the usual day; correct one"),
        ("visit_units_min = 5", "visit_units_full: 4 is below visit_units_min 5; correct one"),
    ],
)
def test_a_setting_that_does_not_fit_is_named(tmp_path: Path, line: str, fault: str) -> None:
    (tmp_path / "settings.toml").write_text(f"{line}\n", encoding="utf-8")
    with desk_at(tmp_path / "a.db") as desk:
        result = load(desk, tmp_path / "settings.toml")
        assert result.refused and not result.stored
        assert [text.removesuffix(", or nothing for none") for text in said(result)] == [f"settings.toml {fault}"]
        assert desk.planning == Planning()


def test_a_setting_is_seen_together_with_those_that_are_stored(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    with desk_at(tmp_path / "a.db") as desk:
        file.write_text('day_start = "12:30"\nday_stop = "20:00"\nlunch = "15:00-15:30"\n', encoding="utf-8")
        assert load(desk, file).stored
        file.write_text('day_stop = "12:00"\n', encoding="utf-8")
        assert said(load(desk, file)) == ["settings.toml day_stop: 12:00 is not after day_start 12:30; correct one"]
        file.write_text('agency = "Ours"\n', encoding="utf-8")
        assert load(desk, file).stored


@pytest.mark.parametrize(
    ("line", "anew"),
    [("crisis_buffer = 45", False), ('hours_year = "calendar"', False), ('unit_rounding = "eight-minute"', True)],
)
def test_only_what_the_ledger_follows_from_works_it_out_anew(
    tmp_path: Path, line: str, anew: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desk_at(tmp_path / "a.db") as desk:
        assert load(desk, write(tmp_path / "in")).stored
        worked_out: list[object] = []
        real = refresh.refresh_members

        def counted(connection: Any, policy: Any, packs: Any, members: Any = None, **more: Any) -> None:
            worked_out.append(members)
            real(connection, policy, packs, members, **more)

        monkeypatch.setattr(refresh, "refresh_members", counted)
        (tmp_path / "settings.toml").write_text(f"{line}\n", encoding="utf-8")
        assert load(desk, tmp_path / "settings.toml").files[0].added == 1
        assert worked_out == ([None] if anew else [])
        assert not freshness.is_stale(desk.store, desk.policy, desk.packs)
