"""The frame of every page to print: one HTML file that fetches nothing, with every text escaped."""

from __future__ import annotations

from html import escape

from tcm_tui.desk.papers.words import clean

SHARED = """
* { box-sizing: border-box }
body { margin: 0 auto; background: #fff }
""".strip()
"""The styles of all pages; each adds its own."""


def text(said: str) -> str:
    """A text as it stands in the page: without what a browser would obey or hide."""
    return escape(clean(said), quote=True)


def page(title: str, style: str, body: str, foot: str) -> str:
    """The whole file. title, body and foot are HTML; title is also the page's heading.

    Scripts, pictures and addresses are refused by its own policy besides there being none.
    """
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
{SHARED}
{style}
</style>
</head>
<body>
<h1>{title}</h1>
{body}
<footer>{foot}</footer>
</body>
</html>
"""
