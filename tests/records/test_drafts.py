"""Drafts stay until they are dropped, one for a form and subject, and leave no trace in the audit log."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tcm_tui.records import drafts
from tcm_tui.records.errors import StoreError
from tcm_tui.records.store import Store, open_store

TEXTS = {"minutes": "45", "note": 'say “hi” to [/] \\ "Ana"\n', "": ""}


def test_a_draft_is_kept_as_typed_and_the_newest_comes_first(store: Store) -> None:
    drafts.keep(store, "log", "M1", TEXTS, "2026-03-02T09:00:00")
    drafts.keep(store, "log", "M2", {}, "2026-03-02T10:00:00")
    drafts.keep(store, "book", "M1", {"date": "fri"}, "2026-03-02T09:30:00")
    with open_store(store.path) as again:
        assert drafts.waiting(again) == [
            ("log", "M2", {}, "2026-03-02T10:00:00"),
            ("book", "M1", {"date": "fri"}, "2026-03-02T09:30:00"),
            ("log", "M1", TEXTS, "2026-03-02T09:00:00"),
        ]
        assert again.rows("SELECT * FROM audit") == []


def test_a_form_has_one_draft_for_a_subject(store: Store) -> None:
    drafts.keep(store, "log", "M1", {"a": "1", "b": "2"}, "2026-03-02T09:00:00")
    drafts.keep(store, "log", "M1", {"a": "3"}, "2026-03-02T09:01:00")
    assert drafts.waiting(store) == [("log", "M1", {"a": "3"}, "2026-03-02T09:01:00")]


def test_a_dropped_draft_is_gone_and_its_neighbours_stay(store: Store) -> None:
    for form, subject in (("log", "M1"), ("log", "M2"), ("book", "M1")):
        drafts.keep(store, form, subject, {}, "2026-03-02T09:00:00")
    drafts.drop(store, "log", "M1")
    drafts.drop(store, "log", "M1")
    assert [(d.form, d.subject) for d in drafts.waiting(store)] == [("book", "M1"), ("log", "M2")]


def test_a_draft_says_when_the_file_is_in_use(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "WAIT", 0.0)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as said:
            drafts.keep(store, "log", "M1", {}, "2026-03-02T09:00:00")
        assert said.value.kind == "locked"
