"""How a command's parameters are declared, once, for Typer and for the quick reader alike.

A parameter is ``Annotated[type, Opt(...)]`` or ``Annotated[type, Arg(...)]``. Typer makes the help, the
completion and the messages from it (``app``); a plain call of a command is read without Typer (``quick``),
because Typer with pydantic costs a look-up more than the look-up itself.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin, get_type_hints

Reader = Callable[[str], Any]
"""Turns what was typed into a value; raises ValueError with one sentence."""


class Opt(NamedTuple):
    """An option ``--flag``. choices, when given, are the only words allowed."""

    flag: str
    help: str
    metavar: str | None = None
    read: Reader | None = None
    choices: tuple[str, ...] = ()


class Arg(NamedTuple):
    """An argument by position. complete gives the words it may be, from the values read so far."""

    metavar: str
    help: str
    complete: Callable[[dict[str, Any]], list[str]] | None = None


class Parameter(NamedTuple):
    """One parameter of a command's function: its mark, its plain type, and its default (or REQUIRED)."""

    name: str
    mark: Opt | Arg
    base: Any
    default: Any

    @property
    def given(self) -> Any:
        """The type of what is given: without ``| None``."""
        if get_origin(self.base) in (Union, types.UnionType):
            return next(part for part in get_args(self.base) if part is not type(None))
        return self.base

    @property
    def many(self) -> bool:
        """May be given several times (a list)."""
        return get_origin(self.given) is list

    @property
    def kind(self) -> type:
        """str, int, bool …, also of each of several."""
        kind: type = get_args(self.given)[0] if self.many else self.given
        return kind

    @property
    def is_flag(self) -> bool:
        """Stands alone, without a value."""
        return self.kind is bool and isinstance(self.mark, Opt) and self.mark.read is None


REQUIRED: Any = object()
"""The default of a parameter that has none."""


def parameters(function: Callable[..., Any]) -> list[Parameter]:
    """The declared parameters of a command's function, in order.

    A function made of a ``job`` (``carry.writes``) has the job's parameters after its first, then its own.
    """
    job = getattr(function, "job", None)
    return [*(_declared(job, 1) if job else ()), *_declared(function)]


def _declared(function: Callable[..., Any], skip: int = 0) -> list[Parameter]:
    hints = get_type_hints(function, include_extras=True)
    code: types.CodeType = function.__code__  # read by hand: importing inspect takes longer than a look-up
    names = code.co_varnames[: code.co_argcount]
    given: tuple[Any, ...] = function.__defaults__ or ()
    defaults = (REQUIRED,) * (len(names) - len(given)) + given
    found = []
    for name, default in list(zip(names, defaults, strict=True))[skip:]:
        hint = hints[name]
        if get_origin(hint) is not Annotated:
            raise TypeError(f"{function.__name__}({name}) is not declared with Opt or Arg")
        base, mark = get_args(hint)
        found.append(Parameter(name, mark, base, default))
    return found


def value_of(parameter: Parameter, text: str) -> Any:
    """What was typed, read as the parameter wants it. Raises ValueError with one sentence."""
    mark = parameter.mark
    if isinstance(mark, Opt) and mark.choices and text not in mark.choices:
        raise ValueError(f"“{text}” is none of {', '.join(mark.choices)}.")
    if isinstance(mark, Opt) and mark.read:
        return mark.read(text)
    return parameter.kind(text)
