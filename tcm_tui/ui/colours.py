"""Colours by meaning. Every drawn piece of text names a role; a theme says what the role looks like.

Colour never carries a meaning alone: statuses have a symbol and a word, the cursor has a mark. With
``NO_COLOR`` or an ANSI theme the roles fall back to bold, dim, underline and reverse.
"""

from __future__ import annotations

import os
from collections.abc import Container
from typing import TYPE_CHECKING

from rich.style import Style
from textual.color import Color
from textual.theme import Theme

if TYPE_CHECKING:
    from textual.app import App

Colours = dict[str, Style]
"""Role to style. ``cursor`` and ``cursor-off`` lie under a line; all others are of text."""

DARK = Theme(
    name="tcm-dark",
    primary="#7aa2c9",
    secondary="#5b7fa3",
    accent="#d9a85f",
    warning="#e0b15c",
    error="#e57b72",
    success="#8fbf7f",
    foreground="#d3d8de",
    background="#14181d",
    surface="#1a1f26",
    panel="#222932",
    dark=True,
)
LIGHT = Theme(
    name="tcm-light",
    primary="#2b5f91",
    secondary="#4a7aa8",
    accent="#8a5a00",
    warning="#8a5a00",
    error="#b3261e",
    success="#2e6b2e",
    foreground="#20262c",
    background="#fbfaf7",
    surface="#f3f1ec",
    panel="#e7e4dc",
    dark=False,
)


def first_theme(known: Container[str]) -> str:
    """The theme to start with: the terminal's own without colour, ``$TEXTUAL_THEME`` where known, else ours."""
    if os.environ.get("NO_COLOR"):
        return "ansi-dark"
    wished = os.environ.get("TEXTUAL_THEME", "")
    return wished if wished in known else DARK.name


def colours_of(app: App[object]) -> Colours:
    """The styles of all roles under the app's theme."""
    theme = app.current_theme
    return _ansi() if theme.ansi else _true(app, theme)


def _ansi() -> Colours:
    def style(colour: str | None = None, **more: bool) -> Style:
        return Style(color=colour, **more)

    return {
        "text": Style(),
        "strong": style(bold=True),
        "muted": style(dim=True),
        "line": style(dim=True),
        "title": style("blue", bold=True),
        "key": style("blue", bold=True),
        "accent": style("magenta", bold=True),
        "good": style("green"),
        "info": style("cyan"),
        "warn": style("yellow", bold=True),
        "bad": style("red", bold=True),
        "used": style("blue"),
        "planned": style("cyan"),
        "left": style(dim=True),
        "tab": style(reverse=True, bold=True),
        "mark": style("magenta", bold=True),
        "caret": style(reverse=True),
        "hit": style(underline=True),
        "cursor": style(reverse=True),
        "cursor-off": style(underline=True),
    }


def _true(app: App[object], theme: Theme) -> Colours:
    tokens = app.theme_variables
    ground = Color.parse(tokens["background"])

    def colour(name: str, over: Color = ground, share: float = 1.0) -> Color:
        found = over + Color.parse(tokens[name]) if name in tokens else over
        return over.blend(found, share) if share != 1.0 else found

    def style(name: str, share: float = 1.0, **more: bool) -> Style:
        return Style(color=colour(name, share=share).rich_color, **more)

    def under(name: str, share: float) -> Style:
        return Style(bgcolor=colour(name, share=share).rich_color)

    return {
        "text": style("foreground"),
        "strong": style("foreground", bold=True),
        "muted": style("foreground", 0.62),
        "line": style("foreground", 0.28),
        "title": style("primary", bold=True),
        "key": style("primary", bold=True),
        "accent": style("accent", bold=True),
        "good": style("success"),
        "info": style("primary"),
        "warn": style("warning", bold=True),
        "bad": style("error", bold=True),
        "used": style("primary"),
        "planned": style("primary", 0.62),
        "left": style("foreground", 0.25),
        "tab": Style(color=ground.rich_color, bgcolor=colour("primary").rich_color, bold=True),
        "mark": style("accent", bold=True),
        "caret": Style(color=ground.rich_color, bgcolor=colour("accent").rich_color),
        "hit": style("accent", underline=True),
        "cursor": under("primary", 0.26),
        "cursor-off": under("primary", 0.13),
    }
