"""Finding whom a person means: an id, or enough of a name to be one member or case manager."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tcm_tui.desk.errors import NotOne
from tcm_tui.records.queries import people

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

Names = Sequence[tuple[str, str]]


def fold(text: str) -> str:
    """Lower case without accents, so that ``garcia`` finds García."""
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def matching(text: str, names: Names) -> list[tuple[str, str]]:
    """The (id, name) pairs that fit, best first: id, start of a name, initials, then anywhere.

    Every word typed must fit; ``ana p`` finds Ana Pecan, ``ap`` finds her by initials.
    """
    words = fold(text).split()
    if not words:
        return []
    first, more = words[0], words[1:]
    ranked: list[tuple[int, int, tuple[str, str]]] = []
    # Most names don't hold what was typed at all: that is found out first, thousands a millisecond.
    for _, ident, folded, initials, at in [known for known in _prepared(names) if first in known[0]]:
        if not more and ident.startswith(first):
            rank = 0 if ident == first else 1
        elif all(" " + w in folded for w in words):
            rank = 2
        elif not more and initials == first:
            rank = 3
        elif all(w in folded or w in ident for w in words):
            rank = 4
        else:
            continue
        ranked.append((rank, at, names[at]))
    ranked.sort()
    return [pair for _, _, pair in ranked]


Known = tuple[str, str, str, str, int]
"""A name made ready: all that can be typed of it, the id, its parts each after a space, initials, its place."""

_kept: list[tuple[Names, list[Known]]] = []
"""The lists asked last, made ready; the same list is asked at every key one types."""


def _prepared(names: Names) -> list[Known]:
    for kept, known in _kept:
        if kept is names:
            return known
    if not names:
        return []
    known = []
    for at, (key, name) in enumerate(names):
        ident, parts = key.lower(), fold(name).split()
        folded, initials = " " + " ".join(parts), "".join(p[0] for p in parts)
        known.append((f"{ident}{folded} {initials}", ident, folded, initials, at))
    _kept[:] = [*_kept[-1:], (names, known)]
    return known


def close(text: str, names: Names, limit: int = 5) -> list[tuple[str, str]]:
    """Names that a slip of the fingers could have meant, for when nothing fits. Ids are exact or they are not."""
    import difflib

    by_word: dict[str, list[tuple[str, str]]] = {}
    for pair in names:
        for word in fold(pair[1]).split():
            by_word.setdefault(word, []).append(pair)
    found: dict[tuple[str, str], None] = {}
    for word in fold(text).split():
        for near in difflib.get_close_matches(word, by_word, n=limit, cutoff=0.75):
            found.update(dict.fromkeys(by_word[near]))
    return list(found)[:limit]


def _one(text: str, what: str, exact: tuple[str, str] | None, names: Names) -> str:
    if exact:
        return exact[0]
    found = matching(text, names)
    ids = [pair for pair in found if pair[0].lower() == text.strip().lower()]
    full = [pair for pair in found if fold(pair[1]) == fold(text.strip())]
    for certain in (ids, full, found):
        if len(certain) == 1:
            return certain[0][0]
    if found:
        raise NotOne(f"“{text}” fits {len(found)} {what}s; say more of the name, or the id.", tuple(found[:20]))
    near = tuple(close(text, names))
    hint = "; did you mean one of these?" if near else f"; give an id or part of a {what}’s name."
    raise NotOne(f"No {what} fits “{text}”{hint}", near)


def member_id(desk: Desk, text: str) -> str:
    """The id of the member meant. Raises NotOne when nobody or several fit."""
    exact = desk.store.row(people.MEMBER_BY_ID, {"id": text})
    return _one(text, "member", exact, [] if exact else desk.member_names())


def cm_id(desk: Desk, text: str) -> str:
    """The id of the case manager meant. Raises NotOne when nobody or several fit."""
    exact = desk.store.row(people.CM_BY_ID, {"id": text})
    names = [] if exact else desk.store.rows(people.CM_NAMES, {})
    return _one(text, "case manager", exact, names)
