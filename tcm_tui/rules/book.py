"""The rule book: what each of R1 to R48 asks, in our words, with its place in the source documents.

Read only when a reason or the book itself is shown; figures come from the packs, never from here.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from tcm_tui.rules.packfile import PackError

FIELDS = ("title", "text", "reading", "question", "kind")


class Rule(NamedTuple):
    """One rule. kind is ``computed`` (an answer depends on it) or ``shown`` (information only).

    document is the letter of the source (``A``, ``B``); source the citation with its section.
    """

    id: str
    title: str
    document: str
    source: str
    text: str
    reading: str
    question: str | None
    kind: str


class Book(NamedTuple):
    """The rules by id, the documents by letter, and the caveat that goes with every figure."""

    caveat: str
    documents: dict[str, str]
    rules: dict[str, Rule]


@lru_cache(maxsize=1)
def book() -> Book:
    """The whole book. PackError when the shipped file is not as it should be."""
    import tomllib

    from tcm_tui.resources import data_path

    tables = tomllib.loads(data_path("rules", "book.toml").read_text(encoding="utf-8"))
    for key in tables:
        if key not in ("caveat", "documents", "rules"):
            raise PackError("book.toml", key, "unknown key")
    rules = {id_: _rule(id_, table) for id_, table in tables["rules"].items()}
    return Book(tables["caveat"], tables["documents"], rules)


def rule(id_: str) -> Rule:
    """A rule by its id, for example ``R4``. KeyError for one that does not exist."""
    return book().rules[id_]


def all_rules() -> tuple[Rule, ...]:
    """R1 to R48 in order."""
    return tuple(book().rules.values())


@lru_cache(maxsize=1)
def sources() -> dict[str, str]:
    """The citation of every rule. A file of its own, because every answer cites and few show the prose."""
    import tomllib

    from tcm_tui.resources import data_path

    found = tomllib.loads(data_path("rules", "sources.toml").read_text(encoding="utf-8"))
    for id_, text in found.items():
        if not isinstance(text, str):
            raise PackError("sources.toml", id_, "must be text")
    return found


def source(id_: str) -> str:
    """The short citation of a rule, for example ``A, Service/Reimbursement Limitations, table``.

    A check that is no rule of a document (``overlap``) cites the product itself.
    """
    return sources().get(id_, "product check, no rule of the documents")


def _rule(id_: str, table: dict[str, Any]) -> Rule:
    for name in table:
        if name not in FIELDS:
            raise PackError("book.toml", f"{id_}.{name}", f"unknown key; known are {', '.join(FIELDS)}")
    for name in FIELDS:
        if name != "question" and not isinstance(table.get(name), str):
            raise PackError("book.toml", f"{id_}.{name}", "must be text")
    if table["kind"] not in ("computed", "shown"):
        raise PackError("book.toml", f"{id_}.kind", "must be computed or shown")
    cited = sources()[id_]
    letters = [part.strip()[0] for part in cited.split(";")]
    return Rule(
        id=id_,
        title=table["title"],
        document=", ".join(dict.fromkeys(letters)),
        source=cited,
        text=table["text"],
        reading=table["reading"],
        question=table.get("question") or None,
        kind=table["kind"],
    )
