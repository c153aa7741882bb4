"""Text made safe for a terminal cell: the one way any stored or typed text reaches a screen.

A name may hold escape sequences, control bytes, text-direction overrides or what looks like markup.
Nothing here is parsed as markup (widgets draw segments), and everything a terminal would obey or hide
is shown as a visible stand-in, so two different names never look the same and none moves the cursor.
"""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size

_REPLACED = "�"


def plain(text: str) -> str:
    """The text on one line, without a character that acts on the terminal or hides in the line.

    Control characters become their pictures (``␛``), other spaces a space, line ends ``⏎``, and invisible
    or direction marks, joiners and unpaired surrogates ``�``. Text that is already plain is returned as is.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else _shown(c) for c in text)


def _shown(c: str) -> str:
    code = ord(c)
    if c in "\r\n\x85\u2028\u2029":
        return "⏎"
    if c == "\t":
        return " "
    if code < 0x20:
        return chr(0x2400 + code)
    if c.isspace():
        return " "
    return "␡" if code == 0x7F else _REPLACED


def width(text: str) -> int:
    """Cells the text takes; plain text only."""
    return len(text) if text.isascii() else cell_len(text)


def fit(text: str, cells: int, right: bool = False) -> str:
    """The text cut (with ``…``) or filled to exactly so many cells."""
    if cells <= 0:
        return ""
    spare = cells - width(text)
    if spare < 0:
        return set_cell_size(text, cells - 1) + "…"
    return " " * spare + text if right else text + " " * spare
