"""A hand-over sheet as one HTML file to print: nothing fetched from anywhere, every text escaped."""

from __future__ import annotations

from html import escape
from itertools import groupby

from tcm_tui.desk.handover import words
from tcm_tui.desk.handover.views import Handed, Sheet

STYLE = """
@page { margin: 12mm }
* { box-sizing: border-box }
body { font: 10pt/1.35 system-ui, sans-serif; margin: 0 auto; max-width: 190mm; color: #111; background: #fff }
h1 { font-size: 14pt; margin: 0 } p { margin: 1mm 0 3mm; color: #444 }
h2 { font-size: 11pt; margin: 4mm 0 2mm; border-bottom: 1px solid #888 }
article { border: 1px solid #888; border-left-width: 3px; padding: 2mm 3mm; margin-bottom: 3mm; break-inside: avoid }
h3 { font-size: 10pt; margin: 0 0 1mm }
dl { display: grid; grid-template-columns: 18mm 1fr; margin: 0 } dt { color: #444 } dd { margin: 0 }
footer { color: #666; font-size: 8pt; margin-top: 3mm }
""".strip()


def document(sheet: Sheet) -> str:
    """The whole file. Scripts, pictures and addresses are refused by its own policy besides there being none."""
    body = "\n".join(
        f"<h2>{heading}</h2>\n" + "\n".join(_member(each, sheet, heading == "Gives") for each in handed)
        for heading, handed in words.parts(sheet)
    )
    title = _text(words.title(sheet))
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="robots" content="noindex">
<title>{title}</title>
<style>
{STYLE}
</style>
</head>
<body>
<h1>{title}</h1>
<p>{_text(words.standing(sheet))}<br>{words.UNCHANGED}</p>
{body}
<footer>{words.KEEP}</footer>
</body>
</html>
"""


def _member(handed: Handed, sheet: Sheet, gives: bool) -> str:
    items = "\n".join(
        f"<dt>{what}</dt><dd>{'<br>'.join(_text(text) for _, text in said)}</dd>"
        for what, said in groupby(words.lines(handed, sheet), key=lambda line: line[0])
    )
    return f"<article>\n<h3>☐ {_text(words.head(handed, gives))}</h3>\n<dl>\n{items}\n</dl>\n</article>"


def _text(text: str) -> str:
    return escape(text, quote=True)
