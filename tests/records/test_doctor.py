"""The doctor finds each thing that can be wrong, and nothing in a healthy file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tcm_tui.desk import keeping
from tcm_tui.records.doctor import doctor
from tcm_tui.records.store import Store, open_store
from tcm_tui.records.write import work
from tcm_tui.rules.facts import Policy
from tcm_tui.rules.pack import load_packs
from tests.records.people import assignment, member, put, service, site, worker

POLICY, PACKS = Policy(), load_packs()


@pytest.fixture
def agency(store: Store) -> Store:
    put(store, site(), worker(), member(), assignment(), service())
    with work(store, "t", "refresh") as uow:
        uow.refresh(POLICY, PACKS)
        uow.audit("ledger", "all")
    return store


def failing(store: Store, policy: Policy = POLICY) -> list[str]:
    return [check.name for check in doctor(store, policy, PACKS) if not check.ok]


def test_a_healthy_file_has_nothing(agency: Store) -> None:
    found = doctor(agency, POLICY, PACKS, whole=True)
    assert [check.name for check in found if not check.ok] == []
    assert len(found) == 10
    assert all(check.sentence.endswith(".") for check in found)


def _sql(*statements: str) -> Callable[[Path], None]:
    def spoil(file: Path) -> None:
        with closing(sqlite3.connect(file)) as opened:
            for statement in statements:
                opened.execute(statement)
            opened.commit()

    return spoil


@pytest.mark.parametrize(
    ("spoil", "name"),
    [
        (_sql("UPDATE plans SET member_id = 'x'", "INSERT INTO plans VALUES ('nobody', '2026-01-01', NULL, "
              "NULL, NULL, NULL, NULL)"), "references"),
        (lambda file: file.chmod(0o640), "file mode"),
        (lambda file: file.parent.chmod(0o770), "folder mode"),
        (_sql("UPDATE meta SET value = 'other' WHERE key = 'ledger'"), "figures"),
        (_sql("UPDATE ledger SET units = units + 1", "UPDATE cm_days SET units = units + 1"), "ledger"),
        (_sql("DELETE FROM ledger", "DELETE FROM cm_days"), "ledger"),
        (_sql("UPDATE cm_days SET minutes = minutes - 1"), "worker days"),
        (_sql("DELETE FROM cm_days"), "worker days"),
        (_sql("DROP TRIGGER tr_audit_update", "UPDATE audit SET who = 'nobody' WHERE id = 1"), "audit log"),
        (_sql("DROP TRIGGER tr_audit_delete", "DELETE FROM audit WHERE id = 2"), "audit log"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(agency: Store, spoil: Callable[[Path], None], name: str) -> None:
    spoil(agency.path)
    assert failing(agency) == [name]


def test_other_choices_are_named(agency: Store) -> None:
    assert failing(agency, POLICY._replace(unit_rounding="eight-minute")) == ["figures"]


def test_a_lost_index_row_is_found(agency: Store) -> None:
    file = agency.path
    agency.close()
    with closing(sqlite3.connect(file)) as opened:
        (root,) = opened.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'ix_services_faxed'").fetchone()
        (full,) = opened.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'ix_services_member_id_date'"
        ).fetchone()
    content = bytearray(file.read_bytes())
    content[(full - 1) * 4096 : full * 4096] = content[(root - 1) * 4096 : root * 4096]
    file.write_bytes(content)
    with open_store(file) as opened_again:
        assert "integrity" in failing(opened_again)


# ── an agency's own rule values ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("limits.toml", "rows = 3", "limits.toml: rows: must be a table, not 3."),
        ("hours.toml", "pace = 1", "hours.toml: pace: unknown key"),
        ("coverage.toml", "not toml", "coverage.toml: coverage: is not TOML"),
        ("fees.toml", "a = 1", "fees.toml: fees: unknown topic"),
    ],
)
def test_a_faulty_file_of_rule_values_is_named_whether_or_not_it_was_read(
    agency: Store, name: str, text: str, said: str
) -> None:
    own = agency.path.with_name(agency.path.name + ".rules")
    own.mkdir()
    (own / name).write_text(text, encoding="utf-8")
    before = agency.rows("SELECT * FROM meta")
    found = keeping.doctor(str(agency.path))
    assert [check.sentence.startswith(said) for check in found if not check.ok] == [True]
    assert {check.name for check in found} >= {"integrity", "references", "version", "audit log", "rule values"}
    assert agency.rows("SELECT * FROM meta") == before


def test_every_faulty_file_is_named(agency: Store) -> None:
    own = agency.path.with_name(agency.path.name + ".rules")
    own.mkdir()
    for name in ("limits.toml", "outreach.toml", "hours.toml"):
        (own / name).write_text("x", encoding="utf-8")
    wrong = [check.sentence.partition(":")[0] for check in keeping.doctor(str(agency.path)) if not check.ok]
    assert sorted(wrong) == ["hours.toml", "limits.toml", "outreach.toml"]


def test_sound_values_of_an_agency_are_well(agency: Store) -> None:
    own = agency.path.with_name(agency.path.name + ".rules")
    own.mkdir()
    (own / "hours.toml").write_text("", encoding="utf-8")
    assert [check for check in keeping.doctor(str(agency.path)) if not check.ok] == []
