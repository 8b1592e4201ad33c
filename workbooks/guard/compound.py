"""The compound file (OLE2) that an .xls is: the names of what lies at its root.

An object in the middle of a sheet lies in a storage of its own, so a Word document there is not
the file. Only the directory is read; what a stream holds is xlrd's to find.
"""

import struct
from typing import NamedTuple

MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_ENTRY = 128
_NONE = 0xFFFFFFFA


class _Entry(NamedTuple):
    name: str
    left: int
    right: int
    child: int


def root_names(content: bytes) -> frozenset[str]:
    """The streams and storages at the root, as far as the directory can be followed; none of
    what is no compound file, or was cut off."""
    entries = _directory(content)
    if not entries:
        return frozenset()
    names, seen = set(), set()
    ahead = [entries[0].child]
    while ahead:
        number = ahead.pop()
        if number in seen or number >= len(entries):
            continue
        seen.add(number)
        names.add(entries[number].name)
        ahead += (entries[number].left, entries[number].right)
    return frozenset(names)


def all_names(content: bytes) -> frozenset[str]:
    """Those within the storages of embedded objects too."""
    return frozenset(entry.name for entry in _directory(content))


def _directory(content: bytes) -> list[_Entry]:
    entries = []
    try:
        shift = struct.unpack_from("<H", content, 30)[0]
        sector_size = 1 << shift if shift in (9, 12) else 512
        table = _Sectors(content, sector_size)
        for sector in table.chain(struct.unpack_from("<I", content, 48)[0]):
            start = (sector + 1) * sector_size
            for place in range(start, start + sector_size, _ENTRY):
                length, kind = struct.unpack_from("<HB", content, place + 64)
                raw = content[place : place + length - 2] if kind and 2 <= length <= 64 else b""
                name = raw.decode("utf-16-le", "replace")
                entries.append(_Entry(name, *struct.unpack_from("<3I", content, place + 68)))
    except struct.error:
        return []
    return entries


class _Sectors:
    """The allocation table of a compound file: which sector follows which."""

    _IN_HEADER = 109

    def __init__(self, content: bytes, size: int) -> None:
        self.content = content
        self.size = size
        self.most = len(content) // size + 1
        self.tables = list(struct.unpack_from(f"<{self._IN_HEADER}I", content, 76))
        self._read_further_tables()

    def chain(self, sector: int) -> list[int]:
        found: list[int] = []
        seen = set()
        per_table = self.size // 4
        while sector < _NONE and sector not in seen and len(found) < self.most:
            found.append(sector)
            seen.add(sector)
            index = sector // per_table
            if index >= len(self.tables) or self.tables[index] >= _NONE:
                break
            place = (self.tables[index] + 1) * self.size + sector % per_table * 4
            sector = struct.unpack_from("<I", self.content, place)[0]
        return found

    def _read_further_tables(self) -> None:
        sector = struct.unpack_from("<I", self.content, 68)[0]
        count = self.size // 4 - 1
        for _ in range(self.most):
            if sector >= _NONE:
                return
            *more, sector = struct.unpack_from(
                f"<{count + 1}I", self.content, (sector + 1) * self.size
            )
            self.tables.extend(more)
