"""TOML as people write it: whatever is wrong with it is one kind of error."""

from __future__ import annotations

from typing import Any


def read(text: str) -> dict[str, Any]:
    """The tables of a file. Raises ``tomllib.TOMLDecodeError``, also for what Python itself can't hold."""
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError:
        raise tomllib.TOMLDecodeError("brackets are nested too deep") from None
    except ValueError:  # thousands of digits
        raise tomllib.TOMLDecodeError("a number is too long") from None
