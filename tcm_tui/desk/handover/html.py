"""A hand-over sheet as a page to print."""

from __future__ import annotations

from itertools import groupby

from tcm_tui.desk.handover import words
from tcm_tui.desk.handover.views import Handed, Sheet
from tcm_tui.desk.papers.frame import page
from tcm_tui.desk.papers.frame import text as _text
from tcm_tui.desk.papers.words import foot

STYLE = """
@page { margin: 12mm }
body { font: 10pt/1.35 system-ui, sans-serif; max-width: 190mm; color: #111 }
h1 { font-size: 14pt; margin: 0 } p { margin: 1mm 0 3mm; color: #444 }
h2 { font-size: 11pt; margin: 4mm 0 2mm; border-bottom: 1px solid #888 }
article { border: 1px solid #888; border-left-width: 3px; padding: 2mm 3mm; margin-bottom: 3mm; break-inside: avoid }
h3 { font-size: 10pt; margin: 0 0 1mm }
dl { display: grid; grid-template-columns: 18mm 1fr; margin: 0 } dt { color: #444 } dd { margin: 0 }
footer { color: #666; font-size: 8pt; margin-top: 3mm }
""".strip()


def document(sheet: Sheet, notice: bool = False) -> str:
    """The whole file; notice: with that of 42 CFR Part 2."""
    parts = "\n".join(
        f"<h2>{heading}</h2>\n" + "\n".join(_member(each, sheet, heading == "Gives") for each in handed)
        for heading, handed in words.parts(sheet)
    )
    body = f"<p>{_text(words.standing(sheet))}<br>{words.UNCHANGED}</p>\n{parts}"
    return page(_text(words.title(sheet)), STYLE, body, foot(notice))


def _member(handed: Handed, sheet: Sheet, gives: bool) -> str:
    items = "\n".join(
        f"<dt>{what}</dt><dd>{'<br>'.join(_text(text) for _, text in said)}</dd>"
        for what, said in groupby(words.lines(handed, sheet), key=lambda line: line[0])
    )
    return f"<article>\n<h3>☐ {_text(words.head(handed, gives))}</h3>\n<dl>\n{items}\n</dl>\n</article>"
