"""The key file: what opens it, what doesn't, and that it is whole whatever happens to it."""

from __future__ import annotations

import json
import stat
import threading
from pathlib import Path
from typing import Any

import pytest

from tcm_tui.records import keyfile, keyslots, sealing
from tcm_tui.records.errors import StoreError
from tcm_tui.records.keyslots import Unfitting
from tests.encrypted.conftest import DANA, KIM, LEE

CODE = "0" * 28


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where a database with a key file would be."""
    file, keys = keyslots.new_file("dana", DANA, CODE)
    keyfile.create(tmp_path / "a.db", file, keys)
    return tmp_path / "a.db"


def opened(database: Path, person: str = "dana", secret: str = DANA) -> keyslots.Unlocked:
    return keyslots.unlock(keyfile.load(database), person, secret)


def test_what_was_opened_shows_no_key(database: Path) -> None:
    shown = repr(opened(database))
    assert shown == "Unlocked('dana')"


def changed(database: Path, change: Any) -> None:
    """The file with a change that no program of ours made."""
    file = keyfile.place(database)
    found = json.loads(file.read_text(encoding="utf-8"))
    change(found)
    file.write_text(json.dumps(found), encoding="utf-8")


def test_each_person_opens_the_same_key_with_a_passphrase_of_their_own(database: Path) -> None:
    keys = opened(database).keys
    keyslots.add(database, keys, "lee", LEE, keyfile.STAFF)
    lee = opened(database, "lee", LEE)
    assert lee.keys == keys and lee.whole and lee.role == "staff" and len(lee.newest) == 32
    assert opened(database, keyfile.RECOVERY, CODE).keys == keys
    assert stat.S_IMODE(keyfile.place(database).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("person", "secret"),
    [("dana", LEE), ("dana", DANA + " "), ("lee", DANA), ("", DANA), ("dana", CODE), ("", "1" + CODE[1:])],
)
def test_nothing_else_opens_it(database: Path, person: str, secret: str) -> None:
    with pytest.raises(sealing.NotOpened):
        opened(database, person, secret)


def test_a_letter_with_an_accent_is_the_same_however_it_is_put_together(database: Path) -> None:
    keyslots.set_secret(database, opened(database).keys, "dana", "caf\u00e9 " * 3)
    assert opened(database, "dana", "cafe\u0301 " * 3).whole


def test_nothing_in_the_file_is_a_secret(database: Path) -> None:
    key, text = opened(database).newest, keyfile.place(database).read_bytes()
    assert all(secret not in text for secret in (DANA.encode(), CODE.encode(), key, key.hex().encode()))
    assert b"dana" in text


@pytest.mark.parametrize("part", ["private", "public", "argon2id", "keys"])
def test_a_slot_that_was_tampered_with_does_not_open(database: Path, part: str) -> None:
    def change(found: Any) -> None:
        slot = found["slots"][0]
        if part == "argon2id":
            slot[part]["ops"] = 2
        elif part == "keys":
            (mark,) = slot[part]
            slot[part][mark] = slot[part][mark][::-1].lstrip("=").ljust(len(slot[part][mark]), "A")
        else:
            slot[part] = ("B" if slot[part][0] == "A" else "A") + slot[part][1:]

    changed(database, change)
    with pytest.raises((sealing.NotOpened, StoreError)):
        opened(database)


def test_another_persons_slot_put_in_is_seen_and_no_key_is_ever_sealed_to_it(database: Path) -> None:
    keys = opened(database).keys
    keyslots.add(database, keys, "lee", LEE, keyfile.STAFF)
    stranger, _ = keyslots.new_file("kim", KIM, CODE)

    def swap(found: Any) -> None:
        found["slots"][2]["public"] = keyfile._b64(stranger.slots[0].pair.public)

    changed(database, swap)
    dana = opened(database)
    assert dana.keys == keys and not dana.whole
    with pytest.raises(StoreError, match="changed by something else than tcm"):
        keyslots.add(database, keys, "kim", KIM, keyfile.STAFF)
    with keyfile.held(database) as held, pytest.raises(StoreError, match="changed by something else"):
        keyslots.must_be_whole(held, keys)


@pytest.mark.parametrize(
    "text", [b"", b"{", b"[]", b"{}", b"null", b"\xff\xfe", b'{"format": "tcm key file", "version": 9}']
)
def test_what_is_no_key_file_is_told_in_a_sentence(database: Path, text: bytes) -> None:
    keyfile.place(database).write_bytes(text)
    with pytest.raises(StoreError, match="is damaged: put the key file of a backup"):
        keyfile.load(database)
    assert keyfile.place(database).read_bytes() == text


def test_every_shortened_file_is_refused(database: Path) -> None:
    whole = keyfile.place(database).read_bytes()
    for length in range(0, len(whole) - 1, 7):
        keyfile.place(database).write_bytes(whole[:length])
        with pytest.raises(StoreError) as error:
            keyfile.load(database)
        assert error.value.kind == "damaged"


def test_costs_that_would_keep_the_machine_busy_are_not_tried(database: Path) -> None:
    changed(database, lambda found: found["slots"][0]["argon2id"].update(mem=2**40))
    with pytest.raises(sealing.NotOpened):
        opened(database)


def test_a_link_is_refused_and_no_key_file_is_ever_replaced(database: Path, tmp_path: Path) -> None:
    file, keys = keyslots.new_file("lee", LEE, CODE)
    before = keyfile.place(database).read_bytes()
    with pytest.raises(StoreError, match="is there already"):
        keyfile.create(database, file, keys)
    assert keyfile.place(database).read_bytes() == before
    (tmp_path / "b.db.keys").symlink_to(keyfile.place(database))
    with pytest.raises(StoreError, match="is a link"):
        keyfile.load(tmp_path / "b.db")


def test_two_who_change_it_at_once_lose_nothing(database: Path) -> None:
    keys = opened(database).keys
    names = [f"p{n}" for n in range(8)]
    threads = [threading.Thread(target=keyslots.add, args=(database, keys, name, LEE, "staff")) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [slot.person for slot in keyfile.load(database).people] == ["dana", *names]
    assert opened(database).whole and not list(database.parent.glob(".*"))


def test_a_file_somebody_holds_is_waited_for_and_then_told(database: Path) -> None:
    with (
        keyfile.held(database),
        pytest.raises(StoreError, match="being changed by another program"),
        keyfile.held(database, 0.1),
    ):
        pass


def test_it_stays_held_when_it_is_replaced(database: Path) -> None:
    with keyfile.held(database) as held:
        held.put(held.file, opened(database).keys)
        with pytest.raises(StoreError, match="being changed by another program"), keyfile.held(database, 0.1):
            pass


def test_a_new_key_needs_nobodys_passphrase_and_leaves_one_out(database: Path) -> None:
    keys = opened(database).keys
    keyslots.add(database, keys, "lee", LEE, keyfile.STAFF)
    keyslots.add(database, keys, "kim", KIM, keyfile.STAFF)
    new = sealing.new_key()
    with keyfile.held(database) as held:
        both = keyslots.begin_removal(held, keys, "lee", new)
        assert list(opened(database, "lee", LEE).keys.values()) == list(keys.values())
        assert opened(database, "kim", KIM).keys == both and opened(database).whole
        keyslots.settle(held, both, new)
    for person, secret in (("dana", DANA), ("kim", KIM), ("", CODE)):
        assert list(opened(database, person, secret).keys.values()) == [new]
    with pytest.raises(sealing.NotOpened):
        opened(database, "lee", LEE)


def test_the_last_admin_stays_one(database: Path) -> None:
    keys = opened(database).keys
    keyslots.add(database, keys, "lee", LEE, keyfile.STAFF)
    with pytest.raises(Unfitting, match="only admin"):
        keyslots.set_role(database, keys, "dana", keyfile.STAFF)
    with keyfile.held(database) as held, pytest.raises(Unfitting, match="only admin"):
        keyslots.begin_removal(held, keys, "dana", sealing.new_key())
    keyslots.set_role(database, keys, "lee", keyfile.ADMIN)
    keyslots.set_role(database, keys, "dana", keyfile.STAFF)


@pytest.mark.parametrize(
    ("person", "passphrase", "says"),
    [
        ("lee", "eleven char", "12"),
        ("", LEE, "1 to 40"),
        (" lee", LEE, "1 to 40"),
        ("le\x1be", LEE, "1 to 40"),
        ("dana", LEE, "already"),
    ],
)
def test_who_does_not_fit_is_not_added(database: Path, person: str, passphrase: str, says: str) -> None:
    with pytest.raises(Unfitting, match=says):
        keyslots.add(database, opened(database).keys, person, passphrase, keyfile.STAFF)


def test_a_name_changes_and_the_passphrase_stays(database: Path) -> None:
    keyslots.rename(database, opened(database).keys, "dana", "dana w")
    assert opened(database, "dana w").whole


# ── recovery codes ────────────────────────────────────────────────────────────────────────────────


def test_a_code_is_read_however_it_is_typed_and_a_slip_is_seen() -> None:
    code = sealing.new_code()
    bare = code.replace("-", "")
    assert sealing.read_code(f" {code.lower().replace('-', ' ')} ") == bare
    assert sealing.read_code(bare.replace("0", "o").replace("1", "I")) == bare
    slips = [bare[:n] + ("Z" if bare[n] != "Z" else "Y") + bare[n + 1 :] for n in range(30)]
    assert sum(sealing.read_code(slip) is not None for slip in slips) <= 1  # a check of ten bits
    assert sealing.read_code(bare[:-1]) is None and sealing.read_code("") is None


def test_codes_differ() -> None:
    assert len({sealing.new_code() for _ in range(100)}) == 100


def test_too_little_memory_is_told_in_a_sentence(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a key file asks for whose costs somebody raised."""
    from nacl.pwhash import argon2id

    def refused(*_: object, **__: object) -> bytes:
        raise RuntimeError("crypto_pwhash_alg")

    monkeypatch.setattr(argon2id, "kdf", refused)
    with pytest.raises(StoreError, match="too little memory"):
        opened(database)
