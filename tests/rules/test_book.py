"""The rule book: complete, in our own words, with a citation for everything."""

from __future__ import annotations

import re

import pytest

from tcm_tui.rules import book
from tcm_tui.rules.pack import PackError

IDS = [f"R{number}" for number in range(1, 49)]


def test_the_book_has_r1_to_r48_in_order_and_nothing_else() -> None:
    assert [rule.id for rule in book.all_rules()] == IDS
    assert list(book.sources()) == IDS
    assert [book.rule(id_).id for id_ in IDS] == IDS


def test_every_rule_is_complete() -> None:
    for rule in book.all_rules():
        assert rule.kind in ("computed", "shown")
        for text in (rule.title, rule.text, rule.reading):
            assert text == text.strip() and text
        assert rule.text.endswith(".") and rule.reading.endswith(".")
        assert rule.question is None or rule.question.endswith((".", "?"))
        assert set(rule.document.split(", ")) <= set(book.book().documents)


# which document each rule rests on, from the table of rules: B alone, both, or A
DOCUMENTS = {"R30": "B", "R31": "B", "R34": "B", "R36": "B", "R37": "B", "R32": "A, B", "R33": "A, B"}


@pytest.mark.parametrize("id_", IDS)
def test_the_citation_names_document_and_section(id_: str) -> None:
    assert re.match(r"[AB], \S", book.source(id_))
    assert book.rule(id_).document == DOCUMENTS.get(id_, "A")
    assert book.rule(id_).source == book.source(id_)


def test_what_is_only_information_is_shown_and_the_rest_computed() -> None:
    shown = {rule.id for rule in book.all_rules() if rule.kind == "shown"}
    assert shown == {"R23", "R32", "R33", "R35", "R36", "R37"}


def test_open_questions_are_kept() -> None:
    assert "HN under contract 111" in (book.rule("R2").question or "")
    assert book.rule("R3").question is None


def test_the_figures_come_with_a_caveat_about_their_date() -> None:
    assert "snapshot" in book.book().caveat


def test_a_check_of_our_own_cites_no_document() -> None:
    assert "no rule of the documents" in book.source("overlap")


def test_an_unknown_rule_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        book.rule("R49")


GOOD = {"title": "t", "text": "t", "reading": "r", "kind": "shown"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"titel": "t"}, r"^book\.toml: R1\.titel: unknown key"),
        ({"text": None}, r"^book\.toml: R1\.text: must be text"),
        ({"reading": 3}, r"^book\.toml: R1\.reading: must be text"),
        ({"kind": "guessed"}, r"^book\.toml: R1\.kind: must be computed or shown"),
    ],
)
def test_a_faulty_entry_is_refused(change: dict[str, object], message: str) -> None:
    assert book._rule("R1", GOOD).question is None
    with pytest.raises(PackError, match=message):
        book._rule("R1", GOOD | change)
