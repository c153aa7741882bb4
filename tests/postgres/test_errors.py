"""What goes wrong with a server is told in one sentence, without a password; afterwards the next question works."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tcm_tui.cli.app import run
from tcm_tui.desk import booking, office
from tcm_tui.desk.office import Desk, StoreError
from tcm_tui.records import keyring, plain
from tests.desk import given
from tests.postgres.server import PASSWORD, Server, name_of

ON = date(2026, 3, 3)


@pytest.fixture
def desk(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    url = server.empty_agency()
    monkeypatch.setattr(given, "place", lambda _: url)
    with closing(given.agency(tmp_path, ON)) as opened:
        yield opened
    server.drop(url)


def database(desk: Desk) -> str:
    return name_of(str(desk.store.path))


def book(desk: Desk, start: int = 540, **more: Any) -> Any:
    return booking.book(desk, "M1", "C1", ON, start, start + 60, "community-contact", ON, **more)


def throw_out(server: Server, desk: Desk) -> None:
    """What a restart of the server does to who is connected."""
    server.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database(desk)}'")


def _anothers(server: Server) -> str:
    url = server.fresh()
    server.sql("CREATE TABLE something (a int)", name_of(url))
    return url


CASES: dict[str, tuple[Callable[[Server], str], str]] = {
    "no such database": (
        lambda s: s.url("nowhere"),
        "The database nowhere on this machine is not there: create it first",
    ),
    "unknown user": (lambda s: s.url("postgres", "stranger"), "does not let stranger in"),
    "no password": (lambda s: s.url("postgres", tcp=True), "does not let tcm_owner in"),
    "wrong password": (
        lambda s: s.url("postgres", tcp=True).replace("tcm_owner@", "tcm_owner:sesame1@"),
        "does not let tcm_owner in",
    ),
    "no server": (lambda s: "postgresql://tcm_owner:sesame1@127.0.0.1:1/d", "can't be reached"),
    "no such host": (lambda s: "postgresql://a:sesame1@nowhere.invalid/d?sslmode=require", "can't be reached"),
    "no TLS": (lambda s: "postgresql://a:sesame1@db.example/d", "add sslmode=verify-full"),
    "another's": (_anothers, "has other tables and none of tcm"),
}


@pytest.mark.parametrize("name", CASES)
def test_what_cannot_be_opened_is_told_in_one_sentence(server: Server, name: str, capsys: Any) -> None:
    url_of, said = CASES[name]
    assert run(["caseload", "--db", url_of(server)]) == 3
    shown = capsys.readouterr()
    assert said in shown.err
    assert "Traceback" not in shown.err and "sesame1" not in shown.err + shown.out
    assert shown.err.count("\n") == 1
    keyring.drop()


def test_a_password_opens_and_is_shown_nowhere(server: Server, capsys: Any) -> None:
    fresh = name_of(server.empty_agency())
    url = server.url(fresh, tcp=True).replace("@", f":{PASSWORD.replace(' ', '%20')}@", 1)
    assert run(["caseload", "--db", url]) == 0
    desk = office.open_desk(url)
    with closing(desk):
        assert PASSWORD not in str(desk.store.path) + repr(desk.store.path)
        again = office.open_desk(str(desk.store.path))  # as the threads of the app do
        again.close()
    keyring.drop()


def test_a_newer_database_is_left_alone(server: Server, desk: Desk, capsys: Any) -> None:
    server.sql("UPDATE alembic_version SET version_num = '0999'", database(desk))
    assert run(["caseload", "--db", str(desk.store.path)]) == 3
    assert "newer version of tcm" in capsys.readouterr().err


def test_after_a_restart_of_the_server_the_next_question_works(server: Server, desk: Desk) -> None:
    throw_out(server, desk)
    with desk.reading():
        assert [name for _, name in desk.member_names()] == ["Ana Pecan"]
    throw_out(server, desk)
    assert book(desk).id is not None


def test_a_restart_in_the_middle_of_an_answer_is_told_and_the_next_works(server: Server, desk: Desk) -> None:
    def ask() -> list[tuple[str, str]]:
        with desk.reading():
            throw_out(server, desk)
            return desk.member_names()

    with pytest.raises(StoreError, match=r"was lost|stopping") as lost:
        ask()
    assert lost.value.kind == "unreachable"
    with desk.reading():
        assert desk.member_names() == [("M1", "Ana Pecan")]


def test_a_restart_in_the_middle_of_a_write_takes_it_back(
    server: Server, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = booking.check

    def cut(*given: Any) -> None:
        check(*given)
        throw_out(server, desk)

    monkeypatch.setattr(booking, "check", cut)
    with pytest.raises(StoreError, match="was lost; nothing was changed"):
        book(desk, key="k")
    monkeypatch.setattr(booking, "check", check)
    assert book(desk, key="k").id is not None
    assert desk.store.rows("SELECT count(*) FROM appointments") == [(1,)]


def test_a_write_waits_for_another_and_can_be_given_up(desk: Desk) -> None:
    waited: list[float] = []
    with plain.plain_work(desk.store, "another", "test"):
        desk.waiting = lambda seconds: waited.append(seconds) or seconds < 0.25  # type: ignore[func-returns-value]
        with pytest.raises(StoreError) as given_up:
            book(desk)
    assert given_up.value.kind == "cancelled"
    assert 2 <= len(waited) <= 4
    assert waited == sorted(waited) and waited[0] < 0.2


def test_a_write_that_waited_too_long_says_who_is_in_the_way(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from tcm_tui.records import write

    another = plain.plain_work(desk.store, "another", "test")
    with another, pytest.raises(StoreError) as locked, write.work(desk.store, "t", "test", wait=0.05):
        pass
    assert locked.value.kind == "locked"
    assert locked.value.sentence.startswith(f"The database {database(desk)} on this machine is in use")


def test_readers_never_wait_for_a_writer(desk: Desk) -> None:
    with plain.plain_work(desk.store, "another", "test") as uow:
        uow.driver.execute("UPDATE members SET first_name = 'Bea' WHERE member_id = 'M1'")
        other = office.open_desk(str(desk.store.path))
        with closing(other), other.reading():
            assert other.member_names() == [("M1", "Ana Pecan")]
        uow.audit("members", "M1", "M1", {"first_name": "Ana"}, {"first_name": "Bea"})
    with desk.reading():
        assert desk.member_names() == [("M1", "Bea Pecan")]


def test_a_second_write_with_a_key_gets_the_first_one_s_answer(desk: Desk) -> None:
    """Both begin before either has stored its answer."""
    both, told = threading.Barrier(2), []

    def one() -> None:
        own = office.open_desk(str(desk.store.path))
        both.wait()
        told.append(book(own, key="same"))
        own.close()

    threads = [threading.Thread(target=one) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert told[0].id is not None and told[0] == told[1]


def test_a_refused_row_shows_no_values(desk: Desk) -> None:
    from tcm_tui.records.errors import Unfit
    from tcm_tui.records.tables import Member
    from tcm_tui.records.write import work

    with pytest.raises(Unfit) as unfit, work(desk.store, "t", "x") as uow:
        person = {"member_id": "M1", "first_name": "Quentin", "last_name": "Quill", "dob": ON}
        uow.session.add(Member(**person, program="standard", focus="HE"))
        uow.flush()
    assert "Quentin" not in str(unfit.value) and "M1" not in str(unfit.value)
    assert str(unfit.value) == "UNIQUE constraint failed: pk_members"


def test_the_log_only_grows(server: Server, desk: Desk) -> None:
    import psycopg

    for change in ("UPDATE audit SET who = 'x'", "DELETE FROM audit", "TRUNCATE audit"):
        with pytest.raises(psycopg.errors.RaiseException, match="the audit log is never"):
            server.sql(change, database(desk))


def over_tls(server: Server, options: str) -> str:
    if not (server.folder / "data" / "server.crt").exists():
        pytest.skip("openssl is not installed: the test server has no certificate")
    database = name_of(server.empty_agency())
    keyring.drop()
    return f"{server.url(database, tcp=True).replace('@', ':' + PASSWORD.replace(' ', '%20') + '@', 1)}?{options}"


def test_with_tls_the_server_is_the_one_its_certificate_names(server: Server) -> None:
    url = over_tls(server, f"sslmode=verify-full&sslrootcert={server.folder / 'data' / 'server.crt'}")
    with closing(office.open_desk(url)) as opened:
        assert opened.store.rows("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()") == [(1,)]
    keyring.drop()


@pytest.mark.parametrize(("host", "root"), [("127.0.0.1", "another.crt"), ("localhost", "server.crt")])
def test_a_server_with_another_certificate_is_refused(server: Server, host: str, root: str, capsys: Any) -> None:
    """One that nobody vouches for, and one that is another machine's."""
    authority = server.folder / "data" / root
    if root == "another.crt":
        from tests.postgres import server as servers

        made = server.folder / "another"
        made.mkdir(exist_ok=True)
        made.chmod(0o777)
        servers._certificate(made)
        authority = made / "server.crt"
    url = over_tls(server, f"sslmode=verify-full&sslrootcert={authority}").replace("127.0.0.1", host)
    assert run(["caseload", "--db", url]) == 3
    assert "its TLS isn't what the URL asks for" in capsys.readouterr().err
    keyring.drop()
