"""How messages show what a person wrote, and what they may have meant."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable

# Letters of other alphabets that look like Latin ones; enough to name the culprit in a header or an id.
_LOOK_ALIKES = dict(
    zip("аеорсухіјѕһԁԛԝмтнквАВЕКМНОРСТУХІЈЅαικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧıɑɡ",
        "aeopcyxijshdqwmthkbABEKMHOPCTYXIJSaikvoptuxABEZHIKMNOPTYXiag", strict=True)
)  # fmt: skip


def shown(text: str, limit: int = 40) -> str:
    """The cell in quotation marks, cut to limit, with what cannot be seen written as \\xNN or \\uNNNN."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return "“" + "".join(c if c.isprintable() else _escape(c) for c in cut) + "”"


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"


def character(char: str) -> str:
    """A character by code and name: U+0435 CYRILLIC SMALL LETTER IE."""
    return f"U+{ord(char):04X} {unicodedata.name(char, 'CONTROL CHARACTER')}"


def folded(text: str) -> str:
    """Letters and digits only, in small Latin: what two look-alike headers or words have in common."""
    plain = "".join(_LOOK_ALIKES.get(c, c) for c in unicodedata.normalize("NFKC", text))
    return "".join(c for c in plain.casefold() if c.isalnum())


def nearest(word: str, choices: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The choice that word was most likely meant to be, or None where nothing is as near as cutoff (1: the same)."""
    options = list(choices)
    wanted = folded(word)
    for choice in options:
        if folded(choice) == wanted:
            return choice
    by_form = {folded(choice): choice for choice in options}
    close = difflib.get_close_matches(wanted, by_form, n=1, cutoff=cutoff)
    return by_form[close[0]] if close else None


def one_of(choices: Iterable[str]) -> str:
    """“a, b or c” for a sentence."""
    options = list(choices)
    return options[0] if len(options) == 1 else ", ".join(options[:-1]) + " or " + options[-1]


def counted(n: int, noun: str) -> str:
    """“1 row”, “2 rows”, “1,204 rows”."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"
