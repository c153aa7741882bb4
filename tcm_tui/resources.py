"""Where the files that ship with the program lie.

A wheel carries them inside the package (``tcm_tui/_data``); a checkout has them in its top-level
``data/``, which an editable or path install does not copy. Everything asks here.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_ROOTS = (_PACKAGE / "_data", _PACKAGE.parent / "data")


def data_path(*parts: str) -> Path:
    """The shipped file or folder ``data/parts[0]/parts[1]…``; the packaged copy wins.

    Raises FileNotFoundError naming the places looked at, which means a broken installation.
    """
    for root in _ROOTS:
        path = root.joinpath(*parts)
        if path.exists():
            return path
    looked = " and ".join(str(root.joinpath(*parts)) for root in _ROOTS)
    raise FileNotFoundError(f"the program's own file is missing; looked at {looked}: install it again")
