"""What ``y`` copies: the answer that lies on top, else the line the cursor is on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tcm_tui.ui.plain import plain
from tcm_tui.ui.words import Spans

SETTING = "clipboard"
"""The agency's setting that lets text be copied: another program can read it there, so it is off until it is chosen."""

OFF = "Copying is off, since other programs can read what is copied: the setting “clipboard” turns it on."


def allowed(settings: Iterable[tuple[str, str]]) -> bool:
    return dict(settings).get(SETTING, "false").casefold() == "true"


def said(lines: Iterable[Spans]) -> str:
    """Lines of spans as text, without what a program that takes it would obey."""
    return "\n".join(plain("".join(text for text, _ in line)).rstrip() for line in lines).strip("\n")


def text_of(screen: Any) -> str:
    """The text of a screen's answer or line; empty where there is none.

    A screen says itself what it copies (``copied``), else it is the sentence about the cursor's line, else what
    there is to read.
    """
    if hasattr(screen, "copied"):
        return said(screen.copied())
    if hasattr(screen, "detail") and any(screen.detail.body):
        return said(screen.detail.body)
    reader = getattr(screen, "reader", None)
    return said(spans for spans, _ in reader.paragraphs) if reader is not None else ""
