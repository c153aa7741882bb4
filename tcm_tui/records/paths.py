"""Where the database is, and that nobody else can read it: folder 0700, file 0600, whatever the umask."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, Union

from tcm_tui.records.errors import StoreError

if TYPE_CHECKING:
    from tcm_tui.records.postgres.place import Server

Place: TypeAlias = Union[Path, "Server"]
"""Where an agency's records are: a file, or a database of a server. ``str()`` of it opens it again."""

FOLDER = "tcm-tui"
FILE = "agency.db"


def data_folder() -> Path:
    """The user's data folder of this program, by the custom of the system; it need not exist."""
    if os.name == "nt":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Application Support")
    else:
        base = os.environ.get("XDG_DATA_HOME") or ""
        if not Path(base).is_absolute():  # the XDG specification: a relative path is to be ignored
            base = str(Path.home() / ".local" / "share")
    return Path(base) / FOLDER


def database_path(db: str | os.PathLike[str] | None = None) -> Path:
    """As ``database_place`` of what needs a file. Raises StoreError for a server."""
    found = database_place(db)
    if not isinstance(found, Path):
        said = "is on a server, and this is done with files: give one by --db"
        raise StoreError("unreachable", f"{found.name[0].upper()}{found.name[1:]} {said}.")
    return found


def database_place(db: str | os.PathLike[str] | None = None) -> Place:
    """The file or server that is meant: the one named, else ``$TCM_DB``, else the file in the data folder.

    Raises StoreError for a URL that can't be understood.
    """
    named = os.fspath(db) if db else os.environ.get("TCM_DB") or ""
    if named.startswith(("postgresql:", "postgresql+", "postgres:")):
        from tcm_tui.records.postgres.place import server  # only of an agency on a server

        return server(named)
    if named.startswith("sqlite:///"):
        named = named.removeprefix("sqlite:///")
    elif "://" in named:
        raise StoreError(
            "unreachable", "That kind of database URL is not known: give a file, or postgresql+psycopg://…."
        )
    return Path(named).expanduser() if named else data_folder() / FILE


def check_ours(path: Path) -> os.stat_result | None:
    """What the system says of the file, None if there is none; refuses what is not a plain file of ours."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError("unreachable", f"{path} can't be reached: {error.strerror}.") from None
    if stat.S_ISLNK(found.st_mode):
        raise StoreError("unreachable", f"{path} is a link. Name the file itself: links are not followed.")
    if not stat.S_ISREG(found.st_mode):
        raise StoreError("foreign", f"{path} is not a file.")
    if hasattr(os, "geteuid") and found.st_uid != os.geteuid():
        raise StoreError("unreachable", f"{path} belongs to another user; nothing was opened.")
    return found


def make_private(path: Path) -> None:
    """Create an empty file that only its owner can read, and its folder if there is none."""
    try:
        make_folder(path.parent)
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)
        handle = os.open(path, flags, 0o600)
        try:
            if hasattr(os, "fchmod"):
                os.fchmod(handle, 0o600)
        finally:
            os.close(handle)
    except FileExistsError:
        check_ours(path)  # another process was first, and made the same file
    except OSError as error:
        raise StoreError("unreachable", f"{path} can't be created: {error.strerror}.") from None


def make_folder(folder: Path) -> None:
    """Create a folder and its missing parents, each 0700; folders that exist are left as they are."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=0o700, exist_ok=True)
        if os.name != "nt":
            one.chmod(0o700)


def close_to_others(path: Path, found: os.stat_result) -> None:
    """Take away what group and others may do with the file; on a file system without modes, nothing."""
    if os.name != "nt" and stat.S_IMODE(found.st_mode) & 0o077:
        try:
            path.chmod(0o600)
        except OSError:
            return


def sync_folder(folder: Path) -> None:
    """Make a rename in the folder survive a power cut, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
