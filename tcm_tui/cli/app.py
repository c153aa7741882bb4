"""From arguments to an exit code: the quick reader first, then Typer.

Exit codes: 0 done or answered, 1 refused, 2 wrong usage, 3 the database can't be used, 70 a fault of the
program itself. Never a traceback, unless ``$TCM_DEBUG`` is set.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from errno import EBADF, EIO, ENOSPC
from typing import TYPE_CHECKING, Any

from tcm_tui.cli.commands import COMMANDS, function_of

if TYPE_CHECKING:
    import typer

DONE, REFUSED, USAGE, NO_DATABASE, FAULT = 0, 1, 2, 3, 70


def run(args: list[str]) -> int:
    """Carry out the command line and return the exit code."""
    if any(arg.startswith(("--person", "--passphrase-file")) for arg in args):
        from tcm_tui.cli import out, unlocking
        from tcm_tui.desk.errors import WrongUsage

        try:
            args = unlocking.taken(args)
        except WrongUsage as error:
            out.note(str(error))
            return USAGE
    name = args[0] if args else ""
    completing = any(key.endswith("_COMPLETE") for key in os.environ)
    if name in COMMANDS and not completing:
        from tcm_tui.cli import quick

        function = function_of(name)
        values = quick.read(function, args[1:])
        if values is not None:
            return call(function, values)
        return _typer([name], args)
    return _typer(list(COMMANDS), args)


def call(function: Callable[..., Any], values: dict[str, Any]) -> int:
    """Run a command's function; what stops it becomes one sentence on stderr and an exit code."""
    from tcm_tui.cli import out

    _stand_in()
    try:
        code = _opened(function, values)
        sys.stdout.flush()
        _copy_of_the_day()
        return DONE if code is None else int(code)
    except BrokenPipeError:
        # The reader (head, less) has seen enough.
        _drop_the_rest()
        return DONE
    except KeyboardInterrupt:
        print("Stopped; nothing was left half done.", file=sys.stderr)
        return 130
    except Exception as error:
        if isinstance(error, OSError) and error.filename is None and error.errno in (ENOSPC, EIO, EBADF):
            _drop_the_rest()
            print(f"The answer could not be written: {(error.strerror or 'output error').lower()}.", file=sys.stderr)
            return REFUSED
        return out.failure(error, bool(values.get("json")))


def _opened(function: Callable[..., Any], values: dict[str, Any]) -> Any:
    """Run the function, each time again once a database that it found encrypted is open: nothing was done before."""
    opened: set[object] = set()
    while True:
        try:
            return function(**values)
        except Exception as error:
            path = getattr(error, "sealed", None)
            if path is None or path in opened:
                raise
            opened.add(path)
        from tcm_tui.cli import unlocking

        unlocking.open_for(path)


def _copy_of_the_day() -> None:
    """After a command that changed records, and after its answer: it costs nobody the answer nor its exit code."""
    from tcm_tui.desk.office import StoreError, written

    for path in sorted(written):
        from tcm_tui.desk import keeping

        try:
            keeping.copy_after_a_command(path)
        except StoreError as error:
            print(error, file=sys.stderr)
        except KeyboardInterrupt:
            return
    written.clear()


def _stand_in() -> None:
    """A closed stdout or stderr takes what is said to it; a write is carried out all the same."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - open for life


def _drop_the_rest() -> None:
    """What is still buffered must not complain at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _typer(names: list[str], args: list[str]) -> int:
    """Let Typer read the arguments: help, completion and the wording of mistakes are its own."""
    app = build(names)
    try:
        code = app(args, prog_name="tcm", complete_var="_TCM_COMPLETE", standalone_mode=False)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else USAGE
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        return _misused(error)
    return code if isinstance(code, int) else DONE


def _misused(error: Any) -> int:
    """Say what Typer says of a mistake. It repeats what was typed as it is: nothing of that may act on the terminal."""
    from io import StringIO

    from tcm_tui.cli import out

    said = StringIO()
    error.show(file=said)
    out.note(said.getvalue().rstrip("\n"))
    code: int = error.exit_code
    return code


def build(names: list[str]) -> typer.Typer:
    """A Typer application of these commands."""
    import typer

    app = typer.Typer(
        name="tcm",
        help="Caseloads, contacts, outreach and units for targeted case management.",
        epilog="Without a command the terminal screens open. Exit codes: 0 done or answered, 1 refused,"
        " 2 wrong usage, 3 the database can't be used. An encrypted database is opened by --person NAME and a"
        " passphrase, which is asked for, or read by --passphrase-file FILE (- is the input).",
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(invoke_without_command=True)(_program)
    for name in names:
        app.command(name)(_typed(function_of(name)))
    return app


def _program(version: bool = False) -> None:
    """Caseloads, contacts, outreach and units for targeted case management."""
    if version:
        import typer

        from tcm_tui import __version__

        print(f"tcm {__version__}")
        raise typer.Exit


def _typed(function: Callable[..., Any]) -> Callable[..., None]:
    """The function as Typer wants it: the same parameters with Typer's own declarations."""
    import inspect
    from typing import Annotated

    import typer

    from tcm_tui.cli.marks import REQUIRED, Arg, Parameter, parameters, value_of

    def reader(parameter: Parameter) -> Callable[[str], Any]:
        def read(text: Any) -> Any:
            if not isinstance(text, str):
                return text
            try:
                return value_of(parameter, text)
            except ValueError as error:
                raise typer.BadParameter(str(error)) from None

        return read

    def completing(words: list[str]) -> Callable[[str], list[str]]:
        return lambda incomplete: [word for word in words if word.startswith(incomplete)]

    def following(complete: Callable[[dict[str, Any]], list[str]]) -> Callable[..., list[str]]:
        return lambda ctx, incomplete: [word for word in complete(ctx.params) if word.startswith(incomplete)]

    declared = []
    for parameter in parameters(function):
        mark = parameter.mark
        info: Any
        own = False
        if isinstance(mark, Arg):
            info = typer.Argument(
                metavar=mark.metavar.strip("[]"),
                help=mark.help,
                show_default=False,
                autocompletion=following(mark.complete) if mark.complete else None,
            )
        elif parameter.is_flag:
            info = typer.Option(mark.flag, help=mark.help, show_default=False)
        else:
            words = list(mark.choices)
            own = parameter.kind is not str or bool(words) or mark.read is not None
            info = typer.Option(
                mark.flag,
                help=mark.help,
                metavar=mark.metavar or "|".join(words),
                show_default=parameter.default not in (None, REQUIRED),
                parser=reader(parameter) if own else None,
                autocompletion=completing(words) if words else None,
            )
        declared.append(
            inspect.Parameter(
                parameter.name,
                inspect.Parameter.KEYWORD_ONLY,
                default=inspect.Parameter.empty if parameter.default is REQUIRED else parameter.default,
                # What is read by our own reader is text to Typer; a bool of its own would be a flag.
                annotation=Annotated[str if own else parameter.base, info],
            )
        )

    def command(**values: Any) -> None:
        raise typer.Exit(call(function, values))

    command.__doc__ = function.__doc__
    command.__signature__ = inspect.Signature(declared)  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in declared}
    return command
