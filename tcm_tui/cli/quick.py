"""Reading a plain call of a command without Typer.

Only the usual forms are read here: known options, ``--name value`` or ``--name=value``, the right number of
arguments, good values. Everything else (help, completion, a mistake, ``--``) returns None and goes to
Typer, which alone speaks about usage. A test holds both readings equal.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tcm_tui.cli.marks import REQUIRED, Arg, Opt, Parameter, parameters, value_of


def read(function: Callable[..., Any], args: list[str]) -> dict[str, Any] | None:
    """The keyword arguments of the call, or None when Typer should read it."""
    declared = parameters(function)
    options = {p.mark.flag: p for p in declared if isinstance(p.mark, Opt)}
    values: dict[str, Any] = {}
    words: list[str] = []
    rest = iter(args)
    try:
        for arg in rest:
            if not arg.startswith("-"):
                words.append(arg)
                continue
            flag, equals, text = arg.partition("=")
            option = options.get(flag)
            if option is None:
                return None
            if option.is_flag:
                if equals:
                    return None
                values[option.name] = True
                continue
            if not equals:
                text = next(rest, "-")
                if text.startswith("-"):
                    return None
            _put(values, option, value_of(option, text))
    except ValueError:
        return None
    if not _place(values, words, [p for p in declared if isinstance(p.mark, Arg)]):
        return None
    if any(p.default is REQUIRED and p.name not in values for p in declared):
        return None
    return values


def _put(values: dict[str, Any], parameter: Parameter, value: Any) -> None:
    if parameter.many:
        values.setdefault(parameter.name, []).append(value)
    else:
        values[parameter.name] = value


def _place(values: dict[str, Any], words: list[str], places: list[Parameter]) -> bool:
    """Give the words to the arguments in order; a list takes all that are left. False if any is over."""
    for place in places:
        if place.many and words:
            values[place.name] = list(words)
            words = []
        elif words:
            values[place.name] = words.pop(0)
    return not words
