"""Inputs made wrong by chance: bytes, cells, words, documents.

A seeded mutator and not hypothesis: each input is made from the seed, the name of the line and its number alone, so
any one of them can be made again by itself whatever came before and whichever version runs, and a hundred thousand
cost no more memory than one. Hypothesis searches forms and rules in the tests beside the code, where shrinking helps.
"""

from __future__ import annotations

import copy
import csv
import io
from collections.abc import Callable
from random import Random
from typing import Any

ODD = (
    "", " ", "\x00", "\x1b[31m", "\u202e", "\u200b", "\ufeff", "\r", "\n", '"', "'", ",", ";", "=1+1", "@x", "-",
    "é", "漢字", "😀", "٣", "²", "½", "e\u0301", "[/]", "%s", "{0}", "\\", "’; DROP TABLE members;--", "NaN", "inf",
    "1e9", "-0", "0", "00", "1.5", "9" * 25, "9" * 5000, "x" * 1200, "../..", "None", "true", "TRUE", "null",
    "#REF!", "1.23E+15", "M1", "M2", "C1", "A1", "V1", "S1", "2026-02-30", "2026-13-01", "1899-12-31", "2101-01-01",
    "0000-00-00", "9999-12-31", "2024-02-29", "2026-03-05", "3/5/2026", "5.3.2026", "2026-3-5", "20260305", "46086",
    "24:00", "09:00", "9:00", "00:00", "23:59", "25:61", "2026-03-08T02:30", "1;2;3", "12;13", "fri", "+2d", "eom",
    "\x85", "\u2028",
)  # fmt: skip
LONE = "\ud800"
"""Half a character: what is typed may hold it, a file in UTF-8 not."""
CHUNKS = (
    b'"', b"\0", b"\xef\xbb\xbf", b"\r", b"\r\n", b"\n", b"\xff", b"\x80", b",", b";", b"\t", b"\xc3", b"\xed\xa0\x80",
    b"\x1b]0;x\x07", b"=", b"[", b"]", b"{", b"}", b"#", b"'''", b'"""', b"\\u0000", b"\\x", b"sep=;\n", b"PK\x03\x04",
    b"= " + b"[" * 3000, b"= " + b"9" * 5000, b"= 1979-05-27T07:32:00Z", b"= 0x1F", b"= nan",
)  # fmt: skip


def of_bytes(data: bytes, chance: Random) -> bytes:
    """Some bytes of a file flipped, taken, put in, doubled or moved; or the whole in another form."""
    found = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        at = chance.randrange(len(found) + 1)
        end = min(len(found), at + chance.choice((1, 1, 2, 5, 40)))
        way = chance.randrange(7)
        if way == 0 and at < len(found):
            found[at] ^= 1 << chance.randrange(8)
        elif way == 1:
            del found[at:end]
        elif way == 2:
            found[at:at] = chance.choice(CHUNKS)
        elif way == 3:
            found[at:at] = found[at:end] * chance.choice((1, 2, 50))
        elif way == 4:
            found[at:at] = chance.choice(ODD).encode()
        elif way == 5:
            found[at:end] = bytes(chance.randrange(256) for _ in range(end - at))
        else:
            del found[at:]
    return bytes(found) if chance.random() < 0.9 else _other_form(bytes(found), chance)


def _other_form(data: bytes, chance: Random) -> bytes:
    ways: list[Callable[[], bytes]] = [
        lambda: data.decode(errors="replace").encode("utf-16"),
        lambda: data.decode(errors="replace").encode("latin-1", "replace"),
        lambda: data.replace(b",", chance.choice((b";", b"\t", b"|"))),
        lambda: data.replace(b"\n", chance.choice((b"\r", b"\r\n", b"\n\r", b"\n\n"))),
        lambda: b"\xef\xbb\xbf" + data,
        lambda: data + data,
        lambda: data.upper(),
        lambda: b"[" * 3000 + data,
        lambda: data + b"a" * 200_000,
    ]
    return chance.choice(ways)()


def of_table(text: str, chance: Random) -> bytes:
    """Some cells, rows or columns of a CSV file changed, so that it most often can still be read."""
    rows = list(csv.reader(io.StringIO(text)))
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        row = chance.choice(rows[1:] or rows)
        at = chance.randrange(len(row)) if row else 0
        way = chance.randrange(8)
        if way <= 2 and row:
            row[at] = chance.choice(ODD)
        elif way == 3 and row:
            row[at] = of_word(row[at], chance)
        elif way == 4:
            other = chance.choice(rows)
            row[: len(other)] = other
        elif way == 5:
            rows.insert(chance.randrange(1, len(rows) + 1), list(row))
        elif way == 6:
            column = chance.randrange(len(rows[0]) or 1)
            for each in rows:
                if chance.random() < 0.5 or way == 6:
                    each[column : column + 1] = each[column : column + 1] * chance.choice((0, 2)) if each else []
        else:
            rows[1:] = chance.sample(rows[1:], len(rows) - 1)
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue().encode(errors="surrogatepass")


def of_word(word: str, chance: Random) -> str:
    """A text with a letter or digit more, less or other, or with something odd in it."""
    at = chance.randrange(len(word) + 1)
    way = chance.randrange(6)
    if way == 0:
        return word[:at] + word[at + 1 :]
    if way == 1:
        return word[:at] + chance.choice("0123456789-+./: abcdefgmpuwxyz") + word[at:]
    if way == 2 and word[at : at + 1].isdigit():
        return word[:at] + chance.choice("0123456789") + word[at + 1 :]
    if way == 3:
        return word[:at] + chance.choice((*ODD, LONE)) + word[at:]
    if way == 4:
        return word.swapcase() if chance.random() < 0.5 else f" {word}\t"
    return word * chance.choice((2, 3, 30))


def of_document(document: Any, chance: Random) -> Any:
    """A JSON document with some of its values taken, doubled, or of another kind."""
    found = copy.deepcopy(document)
    for _ in range(chance.choice((1, 1, 2, 3))):
        places = [found]
        while isinstance(places[-1], dict | list) and places[-1] and (len(places) < 2 or chance.random() < 0.85):
            keys = list(places[-1]) if isinstance(places[-1], dict) else range(len(places[-1]))
            key = chance.choice(keys)
            places.append(places[-1][key])
            last = key
        if len(places) == 1:
            continue
        inside, value = places[-2], places[-1]
        if chance.random() < 0.15:
            del inside[last]
        elif chance.random() < 0.1 and isinstance(inside, list):
            inside.append(copy.deepcopy(value))
        else:
            inside[last] = _another(value, chance)
    return found


def _another(value: Any, chance: Random) -> Any:
    if isinstance(value, int) and not isinstance(value, bool) and chance.random() < 0.5:
        return chance.choice((value + 1, value - 1, -value, value * 10, 0, 10**6, 2**63, 1.5))
    if isinstance(value, str) and chance.random() < 0.5:
        return of_word(value, chance)
    odd = (
        None,
        True,
        False,
        0,
        -1,
        1.5,
        1e308,
        10**30,
        "",
        "x",
        [],
        {},
        [[]],
        {"": 0},
        "2026-03-01",
        [0, 0],
        [480, 720],
    )
    return chance.choice(odd)
