"""The URL of a database: what is kept of it, and that records never travel without TLS."""

from __future__ import annotations

import pytest

from tcm_tui.records import keyring
from tcm_tui.records.errors import StoreError
from tcm_tui.records.postgres.place import is_url, server

SHOWN = [
    ("postgresql+psycopg://ana@db.example/agency?sslmode=require", {"user": "ana", "host": "db.example",
     "dbname": "agency", "sslmode": "require"}),
    ("postgresql+psycopg:///agency", {"dbname": "agency"}),
    ("postgresql+psycopg://a%40b@[::1]:5433/x%20y", {"user": "a@b", "host": "::1", "port": "5433", "dbname": "x y"}),
    ("postgresql+psycopg://@/agency?host=/run/pg", {"dbname": "agency", "host": "/run/pg"}),
]  # fmt: skip


@pytest.mark.parametrize(("url", "parameters"), SHOWN)
def test_a_url_says_what_libpq_is_told_and_names_the_place_again(url: str, parameters: dict[str, str]) -> None:
    place = server(url)
    assert place.parameters == parameters
    assert server(str(place)) == place


@pytest.mark.parametrize("url", ["postgresql://a:s3cr%20t@h/d", "postgres://a@h/d?password=s3cr%20t"])
def test_a_password_is_kept_apart_and_never_shown(url: str) -> None:
    place = server(url)
    assert keyring.secret_of(place) == b"s3cr t"
    assert "s3cr" not in f"{place} {place!r} {place.name} {place.parameters}"
    keyring.drop()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://a:secret@h:no/d",
        "postgresql://a:secret@h",
        "postgresql://a:secret@h/d?sslmod=x",
        "postgres://h/a/b",
    ],
)
def test_a_url_that_is_none_is_refused_in_one_sentence_without_itself(url: str) -> None:
    with pytest.raises(StoreError) as refused:
        server(url)
    assert "secret" not in refused.value.sentence
    assert refused.value.sentence.endswith("USER@HOST/DATABASE?sslmode=verify-full.")


HERE = ("", "localhost", "127.0.0.1", "127.9.9.9", "[::1]")
FAR = ("db.example", "10.0.0.5", "[fe80::1]", "localhost.example", "127.0.0.1.example", "localhost,db.example")


@pytest.mark.parametrize("host", HERE)
def test_what_stays_on_this_machine_needs_no_tls(host: str) -> None:
    server(f"postgresql://a@{host}/d").check_secure()


@pytest.mark.parametrize("host", FAR)
@pytest.mark.parametrize("mode", ["", "?sslmode=prefer", "?sslmode=disable", "?sslmode=allow"])
def test_what_leaves_this_machine_without_tls_is_refused(host: str, mode: str) -> None:
    with pytest.raises(StoreError, match="add sslmode=verify-full"):
        server(f"postgresql://a@{host}/d{mode}").check_secure()


@pytest.mark.parametrize("mode", ["require", "verify-ca", "verify-full"])
def test_with_tls_it_may(mode: str) -> None:
    server(f"postgresql://a@db.example/d?sslmode={mode}").check_secure()


@pytest.mark.parametrize(
    ("url", "environment"),
    [
        ("postgresql:///d", {"PGHOST": "db.example"}),
        ("postgresql://localhost/d", {"PGHOSTADDR": "10.0.0.5"}),
        ("postgresql:///d", {"PGSERVICE": "far"}),
        ("postgresql://localhost/d?hostaddr=10.0.0.5", {}),
        ("postgresql://localhost/d?host=db.example", {}),
    ],
)
def test_a_way_round_by_the_environment_or_an_option_is_seen(
    url: str, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(StoreError, match="add sslmode=verify-full"):
        server(url).check_secure()


def test_a_path_is_no_url() -> None:
    assert [is_url(text) for text in ("postgres", "/a/postgresql:b", "C:\\x", "postgresql:x")] == [False] * 4
