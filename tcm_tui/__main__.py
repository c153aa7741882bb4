"""``tcm`` and ``python -m tcm_tui``: without a command the terminal UI, otherwise the command line.

Typer costs a quarter of a bare Textual start, so the UI is opened without it; the UI's few options
are read here by hand.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from tcm_tui import guard

if TYPE_CHECKING:
    from datetime import date

USAGE = """\
Usage: tcm [--db URL-or-path] [--on YYYY-MM-DD]      opens the terminal screens
       tcm COMMAND [ARGUMENTS] [OPTIONS]             answers one question; `tcm --help` lists the commands"""


def main(argv: list[str] | None = None) -> None:
    """Run the program and exit with the contract's codes: 0 done, 1 refused, 2 usage, 3 database."""
    # Nothing that a start allocates is garbage: without collections it is ready in 0.9 of the time.
    gc.disable()
    guard.up()
    args = sys.argv[1:] if argv is None else argv
    if not _wants_screens(args) or any(name.endswith("_COMPLETE") for name in os.environ):
        from tcm_tui.cli import screens
        from tcm_tui.cli.app import run

        screens.use(_open_screens)
        sys.exit(run(args))
    try:
        options = _screen_options(args)
    except ValueError as error:
        print(f"{error}\n{USAGE}", file=sys.stderr)
        sys.exit(2)
    sys.exit(_open_screens(options["db"], options["on"]))


def _open_screens(db: str | None, on: str | date | None) -> int:
    from tcm_tui.cli import screens

    if not screens.terminal():
        print(screens.NO_TERMINAL, file=sys.stderr)
        return 2
    from tcm_tui.ui.run import run

    return run(db, on)


def _wants_screens(args: list[str]) -> bool:
    """True without a command: nothing, or only the options --db and --on with their values."""
    value_follows = False
    for arg in args:
        if value_follows:
            value_follows = False
        elif arg in ("--db", "--on"):
            value_follows = True
        elif not arg.startswith(("--db=", "--on=")):
            return arg.startswith("-") and arg not in (
                "-h",
                "--help",
                "--version",
                "--install-completion",
                "--show-completion",
            )
    return True


def _screen_options(args: list[str]) -> dict[str, str | None]:
    """{"db": …, "on": …} from the arguments; ValueError with a sentence for anything else."""
    options: dict[str, str | None] = {"db": None, "on": None}
    rest = iter(args)
    for arg in rest:
        name, equals, value = arg.partition("=")
        if name not in ("--db", "--on"):
            raise ValueError(f"tcm without a command takes --db and --on only, not {arg}.")
        if not equals:
            value = next(rest, "")
        if not value:
            raise ValueError(f"{name} needs a value.")
        options[name[2:]] = value
    return options


if __name__ == "__main__":
    main()
