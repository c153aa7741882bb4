"""The formats, the tables and the page about the files say the same."""

from __future__ import annotations

import re
import sqlite3
import sys
from pathlib import Path
from subprocess import run

import pytest

from tcm_tui.records import words
from tcm_tui.records.csvfiles.columns import MUST, Column, Format
from tcm_tui.records.csvfiles.faults import BadCell
from tcm_tui.records.csvfiles.formats import FORMATS, KINDS, VOIDABLE
from tcm_tui.rules.policies import BY_KEY, DECLARED, Declared
from tcm_tui.rules.weekhours import WEEKDAYS
from tests.records.agency_files import FILES, desk_at

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/files.md").read_text(encoding="utf-8")


def section(name: str) -> str:
    found = re.search(rf"^## {re.escape(name)}\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S)
    assert found, f"docs/files.md has no section {name}"
    return found[1]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    path = tmp_path_factory.mktemp("schema") / "a.db"
    with desk_at(path):
        return sqlite3.connect(path)


def table_columns(form: Format) -> tuple[str, ...]:
    return tuple(form.shape({column.name: [] for column in form.columns}))


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_every_column_goes_into_the_table_and_the_keys_are_the_same(form: Format, database: sqlite3.Connection) -> None:
    there = database.execute(f"SELECT name, pk FROM pragma_table_info('{form.name}')").fetchall()
    assert {name for name, pk in there if pk} == set(form.key)
    derived = {"exact_from", "voided_on", "voided_because"}
    assert {name for name, _ in there} - derived == set(table_columns(form))
    assert ("voided_on" in dict(there)) == (form.name in VOIDABLE)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_what_columns_refer_to_is_imported_before(form: Format) -> None:
    names = [each.name for each in FORMATS]
    for column in form.columns:
        if column.refers:
            assert names.index(column.refers) < names.index(form.name)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_the_page_has_every_column_and_marks_the_required_ones(form: Format) -> None:
    cells = re.findall(r"^\| ([^|]+) \|", section(f"{form.name}.csv"), re.M)[1:]
    listed = [name for cell in cells for name in cell.split(", ")]
    assert listed[1:] == [f"**{c.name}**" if c.required else c.name for c in form.columns] or listed == [
        f"**{c.name}**" if c.required else c.name for c in form.columns
    ]
    key = re.search(r"^Key: ([^.]+)\.", section(f"{form.name}.csv"), re.M)
    assert key and all(name in key[1] for name in form.key if name not in ("key_on", "start_min"))


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_the_page_has_every_word_a_column_takes(form: Format) -> None:
    choices = {word for group in vars(words).values() if isinstance(group, tuple) for word in group} | {*WEEKDAYS}
    for column in form.columns:
        if "is not known here" in refusal(column, "¿"):
            taken = [word for word in choices if not refusal(column, word)]
            assert taken and all(f"`{word}`" in section(f"{form.name}.csv") for word in taken), column.name


def refusal(column: Column, cell: str) -> str:
    try:
        column.parse(cell)
    except BadCell as error:
        return str(error)
    return ""


@pytest.mark.parametrize("declared", DECLARED, ids=lambda declared: declared.key)
def test_the_page_has_every_setting_its_values_and_its_default(declared: Declared) -> None:
    rows = [line for line in section("settings.toml").splitlines() if line.startswith(f"| `{declared.key}` |")]
    assert len(rows) == 1
    [_, _, value, default, _] = [cell.strip() for cell in rows[0].split("|")]
    if declared.kind == "yesno":
        assert value == "`false`, `true`"
    elif declared.kind == "choice":
        assert re.findall(r'`"([^"]+)"`', value) == list(declared.choices)
    elif declared.kind in ("minutes", "number"):
        low, high = declared.choices
        assert f", {low} to {high}" in value
    assert default.strip("`").strip('"') == declared.default


def test_the_page_has_no_setting_that_is_not_there() -> None:
    assert re.findall(r"^\| `(\w+)` \|", section("settings.toml"), re.M) == list(BY_KEY)


def test_required_cells_must_be_filled_except_a_sites_contract() -> None:
    for form in FORMATS:
        for column in form.columns:
            if column.required and (form.name, column.name) != ("sites", "contract"):
                assert column.empty is MUST
            else:
                assert column.empty is not MUST


def test_the_small_agency_has_every_kind_of_file() -> None:
    assert {name.rpartition(".")[0] for name in FILES} == set(KINDS)


def test_an_import_starts_no_sqlalchemy(tmp_path: Path) -> None:
    (tmp_path / "sites.csv").write_text(FILES["sites.csv"], encoding="utf-8")
    with desk_at(tmp_path / "a.db"):
        code = (
            "import sys; from datetime import date; from tcm_tui.desk import importing, office\n"
            "desk = office.open_desk(sys.argv[1])\n"
            "assert importing.import_paths(desk, [sys.argv[2]], date(2026, 3, 1)).stored\n"
            "print([name for name in ('sqlalchemy', 'sqlmodel', 'alembic', 'textual') if name in sys.modules])"
        )
    done = run(
        [sys.executable, "-c", code, str(tmp_path / "a.db"), str(tmp_path / "sites.csv")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "[]\n", done.stderr
