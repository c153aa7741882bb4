"""The bytes of a file on their way in: counted, hashed, and refused where they are not UTF-8 text.

One pass: what is hashed is what was read, and a file that changes meanwhile cannot pass unseen.
"""

from __future__ import annotations

import codecs
import hashlib
import io
from typing import Any, BinaryIO

from tcm_tui.records.csvfiles.faults import BadFile

SAVE_AGAIN = "save it again as “CSV UTF-8”"
_BEGINNINGS = (
    (b"PK\x03\x04", "is a spreadsheet workbook, not CSV; open it and " + SAVE_AGAIN),
    (b"\xd0\xcf\x11\xe0", "is an old spreadsheet workbook, not CSV; open it and " + SAVE_AGAIN),
    (b"%PDF", "is a PDF, not CSV; export the table itself as CSV"),
    (b"\x1f\x8b", "is compressed; unpack it first"),
    (b"SQLite format 3\0", "is a database, not CSV; give it to --db, or export its tables as CSV"),
    (codecs.BOM_UTF32_LE, "is encoded in UTF-32, not UTF-8; " + SAVE_AGAIN),
    (codecs.BOM_UTF16_LE, "is encoded in UTF-16, not UTF-8; " + SAVE_AGAIN),
    (codecs.BOM_UTF16_BE, "is encoded in UTF-16, not UTF-8; " + SAVE_AGAIN),
)


class Watched(io.RawIOBase):
    """A raw stream over file that raises BadFile, with the line, at the first byte that cannot be UTF-8 text."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.size = 0
        self.lines = 0
        self._hash = hashlib.sha256()
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._fault: BadFile | None = None

    def readable(self) -> bool:
        return True

    @property
    def sha256(self) -> str:
        """Of everything read so far, as hexadecimal digits."""
        return self._hash.hexdigest()

    def readinto(self, buffer: Any) -> int:
        chunk = self.file.read(len(buffer))
        self._hash.update(chunk)
        self._check(chunk)
        self.lines += chunk.count(b"\n")
        self.size += len(chunk)
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def _check(self, chunk: bytes) -> None:
        if not self.size:
            for beginning, sentence in _BEGINNINGS:
                if chunk.startswith(beginning):
                    raise BadFile(sentence)
        if b"\0" in chunk:
            raise BadFile(*self._why_nul(chunk))
        pending = self._decoder.getstate()[0]
        if chunk and not pending and chunk.isascii():
            return
        try:
            self._decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            raise BadFile(*self._why_not_utf8(pending + chunk, error.start)) from None

    def _why_nul(self, chunk: bytes) -> tuple[str, int | None]:
        nuls = chunk.count(0)
        if self.size == 0 and nuls * 3 > len(chunk):
            return "is encoded in UTF-16, not UTF-8; " + SAVE_AGAIN, None
        line = self.lines + chunk.count(b"\n", 0, chunk.index(0)) + 1
        return "has a NUL byte here, so it is damaged or no text; take it from its source again", line

    def _why_not_utf8(self, data: bytes, at: int) -> tuple[str, int | None]:
        line = self.lines + data.count(b"\n", 0, at) + 1
        byte = data[at : at + 1]
        guess = byte.decode("cp1252", errors="replace")
        looks = f" (in Windows-1252 or Latin-1 it would be “{guess}”)" if byte and guess.isprintable() else ""
        return f"is not UTF-8: byte 0x{data[at]:02X} here{looks}; {SAVE_AGAIN}", line
