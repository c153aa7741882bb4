"""Finding whom a person means: an id, or enough of a name to be one member or case manager."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tcm_tui.desk.errors import NotOne
from tcm_tui.records.csvfiles.wording import shown
from tcm_tui.records.queries import agency, people

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

Names = Sequence[tuple[str, str]]
Known = tuple[str, str, str, str, int]
"""A name made ready: all that can be typed of it, the id, its parts each after a space, initials, its place."""


def fold(text: str) -> str:
    """Lower case without accents, so that ``garcia`` finds García."""
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def matching(text: str, names: Names, limit: int | None = None) -> list[tuple[str, str]]:
    """The (id, name) pairs that fit, best first: id, start of a name, initials, then anywhere; no more than limit.

    Every word typed must fit; ``ana p`` finds Ana Pecan, ``ap`` finds her by initials.
    """
    words = fold(text).split()
    if not words:
        return []
    # Most names don't hold what was typed at all: that is found out first, thousands a millisecond.
    held = [known for known in _prepared(names) if words[0] in known[0]]
    # Each kind of fit is looked for only when those better than it were too few.
    places: dict[int, None] = {}
    for place in _fits(words, held):
        places[place] = None
        if len(places) == limit:
            break
    return [names[at] for at in places]


def _fits(words: Sequence[str], held: Sequence[Known]) -> Iterator[int]:
    """The places of those that fit, the best kind first; a place may come again under a lesser kind."""
    first, starts = words[0], [" " + word for word in words]
    if len(words) == 1:
        start = starts[0]
        yield from (at for _, ident, _, _, at in held if ident == first)
        yield from (at for _, ident, _, _, at in held if ident.startswith(first))
        yield from (at for _, _, folded, _, at in held if start in folded)
        yield from (at for _, _, _, initials, at in held if initials == first)
        yield from (at for _, ident, folded, _, at in held if first in folded or first in ident)
        return
    yield from (at for _, _, folded, _, at in held if all(start in folded for start in starts))
    yield from (at for _, ident, folded, _, at in held if all(word in folded or word in ident for word in words))


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


Part = tuple[str, int, list[int]]
"""A part of names: its text, its letters as bits, at which places of the list it stands."""

_said: list[tuple[Names, list[Part]]] = []
"""The list asked last, by the parts of its names."""


def _letters(word: str) -> int:
    bits = 0
    for c in word:
        bits |= 1 << ord(c) % 61
    return bits


def _parts(names: Names) -> list[Part]:
    if not _said or _said[0][0] is not names:
        found: dict[str, list[int]] = {}
        for _, _, folded, _, at in _prepared(names):
            for part in folded.split():
                found.setdefault(part, []).append(at)
        _said[:] = [(names, [(part, _letters(part), places) for part, places in found.items()])]
    return _said[0][1]


def close(text: str, names: Names, limit: int = 5) -> list[tuple[str, str]]:
    """Names that slips of the fingers could have meant, the likeliest first, for when nothing fits.

    A part of a name may differ from what was typed by one letter too many, too few, wrong or swapped with the next,
    from seven letters on by two such. Ids are exact or they are not.
    """
    parts = _parts(names)
    meant: dict[int, list[int]] = {}
    for word in fold(text).split():
        allowed = 0 if len(word) < 4 else 1 if len(word) < 7 else 2
        best: dict[int, int] = {}
        letters = _letters(word)
        for part, has, places in parts:
            # A letter that the part doesn't have is a slip by itself; most parts are out by that.
            least = (letters & ~has).bit_count()
            if least > allowed:
                continue
            for edits in range(least, allowed + 1):
                if slips(word, part, edits):
                    # How much of the part is still untyped only decides between equals.
                    cost = 100 * edits + min(99, abs(len(part) - len(word)))
                    for at in places:
                        best[at] = min(cost, best.get(at, cost))
                    break
        for at, cost in best.items():
            meant.setdefault(at, []).append(cost)
    ranked = sorted((-len(costs), sum(costs), at) for at, costs in meant.items())
    return [names[at] for _, _, at in ranked[:limit]]


def slips(typed: str, word: str, edits: int) -> bool:
    """Whether the word begins with what was typed, but for at most so many slips."""
    at = 0
    for one, other in zip(typed, word, strict=False):
        if one != other:
            break
        at += 1
    if at == len(typed):
        return True
    if not edits:
        return False
    rest, meant = typed[at:], word[at:]
    return (
        slips(rest[1:], meant[1:], edits - 1)
        or slips(rest, meant[1:], edits - 1)
        or slips(rest[1:], meant, edits - 1)
        or (rest[:2] == meant[1::-1] and slips(rest[2:], meant[2:], edits - 1))
    )


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
        raise NotOne(f"{shown(text)} fits {len(found)} {what}s; say more of the name, or the id.", tuple(found[:20]))
    near = tuple(close(text, names))
    hint = "; did you mean one of these?" if near else f"; give an id or part of a {what}’s name."
    raise NotOne(f"No {what} fits {shown(text)}{hint}", near)


def _exact(desk: Desk, sql: str, text: str) -> tuple[str, str] | None:
    """Whose id the text is as it stands; nobody's where no database takes it."""
    return desk.store.row(sql, {"id": text}) if text.isprintable() else None


def member_id(desk: Desk, text: str) -> str:
    """The id of the member meant. Raises NotOne when nobody or several fit."""
    exact = _exact(desk, people.MEMBER_BY_ID, text)
    return _one(text, "member", exact, [] if exact else desk.member_names())


def cm_id(desk: Desk, text: str) -> str:
    """The id of the case manager meant. Raises NotOne when nobody or several fit."""
    exact = _exact(desk, people.CM_BY_ID, text)
    names = [] if exact else desk.store.rows(people.CM_NAMES, {})
    return _one(text, "case manager", exact, names)


def site_id(desk: Desk, text: str) -> str:
    """The id of the site meant. Raises NotOne when none or several fit."""
    exact = _exact(desk, agency.SITE_BY_ID, text)
    return _one(text, "site", exact, [] if exact else desk.store.rows(agency.SITES))


def supervisor_id(desk: Desk, text: str) -> str:
    """The id of the supervisor meant: a case manager whom others name as theirs. Raises NotOne."""
    return _one(text, "supervisor", None, desk.store.rows(agency.SUPERVISORS))


def type_of(text: str) -> str:
    """The type of case manager meant: standard, intensive … or enough of the word. Raises NotOne."""
    from tcm_tui.rules.caseload import PROGRAMS

    return _one(text, "type", None, [(word, word.replace("-", " ")) for word in PROGRAMS])
