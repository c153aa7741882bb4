"""Opening: what is made, what is refused and left as it was, and who may read it."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tcm_tui.records import paths, store
from tcm_tui.records.engine import connect
from tcm_tui.records.errors import StoreError
from tcm_tui.records.store import Store, looked_at_again, open_store


def mode(path: Path) -> str:
    return f"{stat.S_IMODE(path.stat().st_mode):04o}"


def refusal(file: Path | str, **more: float) -> StoreError:
    with pytest.raises(StoreError) as caught:
        open_store(file, **more)
    return caught.value


@pytest.fixture
def any_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("any_umask")
def test_a_new_database_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "er" / "agency.db"
    open_store(file, create=True).close()
    assert (mode(file), mode(file.parent), mode(file.parent.parent)) == ("0600", "0700", "0700")
    assert {mode(one) for one in file.parent.iterdir()} == {"0600"}, "the journal too"


@pytest.mark.usefixtures("any_umask")
def test_the_default_place_is_private(isolated: Path) -> None:
    open_store(create=True).close()
    file = isolated / ".local" / "share" / "tcm-tui" / "agency.db"
    assert (mode(file), mode(file.parent)) == ("0600", "0700")


def test_what_others_may_read_is_closed_to_them(file: Path) -> None:
    file.chmod(0o644)
    open_store(file).close()
    assert mode(file) == "0600"


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    error = refusal(tmp_path / "none.db")
    assert error.kind == "missing"
    assert error.sentence == f"There is no database at {tmp_path / 'none.db'}."
    assert list(tmp_path.iterdir()) == []


def _foreign(file: Path) -> None:
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE books (title)")
        other.commit()


def _of_another_program(file: Path) -> None:
    with closing(sqlite3.connect(file)) as other:
        other.execute("PRAGMA application_id = 42")
        other.execute("CREATE TABLE books (title)")
        other.commit()


def _newer(file: Path) -> None:
    open_store(file, create=True).close()
    with closing(sqlite3.connect(file)) as opened:
        opened.execute(f"PRAGMA user_version = {store.SCHEMA + 1}")


def _text(file: Path) -> None:
    file.write_text("member_id,first_name\nM1,Ana\n" * 20)


def _cut(file: Path) -> None:
    open_store(file, create=True).close()
    file.write_bytes(file.read_bytes()[:6000])


def _overwritten(file: Path) -> None:
    open_store(file, create=True).close()
    content = bytearray(file.read_bytes())
    content[100:4096] = b"\xff" * 3996
    file.write_bytes(content)


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (_foreign, "foreign"),
        (_of_another_program, "foreign"),
        (_text, "foreign"),
        (_newer, "newer"),
        (_cut, "damaged"),
        (_overwritten, "damaged"),
    ],
)
def test_what_can_not_be_used_is_refused_and_left_as_it_was(tmp_path: Path, spoil: object, kind: str) -> None:
    file = tmp_path / "agency.db"
    assert callable(spoil)
    spoil(file)
    file.chmod(0o640)
    before = file.read_bytes(), file.stat().st_mtime_ns, mode(file)
    error = refusal(file)
    assert error.kind == kind
    assert str(file) in error.sentence
    assert (file.read_bytes(), file.stat().st_mtime_ns, mode(file)) == before


def test_a_link_and_a_folder_are_refused(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(file)
    assert refusal(link).kind == "unreachable"
    assert refusal(tmp_path).kind == "foreign"


def test_another_users_file_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: file.stat().st_uid + 1)
    error = refusal(file)
    assert (error.kind, "another user" in error.sentence) == ("unreachable", True)


def test_a_locked_file_says_so(file: Path) -> None:
    with closing(connect(file)) as other:
        other.execute("BEGIN EXCLUSIVE")
        error = refusal(file, wait=0.0)
        assert error.kind == "locked"
        assert "in use by another program" in error.sentence
        other.execute("ROLLBACK")
    open_store(file, wait=0.0).close()


@pytest.mark.parametrize("url", ["postgresql+psycopg://u:secret@host/agency", "mysql://u:secret@host/agency"])
def test_other_databases_are_declined_without_showing_the_password(url: str) -> None:
    error = refusal(url)
    assert error.kind == "unreachable"
    assert "secret" not in error.sentence


def test_the_file_is_found_by_option_then_variable_then_home(isolated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert paths.database_path() == isolated / ".local/share/tcm-tui/agency.db"
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    assert paths.database_path() == isolated / ".local/share/tcm-tui/agency.db"
    monkeypatch.setenv("TCM_DB", "~/mine.db")
    assert paths.database_path() == isolated / "mine.db"
    assert paths.database_path("sqlite:////srv/other.db") == Path("/srv/other.db")


def test_the_reading_side_can_not_write(store: Store) -> None:
    with pytest.raises(StoreError, match="can only be read"):
        store.rows("INSERT INTO settings VALUES ('agency', 'x')")


def test_a_snapshot_sees_one_state(store: Store) -> None:
    def count() -> int:
        return len(store.rows("SELECT key FROM settings"))

    with closing(connect(store.path)) as other:
        other.execute("PRAGMA busy_timeout = 0")
        with store.snapshot(), store.snapshot():
            assert count() == 0
            other.execute("BEGIN IMMEDIATE")
            other.execute("INSERT INTO settings VALUES ('agency', 'x')")
            assert count() == 0
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("COMMIT")
            assert count() == 0
        other.execute("COMMIT")
    assert count() == 1


def test_a_snapshot_ends_with_an_exception_too(store: Store) -> None:
    with pytest.raises(KeyError), store.snapshot():
        raise KeyError
    assert not store.connection.in_transaction


def test_another_writer_is_noticed(store: Store) -> None:
    before = store.data_version()
    assert store.data_version() == before
    with closing(connect(store.path)) as other:
        other.execute("INSERT INTO settings VALUES ('agency', 'x')")
    assert store.data_version() != before


def test_what_a_crashed_writer_left_is_rolled_back_on_opening(file: Path) -> None:
    crash = textwrap.dedent(f"""
        import os, pathlib
        from tcm_tui.records.engine import connect
        c = connect(pathlib.Path({str(file)!r}))
        c.execute("PRAGMA cache_size = 1")
        c.execute("BEGIN IMMEDIATE")
        c.executemany("INSERT INTO settings VALUES (?, ?)", ((f"k{{i}}", "x" * 500) for i in range(500)))
        os._exit(9)
    """)
    assert subprocess.run([sys.executable, "-c", crash], check=False).returncode == 9
    assert file.with_name(file.name + "-journal").stat().st_size > 0, "the crash left a hot journal"
    with open_store(file) as opened:
        assert opened.rows("SELECT * FROM settings") == []
        assert opened.row("PRAGMA integrity_check") == ("ok",)


def test_reading_imports_no_query_builder(file: Path) -> None:
    heavy = ("sqlalchemy", "sqlmodel", "alembic", "pydantic")
    script = textwrap.dedent(f"""
        import sys
        from tcm_tui.records.store import open_store
        with open_store({str(file)!r}) as opened:
            opened.rows("SELECT * FROM members")
        print([name for name in {heavy} if name in sys.modules])
    """)
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_damage_is_looked_at_again_before_it_is_told(store: Store) -> None:
    from tests.records.people import member, put
    from tests.records.test_backup import spoil

    put(store, member())
    failed = sqlite3.DatabaseError("database disk image is malformed")
    failed.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    said = looked_at_again(failed, store.path)
    assert said is not None
    assert (said.kind, "read again it is whole" in said.sentence) == ("unreachable", True)
    spoil(store.path)
    with pytest.raises(StoreError) as caught:
        store.rows("SELECT * FROM members")
    assert caught.value.kind == "damaged"
