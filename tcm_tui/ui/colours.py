"""Colours by meaning. Every drawn piece of text names a role; a theme says what the role looks like.

Colour never carries a meaning alone: statuses have a symbol and a word, the cursor has a mark. With
``NO_COLOR`` or an ANSI theme the roles fall back to bold, dim, underline and reverse.
"""

from __future__ import annotations

import os
from collections.abc import Container
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.style import Style
from textual.color import Color
from textual.filter import Monochrome, NoColor
from textual.theme import Theme

if TYPE_CHECKING:
    from textual.app import App

Styles = dict[str, Style]
"""Role to style."""


class Colours(NamedTuple):
    """The styles of all roles on plain ground, under the cursor, and under the cursor of a list without focus."""

    plain: Styles
    cursor: Styles
    off: Styles


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
    """The theme to start with: the terminal's own without colour, else ``$TEXTUAL_THEME``, else the one chosen last,
    where they are known; else ours.
    """
    if os.environ.get("NO_COLOR"):
        return "ansi-dark"
    from tcm_tui.ui.state import last_theme

    wished = (os.environ.get("TEXTUAL_THEME", ""), last_theme())
    return next((name for name in wished if name and name in known), DARK.name)


def plain_without_colour(app: App[Any]) -> None:
    """Under NO_COLOR leave the terminal's own colours alone.

    Textual has chosen its filter before it knows the theme: the one that makes greys turns the terminal's default
    into black, and what lies below another screen black on black.
    """
    app._filters = [NoColor() if isinstance(one, Monochrome) else one for one in app._filters]


def colours_of(app: App[Any]) -> Colours:
    """The styles of all roles under the app's theme."""
    theme = app.current_theme
    return _ansi() if theme.ansi else _true(theme)


def _ansi() -> Colours:
    roles = {
        "text": Style(),
        "strong": Style(bold=True),
        "muted": Style(dim=True),
        "line": Style(dim=True),
        "title": Style(color="blue", bold=True),
        "key": Style(color="blue", bold=True),
        "accent": Style(color="magenta", bold=True),
        "good": Style(color="green"),
        "info": Style(color="cyan"),
        "warn": Style(color="yellow", bold=True),
        "bad": Style(color="red", bold=True),
        "used": Style(color="blue"),
        "planned": Style(color="cyan"),
        "left": Style(dim=True),
        "tab": Style(reverse=True, bold=True),
        "mark": Style(color="magenta", bold=True),
        "caret": Style(reverse=True),
        "hit": Style(underline=True),
        "field": Style(underline=True),
    }
    if os.environ.get("NO_COLOR"):
        roles = {role: style.without_color for role, style in roles.items()}
    reverse, underline = Style(reverse=True), Style(underline=True)
    # Reversed text keeps weight but no colour: coloured letters on a coloured ground are hard to read.
    cursor = {role: Style(bold=s.bold, reverse=True) for role, s in roles.items()}
    return Colours(roles, cursor | {"text": reverse}, {role: s + underline for role, s in roles.items()})


READABLE, SEEN = 4.5, 3.0
"""Least contrast of letters, and of a bar that words stand beside, with the ground (WCAG 2.2, 1.4.3 and 1.4.11)."""


def contrast(one: Color, other: Color) -> float:
    """From 1, the same, to 21, black on white."""
    lights = []
    for colour in (one, other):
        parts = (v / 3294.6 if v <= 10 else ((v / 255 + 0.055) / 1.055) ** 2.4 for v in colour.rgb)
        lights.append(sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True)))
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def _true(theme: Theme) -> Colours:
    tokens = theme.to_color_system().generate() | theme.variables
    ground = Color.parse(tokens["background"])
    entered = ground.blend(ground + Color.parse(tokens["primary"]), 0.17)

    def colour(name: str, share: float = 1.0) -> Color:
        return ground.blend(ground + Color.parse(tokens[name]), share)

    def on(below: Color) -> Styles:
        def style(name: str, share: float = 1.0, bold: bool | None = None, underline: bool | None = None) -> Style:
            return Style(color=colour(name, share).rich_color, bgcolor=below.rich_color, bold=bold, underline=underline)

        def seen(name: str, least: float) -> Style:
            """As faint as can still be made out on this ground."""
            shares = (n / 100 for n in range(62, 101, 2))
            share = next((n for n in shares if contrast(colour(name, n), below) >= least), 1.0)
            return style(name, share)

        def filled(name: str) -> Style:
            return Style(color=ground.rich_color, bgcolor=colour(name).rich_color, bold=True)

        return {
            "text": style("foreground"),
            "strong": style("foreground", bold=True),
            "muted": seen("foreground", READABLE),
            "line": style("foreground", 0.28),
            "title": style("primary", bold=True),
            "key": style("primary", bold=True),
            "accent": style("accent", bold=True),
            "good": style("success"),
            "info": style("primary"),
            "warn": style("warning", bold=True),
            "bad": style("error", bold=True),
            "used": style("primary"),
            "planned": seen("primary", SEEN),
            "left": style("foreground", 0.3),
            "tab": filled("primary"),
            "mark": style("accent", bold=True),
            "caret": filled("accent"),
            "hit": style("accent", underline=True),
            "field": Style(color=colour("foreground").rich_color, bgcolor=entered.rich_color),
        }

    return Colours(on(ground), on(colour("primary", 0.155)), on(colour("primary", 0.1)))
