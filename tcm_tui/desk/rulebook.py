"""The rule book with the figures in force on a day, earlier and later ones, sources and readings."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from tcm_tui.desk.errors import NotOne
from tcm_tui.desk.views import RuleValue, RuleView
from tcm_tui.rules import book
from tcm_tui.rules.pack import Entry, Packs


class Values(Protocol):
    """Whatever holds the values in force: a desk, or the packs alone when there is no database."""

    @property
    def packs(self) -> Packs: ...


class Shelf:
    """The agency's packs without its records: the rule book can be read before there is a database."""

    def __init__(self, db: str | None) -> None:
        from tcm_tui.desk.office import overlay_folder
        from tcm_tui.records.paths import database_place
        from tcm_tui.rules.pack import load_packs

        self.packs = load_packs(overlay_folder(database_place(db)))


def caveat() -> str:
    """What to know before trusting any figure: they are a dated snapshot."""
    return book.book().caveat


def documents() -> dict[str, str]:
    """The two documents by their letter."""
    return book.book().documents


def _values(entry: Entry, on: date) -> list[RuleValue]:
    shown = []
    for value in entry.values:
        amount = ", ".join(value.amount) if isinstance(value.amount, tuple) else value.amount
        begun = value.from_ is None or value.from_ <= on
        ended = value.until is not None and value.until <= on
        text = "repealed" if amount is None else f"{amount} {entry.unit}"
        shown.append(RuleValue(entry.key, text, value.from_, value.source, value.reading, begun and not ended))
    return shown


def rules(desk: Values, on: date, id: str | None = None) -> list[RuleView]:
    """R1 to R48, or one of them. Raises NotOne for an id that does not exist."""
    from tcm_tui.rules.registry import surfaces

    wanted = book.all_rules()
    if id is not None:
        wanted = tuple(r for r in wanted if r.id.lower() == id.strip().lower())
        if not wanted:
            raise NotOne(f"No rule “{id}”; rules are R1 to R48.")
    found = []
    for rule in wanted:
        values = [v for entry in desk.packs.entries(rule.id) for v in _values(entry, on)]
        found.append(
            RuleView(
                rule.id,
                rule.title,
                rule.document,
                rule.source,
                rule.text,
                rule.reading,
                rule.kind,
                tuple(values),
                surfaces(rule.id),
                rule.question,
            )
        )
    return found
